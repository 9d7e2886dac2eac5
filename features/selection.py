"""Which records an indicator counts as of a date, in plain Python: the slow twin and the reasons use this one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from features.columns import column_of
from features.indicator import Indicator
from records.visibility import NEVER, ended, visible

EPOCH = date(1970, 1, 1).toordinal()
DATES = ("happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on")
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


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def records_of(events: pa.Table) -> list[Record]:
    """The rows of an events table by `happened_on`, then `amount`; Refused when a column breaks the contract."""
    columns: dict[str, list[Any]] = {name: column_of(events, name).to_pylist() for name in WORDS}
    for name in DATES:
        days = column_of(events, name).view(pa.int32()).to_pylist()
        columns[name] = [NEVER if day is None else day for day in days]
    columns["amount"] = [_number(amount) for amount in column_of(events, "amount").to_pylist()]
    names = tuple(columns)
    records = [
        Record(row=row, **dict(zip(names, values, strict=True)))
        for row, values in enumerate(zip(*columns.values(), strict=True))
    ]
    return sorted(records, key=lambda one: (one.happened_on, one.amount))


def held(records: Sequence[Record], indicator: Indicator, as_of: int) -> list[Record]:
    """The records that the indicator's measure works on as of the date, in their order."""
    return [one for one in records if _is_named(one, indicator) and _is_there(one, indicator, as_of)]


def behind(records: Sequence[Record], indicator: Indicator, as_of: int) -> list[Record]:
    """Of the records held, those that make the value what it is: open spells for `open_now`, the latest for
    `days_since`, those with a label for `distinct`, with days in the window for `days_open`."""
    there = held(records, indicator, as_of)
    latest = max((one.happened_on for one in there), default=NEVER)
    return [one for one in there if _matters(one, indicator, as_of, latest)]


def records_behind(events: pa.Table, indicator: Indicator, as_of: date) -> pa.Table:
    """The rows of one person's `events` that stand behind the indicator's value as of a date, in the table's order."""
    rows = sorted(one.row for one in behind(records_of(events), indicator, day_number(as_of)))
    return events.take(pa.array(rows, pa.int64()))


def _is_named(record: Record, indicator: Indicator) -> bool:
    return (
        record.kind in indicator.kinds
        and (not indicator.roles or record.role in indicator.roles)
        and record.status in indicator.counted_statuses
        and (not indicator.codes or record.code in indicator.codes)
    )


def _is_there(record: Record, indicator: Indicator, as_of: int) -> bool:
    if not visible(record.happened_on, record.known_on, record.superseded_on, as_of):
        return False
    if indicator.window is None or indicator.measure == "days_open":
        return True
    windows = 2 if indicator.measure == "trend" else 1
    return record.happened_on >= as_of - windows * indicator.window


def is_open(record: Record, as_of: int) -> bool:
    """Whether a spell's ending has not come, or is not known, as of the date."""
    return not ended(record.ended_on, record.ended_known_on, as_of)


def _matters(record: Record, indicator: Indicator, as_of: int, latest: int) -> bool:
    match indicator.measure:
        case "open_now":
            return is_open(record, as_of)
        case "days_since":
            return record.happened_on == latest
        case "distinct":
            return getattr(record, indicator.column or "") is not None
        case "days_open":
            return is_open(record, as_of) or record.ended_on > as_of - (indicator.window or 0)
        case _:
            return True


def _number(amount: float | None) -> float:
    return 0.0 if amount is None or amount != amount else amount
