"""Worlds that hypothesis draws: dates crowd around windows, as-of dates and birthdays, where mistakes would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from features.indicator import Indicator
from features.indicators import CATALOGUE
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE, ROLES, STATUSES
from records.kinds import code_list, kinds

AS_OF = date(2024, 6, 1)
PERSONS = ("P1", "P2", "P3")
WINDOWS = sorted({one.window or 1 for one in CATALOGUE.indicators})
EDGES = sorted({n * window + step for window in WINDOWS for n in (0, 1, 2) for step in (-1, 0, 1)})
NEAR = (0, 1, 7, 29, 30, 31)
AGES = st.one_of(
    st.sampled_from(EDGES), st.sampled_from(NEAR), st.sampled_from(NEAR), st.integers(-20, 400), st.integers(-200, 2500)
)
LAGS = st.one_of(st.integers(-3, 3), st.integers(-3, 3), st.integers(-30, 400))
SELDOM = st.sampled_from((False,) * 9 + (True,))
LINK_KINDS = tuple(row["kind"] for row in code_list("link_kinds.csv"))
ANYTHING = {
    "kind": ("violence", "missing_episode", "young_carer_concern"),
    "role": ROLES,
    "status": STATUSES,
    "code": ("PP", "DB", "1", "8N", None),
}
Draw = Callable[[SearchStrategy[Any]], Any]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class World:
    """Record versions, links, people and coverage as rows; `coverage` None is no table at all."""

    events: Rows
    links: Rows
    people: Rows
    coverage: Rows | None

    def tables(self) -> tuple[pa.Table, dict[str, pa.Table | None]]:
        """The events, and the rest as `indicators_as_of` takes it."""
        rest = {"links": (self.links, LINKS), "people": (self.people, PEOPLE), "coverage": (self.coverage, COVERAGE)}
        made = {
            name: None if rows is None else pa.Table.from_pylist(rows, schema) for name, (rows, schema) in rest.items()
        }
        return pa.Table.from_pylist(self.events, EVENTS), made

    def and_(self, events: Rows = (), links: Rows = ()) -> World:
        """The same world with more in it."""
        return replace(self, events=[*self.events, *events], links=[*self.links, *links])


def day(age: int) -> date:
    return AS_OF - timedelta(days=age)


def _dates(draw: Draw, began: str) -> dict[str, date | None]:
    happened, known, ended = draw(AGES), draw(LAGS), draw(st.none() | st.integers(0, 400))
    superseded = draw(st.none() | st.none() | st.integers(0, 400))
    return {
        began: day(happened),
        "known_on": day(happened - known),
        "superseded_on": None if superseded is None else day(happened - known - superseded),
        "ended_on": None if ended is None else day(happened - ended),
        "ended_known_on": None if ended is None else day(happened - ended - draw(LAGS)),
    }


@st.composite
def records(draw: Draw, indicators: Sequence[Indicator]) -> dict[str, Any]:
    """A record version that one of the indicators counts, but for a word that is changed now and then."""
    one = draw(st.sampled_from(indicators))
    named = {
        "kind": (*one.kinds, *one.with_kinds),
        "role": one.counted_roles,
        "status": one.counted_statuses,
        "code": one.codes,
    }
    words = {name: draw(st.sampled_from(named[name] or some)) for name, some in ANYTHING.items()}
    changed = draw(st.sampled_from((None, None, None, *ANYTHING)))
    words |= {changed: draw(st.sampled_from(ANYTHING[changed]))} if changed else {}
    return words | {
        "record_id": "R",
        "version": 1,
        "person_id": draw(st.sampled_from(PERSONS)),
        "agency": draw(st.sampled_from(("police", "social_care", "school"))),
        **_dates(draw, "happened_on"),
        "known_basis": "recorded",
        "amount": draw(st.none() | st.sampled_from((0.1, 0.7, 1e9, -3.3, 2.0))),
        "place": draw(st.sampled_from(("park", "station", None))),
        "incident_id": draw(st.sampled_from(("I1", "I2", None))),
        "may_discuss": "ask_source_first",
        "our_flag": draw(SELDOM) or draw(st.sampled_from((None, False))),
    }


@st.composite
def links(draw: Draw) -> dict[str, Any]:
    """A link of any kind, now and then to oneself or to somebody without a record."""
    words = {"record_id": "L", "person_id": draw(st.sampled_from(PERSONS)), "kind": draw(st.sampled_from(LINK_KINDS))}
    return words | {"other_id": draw(st.sampled_from((*PERSONS, *PERSONS, "nobody"))), **_dates(draw, "started_on")}


@st.composite
def persons(draw: Draw, person: str) -> dict[str, Any]:
    """Somebody of any age from 12 to 20, whose birthday is often near the as-of date."""
    near = AS_OF + timedelta(days=draw(st.sampled_from((-1, 0, 0, 1, 28, 90, 91, 181, 182, 183, 364, 365, 366))))
    years = draw(st.sampled_from((16, 18, 18, 12)))
    born = draw(st.sampled_from((None, near.replace(year=near.year - years, day=min(near.day, 28)), date(2008, 2, 29))))
    return {"person_id": person, "born_on": born, "area": draw(st.sampled_from(("north", "south", None)))}


@st.composite
def lines(draw: Draw, indicators: Sequence[Indicator]) -> dict[str, Any]:
    """A line of coverage about a kind that an indicator counts, or all of its agency's."""
    kind = draw(st.sampled_from(draw(st.sampled_from(indicators)).kinds))
    first, length, youngest = draw(AGES), draw(st.integers(0, 1500)), draw(st.none() | st.integers(0, 18))
    return {
        "agency": kinds()[kind].agency,
        "kind": draw(st.sampled_from((kind, None))),
        "area": draw(st.sampled_from((None, None, "north"))),
        "from": day(first),
        "to": day(first - length),
        "in_time_to": draw(st.none() | st.integers(-30, 400).map(lambda days: day(first - length - days))),
        "received_on": day(draw(st.integers(-400, 400))),
        "known_on": day(ago) if (ago := draw(st.sampled_from((None, None, 1, 0, -1)))) is not None else None,
        "min_age": youngest,
        "max_age": draw(st.none() | st.integers(youngest or 0, 18)),
    }


def _worlds(indicators: Sequence[Indicator] = CATALOGUE.indicators, more: int = 10) -> SearchStrategy[World]:
    people = st.tuples(*(persons(one) for one in PERSONS)).map(list)
    covered = st.none() | st.lists(lines(indicators), min_size=1, max_size=5)
    held = st.lists(records(indicators), min_size=more, max_size=3 * more)
    return st.builds(World, held, st.lists(links(), max_size=8), people | people.map(lambda all_: all_[:1]), covered)


@pytest.fixture(scope="session")
def worlds() -> Callable[..., SearchStrategy[World]]:
    """For some indicators: ten to thirty record versions of three people that mostly count for them, their links,
    births and areas, and what the feeds covered."""
    return _worlds


@pytest.fixture(scope="session")
def records_of() -> Callable[..., SearchStrategy[Rows]]:
    """For some indicators: up to four record versions, of whomever, that mostly count for them."""
    return lambda indicators: st.lists(records(indicators), max_size=4)


@pytest.fixture(scope="session")
def asked() -> SearchStrategy[pa.Table]:
    """Everyone as of one day and more people and dates, in any order, one of them without a record."""
    everyone = [(person, 0) for person in PERSONS]
    pairs = st.tuples(
        st.sampled_from((*PERSONS, "nobody")), st.one_of(st.just(0), st.integers(-30, 30), st.integers(-400, 1200))
    )
    return st.lists(pairs, max_size=5).flatmap(lambda more: st.permutations(everyone + more)).map(_rows)


def _rows(pairs: list[tuple[str, int]]) -> pa.Table:
    days = pa.array([day(age) for _, age in pairs], pa.date32())
    return pa.table({"person_id": pa.array([person for person, _ in pairs], pa.string()), "as_of": days})
