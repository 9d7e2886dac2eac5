"""A nation by chunks of people: each chunk's records go through the one kernel, so memory does not grow with people.

Whatever a chunk's indicators need goes with it: its people's records and links, and of those they are linked with
the records that an indicator over neighbours counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.build import indicators_as_of
from features.catalogue import Catalogue
from features.columns import ascending, places_of, runs_of

PEOPLE_A_CHUNK = 20_000  # at 12 dates and 130 indicators about 250 MB of answers
TAKEN: tuple[str, ...] = ("person_id", "kind", "role", "status", "happened_on", "known_on", "superseded_on", "ended_on")
TAKEN += ("ended_known_on", "code", "amount", "our_flag")


@dataclass(frozen=True, eq=False)
class ByPerson:
    """A table whose rows stand person by person, in `batches` that begin at `starts`: those of `people[p]` are
    `first[p]:first[p + 1]`."""

    table: pa.Table
    batches: list[pa.RecordBatch]
    starts: NDArray[np.int64]
    people: pa.Array
    first: NDArray[np.int64]

    def places(self, people: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
        """Where each of the ids stands among `people`; -1 for those who have no row. Looked up once for all chunks."""
        if isinstance(people, pa.Array) and people.equals(self.people):
            return np.arange(len(people))
        found = pc.fill_null(pc.index_in(people, value_set=self.people), -1)
        return found.to_numpy(zero_copy_only=False) if isinstance(found, pa.Array) else found.to_numpy()

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The positions of the rows of the people at `places`, in their order here; -1 is passed over."""
        held = np.sort(places[places >= 0])
        return _ranges(self.first[held], self.first[held + 1])

    def at(self, places: NDArray[np.int64]) -> pa.Table:
        """The rows of the people at `places`, as `rows` has them."""
        return self.taken(self.rows(places))

    def taken(self, rows: NDArray[np.int64]) -> pa.Table:
        """The rows at these positions, which ascend; a copy only where they do not stand together, and of them alone:
        to take from a table in pieces would copy it whole each time."""
        if not len(rows) or rows[-1] - rows[0] + 1 == len(rows):
            return self.table.slice(rows[0] if len(rows) else 0, len(rows))
        within = np.searchsorted(self.starts, rows, side="right") - 1
        cuts = np.flatnonzero(np.diff(within)) + 1
        parts = zip(within[np.append(0, cuts)], np.split(rows, cuts), strict=True)
        return pa.Table.from_batches([self.batches[at].take(pa.array(part - self.starts[at])) for at, part in parts])


@dataclass(frozen=True, eq=False)
class Beside:
    """A table that goes with the people asked for, and where each of these stands in it."""

    table: ByPerson
    places: NDArray[np.int64]

    def of(self, chunk: slice) -> pa.Table:
        """The rows of a chunk of the people asked for."""
        return self.table.at(self.places[chunk])


def by_person(table: pa.Table, column: str = "person_id") -> ByPerson:
    """The table person by person: as it stands where it is so already, else sorted."""
    people, first = runs_of(table[column].combine_chunks())
    if not _each_once(people):
        table = table.sort_by(column)
        people, first = runs_of(table[column].combine_chunks())
    batches = table.to_batches()
    starts = np.cumsum([0, *map(len, batches)])[:-1]
    return ByPerson(table, batches, starts, people, first)


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
    own, linked, known = (_beside(table, asked.people) for table in (events.select(held), links, people))
    around = _around(own, linked, catalogue)
    for begin in range(0, len(asked.people), people_a_chunk):
        chunk = slice(begin, min(begin + people_a_chunk, len(asked.people)))
        part, mine = asked.at(np.arange(chunk.start, chunk.stop)), own.of(chunk) if own else events.slice(0, 0)
        if around is not None:
            mine = pa.concat_tables([mine, around(chunk)])
        ties, born = linked.of(chunk) if linked else None, known.of(chunk) if known else None
        yield part, indicators_as_of(mine, part, catalogue, links=ties, people=born, coverage=coverage)


def _beside(table: pa.Table | None, asked: pa.Array) -> Beside | None:
    if table is None or not len(table):
        return None
    rows = by_person(table)
    return Beside(rows, rows.places(asked))


def _around(own: Beside | None, linked: Beside | None, catalogue: Catalogue) -> Callable[[slice], pa.Table] | None:
    """What gives, for a chunk of those asked for, the records that count of those linked with them and not of it."""
    kinds = _of_neighbours(catalogue)
    if own is None or linked is None or not kinds:
        return None
    counted = _says(own.table.table["kind"], tuple(sorted(kinds)))
    others = own.table.places(linked.table.table["other_id"])

    def of(chunk: slice) -> pa.Table:
        near = np.setdiff1d(others[linked.table.rows(linked.places[chunk])], own.places[chunk])
        rows = own.table.rows(near)
        return own.table.taken(rows[counted[rows]])

    return of


def _of_neighbours(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(kind for one in catalogue.indicators if one.measure == "neighbours" for kind in one.kinds)


def _says(column: pa.ChunkedArray, words: tuple[str, ...]) -> NDArray[np.bool_]:
    """[rows]: where one of the words stands."""
    return np.concatenate([places_of(chunk, words) >= 0 for chunk in column.chunks])


def _each_once(people: pa.Array) -> bool:
    return ascending(people) or len(people) == pc.count_distinct(people).as_py()


def _ranges(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every position of every range, range by range."""
    lengths = ends - begins
    offsets = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) if len(begins) else begins
    return np.arange(int(lengths.sum()), dtype=np.int64) + offsets
