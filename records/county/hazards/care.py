"""Social care: need, enquiries, protection, time in care and the moves within it, and who is allocated."""

from __future__ import annotations

from records.county.hazards.hazard import CHILD, Hazard

CARE = (
    Hazard(
        "child_in_need",
        0.0108,
        CHILD,
        {
            "home": 0.9,
            "frailty": 0.15,
            "support": -0.15,
            "crisis": 1.1,
            "domestic_abuse": 0.5,
            "in_need": 3.8,
            "missing": 0.4,
        }
        | {"exploited": 0.6, "harmed": 0.4, "involved": 0.3, "excluded": 0.3, "custody": 0.3},
        lasts=(150, 1.4),
        child_only=True,
        recent="in_need",
    ),
    Hazard("assessment", 0.5, CHILD, {"crisis": 0.4, "exploited": 0.3, "missing": 0.2}, while_in=("child_in_need",)),
    Hazard(
        "section_47",
        0.3,
        CHILD,
        {"home": 0.3, "crisis": 0.6, "domestic_abuse": 0.3, "exploited": 0.5},
        while_in=("child_in_need",),
    ),
    Hazard(
        "protection_plan",
        0.12,
        CHILD,
        {"home": 0.4, "crisis": 0.6, "domestic_abuse": 0.3},
        while_in=("child_in_need",),
        lasts=(300, 0.5),
        child_only=True,
    ),
    Hazard(
        "looked_after",
        0.018,
        {0: 1.0, 10: 0.8, 15: 1.3, 17: 1.0, 18: 0.0},
        {
            "home": 0.4,
            "crisis": 0.5,
            "support": -0.4,
            "exploited": 0.5,
            "missing": 0.5,
            "custody": 1.3,
            "suspect": 0.5,
            "conduct": 0.2,
            "protection_plan": 0.9,
        },
        while_in=("child_in_need",),
        lasts=(1300, 1.0),
        child_only=True,
    ),
    Hazard(
        "move",
        0.6,
        {0: 0.5, 10: 0.7, 15: 1.4, 18: 1.4},
        {"conduct": 0.2, "missing": 0.4, "exploited": 0.4, "support": -0.2},
        while_in=("looked_after",),
        recent="move",
    ),
    Hazard(
        "lead_professional",
        4.0,
        CHILD,
        {},
        while_in=("early_help", "child_in_need", "looked_after"),
        lasts=(240, 0.6),
        child_only=True,
    ),
)
