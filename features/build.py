"""From events to indicators as of dates: everyone at once, or one person at request time, by the same kernel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.catalogue import Catalogue, as_catalogue
from features.columns import ascending, column_of, first_of, places_of, runs_of
from features.indicator import Indicator
from features.kernel import Rows
from features.plan import plan_of
from features.prepared import PEOPLE_A_SHARE, Prepared, prepared
from features.selection import records_behind
from records.at_once import at_once
from records.refusal import Refused
from records.store import Snapshot

__all__ = ["PEOPLE_A_SHARE", "from_snapshot", "indicators_as_of", "one_row", "prepare", "records_behind"]


def indicators_as_of(
    events: pa.Table,
    rows: pa.Table,
    catalogue: Catalogue | Sequence[Indicator],
    *,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> pa.Table:
    """`rows` (person_id, as_of) with one float64 column an indicator, in the order of `rows`.

    `events` may stand in any order and hold other people. Where nothing counts the value is the indicator's
    `when_none`, and null where `coverage` says that its feeds do not cover the person (absent or empty: they cover
    everyone). Raises Refused on columns that break the contract.
    """
    chosen = as_catalogue(catalogue)
    asked, asked_for, place = _rows(rows)
    out = prepared(events, asked, plan_of(chosen), links, people, coverage).fill(asked_for)
    may_be_null = coverage is not None and coverage.num_rows > 0
    nulls = [may_be_null or one.when_none is None or one.measure == "nearing" for one in chosen.indicators]
    values = at_once([partial(_column, out[j], place, may) for j, may in enumerate(nulls)], len(rows))
    kept = [rows.column("person_id"), rows.column("as_of")]
    return pa.table([*kept, *values], names=["person_id", "as_of", *chosen.names])


def from_snapshot(snapshot: Snapshot, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """`indicators_as_of` with everything that the store holds: events, links, people and coverage."""
    latest = pc.max(_required(rows, "as_of", pa.date32())).as_py()
    snapshot = snapshot.until(latest) if latest is not None else snapshot
    others = {"links": snapshot.links(), "people": snapshot.people(), "coverage": snapshot.coverage()}
    return indicators_as_of(snapshot.events(), rows, catalogue, **others)


def prepare(snapshot: Snapshot, catalogue: Catalogue) -> Prepared:
    """Everyone whom the store knows, ready to be asked for one at a time (`Prepared.row`)."""
    asked = snapshot.people()["person_id"].combine_chunks().unique()
    others = (snapshot.links(), snapshot.people(), snapshot.coverage())
    return prepared(snapshot.events(), asked, plan_of(catalogue), *others)


def one_row(
    events: pa.Table,
    as_of: date,
    catalogue: Catalogue,
    *,
    person_id: str | None = None,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> NDArray[np.float64]:
    """The indicators [indicators] of the one person whose `events` these are, as of a date; NaN for null.

    With `person_id` the events, links and people may hold others too. Raises Refused when it is not given and the
    events, or else the people, are of more than one.
    """
    asked = pa.array([_whose(events, people) if person_id is None else person_id], pa.string())
    return prepared(events, asked, plan_of(catalogue), links, people, coverage).alone(as_of)


def _whose(events: pa.Table, people: pa.Table | None) -> str:
    ids = column_of(events, "person_id").unique()
    if not len(ids) and people is not None:
        ids = people.column("person_id").combine_chunks().unique()
    if len(ids) > 1:
        raise Refused(f"a person's row must be built from one person's events; they are of {len(ids)} people")
    return str(ids[0]) if len(ids) else ""


def _rows(rows: pa.Table) -> tuple[pa.Array, Rows, NDArray[np.intp] | None]:
    """The people asked for, their dates person by person, and where among these each row stands; None: as it is."""
    ids, days = _required(rows, "person_id", pa.string()), _required(rows, "as_of", pa.date32())
    as_of = days.view(pa.int32()).to_numpy(zero_copy_only=False).copy()  # writable, as the kernel was compiled for
    values, first = runs_of(ids)
    people, place = values if ascending(values) else values.unique(), None
    if len(people) < len(values):  # rows of one person stand apart
        person = np.repeat(places_of(values, people), np.diff(first))
        order = np.argsort(person, kind="stable")
        first, as_of, place = first_of(person, len(people)), as_of[order], np.argsort(order)
    return people, Rows(np.arange(len(people)), first, as_of), place


def _column(values: NDArray[np.float64], place: NDArray[np.intp] | None, may_be_null: bool) -> pa.Array:
    """The values at their places, with NaN as null where there may be any; not copied where they lie so already."""
    values = values if place is None else values[place]
    if not may_be_null:
        return pa.array(values)
    there = ~np.isnan(values)
    bits = pa.py_buffer(np.packbits(there, bitorder="little"))
    nulls = len(there) - int(np.count_nonzero(there))
    return pa.Array.from_buffers(pa.float64(), len(values), [bits if nulls else None, pa.py_buffer(values)], nulls)


def _required(rows: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    if name not in rows.column_names:
        raise Refused(f"rows must have the column {name}; it is not there")
    column = rows.column(name).combine_chunks()
    try:
        column = column.cast(kind)
    except pa.ArrowException as error:
        raise Refused(f"rows: the column {name} must be {kind}; it is {column.type}") from error
    if column.null_count:
        raise Refused(f"rows: the column {name} must not be empty; it is in {column.null_count} rows")
    return column
