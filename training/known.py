"""Who was known to an agency as of a date: by a record of late, or by a spell that was open. Made ready once for all
the dates that are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.columns import column_of, days_of, people_at, places_of
from records.visibility import ended, visible

if TYPE_CHECKING:
    from training.cohort import CohortRule

CANCELLED = "cancelled"  # a record that its source took back: it says nothing of the person
DATES = ("happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on")


@dataclass(frozen=True, eq=False)
class Known:
    """The records [n] that can make one of so many `people` known: whose (their place), the dates as day numbers,
    whether they do so for `within` days, and whether they are spells that do so while open."""

    people: int
    person: NDArray[np.int32]
    dates: tuple[NDArray[np.int32], ...]
    lately: NDArray[np.bool_]
    spell: NDArray[np.bool_]
    within: int

    def as_of(self, day: int) -> NDArray[np.bool_]:
        """[people]: who was known as of a day."""
        happened, known, superseded, over, over_known = self.dates
        counts = (self.lately & (happened >= day - self.within)) | (self.spell & ~ended(over, over_known, day))
        found = np.zeros(self.people, dtype=bool)
        found[self.person[counts & visible(happened, known, superseded, day)]] = True
        return found


def known_of(people: pa.Table, events: pa.Table, rule: CohortRule) -> Known:
    """The records of `people` (unique ids) that the rule goes by: none that was cancelled or that our flag caused."""
    person = people_at(column_of(events, "person_id"), people["person_id"].combine_chunks())
    within = rule.known_within_days
    lately = _of_kinds(events, rule.known_kinds) if within is not None else np.zeros(len(events), dtype=bool)
    spell = _of_kinds(events, rule.open_kinds) if rule.open_kinds else np.zeros(len(events), dtype=bool)
    stands = places_of(column_of(events, "status"), (CANCELLED,)) < 0
    ours = pc.fill_null(column_of(events, "our_flag"), False).to_numpy(zero_copy_only=False)
    kept = np.flatnonzero((person >= 0) & (lately | spell) & stands & ~ours)
    dates = tuple(days_of(column_of(events, name))[kept] for name in DATES)
    return Known(len(people), person[kept], dates, lately[kept], spell[kept], within or 0)


def _of_kinds(events: pa.Table, wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    """Of the kinds that are wanted; of any where none is named."""
    if not wanted:
        return np.ones(len(events), dtype=bool)
    return places_of(column_of(events, "kind"), wanted) >= 0
