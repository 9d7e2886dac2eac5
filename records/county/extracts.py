"""What every agency's extract shares: columns by person, ids of its own, lags, and CSV files with the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from records.county.dates import LAST_DATE, NEVER, Array, Days

SMALLEST_ID = 1_000_000  # ids have at least seven digits
SHARED_KEY_SHARE = 0.93  # of people carry the county reference in every agency that knows them: an assumption


@dataclass(frozen=True)
class Dates:
    """A column of day numbers, written as ISO dates; `NEVER` is written as nothing."""

    days: Array


Column = Array | Dates
ASCII = 127


@dataclass(frozen=True)
class Extract:
    """One file to be: `person` indexes the people; `own` is the column that takes the agency's id of the person.

    `speaks` is false where a row alone doesn't make a person known; `own` is None where the file has no such column.
    """

    person: Array
    own: str | None
    columns: dict[str, Column]
    speaks: bool = True

    def where(self, mask: Array) -> Extract:
        """The rows at `mask` (booleans or rows)."""
        return Extract(self.person[mask], self.own, {n: _rows(c, mask) for n, c in self.columns.items()}, self.speaks)


def ids(prefix: str, count: int, rng: np.random.Generator) -> Array:
    """`count` distinct ids in no order that tells anything."""
    return _numbered(prefix, rng.permutation(9 * count + 1)[:count])


def in_order(prefix: str, count: int) -> Array:
    """`count` distinct ids in the order of the rows."""
    return _numbered(prefix, np.arange(1, count + 1))


def held(recorded: Array) -> Array:
    """True for what an agency had recorded by the last date."""
    return recorded < LAST_DATE


def lag_days(typical: float, tail: float, tail_share: float, count: int, rng: np.random.Generator) -> Days:
    """Days until something is recorded: exponential around `typical`, a `tail_share` of them lognormal about `tail`."""
    quick, slow = rng.exponential(typical, count), rng.lognormal(np.log(tail), 1.0, count)
    return np.where(rng.random(count) < tail_share, slow, quick).astype(np.int32)


def pick(shares: dict[str, float], count: int, rng: np.random.Generator) -> Array:
    """`count` draws of the keys of `shares`."""
    weights = np.array(list(shares.values()))
    return rng.choice(np.array(list(shares)), count, p=weights / weights.sum())


def yes(mask: Array, words: tuple[str, str] = ("Y", "N")) -> Array:
    """The words for true and false."""
    return np.where(mask, *words)


def write_extract(path: Path, extract: Extract, own_ids: Array, layout: tuple[str, ...]) -> None:
    """Writes `extract` as the columns of `layout`, with each person's own id at the agency."""
    columns: dict[str, Column | pa.Array] = dict(extract.columns)
    if extract.own:
        columns[extract.own] = taken(own_ids, extract.person)
    nothing = pa.repeat("", len(extract.person))
    write_csv(path, {name: columns.get(name, nothing) for name in layout})


def taken(words: Array, rows: Array) -> pa.Array:
    """`words` at `rows`, ready to be written."""
    return _arrow(words).take(pa.array(rows))


def write_csv(path: Path, columns: Mapping[str, Column | pa.Array]) -> None:
    """Writes one CSV file in UTF-8 with a header, quoting only where needed."""
    table = pa.table({name: _arrow(column) for name, column in columns.items()})
    path.parent.mkdir(parents=True, exist_ok=True)
    pc.write_csv(table, path, pc.WriteOptions(quoting_style="needed"))


def _arrow(column: Column | pa.Array) -> pa.Array:
    if isinstance(column, pa.Array):
        return column
    if isinstance(column, Dates):
        return pa.array(column.days.astype(np.int32), pa.int32(), mask=column.days == NEVER).cast(pa.date32())
    return _text(column) if column.dtype.kind == "U" else pa.array(column)


def _text(words: Array) -> pa.Array:
    """Fixed-width text as Arrow's, five times as fast as `pa.array` where it is plain ASCII."""
    words = np.ascontiguousarray(words)
    width = words.dtype.itemsize // 4
    letters = words.view(np.uint32).reshape(len(words), width) if width and len(words) else np.empty((0, 1), np.uint32)
    if not letters.size or letters.max() > ASCII:
        return pa.array(words, pa.string())
    narrow = letters.astype(np.uint8)
    there = narrow != 0
    ends = np.zeros(len(words) + 1, np.int32)
    np.cumsum(there.sum(1), out=ends[1:])
    return pa.StringArray.from_buffers(len(words), pa.py_buffer(ends), pa.py_buffer(narrow[there]))


def _rows(column: Column, mask: Array) -> Column:
    return Dates(column.days[mask]) if isinstance(column, Dates) else column[mask]


def _numbered(prefix: str, numbers: Array) -> Array:
    return np.strings.add(prefix, (SMALLEST_ID + numbers).astype(str))
