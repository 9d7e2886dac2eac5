"""What may happen in a life and how likely: one entry each, a yearly rate moved by factors on the log scale.

Every number is an assumption, set so that shares come near England's (DfE/MoJ; Children in need) and so that
each outcome befalls 3 to 5 in 100 eligible young people a year. Harm and involvement have different drivers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from records.county.people import LEANINGS

TARGETS = ("harmed", "involved")  # the outcomes, in the order of HAZARDS
HIDDEN = ("crisis", "exploited", "conflict")  # temporary episodes that no agency sees as such
SERVICES = ("early_help", "child_in_need", "protection_plan", "looked_after", "lead_professional")
RECENT = (
    "domestic_abuse",
    "missing",
    "suspension",
    "excluded",
    "victim",
    "suspect",
    "weapon",
    "drugs",
    "move",
    "harmed",
    "involved",
    "helped",
)
SCHOOL = ("at_school", "absence", "attends_well")
CROSSED = ("exploited_and_missing", "conflict_and_street", "moves_in_care", "conduct_and_weapon")
FACTORS = (*LEANINGS, "male", *HIDDEN, *SERVICES, *SCHOOL, *RECENT, *CROSSED)

CHILD = {0: 1.0, 17: 1.0, 18: 0.0}
TEEN = {9: 0.0, 11: 0.4, 13: 0.9, 15: 1.2, 17: 1.0, 18: 0.15, 22: 0.0}
PUPIL = {4: 0.0, 6: 0.15, 10: 0.35, 12: 1.0, 15: 1.3, 16: 0.9, 17: 0.0}
YOUTH = {8: 0.0, 10: 0.15, 12: 0.45, 14: 0.95, 16: 1.2, 18: 1.1, 20: 0.95, 25: 0.7}
VICTIM = {0: 0.1, 8: 0.2, 11: 0.5, 14: 1.0, 17: 1.1, 25: 0.9}


@dataclass(frozen=True)
class Hazard:
    """One thing that may happen. `per_year` is its rate where every factor is 0 and the age curve is 1.

    `lasts` (median days, log standard deviation) makes it a spell, which `child_only` ends at 18; `while_in`
    names the states it needs; `burst` is how many more of it come at once on average; a rate never passes `at_most`;
    what happens adds to `recent`.
    """

    name: str
    per_year: float
    ages: dict[int, float]
    weights: dict[str, float] = field(default_factory=dict)
    while_in: tuple[str, ...] = ()
    lasts: tuple[float, float] | None = None
    child_only: bool = False
    burst: float = 0.0
    at_most: float = 12.0
    recent: str | None = None


HOME = (
    Hazard(
        "crisis",
        0.10,
        {0: 1.0, 25: 0.6},
        {"home": 0.6, "support": -0.3, "domestic_abuse": 0.3, "move": 0.2},
        lasts=(220, 0.6),
    ),
    Hazard(
        "domestic_abuse",
        0.035,
        {0: 1.0, 17: 1.0, 25: 0.5},
        {"home": 0.8, "support": -0.2, "crisis": 1.2, "domestic_abuse": 0.4},
        recent="domestic_abuse",
    ),
    Hazard(
        "contact",
        0.1,
        CHILD,
        {"home": 0.5, "crisis": 0.9, "domestic_abuse": 0.6, "missing": 0.4, "exploited": 0.4, "absence": 0.8},
    ),
    Hazard(
        "early_help",
        0.04,
        CHILD,
        {"home": 0.3, "learning": 0.25, "crisis": 0.7, "suspension": 0.3, "absence": 0.8, "support": 0.15},
        lasts=(190, 0.5),
        child_only=True,
    ),
)
CARE = (
    Hazard(
        "child_in_need",
        0.038,
        CHILD,
        {"home": 0.6, "frailty": 0.15, "support": -0.15, "crisis": 1.1, "domestic_abuse": 0.5, "missing": 0.4}
        | {"exploited": 0.6, "harmed": 0.4, "involved": 0.3, "excluded": 0.3},
        lasts=(170, 0.8),
        child_only=True,
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
        0.075,
        {0: 1.0, 10: 0.8, 15: 1.3, 17: 1.0, 18: 0.0},
        {"home": 0.4, "crisis": 0.5, "support": -0.4, "exploited": 0.5, "missing": 0.4, "protection_plan": 0.9},
        while_in=("child_in_need",),
        lasts=(600, 0.9),
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
)
HARM = (
    Hazard(
        "violence_victim",
        0.055,
        VICTIM,
        {"frailty": 0.7, "street": 0.25, "home": 0.15, "victim": 0.4, "conflict": 0.6, "crisis": 0.3},
        recent="victim",
    ),
    Hazard("theft_victim", 0.025, VICTIM, {"frailty": 0.2, "street": 0.2}),
    Hazard("sexual_victim", 0.006, VICTIM, {"frailty": 0.7, "male": -1.6, "exploited": 1.2, "missing": 0.3}),
    Hazard("witness", 0.02, VICTIM, {"street": 0.3, "home": 0.2}),
    Hazard(
        "harmed",
        0.0112,
        {0: 0.02, 9: 0.05, 11: 0.3, 13: 0.7, 15: 1.1, 17: 1.25, 20: 1.1, 25: 0.9},
        {"frailty": 0.65, "street": 0.5, "home": 0.1, "support": -0.4, "male": 0.7, "crisis": 0.4}
        | {"exploited": 0.8, "conflict": 0.8, "missing": 0.6, "victim": 0.85, "harmed": 0.7}
        | {"domestic_abuse": 0.45, "move": 0.25, "drugs": 0.1, "involved": 0.25, "attends_well": -0.5}
        | {"lead_professional": -0.5, "helped": -0.9, "exploited_and_missing": 0.7}
        | {"conflict_and_street": 0.2, "moves_in_care": 0.5},
        at_most=1.2,
        recent="harmed",
    ),
)
SUSPECTED = (
    Hazard(
        "violence_suspect",
        0.03,
        YOUTH,
        {"conduct": 0.8, "street": 0.3, "male": 0.5, "suspect": 0.45, "conflict": 0.5, "crisis": 0.3},
        recent="suspect",
    ),
    Hazard(
        "other_suspect",
        0.022,
        YOUTH,
        {"conduct": 0.5, "street": 0.4, "male": 0.6, "suspect": 0.5, "absence": 1.0, "exploited": 0.4},
        recent="suspect",
    ),
    Hazard(
        "weapon",
        0.0035,
        YOUTH,
        {"street": 0.6, "conduct": 0.4, "male": 1.0, "conflict": 1.0, "exploited": 0.6, "harmed": 0.4},
        recent="weapon",
    ),
    Hazard(
        "drugs",
        0.008,
        YOUTH,
        {"street": 0.5, "conduct": 0.3, "male": 0.8, "exploited": 0.8, "absence": 1.0, "drugs": 0.4},
        recent="drugs",
    ),
    Hazard("supply", 0.0015, YOUTH, {"street": 0.6, "male": 0.9, "exploited": 1.8, "drugs": 0.5}, recent="drugs"),
    Hazard(
        "involved",
        0.0085,
        {8: 0.0, 10: 0.15, 12: 0.5, 14: 1.0, 16: 1.3, 18: 1.15, 20: 0.95, 25: 0.6},
        {"conduct": 0.7, "street": 0.5, "learning": 0.15, "support": -0.4, "male": 1.5, "exploited": 0.3}
        | {"conflict": 0.8, "suspension": 0.5, "excluded": 0.5, "weapon": 1.0, "suspect": 0.75, "drugs": 0.45}
        | {"involved": 0.65, "absence": 1.0, "attends_well": -0.55, "missing": 0.1, "harmed": 0.1}
        | {"lead_professional": -0.5, "helped": -0.8, "conflict_and_street": 0.2, "conduct_and_weapon": 0.4},
        at_most=1.2,
        recent="involved",
    ),
)
HAZARDS = (*HOME, *CARE, *ADOLESCENCE, *AT_SCHOOL, *HARM, *SUSPECTED)
