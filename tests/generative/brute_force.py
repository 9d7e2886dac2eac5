"""Every measure read plainly from the contract, for people and dates drawn at random, against the kernel.

It shares nothing with the kernel, its twin or their choice of records: rows are dicts, days are dates, and each rule is
written out again. `python -m tests.generative.brute_force 1000` compares that many people and dates (seed 7).
"""

from __future__ import annotations

import csv
import math
import random
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from features.build import indicators_as_of
from features.catalogue import Catalogue
from features.indicator import Indicator
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE

CODES = Path(__file__).resolve().parents[2] / "records" / "codes"
DAY = timedelta(days=1)
FIRST, LAST = date(2018, 1, 1), date(2024, 12, 31)
STATUSES = ("recorded", "charged", "cautioned_or_convicted", "diverted", "no_further_action", "cancelled")
KINDS = ("violence", "robbery", "missing_episode", "looked_after", "suspension", "exploitation_report")
LINK_KINDS = ("sibling", "household", "associate", "harmed_by")
DIRECTION = {"an outcome of one's own": "raises"}  # for our own targets some of what is drawn here is refused
WORDS = {"theme": "Any", "reason": "{value}", "ask": "What?", "source": "any", "direction": DIRECTION}
Row = dict[str, Any]


def lists(file: str, key: str, value: str, **where: str) -> dict[str, str]:
    """Two columns of a code list, of the rows that hold what `where` says."""
    with (CODES / file).open(encoding="utf-8", newline="") as lines:
        return {row[key]: row[value] for row in csv.DictReader(lines) if where.items() <= row.items()}


DOMAIN, AGENCY = lists("domains.csv", "kind", "domain"), lists("kinds.csv", "kind", "agency")
NEWEST = max(lists("crime_harm_index.csv", "version", "version"))
HARM = {code: float(days) for code, days in lists("crime_harm_index.csv", "code", "days", version=NEWEST).items()}


def seen(row: Row, day: date, began: str = "happened_on") -> bool:
    """As of D: begun before D, known before D, not replaced before D."""
    return row[began] < day and row["known_on"] < day and not (row["superseded_on"] and row["superseded_on"] < day)


def over(row: Row, day: date) -> bool:
    """An ending counts when it came before D and was known before D."""
    return bool(row["ended_on"]) and row["ended_on"] < day and row["ended_known_on"] < day


def fits(row: Row, one: Indicator, kinds: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    """Kind, role, status and code as declared; nothing that our own flag caused."""
    statuses = one.statuses or ("recorded", "charged", "cautioned_or_convicted", "no_further_action")
    role = not one.roles or row["role"] in one.roles
    code = not codes or row["code"] in codes
    return row["kind"] in kinds and role and row["status"] in statuses and code and not row["our_flag"]


def years(born: date, day: date) -> int:
    """Completed years of life on a day."""
    return day.year - born.year - (1 if (day.month, day.day) < (born.month, born.day) else 0)


def covered(world: dict[str, list[Row]], person: Row, one: Indicator, day: date) -> bool:
    """Whether on half of the days looked at, or more, some line spoke of one of the kinds; of a pair, of both sides."""
    if not world["coverage"]:
        return True
    twice = (one.of or one.measure) in ("trend", "rise")
    n = 365 if one.window is None or one.measure == "nearing" else one.window * (2 if twice else 1)
    for of in (one.kinds, one.with_kinds or one.kinds):
        days: set[date] = set()
        for line in world["coverage"]:
            if speaks(line, person, of) and (line.get("known_on") is None or line["known_on"] < day):
                in_time = line.get("in_time_to") is not None and day <= line["in_time_to"]
                start, end = max(line["from"], day - n * DAY), day - DAY if in_time else min(line["to"], day - DAY)
                within = (start + k * DAY for k in range((end - start).days + 1))
                days.update(d for d in within if of_age(line, person, d))
        if 2 * len(days) < n:
            return False
    return True


def speaks(line: Row, person: Row, of: tuple[str, ...]) -> bool:
    """Whether a line of coverage is about the person's area and one of the kinds."""
    kinds = any(line["kind"] == kind or (not line["kind"] and line["agency"] == AGENCY[kind]) for kind in of)
    return kinds and line["area"] in (None, person["area"])


def of_age(line: Row, person: Row, day: date) -> bool:
    """Whether the person was of the ages that a line is limited to; an unknown birth is of none."""
    if line["min_age"] is None and line["max_age"] is None:
        return True
    if person["born_on"] is None:
        return False
    age = years(person["born_on"], day)
    return (line["min_age"] is None or line["min_age"] <= age) and (line["max_age"] is None or age <= line["max_age"])


def value(world: dict[str, list[Row]], person: Row, one: Indicator, day: date) -> float | None:
    """One cell."""
    if one.measure == "covered":
        return 1.0 if covered(world, person, one, day) else 0.0
    whose = {person["person_id"]}
    if one.measure == "neighbours":
        ties = [t for t in world["links"] if t["person_id"] in whose and t["kind"] in one.links]
        whose = {t["other_id"] for t in ties if seen(t, day, "started_on") and not over(t, day)} - whose
    rows = [row for row in world["events"] if row["person_id"] in whose and seen(row, day)]
    mine = [row for row in rows if fits(row, one, one.kinds, one.codes)]
    measure = one.of or one.measure
    back = timedelta(days=(one.window or 0) * (2 if measure in ("trend", "rise") else 1))
    if one.window and measure not in ("days_open", "first", "nearing"):
        mine = [row for row in mine if row["happened_on"] >= day - back]
    if not mine:
        nothing = None if measure == "days_since" else 0.0
        return nothing if covered(world, person, one, day) else None
    found = told(mine, rows, person, one, measure, day)
    return None if measure == "together" and not found and not covered(world, person, one, day) else found


def told(mine: list[Row], rows: list[Row], person: Row, one: Indicator, measure: str, day: date) -> float | None:
    """The measure over records of which there is at least one."""
    since = day - timedelta(days=one.window or 0)
    number = [HARM.get(row["code"] or "", 0.0) if one.column == "harm" else (row["amount"] or 0.0) for row in mine]
    ages = [(day - row["happened_on"]).days for row in mine]
    recent = [row["happened_on"] >= since for row in mine]
    still = [row for row in mine if not over(row, day)]
    if measure == "count":
        return len(mine)
    if measure == "ever":
        return 1
    if measure == "total":
        return math.fsum(number)
    if measure == "days_since":
        return min(ages)
    if measure == "decayed":
        halves = [0.5 ** (age / one.half_life) for age in ages]
        return math.fsum(halves if one.column is None else [h * n for h, n in zip(halves, number, strict=True)])
    if measure == "distinct":
        names = [DOMAIN.get(row["kind"]) or None if one.column == "domain" else row[one.column] for row in mine]
        return len({name for name in names if name is not None})
    if measure == "open_now":
        return 1 if still else 0
    if measure == "days_open":
        within = [since + k * DAY for k in range((day - since).days)]
        return sum(any(r["happened_on"] <= d and (not over(r, day) or d < r["ended_on"]) for r in mine) for d in within)
    if measure == "trend":
        return sum(recent) - sum(not new for new in recent)
    if measure == "rise":
        return math.fsum(n if new else -n for n, new in zip(number, recent, strict=True))
    if measure == "first":
        return 1 if all(recent) else 0
    if measure == "together":
        others = [r for r in rows if fits(r, one, one.with_kinds, ()) and (not one.window or r["happened_on"] >= since)]
        return sum(
            any(o is not r and abs((o["happened_on"] - r["happened_on"]).days) <= 30 for o in others) for r in mine
        )
    return nearing(person, one, day) if still else 0


def nearing(person: Row, one: Indicator, day: date) -> float | None:
    """Whether one of the days from D on, as many as the window has, is the birthday that is meant."""
    born = person["born_on"]
    if born is None:
        return None
    days = [day - DAY + k * DAY for k in range((one.window or 0) + 1)]
    return 1 if any(years(born, a) < one.age <= years(born, b) for a, b in pairwise(days)) else 0


def drawn_day(rng: random.Random, around: date | None = None) -> date:
    """A day of the seven years, or one within two years after `around`."""
    return (around or FIRST) + timedelta(days=rng.randrange(730 if around else (LAST - FIRST).days))


def dates(rng: random.Random, began: str) -> Row:
    """When it began, was known, was replaced, ended."""
    start = drawn_day(rng)
    known = start + timedelta(days=rng.choice((0, 0, 1, 30, -5, 200)))
    end = drawn_day(rng, start) if rng.random() < 0.5 else None
    replaced = drawn_day(rng, known) if rng.random() < 0.2 else None
    told_on = end + timedelta(days=rng.choice((0, 1, 60))) if end else None
    return {began: start, "known_on": known, "superseded_on": replaced, "ended_on": end, "ended_known_on": told_on}


def drawn_world(rng: random.Random, people: int) -> dict[str, list[Row]]:
    """People with a dozen records each, links among them, and what two feeds covered."""
    ids = [f"P{number}" for number in range(people)]
    born = [date(rng.randrange(2000, 2012), rng.randrange(1, 13), 1) if rng.random() > 0.1 else None for _ in ids]
    events = [
        {
            **{"record_id": "R", "version": 1, "known_basis": "recorded", "may_discuss": "ask_source_first"},
            **{"person_id": rng.choice(ids), "kind": rng.choice(KINDS), "status": rng.choice((*STATUSES, "recorded"))},
            **{"agency": rng.choice(("police", "school")), "role": rng.choice(("concerned", "victim", "suspect"))},
            **{"code": rng.choice((None, "PP", "1", "8N", "34A")), "amount": rng.choice((None, 0.5, 3.0, -2.25, 8.0))},
            **{"place": rng.choice((None, "park", "road")), "incident_id": rng.choice((None, "I1", "I2", "I3"))},
            **{"our_flag": rng.choice((None, False, False, True)) if rng.random() < 0.2 else None},
            **dates(rng, "happened_on"),
        }
        for _ in range(12 * people)
    ]
    links = [
        {"record_id": "L", "person_id": rng.choice(ids), "other_id": rng.choice(ids), "kind": rng.choice(LINK_KINDS)}
        | dates(rng, "started_on")
        for _ in range(4 * people)
    ]
    persons = [
        {"person_id": i, "born_on": b, "area": rng.choice(("A", "B", None))} for i, b in zip(ids, born, strict=True)
    ]
    coverage = [
        {"agency": AGENCY[kind], "kind": rng.choice((kind, None)), "area": rng.choice((None, "A")), "received_on": LAST}
        | {"from": (start := drawn_day(rng)), "to": (end := drawn_day(rng, start))}
        | {"in_time_to": rng.choice((None, end, drawn_day(rng, end))), "known_on": rng.choice((None, drawn_day(rng)))}
        | {"min_age": rng.choice((None, 5, 11)), "max_age": rng.choice((None, 15, 17))}
        for kind in (*KINDS, *KINDS)
    ]
    return {"events": events, "links": links, "people": persons, "coverage": coverage if rng.random() < 0.7 else []}


def drawn_indicators(rng: random.Random) -> list[Indicator]:
    """Two of every measure, and one over neighbours of every measure that there may be one of."""
    plain = ("count", "ever", "total", "days_since", "decayed", "distinct", "open_now", "days_open", "trend", "rise")
    own = [drawn_indicator(rng, m, None) for m in (*plain, "first", "together", "nearing", "covered") for _ in range(2)]
    return [*own, *(drawn_indicator(rng, "neighbours", inner) for inner in plain)]


def drawn_indicator(rng: random.Random, measure: str, of: str | None) -> Indicator:
    """One indicator of the measure."""
    inner, more = of or measure, {}
    if inner not in ("open_now", "days_since"):
        must = inner in ("days_open", "trend", "rise", "first", "nearing")
        more["window"] = rng.choice((30, 182, 365, 900) if must else (None, 30, 365, 900))
    if inner in ("total", "decayed", "rise"):
        more["column"] = rng.choice((None, "amount", "harm"))
    if inner == "distinct":
        columns = ("code", "place", "incident_id", "kind", "agency", "domain")
        more["column"] = rng.choice((*columns, "person_id") if of else columns)
    more |= {"half_life": rng.choice((30, 365))} if inner == "decayed" else {}
    more |= {"with_kinds": tuple(rng.sample(KINDS, 2))} if inner == "together" else {}
    more |= {"age": rng.choice((12, 16, 18))} if inner == "nearing" else {}
    more |= {"of": of, "links": tuple(rng.sample(LINK_KINDS[:3], 2))} if of else {}
    return Indicator(
        name=f"{measure}_{of or ''}_{rng.randrange(10**9)}",
        kinds=tuple(rng.sample(KINDS, rng.choice((1, 2, 4)))),
        measure=measure,
        roles=rng.choice(((), (), ("victim",), ("suspect", "concerned"))),
        statuses=rng.choice(((), (), ("recorded", "diverted"))),
        codes=rng.choice(((), (), ("PP", "1"))),
        **more,
        **WORDS,
    )


def compare(people: int, seed: int) -> tuple[int, int, list[str]]:
    """Cells compared, cells in which something was counted, and the indicators that differ anywhere: for one world of
    `people`, each as of a date of their own."""
    rng = random.Random(seed)
    world, ones = drawn_world(rng, people), drawn_indicators(rng)
    asked = [(person, drawn_day(rng, date(2020, 6, 1))) for person in world["people"]]
    ids, days = pa.array([p["person_id"] for p, _ in asked]), pa.array([d for _, d in asked], pa.date32())
    schemas = {"links": LINKS, "people": PEOPLE, "coverage": COVERAGE}
    rest = {name: pa.Table.from_pylist(world[name], schema=schema) for name, schema in schemas.items()}
    events = pa.Table.from_pylist(world["events"], schema=EVENTS)
    rows = pa.table({"person_id": ids, "as_of": days})
    built = indicators_as_of(events, rows, Catalogue("any", tuple(ones)), **rest)
    counted, differ = 0, []
    for one in ones:
        expected = [value(world, person, one, day) for person, day in asked]
        counted += sum(bool(cell) for cell in expected)
        if not all(map(equal, expected, built.column(one.name).to_pylist())):
            differ.append(f"{one}")
    return len(ones) * len(asked), counted, differ


def equal(one: float | None, other: float | None) -> bool:
    """The same number, or the same nothing; sums of weights to the last digits but two, since their order is free."""
    if one is None or other is None:
        return one is other
    return one == other or math.isclose(one, other, rel_tol=1e-13, abs_tol=1e-13)


def main(people: int, seed: int = 7, each: int = 25) -> int:
    """Worlds of `each` people until all are compared; 1 where a cell differs."""
    found = [compare(each, seed + place) for place in range(-(-people // each))]
    differ = [name for _, _, names in found for name in names]
    cells, counted = (sum(one[column] for one in found) for column in (0, 1))
    print(
        f"{len(found) * each} people and dates, {cells} cells, {counted} with something counted, {len(differ)} differ"
    )
    print("\n".join(differ[:5]))
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
