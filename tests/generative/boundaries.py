"""Boundary days of any indicator: one record or link moved by a day across each edge, and what the contract says then.

Nothing here asks the kernel, its twin or the rules that these share: windows and values are written down once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from features.harm import days_by_code
from features.indicator import Indicator
from records.kinds import domains

DAY = timedelta(days=1)
SPELLS = ("open_now", "days_open", "nearing")
BEFORE_AND_AFTER = ("trend", "rise")
AMOUNT, CODE = 3.5, "34B"
NEAR = 30  # days: together
LONG = 4000 * DAY
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One person's record, link and birth, on either side of an edge, and the value that is due: `counts` says whether
    the record counts at all. Dates that are left out are those of a record or link that counts."""

    name: str
    expected: float | None
    counts: bool = True
    record: Row = field(default_factory=dict)
    link: Row = field(default_factory=dict)
    partner: Row | None = None
    born_on: date | None = None


def cases(one: Indicator, day: date) -> list[Case]:
    """Every edge of one indicator as of a day, from both of its sides."""
    found = [*_visible(one, day), *_window(one, day), *_spell(one, day), *_ties(one, day), *_pairs(one, day)]
    if one.measure == "nearing":
        born = _born(one, day)
        return [*(replace(case, born_on=born) for case in found), *_birthdays(one, day)]
    return found


def nothing(one: Indicator) -> float | None:
    """The value where no record counts."""
    return None if "days_since" in (one.measure, one.of) else 0.0


def alone(one: Indicator, day: date, happened: date, ended: date | None = None) -> float:
    """The value where one record counts: of what happened on a day, and had ended on another if that is known."""
    ago, window = (day - happened).days, one.window or 0
    number = _number(one)
    match one.inner:
        case "count" | "ever":
            return 1.0
        case "total":
            return number
        case "days_since":
            return float(ago)
        case "decayed":
            return (1.0 if one.column is None else number) * 0.5 ** (ago / (one.half_life or 1))
        case "distinct":
            return 0.0 if one.column == "domain" and not domains().get(_kind(one)) else 1.0
        case "open_now" | "nearing":
            return float(ended is None)
        case "days_open":
            spell = range(happened.toordinal(), (ended or day).toordinal())
            return float(sum(one_day in spell for one_day in range(day.toordinal() - window, day.toordinal())))
        case "trend":
            return 1.0 if ago <= window else -1.0
        case "rise":
            return number if ago <= window else -number
        case "first":
            return float(ago <= window)
    return float(_of_a_pair(one))


def usual(one: Indicator, day: date) -> Row:
    """A record that counts, of what happened and was known on the day before."""
    return {
        "record_id": "R", "version": 1, "agency": "police", "kind": _kind(one), "known_basis": "recorded",
        "role": (one.counted_roles or ("concerned",))[0], "status": (one.statuses or ("recorded",))[0],
        "code": (one.codes or (CODE,))[0], "amount": AMOUNT, "place": "park", "incident_id": "I",
        "may_discuss": "ask_source_first", "happened_on": day - DAY, "known_on": day - DAY,
    }  # fmt: skip


def tie(one: Indicator, day: date) -> Row:
    """A link that counts and has stood for long."""
    return {"record_id": "L", "kind": one.links[0], "started_on": day - LONG, "known_on": day - LONG}


def _visible(one: Indicator, day: date) -> Iterator[Case]:
    counted, none = alone(one, day, day - DAY), nothing(one)
    yield Case("happened and known the day before", counted)
    yield Case("happened on the day", none, False, {"happened_on": day})
    yield Case("happens the day after", none, False, {"happened_on": day + DAY})
    yield Case("known on the day", none, False, {"known_on": day})
    yield Case("known the day after", none, False, {"known_on": day + DAY})
    yield Case("known long before it happened", counted, True, {"known_on": day - LONG})
    yield Case("replaced the day after", counted, True, {"superseded_on": day + DAY})
    yield Case("replaced on the day", counted, True, {"superseded_on": day})
    yield Case("replaced the day before", none, False, {"superseded_on": day - DAY})
    yield Case("our own flag", none, False, {"our_flag": True})


def _window(one: Indicator, day: date) -> Iterator[Case]:
    if not one.window:
        yield Case("long ago", alone(one, day, day - LONG), True, {"happened_on": day - LONG})
        return
    windows = 2 if one.inner in BEFORE_AND_AFTER else 1
    for days in (one.window, one.window + 1, 2 * one.window, 2 * one.window + 1):
        happened = day - days * DAY
        inside = one.inner in (*SPELLS, "first") or days <= windows * one.window
        due = alone(one, day, happened) if inside else nothing(one)
        yield Case(f"{days} days before", due, inside, {"happened_on": happened})


def _spell(one: Indicator, day: date) -> Iterator[Case]:
    begun = day - 2 * (one.window or 20) * DAY if one.inner in SPELLS else day - DAY
    inside = (day - one.window * DAY, day - one.window * DAY + DAY) if one.inner == "days_open" and one.window else ()
    for ended in (day - DAY, day, day + DAY, *inside):
        for known in (day - DAY, day):
            over = ended if max(ended, known) < day else None
            dates = {"happened_on": begun, "ended_on": ended, "ended_known_on": known}
            name = f"ended {(ended - day).days:+} days from it, known {(known - day).days:+}"
            yield Case(name, alone(one, day, begun, over), True, dates)


def _ties(one: Indicator, day: date) -> Iterator[Case]:
    if not one.links:
        return
    counted = alone(one, day, day - DAY)
    sides: tuple[tuple[Row, bool], ...] = (
        ({"started_on": day - DAY}, True),
        ({"started_on": day}, False),
        ({"known_on": day - DAY}, True),
        ({"known_on": day}, False),
        ({"superseded_on": day}, True),
        ({"superseded_on": day - DAY}, False),
        ({"ended_on": day, "ended_known_on": day - DAY}, True),
        ({"ended_on": day - DAY, "ended_known_on": day}, True),
        ({"ended_on": day - DAY, "ended_known_on": day - DAY}, False),
    )
    for dates, counts in sides:
        told = ", ".join(f"{name} {(when - day).days:+}" for name, when in dates.items())
        yield Case(f"link {told}", counted if counts else nothing(one), counts, link=dates)


def _pairs(one: Indicator, day: date) -> Iterator[Case]:
    """A record of the day before, or at the window's first day, and its partner: both must count and be near."""
    if one.measure != "together":
        return
    near, far = (day - DAY - days * DAY for days in (NEAR, NEAR + 1))
    pair = float(_of_a_pair(one))
    yield Case("partner near", pair, partner={"happened_on": near})
    yield Case("partner far", 0.0, partner={"happened_on": far})
    yield Case("partner on the day", 0.0, partner={"happened_on": day})
    yield Case("partner known on the day", 0.0, partner={"known_on": day})
    if one.window:
        first = day - one.window * DAY
        yield Case("both just inside", pair, record={"happened_on": first + DAY}, partner={"happened_on": first})
        yield Case("partner just outside", 0.0, record={"happened_on": first}, partner={"happened_on": first - DAY})
        yield Case("record just outside", 0.0, record={"happened_on": first - DAY}, partner={"happened_on": first})


def _birthdays(one: Indicator, day: date) -> Iterator[Case]:
    last = day + (one.window or 0) * DAY - DAY
    for turns, due in ((day - DAY, 0.0), (day, 1.0), (last, 1.0), (last + DAY, 0.0)):
        born = turned(turns, one.age or 0)
        if born is not None:
            yield Case(f"turns {one.age} in {(turns - day).days} days", due, born_on=born)


def turned(turns: date, age: int) -> date | None:
    """The birth of somebody who turns an age on a day; None for a 29 February that has none."""
    try:
        return turns.replace(year=turns.year - age)
    except ValueError:
        return None


def _born(one: Indicator, day: date) -> date:
    return turned(day, one.age or 0) or date(day.year - (one.age or 0), 3, 1)


def _kind(one: Indicator) -> str:
    return one.kinds[0]


def _number(one: Indicator) -> float:
    return days_by_code(one.harm_version).get((one.codes or (CODE,))[0], 0.0) if one.column == "harm" else AMOUNT


def _of_a_pair(one: Indicator) -> int:
    """How many of a record and its partner, who is of with_kinds, count for together."""
    return 1 + (one.with_kinds[0] in one.kinds and _kind(one) in one.with_kinds)
