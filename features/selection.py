"""Which records an indicator counts as of a date, in plain Python: the slow twin and the reasons use this one rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from features import harm
from features.columns import column_of
from features.indicator import Indicator
from features.measures import TOGETHER_DAYS, reach_of
from records.kinds import domains
from records.visibility import NEVER, ended, visible

EPOCH = date(1970, 1, 1).toordinal()
DATES = ("happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on")
YES_ALONE = ("first", "nearing")
WORDS = ("person_id", "agency", "kind", "role", "status", "code", "place", "incident_id")


@dataclass(frozen=True)
class Record:
    """One version of one record: dates as days since 1970-01-01, NEVER for none; `row` is its row in the table."""

    row: int
    happened_on: int
    known_on: int
    superseded_on: int
    ended_on: int
    ended_known_on: int
    amount: float
    person_id: str
    agency: str
    kind: str
    role: str
    status: str
    code: str | None
    place: str | None
    incident_id: str | None
    our_flag: bool

    @property
    def domain(self) -> str | None:
        """The domain of the record's kind, if it has one."""
        return domains().get(self.kind)

    def harm(self, version: str | None) -> float:
        """The Crime Harm Index days of the record's code; 0 where it has none."""
        return harm.days_by_code(version).get(self.code or "", 0.0)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def records_of(events: pa.Table) -> list[Record]:
    """The rows of an events table in stored order; Refused when a column breaks the contract."""
    columns: dict[str, list[Any]] = {name: column_of(events, name).to_pylist() for name in WORDS}
    for name in DATES:
        days = column_of(events, name).view(pa.int32()).to_pylist()
        columns[name] = [NEVER if day is None else day for day in days]
    columns["amount"] = [_number(amount) for amount in column_of(events, "amount").to_pylist()]
    columns["our_flag"] = [flag is True for flag in column_of(events, "our_flag").to_pylist()]
    names = tuple(columns)
    records = [
        Record(row=row, **dict(zip(names, values, strict=True)))
        for row, values in enumerate(zip(*columns.values(), strict=True))
    ]
    return in_order(records)


def in_order(records: Iterable[Record]) -> list[Record]:
    """By `happened_on`, then amount, then harm: the order in which sums are taken."""
    versions = harm.versions()
    return sorted(records, key=lambda one: (one.happened_on, one.amount, *(one.harm(v) for v in versions)))


def held(records: Sequence[Record], indicator: Indicator, as_of: int) -> list[Record]:
    """The records that the indicator's measure works on as of the date, in their order."""
    return [
        one
        for one in records
        if (_is_named(one, indicator) or _is_other(one, indicator)) and _is_there(one, indicator, as_of)
    ]


def paired(there: Sequence[Record], indicator: Indicator) -> list[tuple[Record, list[Record]]]:
    """For `together`: of the records held, each that is of kinds, with those of with_kinds that are near in time."""
    return [
        (one, [other for other in there if other is not one and _is_other(other, indicator) and _near(one, other)])
        for one in there
        if _is_named(one, indicator)
    ]


def behind(records: Sequence[Record], indicator: Indicator, as_of: int, value: float | None) -> list[Record]:
    """Of one's own records held, those that make the value what it is: open spells for `open_now` and `nearing`, the
    latest for `days_since`, the earliest for `first`, those with a label for `distinct`, with days in the window for
    `days_open`, the pairs for `together`; none for `covered`, and none for `neighbours`: they are other people's.
    `first` and `nearing` hold records whatever they answer, so that none stands behind any value of theirs but 1."""
    if indicator.measure in ("covered", "neighbours") or (indicator.measure in YES_ALONE and value != 1):
        return []
    there = held(records, indicator, as_of)
    if indicator.measure == "together":
        rows = {one.row for first, near in paired(there, indicator) if near for one in (first, *near)}
        return [one for one in there if one.row in rows]
    days = [one.happened_on for one in there] or [NEVER]
    return [one for one in there if _matters(one, indicator, as_of, (min(days), max(days)))]


def records_behind(events: pa.Table, indicator: Indicator, as_of: date, value: float | None) -> pa.Table:
    """The rows of one person's `events` that stand behind the indicator's value as of a date, in the table's order."""
    rows = sorted(one.row for one in behind(records_of(events), indicator, day_number(as_of), value))
    return events.take(pa.array(rows, pa.int64()))


def _is_named(record: Record, indicator: Indicator) -> bool:
    named = record.kind in indicator.kinds and (not indicator.codes or record.code in indicator.codes)
    return named and _may_count(record, indicator)


def _is_other(record: Record, indicator: Indicator) -> bool:
    return record.kind in indicator.with_kinds and _may_count(record, indicator)


def _may_count(record: Record, indicator: Indicator) -> bool:
    role = not indicator.counted_roles or record.role in indicator.counted_roles
    return role and record.status in indicator.counted_statuses and not record.our_flag


def _near(one: Record, other: Record) -> bool:
    return abs(one.happened_on - other.happened_on) <= TOGETHER_DAYS


def _is_there(record: Record, indicator: Indicator, as_of: int) -> bool:
    since = as_of - reach_of(indicator.inner, indicator.window)
    return record.happened_on >= since and visible(record.happened_on, record.known_on, record.superseded_on, as_of)


def is_open(record: Record, as_of: int) -> bool:
    """Whether a spell's ending has not come, or is not known, as of the date."""
    return not ended(record.ended_on, record.ended_known_on, as_of)


def _matters(record: Record, indicator: Indicator, as_of: int, ends: tuple[int, int]) -> bool:
    match indicator.measure:
        case "open_now" | "nearing":
            return is_open(record, as_of)
        case "days_since":
            return record.happened_on == ends[1]
        case "first":
            return record.happened_on == ends[0]
        case "distinct":
            return getattr(record, indicator.column or "") is not None
        case "days_open":
            since = max(record.happened_on, as_of - (indicator.window or 0))
            return is_open(record, as_of) or record.ended_on > since
        case _:
            return True


def _number(amount: float | None) -> float:
    return 0.0 if amount is None or amount != amount else amount
