"""Events as the kernel's arrays: only the records that the catalogue counts and the people that are asked for.

The order within a person is by `happened_on`, then `amount`: every sum then comes out the same to the last bit,
however the table was ordered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.measures import Records
from features.plan import Plan
from records.events import EVENTS, ROLES, STATUSES
from records.refusal import Refused
from records.visibility import NEVER

DATES = {
    "happened": "happened_on",
    "known": "known_on",
    "superseded": "superseded_on",
    "ended": "ended_on",
    "ended_known": "ended_known_on",
}


@dataclass(frozen=True, eq=False)
class EventColumns:
    """Records of `n` people as arrays: those of person p stand at `first[p]:first[p + 1]`."""

    first: NDArray[np.int64]
    records: Records


def columns_of(events: pa.Table, people: pa.Array | None, plan: Plan) -> EventColumns:
    """The records of `people` (unique ids; None: all of `events` are one person's) that `plan` counts.

    Raises Refused when a column is missing, has the wrong type, or holds a word or an empty date that it must not.
    """
    person, group, kept = _kept(events, people, plan)
    dates = {name: _days(events, column)[kept] for name, column in DATES.items()}
    amount = _amounts(events)[kept]
    labels = np.empty((len(plan.label_columns), len(kept)), dtype=np.int32)
    for row, column in enumerate(plan.label_columns):
        labels[row] = _labels(events, column)[kept]
    order = np.lexsort((amount, dates["happened"], person))
    first = np.searchsorted(person[order], np.arange((1 if people is None else len(people)) + 1))
    ordered = {name: days[order] for name, days in dates.items()}
    in_rows = np.ascontiguousarray(labels[:, order])  # one layout, so that the kernel compiles once
    return EventColumns(first, Records(**ordered, amount=amount[order], group=group[order], labels=in_rows))


def column_of(events: pa.Table, name: str) -> pa.Array:
    """A column in one piece with the contract's type; a nullable column that is not there is all null."""
    field = EVENTS.field(name)
    if name not in events.column_names:
        if field.nullable:
            return pa.nulls(events.num_rows, field.type)
        raise Refused(f"events must have the column {name}; it is not there")
    column = events.column(name)
    column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    try:
        column = column if column.type == field.type else column.cast(field.type)
    except pa.ArrowException as error:
        raise Refused(f"events: the column {name} must be {field.type}; it is {column.type}") from error
    if column.null_count and not field.nullable:
        raise Refused(f"events: the column {name} must not be empty; it is in {column.null_count} rows")
    return column


def _kept(
    events: pa.Table, people: pa.Array | None, plan: Plan
) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.intp]]:
    person = _person(events, people)
    kind = _places(column_of(events, "kind"), plan.kinds)
    role, status = _words(events, "role", ROLES), _words(events, "status", STATUSES)
    code = _places(column_of(events, "code"), plan.codes) + 1
    group = plan.group_of[kind, role, status, code]
    kept = np.flatnonzero((person >= 0) & (kind >= 0) & (group > 0))
    return person[kept], group[kept], kept


def _person(events: pa.Table, people: pa.Array | None) -> NDArray[np.int32]:
    if people is None:
        return np.zeros(events.num_rows, dtype=np.int32)
    return _places(column_of(events, "person_id"), people)


def _places(column: pa.Array, words: tuple[str, ...] | pa.Array) -> NDArray[np.int32]:
    value_set = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    found = pc.index_in(column, value_set=value_set, skip_nulls=True)
    return pc.fill_null(found, -1).to_numpy(zero_copy_only=False)


def _words(events: pa.Table, name: str, words: tuple[str, ...]) -> NDArray[np.int32]:
    places = _places(column_of(events, name), words)
    if len(places) and places.min() < 0:
        wrong = int((places < 0).sum())
        raise Refused(f"events: {name} must be one of {', '.join(words)}; another word stands in {wrong} rows")
    return places


def _days(events: pa.Table, name: str) -> NDArray[np.int32]:
    days = column_of(events, name).view(pa.int32())
    return pc.fill_null(days, NEVER).to_numpy(zero_copy_only=False)


def _amounts(events: pa.Table) -> NDArray[np.float64]:
    amounts = pc.fill_null(column_of(events, "amount"), 0.0).to_numpy(zero_copy_only=False)
    return np.nan_to_num(amounts, nan=0.0, posinf=np.inf, neginf=-np.inf)


def _labels(events: pa.Table, name: str) -> NDArray[np.int32]:
    codes = column_of(events, name).dictionary_encode().indices
    return pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
