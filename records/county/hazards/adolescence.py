"""Growing up: exploitation and what is seen of it, going missing, conflict with others, and school."""

from __future__ import annotations

from records.county.hazards.hazard import PUPIL, TEEN, YOUTH, Hazard

ADOLESCENCE = (
    Hazard(
        "exploited",
        0.012,
        TEEN | {18: 0.6, 22: 0.3},
        {"street": 0.5, "frailty": 0.4, "home": 0.2, "support": -0.35, "missing": 0.4, "absence": 1.0}
        | {"looked_after": 0.5, "excluded": 0.4, "drugs": 0.3},
        lasts=(420, 0.5),
    ),
    Hazard(
        "missing",
        0.035,
        TEEN,
        {"home": 0.3, "frailty": 0.3, "crisis": 0.7, "exploited": 1.5, "looked_after": 1.2, "missing": 0.5}
        | {"support": -0.2},
        burst=0.5,
        recent="missing",
    ),
    Hazard("exploitation_seen", 0.005, YOUTH, {"exploited": 5.0, "missing": 0.2, "frailty": 0.2}),
    Hazard(
        "conflict",
        0.04,
        YOUTH,
        {"street": 0.5, "conduct": 0.2, "harmed": 0.7, "involved": 0.5, "excluded": 0.3},
        lasts=(200, 0.5),
    ),
)
AT_SCHOOL = (
    Hazard(
        "suspension",
        0.08,
        PUPIL,
        {"conduct": 0.85, "learning": 0.5, "male": 0.5, "crisis": 0.4, "support": -0.2, "suspension": 0.45}
        | {"conflict": 0.5, "exploited": 0.4},
        while_in=("at_school",),
        burst=0.15,
        recent="suspension",
    ),
    Hazard(
        "excluded",
        0.004,
        PUPIL,
        {"conduct": 0.6, "learning": 0.2, "suspension": 0.8, "weapon": 1.2, "drugs": 0.6, "conflict": 0.4},
        while_in=("at_school",),
        recent="excluded",
    ),
    Hazard(
        "alternative_provision",
        0.003,
        PUPIL,
        {"conduct": 0.3, "learning": 0.4, "suspension": 0.9, "absence": 1.0},
        while_in=("at_school",),
        lasts=(300, 0.6),
        child_only=True,
        after={"excluded": (0.5, 12)},
    ),
    Hazard("managed_move", 0.003, PUPIL, {"conduct": 0.3, "suspension": 0.9, "conflict": 0.5}, while_in=("at_school",)),
    Hazard(
        "not_in_education",
        0.05,
        {15: 0.0, 16: 0.5, 17: 0.9, 18: 1.3, 25: 1.3},
        {"learning": 0.3, "conduct": 0.2, "support": -0.3, "excluded": 0.6, "home": 0.2},
        lasts=(250, 0.7),
    ),
)
