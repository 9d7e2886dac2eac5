"""What gets recorded of what a county's agencies could record: how late, how much, and of which groups more or less.

Two dials meet here. A profile makes a whole county later or thinner. `--disparity X` makes recording differ by group:
each ratio below to the power of X, so that at 0 there is none and nothing is touched. Ratios are assumptions, set
to be found by an audit; research says which way they lean, not how far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from records.county.dates import FIRST_DATE, NEVER, YEAR_DAYS, Array, known_by_the_end
from records.county.extracts import Column, Dates, Extract, held, ids
from records.county.people import People

Files = dict[str, dict[str, Extract]]
MOST_DISPARITY = 2.0
BLACK = ("BCRB", "BAFR", "BOTH", "MWBC", "MWBA")
TRAVELLING = ("WIRT", "WROM")
CARIBBEAN = ("BCRB", "MWBC")
HAPPENED = {"crimes": "occurred_on", "missing": "missing_from", "concerns": "occurred_on", "exclusions": "start_date"}
AGE_APART = 1.0  # years between whoever is recorded without cause and the one whose record it is modelled on
MOST_WEEKS_BEFORE = 12
LEAST_AGE_SUSPECTED = 10.0


@dataclass(frozen=True)
class Disparity:
    """Of one sort of record (agency, file, role or ""), how many times as often it is made of `groups` as of others."""

    agency: str
    file: str
    role: str
    groups: tuple[str, ...]
    ratio: float


DISPARITIES = (
    Disparity("police", "crimes", "suspect", BLACK, 1.5),
    Disparity("police", "crimes", "suspect", TRAVELLING, 1.4),
    Disparity("police", "crimes", "victim", BLACK, 0.75),
    Disparity("police", "crimes", "victim", TRAVELLING, 0.7),
    Disparity("school", "exclusions", "", CARIBBEAN, 1.5),
    Disparity("school", "exclusions", "", TRAVELLING, 1.6),
)


def as_recorded(files: Files, people: People, dial: float, rng: np.random.Generator) -> Files:
    """`files` as the county of those `people` records them, with disparities at `dial`; in the first county at 0 just
    as they were."""
    profile = people.profile
    for agency, factor in profile.lags.items():
        for name, extract in files.get(agency, {}).items():
            files[agency][name] = _later(extract, name, factor)
    for sort, share in profile.recorded.items():
        agency, name, *role = sort.split("/")
        if name in files.get(agency, {}):
            extract = files[agency][name]
            kept = ~_of_role(extract, *role) | (rng.random(len(extract.person)) < share)
            files[agency][name] = extract.where(kept)
    if dial:
        for one in DISPARITIES:
            extract = files[one.agency][one.file]
            files[one.agency][one.file] = _unequally(extract, one, people, one.ratio**dial, rng)
    return files


def _later(extract: Extract, name: str, factor: float) -> Extract:
    """Every recorded date `factor` times as long after what happened; what is not recorded by the end is left out."""
    happened, recorded = extract.columns.get(HAPPENED.get(name, "")), extract.columns.get("recorded_on")
    if not isinstance(happened, Dates) or not isinstance(recorded, Dates):
        return extract
    late = happened.days + np.round((recorded.days - happened.days) * factor).astype(np.int32)
    columns = {**extract.columns, "recorded_on": Dates(late)}
    outcome = extract.columns.get("outcome_on")
    if isinstance(outcome, Dates):
        given = known_by_the_end(np.where(outcome.days == NEVER, NEVER, outcome.days + late - recorded.days))
        said = np.asarray(extract.columns["outcome_type"])
        columns |= {"outcome_on": Dates(given), "outcome_type": np.where(given == NEVER, "", said)}
    return replace(extract, columns=columns).where(held(late))


def _of_role(extract: Extract, role: str = "") -> Array:
    written = extract.columns.get("role")
    return np.ones(len(extract.person), bool) if not role or written is None else np.asarray(written) == role


def _unequally(extract: Extract, one: Disparity, people: People, ratio: float, rng: np.random.Generator) -> Extract:
    concerned = _of_role(extract, one.role) & np.isin(people.ethnicity[extract.person], one.groups)
    drawn = rng.random(len(extract.person))
    if ratio < 1:
        return extract.where(~concerned | (drawn < ratio))
    return _with_more(extract, np.flatnonzero(concerned & (drawn < ratio - 1)), one, people, rng)


def _with_more(extract: Extract, rows: Array, one: Disparity, people: People, rng: np.random.Generator) -> Extract:
    """`extract` with a record more for each of `rows`: the like of it some weeks before, of somebody alike."""
    happened = extract.columns[HAPPENED[one.file]]
    assert isinstance(happened, Dates)
    weeks = 7 * rng.integers(0, MOST_WEEKS_BEFORE + 1, len(rows)).astype(np.int32)
    earlier = happened.days[rows] - weeks
    own = extract.person[rows]
    weeks[(earlier < FIRST_DATE) | ~_may_be(people, own, earlier)] = 0
    other = _alike(people, own, one.groups, rng)
    fits = _may_be(people, other, happened.days[rows] - weeks) & (people.pupil[other] | (one.agency != "school"))
    added = extract.where(rows)
    columns = {name: _shifted(column, -weeks) for name, column in added.columns.items()}
    both = {name: _joined(column, columns[name]) for name, column in extract.columns.items()}
    number = next(iter(extract.columns))
    both[number] = _numbered_anew(np.asarray(extract.columns[number]), len(rows), rng)
    return replace(extract, person=np.concatenate([extract.person, np.where(fits, other, own)]), columns=both)


def _may_be(people: People, person: Array, day: Array) -> Array:
    of_age = day - people.born[person] >= LEAST_AGE_SUSPECTED * YEAR_DAYS
    return of_age & (people.left[person] > day)


def _alike(people: People, person: Array, groups: tuple[str, ...], rng: np.random.Generator) -> Array:
    """For each `person` another of `groups` born close to them; the person where that falls outside a year."""
    among = np.flatnonzero(np.isin(people.ethnicity, groups))
    among = among[np.argsort(people.born[among], kind="stable")]
    place = np.searchsorted(people.born[among], people.born[person]) + rng.integers(-5, 6, len(person))
    other = among[np.clip(place, 0, len(among) - 1)]
    near = np.abs(people.born[other] - people.born[person]) <= AGE_APART * YEAR_DAYS
    return np.where(near, other, person)


def _shifted(column: Column, days: Array) -> Column:
    return Dates(np.where(column.days == NEVER, NEVER, column.days + days)) if isinstance(column, Dates) else column


def _joined(column: Column, more: Column) -> Column:
    if isinstance(column, Dates):
        assert isinstance(more, Dates)
        return Dates(np.concatenate([column.days, more.days]))
    return np.concatenate([column, np.asarray(more)])


def _numbered_anew(numbers: Array, more: int, rng: np.random.Generator) -> Array:
    """New ids for records, one for each of `numbers` that is distinct and for each of `more`: none stands out."""
    distinct, of = np.unique(numbers, return_inverse=True)
    prefix = str(distinct[0]).rstrip("0123456789") if len(distinct) else ""
    return ids(prefix, len(distinct) + more, rng)[np.concatenate([of, len(distinct) + np.arange(more)])]
