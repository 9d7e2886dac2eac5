"""What must hold for every catalogue, ours or anybody's: the kernel equals its twin, and neither the future nor the
unknown, nor the order of rows, changes a value. `reachable features test` and the generative tests run these checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from features.build import indicators_as_of, one_row
from features.catalogue import Catalogue
from features.histories import AS_OF, PERSONS, History, Row, ago, history_of
from features.indicator import Indicator
from features.reference import reference_as_of

Build = Callable[[History, pa.Table, Catalogue], pa.Table]
DAY = timedelta(days=1)
SHIFTS = (0, 1, 29, 31, 182, 366, 1096)  # days before the as-of date as of which the twin is asked too
LEAST_HISTORIES = 8  # an assumption: a fault in a measure shows in one of them; each takes milliseconds
MORE_HISTORIES = 32  # about one indicator alone, where none of the first was: a narrow one is seldom drawn among others
TOGETHER = 8  # so many indicators share a history, so that each is counted often
COUNTING = ("count", "ever", "total", "distinct", "first")
BEFORE_AND_AFTER = ("trend", "rise")
LONG_AGO = 4000  # days: a link that has stood for longer than any window


def by_kernel(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """The values that everyone is served."""
    events, rest = history.tables()
    return indicators_as_of(events, rows, catalogue, **rest)


def by_twin(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """The values of the slow twin."""
    events, rest = history.tables()
    return reference_as_of(events, rows, catalogue, **rest)


@dataclass(frozen=True)
class Trial:
    """One try: a catalogue on a history, with a second one to poison it, and the way in which values are built."""

    catalogue: Catalogue
    history: History
    more: History
    build: Build = by_kernel

    def values(self, history: History, rows: pa.Table | None = None) -> pa.Table:
        """Everyone's values as of the day, or those of `rows`."""
        return self.build(history, everyone() if rows is None else rows, self.catalogue)


@dataclass(frozen=True)
class Finding:
    """How one property fared over all histories: the indicators that broke it, in the catalogue's order."""

    name: str
    broken: tuple[str, ...]
    trials: int


def everyone(shifts: tuple[int, ...] = (0,)) -> pa.Table:
    """Rows for each made-up person as of the day and as of days before it."""
    days = [ago(days) for days in shifts for _ in PERSONS]
    return _rows(list(PERSONS) * len(shifts), days)


def differing(one: pa.Table, other: pa.Table) -> set[str]:
    """The names of the columns that are not equal in every cell."""
    return {name for name in one.column_names if one.column(name).to_pylist() != other.column(name).to_pylist()}


def kernel_equals_twin(trial: Trial) -> set[str]:
    """In every cell, as of several dates."""
    rows = everyone(SHIFTS)
    return differing(trial.values(trial.history, rows), by_twin(trial.history, rows, trial.catalogue))


def poisoned_future(trial: Trial) -> set[str]:
    """Records and links that begin on the as-of date or later change nothing."""
    events = [
        row | {"happened_on": _not_before(row["happened_on"]), "superseded_on": None} for row in trial.more.events
    ]
    links = [row | {"started_on": _not_before(row["started_on"]), "superseded_on": None} for row in trial.more.links]
    return _changed(trial, trial.history.with_events(events).with_links(links))


def late_recording(trial: Trial) -> set[str]:
    """Records and links that became known on the as-of date or later change nothing."""
    events, links = (
        [row | {"known_on": _not_before(row["known_on"]), "superseded_on": None} for row in rows]
        for rows in (trial.more.events, trial.more.links)
    )
    return _changed(trial, trial.history.with_events(events).with_links(links))


def unknown_endings(trial: Trial) -> set[str]:
    """An ending that is not known before the as-of date is no ending."""
    hidden = [row | {"ended_known_on": AS_OF} if row["ended_on"] else row for row in trial.history.events]
    endless = [row | {"ended_on": None, "ended_known_on": None} for row in trial.history.events]
    first, second = (replace(trial.history, events=tuple(rows)) for rows in (hidden, endless))
    return differing(trial.values(first), trial.values(second))


def superseded_and_withdrawn(trial: Trial) -> set[str]:
    """A version counts until it is known to be replaced or withdrawn, and from that day no more."""

    def with_more(superseded_on: date | None) -> History:
        events, links = (
            [row | {"superseded_on": superseded_on} for row in rows] for rows in (trial.more.events, trial.more.links)
        )
        return trial.history.with_events(events).with_links(links)

    before = _changed(trial, with_more(AS_OF - DAY))
    return before | differing(trial.values(with_more(AS_OF)), trial.values(with_more(None)))


def our_own_flag(trial: Trial) -> set[str]:
    """Records that our own flag caused change nothing."""
    return _changed(trial, trial.history.with_events(row | {"our_flag": True} for row in trial.more.events))


def links_as_victim(trial: Trial) -> set[str]:
    """A link that somebody has only as the victim of the other changes nothing."""
    return _changed(trial, trial.history.with_links(row | {"kind": "harmed_by"} for row in trial.more.links))


def row_order(trial: Trial) -> set[str]:
    """Neither the order of the records nor that of the rows asked for changes a value."""
    asked = trial.history
    turned = History(*(tuple(reversed(rows)) for rows in (asked.events, asked.links, asked.people, asked.coverage)))
    rows = everyone(SHIFTS)
    backwards = pa.array(range(rows.num_rows - 1, -1, -1))
    return differing(trial.values(turned, rows.take(backwards)), trial.values(trial.history, rows).take(backwards))


def one_at_a_time(trial: Trial) -> set[str]:
    """Each person alone, as at request time, has the values that they have among everyone."""
    found = trial.values(trial.history)
    broken: set[str] = set()
    for place, person in enumerate(PERSONS):
        alone = _alone(trial, person)
        together = [found.column(name)[place].as_py() for name in trial.catalogue.names]
        broken |= {
            name for name, one, other in zip(trial.catalogue.names, alone, together, strict=True) if one != other
        }
    return broken


def boundary_days(trial: Trial) -> set[str]:
    """The day before the as-of date and the first day of a window count; the days beside them do not."""
    ones, alone = trial.catalogue.indicators, [_edges_of(one) for one in trial.catalogue.indicators]
    rows = _rows([person["person_id"] for history in alone for person in history.people])
    values = trial.build(_all_of(alone), rows, trial.catalogue)
    cases = len(alone[0].people)
    found = (values.column(one.name).to_pylist()[place * cases :][:cases] for place, one in enumerate(ones))
    return {one.name for one, values_of_it in zip(ones, found, strict=True) if not _edges_hold(one, values_of_it)}


PROPERTIES: dict[str, Callable[[Trial], set[str]]] = {
    "kernel equals twin": kernel_equals_twin,
    "poisoned future": poisoned_future,
    "late recording": late_recording,
    "unknown endings": unknown_endings,
    "superseded and withdrawn": superseded_and_withdrawn,
    "our own flag": our_own_flag,
    "links as victim": links_as_victim,
    "row order": row_order,
    "one at a time": one_at_a_time,
    "boundary days": boundary_days,
}


def trials(catalogue: Catalogue, build: Build = by_kernel) -> Iterator[Trial]:
    """Tries on seeded histories: a few indicators at once, so that what is drawn is about each of them."""
    ones = catalogue.indicators
    for start in range(0, len(ones), TOGETHER):
        some = Catalogue(catalogue.name, ones[start : start + TOGETHER])
        for seed in range(LEAST_HISTORIES):
            yield Trial(some, history_of(some, 2 * seed), history_of(some, 2 * seed + 1), build)


def findings(catalogue: Catalogue, build: Build = by_kernel) -> Iterator[Finding]:
    """Every property over every try, each as soon as it is known, and last whether each indicator was ever anything but
    empty. The time grows with the number of indicators, by some tenths of a second each."""
    firsts = list(trials(catalogue, build))
    untried = _never_reached(catalogue, firsts)
    alone = [trial for name in untried for trial in _alone_with(catalogue[name], build)]
    for name, check in PROPERTIES.items():  # boundary days ask nothing of the history
        yield _finding(
            catalogue, name, check, firsts[::LEAST_HISTORIES] if name == "boundary days" else [*firsts, *alone]
        )
    never = set(_never_reached(catalogue, alone))
    yield Finding("every indicator tried", tuple(one for one in untried if one in never), len(firsts) + len(alone))


def _finding(catalogue: Catalogue, name: str, check: Callable[[Trial], set[str]], tried: list[Trial]) -> Finding:
    broken = set().union(*(check(trial) for trial in tried))
    return Finding(name, tuple(one for one in catalogue.names if one in broken), len(tried))


def _alone_with(one: Indicator, build: Build) -> Iterator[Trial]:
    """Tries on histories about one indicator, until one has been anything but empty."""
    alone = Catalogue(one.name, (one,))
    for seed in range(MORE_HISTORIES):
        trial = Trial(alone, history_of(alone, 2 * seed), history_of(alone, 2 * seed + 1), build)
        yield trial
        if not _never_reached(alone, [trial]):
            return


def _never_reached(catalogue: Catalogue, tried: list[Trial]) -> tuple[str, ...]:
    reached: set[str] = set()
    for trial in tried:
        values = trial.values(trial.history, everyone(SHIFTS))
        reached |= {name for name in trial.catalogue.names if any(values.column(name).to_pylist())}
    return tuple(one for one in catalogue.names if one not in reached)


def _rows(persons: list[str], days: list[date] | None = None) -> pa.Table:
    as_of = pa.array([AS_OF] * len(persons) if days is None else days, pa.date32())
    return pa.table({"person_id": pa.array(persons, pa.string()), "as_of": as_of})


def _changed(trial: Trial, history: History) -> set[str]:
    return differing(trial.values(history), trial.values(trial.history))


def _not_before(day: date) -> date:
    return max(day, AS_OF)


def _alone(trial: Trial, person: str) -> list[float | None]:
    events, rest = trial.history.tables()
    row = one_row(events, AS_OF, trial.catalogue, person_id=person, **rest)
    return [None if value != value else float(value) for value in row.tolist()]


def _edges_of(one: Indicator) -> History:
    """People behind each of whom one record stands, at an edge of the indicator's window; the last has none."""
    window = one.window or 1
    days = ((1, 1), (0, 1), (1, 0), (window, 1), (window + 1, 1), (2 * window + 1, 1))
    names = [f"{one.name} {number}" for number in range(len(days) + 1)]
    events, links = [], []
    for name, (happened, known) in zip(names, days, strict=False):
        owner = f"neighbour of {name}" if one.links else name
        events.append(_record(one) | {"person_id": owner, "happened_on": ago(happened), "known_on": ago(known)})
        links += [_long_linked(name, owner, one.links[0])] if one.links else []
    people = tuple({"person_id": name, "born_on": date(AS_OF.year - 16, 1, 1)} for name in names)
    return History(tuple(events), tuple(links), people)


def _all_of(histories: list[History]) -> History:
    names = ("events", "links", "people")
    return History(*(tuple(row for one in histories for row in getattr(one, name)) for name in names))


def _edges_hold(one: Indicator, values: list[float | None]) -> bool:
    yesterday, today, known_today, first, earlier, beyond, nothing = values
    holds = today == nothing == known_today
    if one.window is None or one.inner not in (*COUNTING, *BEFORE_AND_AFTER):
        return holds
    if one.inner in COUNTING:
        return holds and first == yesterday and earlier == nothing
    return holds and first == yesterday == -(earlier or 0.0) and beyond == nothing


def _record(one: Indicator) -> Row:
    named = {"role": one.counted_roles or ("concerned",), "status": one.counted_statuses, "code": one.codes or ("8N",)}
    words = {"agency": "police", "place": "park", "incident_id": "I1", "may_discuss": "ask_source_first"}
    counted = {name: some[0] for name, some in named.items()}
    return (
        {"record_id": "R", "version": 1, "known_basis": "recorded", "kind": one.kinds[0], "amount": 1.0}
        | words
        | counted
    )


def _long_linked(person: str, other: str, kind: str) -> Row:
    dates = {"started_on": ago(LONG_AGO), "known_on": ago(LONG_AGO)}
    return {"record_id": f"L{person}", "person_id": person, "other_id": other, "kind": kind} | dates
