"""What a hazard is: one thing that may happen in a life, its yearly rate, and the factors that move it.

Factors act on the log scale. `FACTORS` names all of them, in the order in which the state of a life is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from records.county.people import LEANINGS

TARGETS = ("harmed", "involved")  # the outcomes, in the order of HAZARDS
HIDDEN = ("crisis", "exploited", "conflict")  # temporary episodes that no agency sees as such
SERVICES = (
    "early_help",
    "child_in_need",
    "protection_plan",
    "looked_after",
    "lead_professional",
    "temporary_accommodation",
    "alternative_provision",
    "not_in_education",
    "youth_justice_prevention",
    "youth_justice_order",
    "remand",
    "navigator_support",
)
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
    "displaced",
    "custody",
    "settled",
    "in_need",
)
JUST = {"displaced": 120, "harmed": 60, "suspect": 60, "excluded": 90}  # days for which the latest of these is fresh
AROUND = ("friends_in_conflict", "friends_exploited", "friends_hurt", "friends_involved", "kin_in_trouble")
SCHOOL = ("at_school", "absence", "attends_well")
CROSSED = (
    "child",
    "exploited_and_missing",
    "conflict_and_street",
    "moves_in_care",
    "conduct_and_weapon",
    "displaced_and_missing",
    "provision_and_conflict",
    "harmed_and_suspect",
    "absent_and_suspended",
    "victim_and_suspect",
    "home_and_school",
    "hurt_again",
    "suspected_again",
    "leaving_care",
    "missing_while_young",
    "many_signs",
    "supported_under_strain",
)
FRESH = tuple(f"just_{name}" for name in JUST)
FACTORS = (*LEANINGS, "male", "needs", *HIDDEN, *SERVICES, *SCHOOL, *RECENT, *FRESH, *AROUND, *CROSSED)

CHILD = {0: 1.0, 17: 1.0, 18: 0.0}
TEEN = {9: 0.0, 11: 0.4, 13: 0.9, 15: 1.2, 17: 1.0, 18: 0.15, 22: 0.0}
PUPIL = {4: 0.0, 6: 0.15, 10: 0.35, 12: 1.0, 15: 1.3, 16: 0.9, 17: 0.0}
YOUTH = {9: 0.0, 10: 0.15, 12: 0.45, 14: 0.95, 16: 1.2, 18: 1.1, 20: 0.95, 25: 0.7}
VICTIM = {0: 0.1, 8: 0.2, 11: 0.5, 14: 1.0, 17: 1.1, 25: 0.9}
ANYONE = {0: 1.0, 25: 1.0}
LIABLE = {9: 0.0, 10: 1.0, 25: 1.0}  # from the age of criminal responsibility
LIABLE_CHILD = {9: 0.0, 10: 0.3, 12: 0.7, 14: 1.0, 17: 1.0, 18: 0.0}


@dataclass(frozen=True)
class Hazard:
    """One thing that may happen. `per_year` is its rate where every factor is 0 and the age curve is 1; at 0 it
    comes only after another.

    `lasts` (median days, log standard deviation) makes it a spell, which `child_only` ends at 18; `while_in`
    names the states it needs; `burst` is how many more of it come at once on average; a rate never passes `at_most`;
    what happens adds to `recent`. `after` names what it may follow: the share of times, moved by age and factors
    as a rate is, and the mean number of days until it does. `sanctioned` is the share cautioned or sentenced for it.
    What is `at_home` comes to everyone in the household at once.
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
    after: dict[str, tuple[float, float]] = field(default_factory=dict)
    sanctioned: float = 0.0
    at_home: bool = False
