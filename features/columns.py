"""Events as the kernel's arrays: only the records that the catalogue counts and the people that are asked for.

The order within a person is by `happened_on`, then `amount` and harm: every sum then comes out the same to the
last bit, however the table was ordered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.harm import days_by_code
from features.measures import Records
from features.plan import Plan
from records.at_once import at_once
from records.events import EVENTS, ROLES, STATUSES
from records.kinds import domains
from records.refusal import Refused
from records.visibility import NEVER

DATES = {
    "happened": "happened_on",
    "known": "known_on",
    "superseded": "superseded_on",
    "ended": "ended_on",
    "ended_known": "ended_known_on",
}
TOLD_APART_BY = ("kind", "role", "status", "code")
ROWS_A_SHARE = 131_072  # whose words are looked up at a time: few enough to stay near the core, and to end together


@dataclass(frozen=True, eq=False)
class EventColumns:
    """Records of `n` people as arrays: those of person p stand at `first[p]:first[p + 1]`."""

    first: NDArray[np.int64]
    records: Records


def columns_of(events: pa.Table, people: pa.Array, plan: Plan) -> EventColumns:
    """The records of `people` (unique ids) that `plan` counts; none that our own flag caused.

    Raises Refused when a column is missing, has the wrong type, or holds a word or an empty date that it must not.
    """
    person, group, kept = _kept(events, people, plan)
    happened, numbers = _days_at(events, "happened_on", kept), _numbers(events, kept, plan)
    order = in_order(person, happened, numbers)
    at = kept[order]
    read = at_once([partial(_days_at, events, column, at) for column in DATES.values()], len(events))
    labels = np.empty((len(plan.label_columns), len(at)), dtype=np.int32)
    for row, column in enumerate(plan.label_columns):
        labels[row] = _labels(events, column)[at]
    first = first_of(person, len(people))
    numbers = np.ascontiguousarray(numbers[:, order])  # one layout
    dates = dict(zip(DATES, read, strict=True))
    return EventColumns(first, Records(**dates, numbers=numbers, group=group[order], labels=labels))


def in_order(person: NDArray[np.int32], happened: NDArray[np.int32], numbers: NDArray[np.float64]) -> NDArray[np.intp]:
    """The order [n] by person, day, then numbers [rows, n]. Records mostly stand nearly so, and few share a day."""
    key = (person.astype(np.int64) << 32) + happened
    order = np.argsort(key, kind="stable")
    alike = np.zeros(len(key) + 1, dtype=bool)
    alike[1:-1] = np.diff(key[order]) == 0
    tied = np.flatnonzero(alike[1:] | alike[:-1])
    among = order[tied]
    order[tied] = among[np.lexsort((*numbers[::-1, among], key[among]))]
    return order


def column_of(events: pa.Table, name: str) -> pa.Array:
    """A column of events in one piece with the contract's type, or words of it held once each (a dictionary); a
    nullable one that is not there is all null."""
    return typed(events, EVENTS.field(name), "events", may_hold_once=True)


def typed(table: pa.Table, field: pa.Field, title: str, may_hold_once: bool = False) -> pa.Array:
    """A column in one piece with the type of its field, or words of it held once each where they may be; a nullable
    column that is not there is all null."""
    name = field.name
    if name not in table.column_names:
        if field.nullable:
            return pa.nulls(table.num_rows, field.type)
        raise Refused(f"{title} must have the column {name}; it is not there")
    column = table.column(name)
    column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    as_it_stands = column.type == field.type or (may_hold_once and _held_once(column))
    try:
        column = column if as_it_stands else column.cast(field.type)
    except pa.ArrowException as error:
        raise Refused(f"{title}: the column {name} must be {field.type}; it is {column.type}") from error
    if column.null_count and not field.nullable:
        raise Refused(f"{title}: the column {name} must not be empty; it is in {column.null_count} rows")
    return column


def _held_once(column: pa.Array) -> bool:
    """Whether a dictionary's places can be read as they stand: of words, not of days or numbers, whose readers take a
    place for the value; with a sign, and null only where a row's place is."""
    if not isinstance(column, pa.DictionaryArray) or column.type.value_type != pa.string():
        return False
    return pa.types.is_signed_integer(column.type.index_type) and not column.dictionary.null_count


def days_of(column: pa.Array) -> NDArray[np.int32]:
    """Dates as day numbers, NEVER for null."""
    return pc.fill_null(column.view(pa.int32()), NEVER).to_numpy(zero_copy_only=False)


def places_of(column: pa.Array, words: tuple[str, ...] | pa.Array) -> NDArray[np.int32]:
    """Where each text stands among `words`; -1 for null and for any other."""
    if not len(column):
        return np.empty(0, np.int32)  # without a table of all the words
    if isinstance(column, pa.DictionaryArray):
        places = np.append(places_of(column.dictionary, words), np.int32(-1))
        return places[pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)]
    value_set = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    found = pc.index_in(column, value_set=value_set, skip_nulls=True)
    return pc.fill_null(found, -1).to_numpy(zero_copy_only=False)


def people_at(column: pa.Array, people: pa.Array) -> NDArray[np.int32]:
    """As `places_of`, of ids that mostly stand person by person: each run of one id is looked up once."""
    if isinstance(column, pa.DictionaryArray):
        return places_of(column, people)
    values, first = runs_of(column)
    return np.repeat(places_of(values, people), np.diff(first))


def first_of(person: NDArray[np.int32], people: int) -> NDArray[np.int64]:
    """Where the rows of each of so many people begin, once they stand person by person; last, how many there are."""
    return np.append(0, np.cumsum(np.bincount(person, minlength=people)))


def ascending(ids: pa.Array) -> bool:
    """Whether each id is after the one before, so that none stands twice."""
    return pc.all(pc.less(ids[:-1], ids[1:])).as_py() is not False


def runs_of(column: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """The value of each run of one value, none of them null, and the row at which each begins; last, how many rows
    there are."""
    new = np.ones(len(column), dtype=bool)
    new[1:] = pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    begins = np.flatnonzero(new)
    return column.take(pa.array(begins)), np.append(begins, len(column))


def _kept(
    events: pa.Table, people: pa.Array, plan: Plan
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.intp]]:
    named = [column_of(events, name) for name in TOLD_APART_BY]
    begins = range(0, max(len(events), 1), ROWS_A_SHARE)
    shares = [partial(_groups, [one[begin : begin + ROWS_A_SHARE] for one in named], plan) for begin in begins]
    person, *groups = at_once([partial(people_at, column_of(events, "person_id"), people), *shares], len(events))
    group = np.concatenate(groups)
    if group.min(initial=0) < 0:
        _refuse_words(events)
    group[person < 0] = 0
    ours = column_of(events, "our_flag")
    if ours.null_count < len(ours):
        group[pc.fill_null(ours, False).to_numpy(zero_copy_only=False)] = 0
    kept = np.flatnonzero(group > 0)  # of truth values: twice as quick as of numbers
    return person[kept], group[kept], kept


def _groups(named: list[pa.Array], plan: Plan) -> NDArray[np.int32]:
    """`plan.group_of` of each record by its kind, role, status and code; -1 where a role or status is none of ours."""
    of = plan.group_of
    known = zip(named, (plan.kinds, ROLES, STATUSES, plan.codes), strict=True)
    kind, role, status, code = (places_of(column, words) for column, words in known)
    place = ((kind * of.shape[1] + role) * of.shape[2] + status) * of.shape[3] + (code + 1)
    group = of.reshape(-1).take(place, mode="wrap")  # from the end for kind -1: the last stands for any other
    if len(group) and min(role.min(), status.min()) < 0:
        group[(role < 0) | (status < 0)] = -1
    return group


def _refuse_words(events: pa.Table) -> None:
    """Says of the first of role and status that has them how many rows have a word that is none of ours."""
    for name, words in ("role", ROLES), ("status", STATUSES):
        wrong = int((places_of(column_of(events, name), words) < 0).sum())
        if wrong:
            raise Refused(f"events: {name} must be one of {', '.join(words)}; another word stands in {wrong} rows")


def _days_at(events: pa.Table, column: str, at: NDArray[np.intp]) -> NDArray[np.int32]:
    return days_of(column_of(events, column))[at]


def _numbers(events: pa.Table, kept: NDArray[np.intp], plan: Plan) -> NDArray[np.float64]:
    """[1 + versions, kept]: amounts, then harm days by each version of the index that the plan asks for."""
    numbers = np.empty((1 + len(plan.harm_versions), len(kept)))
    amounts = pc.fill_null(column_of(events, "amount"), 0.0).to_numpy(zero_copy_only=False)[kept]
    numbers[0] = np.nan_to_num(amounts, nan=0.0, posinf=np.inf, neginf=-np.inf)
    for row, version in enumerate(plan.harm_versions, 1):
        by_code = days_by_code(version)
        days = np.array([*by_code.values(), 0.0])  # the last, which -1 reads, is for any other code
        numbers[row] = days[places_of(column_of(events, "code"), tuple(by_code))[kept]]
    return numbers


def _labels(events: pa.Table, name: str) -> NDArray[np.int32]:
    if name == "domain":
        of_kind = domains()
        names = tuple(dict.fromkeys(of_kind.values()))
        labels = np.array([*(names.index(domain) for domain in of_kind.values()), -1], dtype=np.int32)
        return labels[places_of(column_of(events, "kind"), tuple(of_kind))]
    column = column_of(events, name)
    if isinstance(column, pa.DictionaryArray):
        return places_of(column, column.dictionary)  # a dictionary may hold a word twice
    codes = column.dictionary_encode().indices
    return pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
