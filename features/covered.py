"""What the feeds covered, person by person: so that "nothing recorded" and "this feed does not cover them" stay apart.

A line of coverage holds for every day from `from` to `to`, in its area, for the ages that it names; as of a date on
which its feed is in time (`in_time_to`), up to that date. One that became known later (`known_on`) counts as of dates
after that day alone, as its records do. Without a line of coverage everything is covered.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.births import birthdays
from features.columns import days_of, places_of, typed
from features.compiled import compiled, inner
from features.plan import Plan
from records.events import COVERAGE, PEOPLE
from records.kinds import kinds
from records.visibility import NEVER

ANY = -1  # of a line's area or age: whoever it is
ALWAYS = np.int32(-NEVER)  # since when a line that covers the past is known
NOWHERE = -2  # an area that is not known, or that no line names


class Cover(NamedTuple):
    """Covered days as stretches [begin, end) that neither touch nor overlap: those of profile q by set of kinds s stand
    at `first[q * sets + s]`; people who share area and birth share a profile. `given` is 0 where all is covered.
    All of it stands once more for dates after each of `steps`, the last days on which a feed was in time, and the days
    on which later lines became known.

    What is asked of it is whether a set was covered over a span of days: `asks` [3, asks] has set, other set and span
    of each: a pair asks for two sets, whatever else for one twice. `ask` [indicators] says which one an indicator asks.
    Kinds of which the same lines speak are one set."""

    given: int
    ask: NDArray[np.int64]
    asks: NDArray[np.int64]
    sets: int
    steps: NDArray[np.int32]
    profiles: int
    profile: NDArray[np.int64]
    first: NDArray[np.int64]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]


class _Lines(NamedTuple):
    """The lines that speak of each set of kinds, one set after another (`first`); `area`, `youngest` and `oldest` are
    places among areas and birthdays, or ANY."""

    first: NDArray[np.int64]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    in_time: NDArray[np.int32]
    known: NDArray[np.int32]
    area: NDArray[np.int64]
    youngest: NDArray[np.int64]
    oldest: NDArray[np.int64]


def born_and_area(people: pa.Table | None, asked: pa.Array) -> tuple[NDArray[np.int32], pa.Array]:
    """Day of birth [asked], NEVER where unknown, and area, null where unknown, of the ids asked for."""
    table = PEOPLE.empty_table() if people is None else people
    row = pc.index_in(asked, value_set=typed(table, PEOPLE.field("person_id"), "people"))
    born = typed(table, PEOPLE.field("born_on"), "people").take(row)
    return days_of(born), typed(table, PEOPLE.field("area"), "people").take(row)


def cover_of(coverage: pa.Table | None, born: NDArray[np.int32], area: pa.Array, plan: Plan) -> Cover:
    """The days on which each set of kinds that the plan asks for was covered, for people by birth and area.

    A line with limits does not cover whoever can't be held to them: an unknown birth or area is not within any."""
    if coverage is None or not coverage.num_rows:
        none, nobody = np.zeros(0, dtype=np.int32), np.zeros(len(born), dtype=np.int64)
        ask, asks = np.zeros(len(plan.catalogue), dtype=np.int64), np.zeros((3, 0), dtype=np.int64)
        return Cover(0, ask, asks, 0, none, 0, nobody, np.zeros(1, dtype=np.int64), none, none)
    areas = typed(coverage, COVERAGE.field("area"), "coverage").unique().drop_null()
    spoken = _spoken(coverage, plan.covered_kinds)
    sets = tuple(dict.fromkeys(spoken))
    lines, ages = _lines(coverage, areas, sets)
    set_of = np.array([sets.index(rows) for rows in spoken], dtype=np.int64)[plan.asked.covered_by]
    asks, ask = np.unique(np.vstack([set_of, plan.asked.span]), axis=1, return_inverse=True)
    where = np.where(places_of(area, areas) < 0, NOWHERE, places_of(area, areas))
    profiles, profile = np.unique(np.stack([born, where]), axis=1, return_inverse=True)
    turns = birthdays(profiles[0].astype(np.int32), ages)
    steps = np.union1d(lines.in_time[lines.in_time > lines.end], lines.known[lines.known > ALWAYS])
    first, begin, end = _at_each(steps, lines, profiles[1].astype(np.int64), turns)
    return Cover(
        1,
        ask.reshape(-1),
        np.ascontiguousarray(asks),
        len(sets),
        steps,
        profiles.shape[1],
        profile.reshape(-1).astype(np.int64),
        first,
        begin,
        end,
    )


def _spoken(coverage: pa.Table, sets: tuple[frozenset[str], ...]) -> list[tuple[int, ...]]:
    """The rows of coverage that speak of each set of kinds."""
    names = ("agency", "kind")
    agency, kind = (typed(coverage, COVERAGE.field(name), "coverage").to_pylist() for name in names)
    return [tuple(row for row in range(len(kind)) if _speaks(agency[row], kind[row], one)) for one in sets]


def _lines(coverage: pa.Table, areas: pa.Array, sets: tuple[tuple[int, ...], ...]) -> tuple[_Lines, tuple[int, ...]]:
    """The lines of each set, given by rows; and the ages of which they speak."""
    said = {name: typed(coverage, COVERAGE.field(name), "coverage") for name in COVERAGE.names}
    youngest = said["min_age"].to_pylist()
    oldest = [None if age is None else age + 1 for age in said["max_age"].to_pylist()]
    ages = tuple(sorted({age for age in (*youngest, *oldest) if age is not None}))
    rows = np.array([row for found in sets for row in found], dtype=np.int64)
    end, in_time, known = days_of(said["to"]) + np.int32(1), days_of(said["in_time_to"]), days_of(said["known_on"])

    def places(bounds: list[int | None]) -> NDArray[np.int64]:
        return np.array([ANY if age is None else ages.index(age) for age in bounds], dtype=np.int64)[rows]

    return _Lines(
        np.cumsum([0, *map(len, sets)]).astype(np.int64),
        days_of(said["from"])[rows],
        end[rows],
        np.where(in_time == NEVER, end, in_time)[rows],
        np.where(known == NEVER, ALWAYS, known)[rows],
        places_of(said["area"], areas).astype(np.int64)[rows],
        places(youngest),
        places(oldest),
    ), ages


def _speaks(agency: str, kind: str | None, of: frozenset[str]) -> bool:
    """Whether a line covers one of the kinds: by name, or as one of all that its agency records. A kind that our list
    does not know may be any agency's."""
    return kind in of if kind is not None else any(one not in kinds() or kinds()[one].agency == agency for one in of)


def _at_each(
    steps: NDArray[np.int32], lines: _Lines, areas: NDArray[np.int64], turns: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """`first`, `begin` and `end` of Cover: for dates up to the first of `steps`, then for those after each of them.

    A line in time as of a date lasts to that date at least; what it covers after the date is never looked at. One that
    is not known yet covers no day."""
    firsts, begins, ends, n = [], [], [], 0
    for after in (ALWAYS, *steps.tolist()):
        lasts = np.where(lines.in_time > after, np.maximum(lines.end, lines.in_time), lines.end)
        lasts = np.where(lines.known > after, lines.begin, lasts)
        first, begin, end = _stretches(lines._replace(end=lasts), areas, turns)
        firsts.append(first[:-1] + n)
        begins.append(begin)
        ends.append(end)
        n += len(begin)
    return np.append(np.concatenate(firsts), n), np.concatenate(begins), np.concatenate(ends)


def _stretches(
    lines: _Lines, areas: NDArray[np.int64], turns: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """`first`, `begin` and `end` of Cover; areas [profiles], turns [ages, profiles]."""
    first = np.zeros(len(areas) * (len(lines.first) - 1) + 1, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int32)
    _merge(lines, areas, turns, first[1:], nothing, nothing)
    first = np.cumsum(first)
    begin, end = np.empty(first[-1], dtype=np.int32), np.empty(first[-1], dtype=np.int32)
    _merge(lines, areas, turns, first[:-1], begin, end)
    return first, begin, end


@inner
def covered_on(cover: Cover, p: int, dates: tuple[int, int], as_of: NDArray, covered: NDArray) -> bool:
    """Write into `covered` [asks, dates] whether the feeds cover half of each ask's span before each date or more; say
    whether they all do."""
    everything = True
    for row in range(dates[0], dates[1]):
        of = (cover.profile[p] + steps_before(cover, as_of[row]) * cover.profiles) * cover.sets
        for a in range(cover.asks.shape[1]):
            one, other, span = cover.asks[0, a], cover.asks[1, a], cover.asks[2, a]
            enough = half_covered(cover, of + one, as_of[row], span)
            if other != one:
                enough &= half_covered(cover, of + other, as_of[row], span)
            covered[a, row - dates[0]] = enough
            everything &= enough
    return everything


@inner
def steps_before(cover: Cover, as_of: int) -> int:
    """How many of the steps are before the date."""
    n = 0
    for k in range(len(cover.steps)):
        n += as_of > cover.steps[k]
    return n


@inner
def half_covered(cover: Cover, place: int, as_of: int, span: int) -> bool:
    """Whether the stretches at `place` cover half of the span before the date or more."""
    days = 0
    for k in range(cover.first[place], cover.first[place + 1]):
        days += max(0, min(as_of, cover.end[k]) - max(as_of - span, cover.begin[k]))
    return 2 * days >= span


@inner
def _stretch(lines: _Lines, line: int, area: int, turns: NDArray, q: int) -> tuple[Any, Any]:
    """The days [begin, end) on which a line covers profile q; empty where it does not."""
    begin, end = np.int64(lines.begin[line]), np.int64(lines.end[line])
    if lines.area[line] not in (ANY, area):
        return 0, 0
    if lines.youngest[line] != ANY:
        begin = max(begin, np.int64(turns[lines.youngest[line], q]))  # NEVER, for an unknown birth, is after any day
    if lines.oldest[line] != ANY:
        last = np.int64(turns[lines.oldest[line], q])
        end = begin if last == NEVER else min(end, last)
    return begin, end


@inner
def _insert(room: NDArray, n: int, begin: int, end: int) -> None:
    """Puts a stretch among the n that stand in `room` [2, lines] by their beginning."""
    k = n
    while k > 0 and room[0, k - 1] > begin:
        room[0, k], room[1, k] = room[0, k - 1], room[1, k - 1]
        k -= 1
    room[0, k], room[1, k] = begin, end


@inner
def _join(room: NDArray, n: int) -> int:
    """Makes one of stretches that touch or overlap; how many are left."""
    m = 0
    for k in range(n):
        if m > 0 and room[0, k] <= room[1, m - 1]:
            room[1, m - 1] = max(room[1, m - 1], room[1, k])
        else:
            room[0, m], room[1, m] = room[0, k], room[1, k]
            m += 1
    return m


def _merged(lines: _Lines, areas: NDArray, turns: NDArray, at: NDArray, begin: NDArray, end: NDArray) -> None:
    """Where `begin` has no room, writes into `at` how many stretches each profile and set has; else the stretches
    themselves, from `at` on."""
    sets = len(lines.first) - 1
    room = np.empty((2, len(lines.begin) + 1), dtype=np.int64)
    for cell in range(len(areas) * sets):
        q, s, n = cell // sets, cell % sets, 0
        for line in range(lines.first[s], lines.first[s + 1]):
            start, finish = _stretch(lines, line, areas[q], turns, q)
            if start < finish:
                _insert(room, n, start, finish)
                n += 1
        n = _join(room, n)
        if len(begin) == 0:
            at[cell] = n
        else:
            begin[at[cell] : at[cell] + n] = room[0, :n]
            end[at[cell] : at[cell] + n] = room[1, :n]


_merge = compiled(_merged)
