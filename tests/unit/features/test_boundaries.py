"""For every indicator with a window: the first and the last day inside count, the days beside them do not."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from features.build import one_row
from features.catalogue import as_catalogue
from features.indicators import CATALOGUE
from records.events import EVENTS, ROLES

AS_OF = date(2024, 6, 1)
COUNTING = ("count", "ever", "total", "distinct")
WINDOWED = [one for one in CATALOGUE.indicators if one.window and one.measure in COUNTING and one.column != "harm"]


def record(one, happened: date, known: date) -> dict:
    given = {
        "record_id": "R",
        "version": 1,
        "person_id": "P1",
        "agency": "police",
        "kind": one.kinds[0],
        "role": (one.roles or ROLES)[0],
        "status": one.counted_statuses[0],
        "happened_on": happened,
        "known_on": known,
        "known_basis": "recorded",
        "code": (one.codes or ("DB",))[0],
        "amount": 1.0,
        "place": "park",
        "incident_id": "I1",
        "may_discuss": "ask_source_first",
    }
    return given


def value(one, happened: date, known: date) -> float:
    events = pa.Table.from_pylist([record(one, happened, known)], schema=EVENTS)
    return float(one_row(events, AS_OF, as_catalogue([one]))[0])


@pytest.mark.parametrize("one", WINDOWED, ids=lambda one: one.name)
def test_the_edges_of_the_window(one):
    first, yesterday, tomorrow = AS_OF - timedelta(days=one.window), AS_OF - timedelta(1), AS_OF + timedelta(1)
    assert value(one, first, first) == 1
    assert value(one, first - timedelta(1), first) == 0
    assert value(one, yesterday, yesterday) == 1
    assert value(one, AS_OF, yesterday) == 0, "planned for the day itself"
    assert value(one, yesterday, AS_OF) == 0, "known on the day itself"
    assert value(one, tomorrow, yesterday) == 0, "planned for later"


def test_there_are_windowed_indicators_to_hold():
    assert len(WINDOWED) > 40
