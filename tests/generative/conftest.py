"""Histories that hypothesis draws: dates crowd around windows and as-of dates, where mistakes would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from features.indicator import Indicator
from features.indicators import CATALOGUE
from records.events import EVENTS, ROLES, STATUSES

AS_OF = date(2024, 6, 1)
PEOPLE = ("P1", "P2", "P3")
WINDOWS = sorted({one.window or 1 for one in CATALOGUE.indicators})
EDGES = sorted({n * window + step for window in WINDOWS for n in (0, 1, 2) for step in (-1, 0, 1)})
AGES = st.one_of(st.sampled_from(EDGES), st.integers(-20, 400), st.integers(-200, 2500))
LAGS = st.one_of(st.integers(-3, 3), st.integers(-3, 3), st.integers(-30, 400))
ANYTHING = {
    "kind": ("violence", "missing_episode", "young_carer_concern"),
    "role": ROLES,
    "status": STATUSES,
    "code": ("PP", "DB", None),
}


def day(age: int) -> date:
    return AS_OF - timedelta(days=age)


@st.composite
def records(draw: Callable[[SearchStrategy[Any]], Any], indicators: Sequence[Indicator]) -> dict[str, Any]:
    """A record version that one of the indicators counts, but for a word that is changed now and then."""
    one = draw(st.sampled_from(indicators))
    named = {"kind": one.kinds, "role": one.roles, "status": one.counted_statuses, "code": one.codes}
    words = {name: draw(st.sampled_from(named[name] or some)) for name, some in ANYTHING.items()}
    changed = draw(st.sampled_from((None, None, None, *ANYTHING)))
    words |= {changed: draw(st.sampled_from(ANYTHING[changed]))} if changed else {}
    happened, known, ended = draw(AGES), draw(LAGS), draw(st.none() | st.integers(0, 400))
    superseded = draw(st.none() | st.none() | st.integers(0, 400))
    return words | {
        "record_id": "R",
        "version": 1,
        "person_id": draw(st.sampled_from(PEOPLE)),
        "agency": draw(st.sampled_from(("police", "social_care", "school"))),
        "happened_on": day(happened),
        "known_on": day(happened - known),
        "known_basis": "recorded",
        "superseded_on": None if superseded is None else day(happened - known - superseded),
        "ended_on": None if ended is None else day(happened - ended),
        "ended_known_on": None if ended is None else day(happened - ended - draw(LAGS)),
        "amount": draw(st.none() | st.sampled_from((0.1, 0.7, 1e9, -3.3, 2.0))),
        "place": draw(st.sampled_from(("park", "station", None))),
        "incident_id": draw(st.sampled_from(("I1", "I2", None))),
        "may_discuss": "ask_source_first",
    }


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=EVENTS)


@pytest.fixture(scope="session")
def histories() -> Callable[..., SearchStrategy[list[dict[str, Any]]]]:
    """For some indicators: ten to thirty record versions of three people, as dicts, that mostly count for them."""
    return lambda indicators=CATALOGUE.indicators: st.lists(records(indicators), min_size=10, max_size=30)


@pytest.fixture(scope="session")
def asked() -> SearchStrategy[pa.Table]:
    """Everyone as of one day and more people and dates, in any order, one of them without a record."""
    everyone = [(person, 0) for person in PEOPLE]
    pairs = st.tuples(
        st.sampled_from((*PEOPLE, "nobody")), st.one_of(st.just(0), st.integers(-30, 30), st.integers(-400, 1200))
    )
    return st.lists(pairs, max_size=5).flatmap(lambda more: st.permutations(everyone + more)).map(_rows)


@pytest.fixture(scope="session")
def events_of() -> Callable[[list[dict[str, Any]]], pa.Table]:
    return table


def _rows(pairs: list[tuple[str, int]]) -> pa.Table:
    days = pa.array([day(age) for _, age in pairs], pa.date32())
    return pa.table({"person_id": pa.array([person for person, _ in pairs], pa.string()), "as_of": days})
