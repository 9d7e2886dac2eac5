"""From events to indicators as of dates: everyone at once, or one person at request time, by the same kernel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.catalogue import Catalogue, as_catalogue
from features.columns import column_of, columns_of
from features.indicator import Indicator
from features.kernel import Rows, fill_everyone, fill_one
from features.plan import plan_of
from features.selection import day_number, records_behind
from records.refusal import Refused

__all__ = ["indicators_as_of", "one_row", "records_behind"]

FEW_PEOPLE = 256  # below this, starting threads costs more than it gains
_ONE_AT_A_TIME = Lock()  # numba's plain thread pool must not be entered from two threads


def indicators_as_of(events: pa.Table, rows: pa.Table, catalogue: Catalogue | Sequence[Indicator]) -> pa.Table:
    """`rows` (person_id, as_of) with one float64 column an indicator, in the order of `rows`.

    `events` may stand in any order and hold other people; a person without events gets each indicator's
    `when_none`. Null only for `days_since` that never was. Raises Refused on columns that break the contract.
    """
    chosen = as_catalogue(catalogue)
    people, asked_for = _rows(rows)
    plan = plan_of(chosen)
    columns = columns_of(events, people, plan)
    out = np.empty((len(chosen), rows.num_rows))
    _fill(columns.first, columns.records, asked_for, plan.asked, out)
    values = [pa.array(out[j], from_pandas=one.when_none is None) for j, one in enumerate(chosen.indicators)]
    kept = [rows.column("person_id"), rows.column("as_of")]
    return pa.table([*kept, *values], names=["person_id", "as_of", *chosen.names])


def one_row(events: pa.Table, as_of: date, catalogue: Catalogue) -> NDArray[np.float64]:
    """The indicators [indicators] of the one person whose `events` these are, as of a date; NaN for null.

    Raises Refused when the events are of more people than one.
    """
    whose = len(column_of(events, "person_id").unique())
    if whose > 1:
        raise Refused(f"a person's row must be built from one person's events; they are of {whose} people")
    plan = plan_of(catalogue)
    columns = columns_of(events, None, plan)
    day = np.array([day_number(as_of)], dtype=np.int32)
    out = np.empty((len(catalogue), 1))
    fill_one(columns.first, columns.records, Rows(np.array([0, 1]), day, np.array([0])), plan.asked, out)
    return out[:, 0]


def _rows(rows: pa.Table) -> tuple[pa.Array, Rows]:
    ids, days = _required(rows, "person_id", pa.string()), _required(rows, "as_of", pa.date32())
    people = ids.unique()
    person = pc.index_in(ids, value_set=people).to_numpy(zero_copy_only=False)
    place = np.argsort(person, kind="stable")
    first = np.searchsorted(person[place], np.arange(len(people) + 1))
    return people, Rows(first, days.view(pa.int32()).to_numpy(zero_copy_only=False)[place], place)


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


def _fill(*arguments: object) -> None:
    if len(arguments[0]) <= FEW_PEOPLE:  # type: ignore[arg-type]
        fill_one(*arguments)
        return
    with _ONE_AT_A_TIME:
        fill_everyone(*arguments)
