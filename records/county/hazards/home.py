"""At home: times of crisis, domestic abuse, and who turns to social care or early help over it."""

from __future__ import annotations

from records.county.hazards.hazard import CHILD, Hazard

HOME = (
    Hazard(
        "crisis",
        0.055,
        {0: 1.0, 25: 0.6},
        {"home": 0.6, "support": -0.3, "domestic_abuse": 0.3, "move": 0.2},
        lasts=(220, 0.6),
        at_home=True,
    ),
    Hazard(
        "domestic_abuse",
        0.0042,
        {0: 1.0, 17: 1.0, 25: 0.5},
        {"home": 1.0, "support": -0.2, "crisis": 1.2, "domestic_abuse": 0.4},
        recent="domestic_abuse",
        at_home=True,
    ),
    Hazard(
        "contact",
        0.008,
        CHILD,
        {"home": 0.6, "crisis": 1.3, "domestic_abuse": 0.6, "missing": 0.4, "exploited": 0.4, "absence": 0.8},
    ),
    Hazard(
        "early_help",
        0.011,
        CHILD,
        {"home": 0.3, "learning": 0.25, "crisis": 0.9, "suspension": 0.3, "absence": 0.8, "support": 0.15},
        lasts=(190, 0.5),
        child_only=True,
    ),
)
