"""What an indicator means: records as a small text table, and the value as of each date, by the kernel and its twin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pytest

from features.build import indicators_as_of, one_row
from features.catalogue import as_catalogue
from features.indicators import CATALOGUE
from features.reference import reference_as_of
from records.events import EVENTS
from records.kinds import kinds

DATES = ("happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on")
NUMBERS = {"amount": float, "version": int}
USUAL = {"version": 1, "person_id": "P1", "role": "concerned", "status": "recorded", "known_basis": "recorded"}


def events_of(text: str) -> pa.Table:
    """Lines of `column | column`; what is left out is usual: known, and its ending known, on the day."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    rows = [_row(place, dict(zip(head, line, strict=True))) for place, line in enumerate(lines)]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def _row(place: int, cells: dict[str, str]) -> dict[str, object]:
    given: dict[str, object] = {name: cell for name, cell in cells.items() if cell}
    given |= {name: date.fromisoformat(str(given[name])) for name in DATES if name in given}
    given |= {name: as_type(str(given[name])) for name, as_type in NUMBERS.items() if name in given}
    kind = kinds()[str(given["kind"])]
    assumed = {"record_id": f"R{place}", "agency": kind.agency, "may_discuss": kind.may_discuss}
    assumed |= {"known_on": given["happened_on"], "ended_known_on": given.get("ended_on")}
    return USUAL | assumed | given


def check(name: str, records: str, expected: dict[str, float | None]) -> None:
    """Hold the kernel, one person alone, and the slow twin to the expected values."""
    events, only = events_of(records), as_catalogue([CATALOGUE[name]])
    days = [date.fromisoformat(day) for day in expected]
    rows = pa.table({"person_id": ["P1"] * len(days), "as_of": pa.array(days, pa.date32())})
    built = indicators_as_of(events, rows, only)
    assert dict(zip(expected, built.column(name).to_pylist(), strict=True)) == pytest.approx(expected)
    assert built.equals(reference_as_of(events, rows, only))
    for day, value in zip(days, built.column(name).to_pylist(), strict=True):
        assert one_row(events, day, only)[0] == pytest.approx(float("nan") if value is None else value, nan_ok=True)


@pytest.fixture
def spec() -> Callable[[str, str, dict[str, float | None]], None]:
    return check
