"""Everyone's state at the start of a month: the factors that move hazards, the open spells, what is remembered."""

from __future__ import annotations

import numpy as np

from records.county.dates import HOLIDAY_MONTH, NEVER, YEAR_DAYS, Array, Days, calendar_month
from records.county.hazards import HAZARDS
from records.county.hazards.hazard import FACTORS, HIDDEN, JUST, RECENT, SERVICES
from records.county.journal import Journal
from records.county.network import around, at_home
from records.county.people import LEANINGS, People

MEMORY_HALF_LIFE_MONTHS = 9.0  # an assumption: how long what happened goes on to matter
FORGETTING = np.float32(0.5 ** (1 / MEMORY_HALF_LIFE_MONTHS))
REMEMBERED_AT_MOST = 5  # beyond this many of one thing, one more adds nothing
LAST_BIRTHDAY = 26  # extracts follow a person to here, so that a 24-year-old's next twelve months are whole
OLDEST = 40  # ages above it are taken as it
NO_NEEDS = "N"  # no special educational need
SCHOOL_AGES = (5.0, 16.5)
LONG_AGO = -100_000  # a day number before anybody's life
YOUNG = 14  # going missing below this age weighs more
PERSISTENT = 0.1  # of sessions missed: persistent absence, as England counts it
SPELLS = (*HIDDEN, *SERVICES)
# Sorts of trouble of which each counts once, however often it came; this many at once weigh more than their sum.
SIGNS = (
    ("suspension", "excluded", "alternative_provision"),
    ("missing",),
    ("domestic_abuse", "child_in_need"),
    ("victim", "harmed"),
    ("suspect", "weapon", "drugs"),
    ("displaced", "move"),
)
WEIGHS_AT_MOST = 3  # associates or kin: a fourth in the same trouble adds nothing
AGAIN = 1.2  # remembered of one thing: more than one that is fresh
LEAVING_CARE_FROM = 17
REMEMBERED, MANY_SIGNS = 0.4, 3  # a sign is there while what is remembered of it is above the first
ROW = {name: i for i, name in enumerate(FACTORS)}


def new_journal() -> Journal:
    """An empty journal of everything that a life may hold."""
    return Journal((*(hazard.name for hazard in HAZARDS), "attendance", "truth"))


class State:
    """`factors` is [factors, people]; `begun` and `until` hold day numbers by spell, `NEVER` where none is
    open. `present` are those born, living here and young enough to be in an extract; `years` is their age."""

    def __init__(self, people: People) -> None:
        count = len(people)
        self.people = people
        self.journal = new_journal()
        self.factors = np.zeros((len(FACTORS), count), np.float32)
        self.factors[: len(LEANINGS)] = people.leanings.T
        self.factor("male")[:] = people.male
        self.factor("needs")[:] = people.sen != NO_NEEDS
        self.recent = {name: np.zeros(count, np.float32) for name in RECENT}
        self.last: dict[str, Days] = {name: np.full(count, LONG_AGO, np.int32) for name in JUST}
        self.begun: dict[str, Days] = {name: np.full(count, NEVER, np.int32) for name in SPELLS}
        self.until: dict[str, Days] = {name: np.full(count, NEVER, np.int32) for name in SPELLS}
        self.absence_habit = np.zeros(count, np.float32)
        self.present: Array = np.zeros(count, bool)
        self.years: Array = np.zeros(count, np.intp)

    def open(self, spell: str) -> Array:
        """True for those in `spell` now or about to be."""
        return self.begun[spell] != NEVER

    def factor(self, name: str) -> Array:
        """One factor for everyone; writing to it changes the state."""
        return self.factors[ROW[name]]

    def forget(self) -> None:
        """Lets a month pass over what is remembered."""
        for counts in self.recent.values():
            counts *= FORGETTING

    def take_stock(self, index: int, start: int) -> None:
        """Sets every factor that changes from month to month."""
        people, age = self.people, self.people.age_on(start)
        self.present = (people.born <= start) & (people.left > start) & (age < LAST_BIRTHDAY)
        self.years = np.clip(age, 0, OLDEST).astype(np.intp)
        of_age = (age >= SCHOOL_AGES[0]) & (age < SCHOOL_AGES[1])
        self.factor("at_school")[:] = of_age & people.pupil & (calendar_month(index) != HOLIDAY_MONTH)
        self.factor("absence")[~of_age] = 0
        self.factor("attends_well")[~of_age] = 0
        for spell in SPELLS:
            self.factor(spell)[:] = self.begun[spell] <= start
        for name, counts in self.recent.items():
            self.factor(name)[:] = np.log1p(np.minimum(counts, REMEMBERED_AT_MOST))
        for name, days in JUST.items():
            since = start - self.last[name]
            self.factor(f"just_{name}")[:] = (since >= 0) & (since <= days)
        self.factor("child")[:] = age < 18
        self._look_around(start)
        self._cross()
        self._count_signs()

    def _look_around(self, start: int) -> None:
        """What associates and kin are going through, as far as it can weigh: no more than three of them."""
        ties, home = self.people.network.on(start), self.people.household
        seen = {
            "friends_in_conflict": around(ties, self.factor("conflict")),
            "friends_exploited": around(ties, self.factor("exploited")),
            "friends_hurt": around(ties, self.recent["harmed"] > REMEMBERED),
            "friends_involved": around(ties, self.recent["involved"] > REMEMBERED),
            "kin_in_trouble": at_home(home, (self.recent["involved"] > REMEMBERED) | (self.factor("exploited") > 0)),
        }
        for name, count in seen.items():
            self.factor(name)[:] = np.minimum(count, WEIGHS_AT_MOST)

    def _cross(self) -> None:
        self.factor("exploited_and_missing")[:] = self.factor("exploited") * self.factor("missing")
        self.factor("conflict_and_street")[:] = self.factor("conflict") * np.maximum(0, self.factor("street"))
        self.factor("moves_in_care")[:] = self.factor("looked_after") * self.factor("move")
        self.factor("conduct_and_weapon")[:] = np.maximum(0, self.factor("conduct")) * self.factor("weapon")

        self.factor("displaced_and_missing")[:] = self.factor("just_displaced") * (self.factor("missing") > 0)
        self.factor("provision_and_conflict")[:] = self.factor("alternative_provision") * self.factor("conflict")
        self.factor("harmed_and_suspect")[:] = self.factor("just_harmed") * (self.factor("suspect") > 0)
        absent = self.factor("absence") >= PERSISTENT
        self.factor("absent_and_suspended")[:] = absent * self.factor("suspension")
        self.factor("victim_and_suspect")[:] = (self.recent["victim"] > REMEMBERED) & (
            self.recent["suspect"] > REMEMBERED
        )
        hurt_at_home = self.recent["domestic_abuse"] > REMEMBERED
        self.factor("home_and_school")[:] = hurt_at_home & (self.recent["suspension"] > REMEMBERED)
        self.factor("hurt_again")[:] = self.recent["victim"] + self.recent["harmed"] > AGAIN
        self.factor("suspected_again")[:] = self.recent["suspect"] + self.recent["involved"] > AGAIN
        self.factor("leaving_care")[:] = self.factor("looked_after") * (self.years >= LEAVING_CARE_FROM)
        self.factor("missing_while_young")[:] = (self.years < YOUNG) * self.factor("missing")

    def _count_signs(self) -> None:
        count = np.zeros(len(self.people), np.int8)
        for names in SIGNS:
            count += np.maximum.reduce([self.factor(name) for name in names]) > REMEMBERED
        strained = count >= MANY_SIGNS
        self.factor("many_signs")[:] = strained
        self.factor("supported_under_strain")[:] = strained * self.factor("lead_professional")

    def turn_18(self, person: Array) -> Days:
        """The day on which each of `person` turns 18."""
        return (self.people.born[person] + round(18 * YEAR_DAYS)).astype(np.int32)
