"""The slow, obvious twin of the kernel: every indicator straight from its definition, in plain Python.

Property tests hold the kernel to this exactly; nothing else may be quick here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow as pa

from features.catalogue import Catalogue, as_catalogue
from features.indicator import Indicator
from features.selection import Record, day_number, held, is_open, records_of


def reference_as_of(events: pa.Table, rows: pa.Table, catalogue: Catalogue | Sequence[Indicator]) -> pa.Table:
    """The same table as `indicators_as_of`, cell by cell."""
    chosen = as_catalogue(catalogue)
    by_person = defaultdict(list)
    for record in records_of(events):
        by_person[record.person_id].append(record)
    asked = [(row["person_id"], day_number(row["as_of"])) for row in rows.to_pylist()]
    columns = {
        one.name: pa.array([value(by_person[person], one, as_of) for person, as_of in asked], pa.float64())
        for one in chosen.indicators
    }
    return pa.table({"person_id": rows.column("person_id"), "as_of": rows.column("as_of"), **columns})


def value(records: Sequence[Record], indicator: Indicator, as_of: int) -> float | None:
    """One indicator of one person, whose `records` these are in order; None for never."""
    there = held(records, indicator, as_of)
    match indicator.measure:
        case "count":
            return float(len(there))
        case "ever":
            return float(bool(there))
        case "total":
            return sum_in_order(one.amount for one in there)
        case "days_since":
            return float(min(as_of - one.happened_on for one in there)) if there else None
        case "decayed":
            return sum_in_order(_decayed(one, indicator, as_of) for one in there)
        case "distinct":
            return float(len({getattr(one, indicator.column or "") for one in there} - {None}))
        case "open_now":
            return float(any(is_open(one, as_of) for one in there))
        case "days_open":
            days = range(as_of - (indicator.window or 0), as_of)
            return float(sum(any(_covers(one, day, as_of) for one in there) for day in days))
        case "trend":
            recent = sum(one.happened_on >= as_of - (indicator.window or 0) for one in there)
            return float(recent - (len(there) - recent))


def value_on(events: pa.Table, indicator: Indicator, as_of: date) -> float | None:
    """One indicator of the one person whose `events` these are."""
    return value(records_of(events), indicator, day_number(as_of))


def _decayed(record: Record, indicator: Indicator, as_of: int) -> float:
    weight = 0.5 ** ((as_of - record.happened_on) / (indicator.half_life or 1))
    return weight * (1.0 if indicator.column is None else record.amount)


def _covers(spell: Record, day: int, as_of: int) -> bool:
    return spell.happened_on <= day and (is_open(spell, as_of) or day < spell.ended_on)


def sum_in_order(numbers: Iterable[float]) -> float:
    """Plain additions from first to last: Python's own `sum` compensates from 3.12 on."""
    result = 0.0
    for number in numbers:
        result += number
    return result
