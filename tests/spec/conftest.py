"""What an indicator means: records as a small text table, and the value as of each date, by the kernel and its twin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from features.build import indicators_as_of, one_row
from features.catalogue import as_catalogue
from features.indicators import CATALOGUE
from features.reference import reference_as_of
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE
from records.kinds import kinds

DATES = (
    "happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on", "started_on", "born_on", "from", "to",
)  # fmt: skip
NUMBERS = {"amount": float, "version": int, "min_age": int, "max_age": int}
USUAL = {"version": 1, "person_id": "P1", "role": "concerned", "status": "recorded", "known_basis": "recorded"}


def events_of(text: str) -> pa.Table:
    """Lines of `column | column`; what is left out is usual: known, and its ending known, on the day."""
    rows = [_event(place, cells) for place, cells in enumerate(cells_of(text))]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def links_of(text: str) -> pa.Table:
    """Lines of links of P1 to others; what is left out is usual: known, and its ending known, on the day."""
    usual = [
        {"record_id": f"L{place}", "person_id": "P1", "known_on": cells["started_on"]}
        | {"ended_known_on": cells.get("ended_on")}
        | cells
        for place, cells in enumerate(cells_of(text))
    ]
    return pa.Table.from_pylist(usual, schema=LINKS)


def coverage_of(text: str) -> pa.Table:
    """Lines of what the feeds cover."""
    return pa.Table.from_pylist([{"received_on": one["to"]} | one for one in cells_of(text)], schema=COVERAGE)


def cells_of(text: str) -> list[dict[str, Any]]:
    """The lines of a text table as dicts, an empty cell left out."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [_typed(dict(zip(head, line, strict=True))) for line in lines]


def _typed(cells: dict[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {name: cell for name, cell in cells.items() if cell}
    given |= {name: date.fromisoformat(given[name]) for name in DATES if name in given}
    return given | {name: as_type(given[name]) for name, as_type in NUMBERS.items() if name in given}


def _event(place: int, given: dict[str, Any]) -> dict[str, Any]:
    kind = kinds()[given["kind"]]
    assumed = {"record_id": f"R{place}", "agency": kind.agency, "may_discuss": kind.may_discuss}
    assumed |= {"known_on": given["happened_on"], "ended_known_on": given.get("ended_on")}
    return USUAL | assumed | given


def check(
    name: str,
    records: str,
    expected: dict[str, float | None],
    links: str = "other_id | kind | started_on",
    born_on: str = "",
    covered: str = "agency | from | to",
) -> None:
    """Hold the kernel, one person alone, and the slow twin to the expected values of P1."""
    events, only = events_of(records), as_catalogue([CATALOGUE[name]])
    people = [{"person_id": "P1", "born_on": date.fromisoformat(born_on) if born_on else None}]
    around = {"links": links_of(links), "people": pa.Table.from_pylist(people, schema=PEOPLE)}
    around["coverage"] = coverage_of(covered)
    days = [date.fromisoformat(day) for day in expected]
    rows = pa.table({"person_id": ["P1"] * len(days), "as_of": pa.array(days, pa.date32())})
    built = indicators_as_of(events, rows, only, **around)
    assert dict(zip(expected, built.column(name).to_pylist(), strict=True)) == pytest.approx(expected)
    assert built.equals(reference_as_of(events, rows, only, **around))
    for day, value in zip(days, built.column(name).to_pylist(), strict=True):
        alone = one_row(events, day, only, person_id="P1", **around)[0]
        assert alone == pytest.approx(float("nan") if value is None else value, nan_ok=True)


@pytest.fixture
def spec() -> Callable[..., None]:
    return check
