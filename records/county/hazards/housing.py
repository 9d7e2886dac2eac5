"""Where a young person lives: moves of home, temporary accommodation, being moved away, and a home that lasts.

Rates are assumptions; about one child in 80 lives in temporary accommodation (MHCLG, statutory homelessness, 2024).
"""

from __future__ import annotations

from records.county.hazards.hazard import ANYONE, Hazard

HOUSING = (
    Hazard("housing_move", 0.028, ANYONE, {"home": 0.2, "crisis": 0.5, "domestic_abuse": 0.3}, at_home=True),
    Hazard(
        "temporary_accommodation",
        0.0042,
        {0: 1.0, 17: 0.8, 18: 1.3, 25: 1.0},
        {"home": 0.5, "crisis": 0.9, "domestic_abuse": 0.5, "support": -0.3},
        lasts=(240, 0.8),
        recent="displaced",
        at_home=True,
    ),
    Hazard(
        "moved_out_of_area",
        0.004,
        ANYONE,
        {"home": 0.3, "crisis": 0.8, "domestic_abuse": 0.5, "temporary_accommodation": 1.3, "looked_after": 2.0},
        recent="displaced",
    ),
    Hazard("settled_home", 0.9, ANYONE, {"support": 0.2, "crisis": -0.5}, while_in=("displaced",), recent="settled"),
)
