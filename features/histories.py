"""Made-up histories over a catalogue's own kinds: dates crowd around windows and as-of dates, where mistakes would be.

They are what a catalogue's properties are tried on; nobody real is in them. The same seed gives the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from features.catalogue import Catalogue
from features.indicator import Indicator
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE, ROLES, STATUSES
from records.kinds import code_list, kinds

AS_OF = date(2024, 6, 1)
PERSONS = ("P1", "P2", "P3", "P4")
NOTHING_OF_OURS = "a_kind_that_no_indicator_counts"
RECORDS = 24  # in a history: few enough that one of them often stands alone in its window
LINKS_EACH = 8
CLOSE = 30  # days within which two records come together
SOME = {"role": ROLES, "status": STATUSES, "code": ("PP", "10C", "8N", None)}
YEARS_OLD = (9, 12, 16, 18, 21)
LINK_KINDS = tuple(row["kind"] for row in code_list("link_kinds.csv"))
Row = dict[str, Any]


@dataclass(frozen=True)
class History:
    """Event versions, links, people and lines of coverage (none: all is covered) as plain rows; `with_events` and
    `with_links` are the same with more of them."""

    events: tuple[Row, ...]
    links: tuple[Row, ...] = ()
    people: tuple[Row, ...] = ()
    coverage: tuple[Row, ...] = ()

    def with_events(self, more: Iterable[Row]) -> History:
        return replace(self, events=(*self.events, *more))

    def with_links(self, more: Iterable[Row]) -> History:
        return replace(self, links=(*self.links, *more))

    def tables(self) -> tuple[pa.Table, dict[str, pa.Table]]:
        """The events, and the rest as `indicators_as_of` takes it, in the contract's types."""
        rest = {"links": (self.links, LINKS), "people": (self.people, PEOPLE), "coverage": (self.coverage, COVERAGE)}
        made = {name: pa.Table.from_pylist(list(rows), schema=schema) for name, (rows, schema) in rest.items()}
        return pa.Table.from_pylist(list(self.events), schema=EVENTS), made


def history_of(catalogue: Catalogue | Sequence[Indicator], seed: int) -> History:
    """A history of four persons whose records mostly count for one indicator of the catalogue or another."""
    ones = catalogue.indicators if isinstance(catalogue, Catalogue) else tuple(catalogue)
    rng = np.random.default_rng(seed)
    edges = _edges(ones)
    events: list[Row] = []
    for _ in range(RECORDS):
        events.append(_event(rng, ones[rng.integers(len(ones))], edges, events))
    links = tuple(_link(rng, ones, edges) for _ in range(LINKS_EACH))
    people = tuple(_person(rng, person, ones) for person in PERSONS)
    covered = tuple(_line(rng, ones) for _ in range(rng.integers(1, 5))) if rng.random() < 0.5 else ()
    return History(tuple(events), links, people, covered)


def ago(days: int) -> date:
    """The day so many days before the as-of date."""
    return AS_OF - timedelta(days=int(days))


def _edges(ones: Sequence[Indicator]) -> list[int]:
    windows = {one.window or 1 for one in ones} | {CLOSE}
    return sorted({n * window + step for window in windows for n in (0, 1, 2) for step in (-1, 0, 1)})


def _event(rng: np.random.Generator, one: Indicator, edges: list[int], others: list[Row]) -> Row:
    row = _words(rng, one)
    person, age = str(_any(rng, PERSONS)), int(_any(rng, (_any(rng, edges), rng.integers(0, 400), rng.integers(0, 60))))
    beside = [other for other in others if not one.with_kinds or other["kind"] in one.kinds]
    if beside and rng.random() < (0.7 if one.with_kinds else 0.2):
        near = _any(rng, beside)
        row["kind"] = _any(rng, one.with_kinds or (row["kind"],))
        person, age = near["person_id"], (AS_OF - near["happened_on"]).days + int(rng.integers(-CLOSE - 1, CLOSE + 2))
    known = age - int(_any(rng, (rng.integers(-3, 4), rng.integers(-3, 4), rng.integers(-30, 200))))
    ended = None if rng.random() < 0.4 else age - int(rng.integers(0, 400))
    superseded = None if rng.random() < 0.7 else known - int(rng.integers(0, 200))
    return row | {
        "record_id": f"R{len(others)}",
        "version": 1,
        "person_id": person,
        "happened_on": ago(age),
        "known_on": ago(known),
        "known_basis": "recorded",
        "superseded_on": None if superseded is None else ago(superseded),
        "ended_on": None if ended is None else ago(ended),
        "ended_known_on": None if ended is None else ago(ended - int(rng.integers(-3, 30))),
    }


def _words(rng: np.random.Generator, one: Indicator) -> Row:
    """Kind, role, status and code that the indicator counts, one of them changed now and then, and what goes along."""
    named = {"role": one.counted_roles, "status": one.counted_statuses, "code": one.codes}
    row: Row = {name: _any(rng, named[name] or some) for name, some in SOME.items()}
    row["kind"] = _any(rng, (*one.kinds, *one.with_kinds))
    if rng.random() < 0.15:
        changed = _any(rng, tuple(SOME))
        row[changed] = _any(rng, SOME[changed])
    if rng.random() < 0.05:
        row["kind"] = NOTHING_OF_OURS
    return row | {
        "agency": _any(rng, ("police", "social_care", "school")),
        "amount": _any(rng, (None, 0.1, 0.7, 2.0, -3.3, 1e9)),
        "place": _any(rng, ("park", "station", None)),
        "incident_id": _any(rng, ("I1", "I2", None)),
        "may_discuss": "ask_source_first",
    }


def _link(rng: np.random.Generator, ones: Sequence[Indicator], edges: list[int]) -> Row:
    of_ours = tuple({link for one in ones for link in one.links})
    pair = rng.permutation(len(PERSONS))[:2]
    started = int(_any(rng, (_any(rng, edges), rng.integers(0, 400))))
    known = started - int(rng.integers(-3, 30))
    ended = None if rng.random() < 0.7 else started - int(rng.integers(0, 400))
    return {
        "record_id": f"L{rng.integers(10**9)}",
        "person_id": PERSONS[pair[0]],
        "other_id": PERSONS[pair[1]],
        "kind": _any(rng, of_ours if of_ours and rng.random() < 0.8 else LINK_KINDS),
        "started_on": ago(started),
        "known_on": ago(known),
        "superseded_on": None if rng.random() < 0.8 else ago(known - int(rng.integers(0, 200))),
        "ended_on": None if ended is None else ago(ended),
        "ended_known_on": None if ended is None else ago(ended),
    }


def _person(rng: np.random.Generator, person: str, ones: Sequence[Indicator]) -> Row:
    """Somebody who turns an age that an indicator speaks of within its window or about a month of it, or any age."""
    ends = tuple((one.age, one.window or 1) for one in ones if one.age)
    years, window = _any(rng, ends) if ends and rng.random() < 0.7 else (_any(rng, YEARS_OLD), 365)
    turns = AS_OF + timedelta(days=int(rng.integers(-CLOSE, window + CLOSE)))
    born = None if rng.random() < 0.1 else date(turns.year - years, turns.month, 1)
    return {"person_id": person, "born_on": born, "area": "A1"}


def _line(rng: np.random.Generator, ones: Sequence[Indicator]) -> Row:
    """A line of coverage about a kind that an indicator counts, or about all that its agency records."""
    kind = _any(rng, _any(rng, ones).kinds)
    agency = kinds()[kind].agency if kind in kinds() else "another agency"
    first, youngest = int(rng.integers(0, 2500)), _any(rng, (None, 10, 16))
    return {
        "agency": agency,
        "kind": _any(rng, (kind, None)),
        "area": _any(rng, (None, None, "A1", "A2")),
        "from": ago(first),
        "to": (to := ago(first - int(rng.integers(0, 2500)))),
        "in_time_to": _any(rng, (None, to + timedelta(days=int(rng.integers(0, 400))))),
        "received_on": AS_OF,
        "known_on": _any(rng, (None, None, ago(int(rng.integers(-2, 3))))),
        "min_age": youngest,
        "max_age": _any(rng, (None, 16, 17)),
    }


def _any(rng: np.random.Generator, words: Sequence[Any]) -> Any:
    return words[int(rng.integers(len(words)))]
