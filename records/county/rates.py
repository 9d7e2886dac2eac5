"""The whole county's yearly rates, known to an agency or not: need, care, school suspensions, assessments.

Three years are taken together, 2019 to 2021, in which the county's children are aged about 4 to 17 (it follows no one
born after 2015), and pupils 4 to 15.
"""

from __future__ import annotations

import json

import numpy as np

from records.county.assessments import assessment_factors
from records.county.dates import YEAR_DAYS, Array, day
from records.county.journal import Happenings, Journal
from records.county.lives import live
from records.county.people import People, draw_people

YEARS = (2019, 2020, 2021)
ADULT = 18 * YEAR_DAYS
FACTORS = ("3A", "3B", "4A", "4B", "10A", "11A", "13A", "14A", "16A", "17A", "24A")


def county_rates(count: int, seed: int) -> dict[str, float]:
    """The county's figures by the names of `figures.csv`: percent, or per 10,000 children or 100 pupils a year."""
    rng = np.random.default_rng(seed)
    people = draw_people(count, rng)
    journal = live(people, rng)
    each = [_care(people, journal, year) | _school(people, journal, year) for year in YEARS]
    figures = {name: float(np.mean([one[name] for one in each])) for name in each[0]}
    return figures | _again(journal) | _factors(journal, rng)


def _care(people: People, journal: Journal, year: int) -> dict[str, float]:
    start, after = day(f"{year}-04-01"), day(f"{year + 1}-04-01")
    children = 10_000 / np.sum((people.born <= after) & (people.born > after - ADULT) & (people.left > after))
    figures: dict[str, float] = {}
    for name, what in {"looked_after": "looked_after", "in_need": "child_in_need"}.items():
        spells = journal.of(what)
        figures[f"{name}_now"] = float(np.sum((spells.day < after) & (spells.end >= after)) * children)
        figures[f"{name}_started"] = float(np.sum((spells.day >= start) & (spells.day < after)) * children)
        figures[f"{name}_ceased"] = float(np.sum((spells.end >= start) & (spells.end < after)) * children)
        any_time = (spells.day < after) & (spells.end >= start)
        figures[f"{name}_at_all"] = len(np.unique(spells.person[any_time])) * float(children)
    return figures | {"in_need_ended": figures["in_need_ceased"]}


def _school(people: People, journal: Journal, year: int) -> dict[str, float]:
    start, after = day(f"{year}-09-01"), day(f"{year + 1}-08-01")
    age = ((start - people.born) / YEAR_DAYS).astype(int)
    pupils = people.pupil & (age >= 4) & (age < 16) & (people.left > after)
    suspended = _between(journal.of("suspension"), start, after)
    excluded = _between(journal.of("excluded"), start, after)
    times = np.bincount(suspended.person, minlength=len(people))
    who = {
        "all": pupils,
        "boys": pupils & people.male,
        "girls": pupils & ~people.male,
        **{str(years): pupils & (age == years) for years in (10, 12, 13, 14)},
        **{name: pupils & (people.sen == code) for name, code in {"no_sen": "N", "support": "K", "plan": "E"}.items()},
    }
    shares = {f"suspended_in_year_{name}": 100 * float((times[mask] > 0).mean()) for name, mask in who.items()}
    exclusions = np.bincount(excluded.person, minlength=len(people))[pupils].mean()
    often = {"suspensions_in_year": times[pupils].mean(), "exclusions_in_year": exclusions}
    return shares | {name: 100 * float(mean) for name, mean in often.items()}


def _between(lived: Happenings, start: int, after: int) -> Happenings:
    return lived.where((lived.day >= start) & (lived.day < after))


def _again(journal: Journal) -> dict[str, float]:
    """The share of referrals with one of the same child within the twelve months before."""
    need = journal.of("child_in_need")
    order = np.lexsort((need.day, need.person))
    person, began = need.person[order], need.day[order]
    again = np.zeros(len(person), bool)
    again[1:] = (person[1:] == person[:-1]) & (began[1:] - began[:-1] < YEAR_DAYS)
    return {"referred_again": 100 * float(again[began >= day("2018-01-01")].mean())}


def _factors(journal: Journal, rng: np.random.Generator) -> dict[str, float]:
    made = journal.of("assessment")
    ticked: Array = assessment_factors(made.picture, rng)
    codes = [set(json.loads(row)) for row in ticked]
    return {f"factor_{code}": 100 * sum(code in row for row in codes) / len(codes) for code in FACTORS}
