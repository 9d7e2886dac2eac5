"""Growing up: exploitation and what is seen of it, going missing, conflict with others, and school."""

from __future__ import annotations

from records.county.hazards.hazard import PUPIL, TEEN, YOUTH, Hazard

# DfE, SFR35/2017: one in a hundred suspended at 10, seven in a hundred at 14.
SUSPENDED_AT = {4: 0.03, 7: 0.06, 10: 0.1, 11: 0.6, 12: 1.2, 13: 1.35, 14: 1.3, 15: 1.0, 16: 0.3, 17: 0.0}
EXCLUDED_AT = {4: 0.05, 9: 0.4, 11: 1.5, 13: 1.4, 14: 1.0, 15: 0.5, 16: 0.1, 17: 0.0}

ADOLESCENCE = (
    Hazard(
        "exploited",
        0.01,
        TEEN | {18: 0.6, 22: 0.3},
        {
            "kin_in_trouble": 0.3,
            "friends_exploited": 0.9,
            "street": 0.5,
            "frailty": 0.4,
            "home": 0.2,
            "support": -0.35,
            "missing": 0.4,
            "absence": 1.0,
        }
        | {"looked_after": 0.5, "excluded": 0.4, "drugs": 0.3},
        lasts=(420, 0.5),
    ),
    Hazard(
        "missing",
        0.012,
        TEEN,
        {"home": 0.4, "frailty": 0.3, "crisis": 0.7, "exploited": 1.5, "looked_after": 1.2, "missing": 0.5}
        | {"support": -0.2},
        burst=0.5,
        recent="missing",
    ),
    Hazard("exploitation_seen", 0.005, YOUTH, {"exploited": 5.0, "missing": 0.2, "frailty": 0.2}),
    Hazard(
        "conflict",
        0.032,
        YOUTH,
        {
            "friends_hurt": 0.4,
            "friends_in_conflict": 0.4,
            "street": 0.5,
            "conduct": 0.2,
            "harmed": 0.7,
            "involved": 0.5,
            "excluded": 0.3,
        },
        lasts=(200, 0.5),
    ),
)
AT_SCHOOL = (
    Hazard(
        "suspension",
        0.0064,
        SUSPENDED_AT,
        {
            "conduct": 1.05,
            "home": 0.2,
            "male": 0.95,
            "crisis": 0.4,
            "support": -0.2,
            "suspension": 0.75,
        }
        | {"needs": 0.9, "conflict": 0.5, "exploited": 0.5},
        while_in=("at_school",),
        burst=0.15,
        recent="suspension",
        after={"involved": (0.015, 6), "violence_suspect": (0.01, 6), "weapon": (0.03, 4)},
    ),
    Hazard(
        "excluded",
        0.00042,
        EXCLUDED_AT,
        {"needs": 0.5, "conduct": 0.9, "suspension": 0.4, "weapon": 0.3, "drugs": 0.4, "conflict": 0.4},
        while_in=("at_school",),
        recent="excluded",
        after={"involved": (0.0045, 8), "weapon": (0.01, 6), "supply": (0.01, 8)},
    ),
    Hazard(
        "alternative_provision",
        0.0015,
        PUPIL,
        {"needs": 0.5, "conduct": 0.55, "suspension": 1.05, "absence": 1.5, "suspect": 0.8, "involved": 1.1},
        while_in=("at_school",),
        lasts=(300, 0.6),
        child_only=True,
        after={"excluded": (0.5, 12)},
    ),
    Hazard(
        "managed_move", 0.0012, PUPIL, {"conduct": 0.4, "suspension": 1.1, "conflict": 0.5}, while_in=("at_school",)
    ),
    Hazard(
        "not_in_education",
        0.05,
        {15: 0.0, 16: 0.5, 17: 0.9, 18: 1.3, 25: 1.3},
        {"learning": 0.3, "conduct": 0.2, "support": -0.3, "excluded": 0.6, "home": 0.2},
        lasts=(250, 0.7),
    ),
)
