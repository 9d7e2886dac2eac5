"""Records, links, births and coverage made ready for the kernel once, to be asked many times.

A whole snapshot is prepared once for each catalogue; a request then runs the kernel over one person's slice, their
neighbours' included, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.births import birthdays
from features.columns import columns_of
from features.covered import born_and_area, cover_of
from features.kernel import Known, Rows, fill
from features.linked import links_of
from features.plan import Plan
from features.selection import day_number
from records.at_once import at_once
from records.refusal import WrongUse

PEOPLE_A_SHARE = 1_024  # whom a thread answers for at a time: few enough that all cores end at about the same time


@dataclass(frozen=True, eq=False)
class Prepared:
    """What is known of `people`, in their order, as the kernel's arrays for the catalogue of `plan`."""

    plan: Plan
    people: pa.Array
    known: Known

    def row(self, person_id: str, as_of: date) -> NDArray[np.float64]:
        """The indicators [indicators] of one person as of a date; NaN for null. WrongUse for somebody not prepared."""
        who = self._places.get(person_id)
        if who is None:
            raise WrongUse("a row can be made only for somebody whose records were prepared; this person's were not")
        return self._one(who, as_of)

    def alone(self, as_of: date) -> NDArray[np.float64]:
        """The indicators of the first of the people, as of a date."""
        return self._one(0, as_of)

    def rows(self, person_ids: pa.Array, as_of: date) -> NDArray[np.float64]:
        """[people, indicators] of several people, each named once, as of one date; NaN for null."""
        who = pc.index_in(person_ids, value_set=self.people)
        if who.null_count:
            raise WrongUse(f"rows can be made only for people who were prepared; {who.null_count} were not")
        n = len(who)
        days = np.full(n, day_number(as_of), dtype=np.int32)
        return self.fill(Rows(who.to_numpy().astype(np.int64), np.arange(n + 1), days)).T

    def fill(self, rows: Rows) -> NDArray[np.float64]:
        """[indicators, rows]; many people on every core at once."""
        out = np.empty((len(self.plan.catalogue), len(rows.as_of)))
        at_once([partial(fill, *self.known, share, self.plan.asked, out) for share in _shares(rows)], out.size)
        return out

    def _one(self, who: int, as_of: date) -> NDArray[np.float64]:
        rows = Rows(np.array([who]), np.array([0, 1]), np.array([day_number(as_of)], dtype=np.int32))
        out = np.empty((len(self.plan.catalogue), 1))
        fill(*self.known, rows, self.plan.asked, out)
        return out[:, 0]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {person_id: place for place, person_id in enumerate(self.people.to_pylist())}


def prepared(
    events: pa.Table,
    asked: pa.Array,
    plan: Plan,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> Prepared:
    """The people `asked` for (unique ids), made ready. Raises Refused on columns that break the contract."""
    followed, everyone = links_of(links, asked, plan)
    columns = columns_of(events, everyone, plan)
    born, area = born_and_area(people, asked)
    turns = birthdays(born, plan.ages)
    return Prepared(
        plan, asked, Known(columns.first, columns.records, followed, turns, cover_of(coverage, born, area, plan))
    )


def _shares(rows: Rows) -> list[Rows]:
    ends = range(PEOPLE_A_SHARE, len(rows.who) + PEOPLE_A_SHARE, PEOPLE_A_SHARE)
    parts = [slice(end - PEOPLE_A_SHARE, min(end, len(rows.who))) for end in ends]
    return [Rows(rows.who[part], rows.first[part.start : part.stop + 1], rows.as_of) for part in parts]
