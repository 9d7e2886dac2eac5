"""What a social worker's assessment says: the factors ticked follow what was going on when it was made.

Codes of the Standard Safeguarding Dataset. Log odds are assumptions; their levels are set near England's
(children in need, table C3, 2025: parent's mental health 33%, domestic abuse of a parent 32%, and so on).
"""

from __future__ import annotations

import json

import numpy as np

from records.county.dates import Array
from records.county.hazards.hazard import FACTORS

FACTOR_ODDS: dict[str, dict[str, float]] = {
    "1A": {"base": -4.2, "drugs": 0.8, "street": 0.3},
    "1B": {"base": -2.2, "home": 0.4, "crisis": 0.4},
    "2A": {"base": -3.8, "drugs": 1.2, "street": 0.4, "exploited": 0.8},
    "2B": {"base": -2.2, "home": 0.4, "crisis": 0.4},
    "3A": {"base": -2.7, "domestic_abuse": 0.8, "home": 0.2},
    "3B": {"base": -1.5, "domestic_abuse": 1.2, "home": 0.3, "crisis": 0.4},
    "4A": {"base": -2.0, "frailty": 0.5, "harmed": 0.4, "crisis": 0.3},
    "4B": {"base": -1.1, "home": 0.4, "crisis": 0.5},
    "5A": {"base": -3.0, "learning": 0.8},
    "6A": {"base": -3.0},
    "7A": {"base": -3.1, "home": 0.4},
    "10A": {"base": -4.0, "missing": 1.8, "exploited": 0.6},
    "11A": {"base": -4.1, "exploited": 2.2, "frailty": 0.3, "missing": 0.4, "male": -0.8},
    "12A": {"base": -5.6, "exploited": 1.6},
    "13A": {"base": -5.0, "exploited": 1.4, "street": 0.6, "conflict": 1.0, "weapon": 0.5},
    "14A": {"base": -3.4, "conduct": 0.7, "suspect": 0.6, "suspension": 0.4, "involved": 0.5},
    "15A": {"base": -3.2, "frailty": 0.6},
    "16A": {"base": -2.3, "home": 0.5, "crisis": 0.3},
    "17A": {"base": -1.8, "home": 0.4, "domestic_abuse": 0.3},
    "18C": {"base": -2.2, "home": 0.3},
    "18B": {"base": -3.4, "victim": 0.6, "frailty": 0.2},
    "19C": {"base": -3.4, "home": 0.2, "frailty": 0.2},
    "24A": {"base": -4.2, "exploited": 2.6, "street": 0.3, "drugs": 0.5, "male": 0.4},
}
NOTHING_FOUND = "21"


def assessment_factors(picture: Array, rng: np.random.Generator) -> Array:
    """For each row of `picture` [assessments, factors], the codes ticked, as a JSON list in one string."""
    codes = np.array(list(FACTOR_ODDS))
    odds = picture @ _weights() + np.array([weights["base"] for weights in FACTOR_ODDS.values()])
    ticked = rng.random(odds.shape) < 1 / (1 + np.exp(-odds))
    return np.array([json.dumps(list(codes[row]) or [NOTHING_FOUND]) for row in ticked], dtype=object)


def _weights() -> Array:
    return np.array([[weights.get(name, 0.0) for weights in FACTOR_ODDS.values()] for name in FACTORS])
