"""A nation by chunks of people: each chunk's records go through the one kernel, so memory does not grow with people.

Whatever a chunk's indicators need goes with it: its people's records and links, and of those they are linked with
the records that an indicator over neighbours counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.build import indicators_as_of
from features.catalogue import Catalogue

PEOPLE_A_CHUNK = 20_000  # at 12 dates and 130 indicators about 250 MB of answers
TAKEN: tuple[str, ...] = ("person_id", "kind", "role", "status", "happened_on", "known_on", "superseded_on", "ended_on")
TAKEN += ("ended_known_on", "code", "amount", "our_flag")


@dataclass(frozen=True, eq=False)
class ByPerson:
    """A table whose rows stand person by person: those of `people[p]` are `first[p]:first[p + 1]`."""

    table: pa.Table
    people: pa.Array
    first: NDArray[np.int64]

    def of(self, wanted: pa.Array) -> pa.Table:
        """The rows of `wanted` people, in their order here; those who have none are passed over."""
        places = np.sort(pc.drop_null(pc.index_in(wanted, value_set=self.people)).to_numpy())
        begins, ends = self.first[places], self.first[places + 1]
        if len(places) and places[-1] - places[0] + 1 == len(places):
            return self.table.slice(begins[0], ends[-1] - begins[0])
        return self.table.take(pa.array(_ranges(begins, ends)))


def by_person(table: pa.Table, column: str = "person_id") -> ByPerson:
    """The table person by person: as it stands where it is so already, else sorted."""
    people, first = _runs(table[column])
    if len(people) != pc.count_distinct(people).as_py():
        table = table.sort_by(column)
        people, first = _runs(table[column])
    return ByPerson(table, people, first)


def columns_read(catalogue: Catalogue) -> set[str]:
    """The columns of events that a catalogue reads."""
    return {*TAKEN, *(one.column for one in catalogue.indicators if one.column)}


def in_chunks(
    events: pa.Table,
    rows: pa.Table,
    catalogue: Catalogue,
    *,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
    people_a_chunk: int = PEOPLE_A_CHUNK,
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The table of `indicators_as_of` in parts, each with the part of `rows` that it answers, all rows of a person in
    one part and every column of `rows` kept. `rows` stand person by person or are put so."""
    asked = by_person(rows)
    held = [name for name in events.column_names if name in columns_read(catalogue)]
    own, around = by_person(events.select(held)), None
    linked = by_person(links) if links is not None and len(links) else None
    known = by_person(people) if people is not None else None
    if linked is not None and (counted := _of_neighbours(catalogue)):
        seen = pc.is_in(own.table["kind"], pa.array(sorted(counted), pa.string()))
        around = by_person(own.table.filter(seen))
    for begin in range(0, len(asked.people), people_a_chunk):
        wanted = asked.people.slice(begin, people_a_chunk)
        mine, ties = own.of(wanted), linked.of(wanted) if linked is not None else None
        if around is not None and ties is not None:
            mine = pa.concat_tables([mine, around.of(_others(ties, wanted))])
        part, born = asked.of(wanted), known.of(wanted) if known is not None else None
        answer = indicators_as_of(mine, part, catalogue, links=ties, people=born, coverage=coverage)
        yield part, answer


def _others(ties: pa.Table, wanted: pa.Array) -> pa.Array:
    """Those linked with the chunk's people who are not of the chunk themselves."""
    others = pc.unique(ties["other_id"].combine_chunks())
    return others.filter(pc.invert(pc.is_in(others, value_set=wanted)))


def _of_neighbours(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(kind for one in catalogue.indicators if one.measure == "neighbours" for kind in one.kinds)


def _runs(column: pa.ChunkedArray) -> tuple[pa.Array, NDArray[np.int64]]:
    runs = pc.run_end_encode(column.combine_chunks())
    return runs.values, np.concatenate([[0], np.asarray(runs.run_ends)]).astype(np.int64)


def _ranges(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every position of every range, range by range."""
    lengths = ends - begins
    offsets = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) if len(begins) else begins
    return np.arange(int(lengths.sum()), dtype=np.int64) + offsets
