"""One school cohort of the county, known to an agency or not, and what had ever happened to it by 18.

It stands beside DfE and MoJ's six cohorts of pupils: born within a school year, followed from the age of about 8 to
18 or 19, as their youngest were. *Cautioned or sentenced* is theirs; *reported as suspected*, the outcome, is more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array, Days, day
from records.county.journal import Journal
from records.county.lives import live
from records.county.network import draw_network
from records.county.people import LEANINGS, People, draw_people

BORN_FROM, BORN_BY = day("2006-09-01"), day("2007-08-31")
LIVED_FROM = day("2015-01-01")
OFFENCES = ("violence_suspect", "other_suspect", "weapon", "drugs", "supply", "involved")
SERIOUS = ("involved",)  # violence with injury or robbery, as in the outcome
PERSISTENT = 0.1  # of a school year's sessions
SCHOOL_YEAR_ENDS = 8  # the month
EVER = {
    "suspended": "suspension",
    "excluded": "excluded",
    "provision": "alternative_provision",
    "in_need": "child_in_need",
    "looked_after": "looked_after",
}
AGES = range(10, 19)


@dataclass(frozen=True)
class Cohort:
    """The pupils of one cohort: `first` gives each one's first day of something, `NEVER` where it never came."""

    people: People
    first: dict[str, Days]


def draw_cohort(count: int, seed: int) -> Cohort:
    """About `count` pupils of one school year who stayed in the county, and their lives."""
    rng = np.random.default_rng(seed)
    drawn = draw_people(count, rng)
    born = rng.integers(BORN_FROM, BORN_BY + 1, len(drawn)).astype(np.int32)
    street, conduct = (drawn.leanings[:, LEANINGS.index(name)] for name in ("street", "conduct"))
    network = draw_network(drawn.household, drawn.area, born, street, conduct, rng)
    drawn = replace(drawn, born=born, network=network)
    journal = live(drawn, rng)
    first = {name: _first(journal, (what,), len(drawn)) for name, what in EVER.items()}
    first["absent"] = _first_absent(journal, len(drawn))
    first["any"] = _first(journal, OFFENCES, len(drawn), sanctioned=True)
    first["serious"] = _first(journal, SERIOUS, len(drawn), sanctioned=True)
    first["any_suspected"] = _first(journal, OFFENCES, len(drawn))
    first["serious_suspected"] = _first(journal, SERIOUS, len(drawn))
    stayed = np.flatnonzero(drawn.pupil & (drawn.left == NEVER))
    return Cohort(drawn.keep(stayed), {name: days[stayed] for name, days in first.items()})


def _first(journal: Journal, names: tuple[str, ...], count: int, sanctioned: bool = False) -> Days:
    days = np.full(count, NEVER, np.int32)
    for name in names:
        lived = journal.of(name, LIVED_FROM)
        if sanctioned:
            lived = lived.where(lived.picture[:, 0] > 0)
        np.minimum.at(days, lived.person, lived.day)
    return days


def _first_absent(journal: Journal, count: int) -> Days:
    """The end of each one's first school year with a tenth or more of its sessions missed."""
    terms = journal.of("attendance", LIVED_FROM)
    months = terms.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year = (months - SCHOOL_YEAR_ENDS) // 12
    sums = np.zeros((int(year.max() - year.min()) + 1, count, 2))
    np.add.at(sums, (year - year.min(), terms.person), terms.picture)
    absent = sums[:, :, 1] >= PERSISTENT * np.maximum(1, sums[:, :, 0])
    ends = np.array([_july(int(y)) for y in range(int(year.min()), int(year.max()) + 1)], np.int32)
    return np.where(absent, ends[:, None], NEVER).min(axis=0).astype(np.int32)


def _july(year: int) -> int:
    return int(np.datetime64(f"{1970 + year + 1}-07-31", "D").astype(np.int64))


def measured(cohort: Cohort) -> dict[str, float]:
    """The cohort's figures by the names of `figures.csv`, in percent."""
    people, first = cohort.people, cohort.first
    ever = {name: days < LAST_DATE for name, days in first.items()}
    traits = ever | {"support": people.sen == "K", "plan": people.sen == "E", "male": people.male}
    groups = {"all": np.ones(len(people), bool), "any": ever["any"], "serious": ever["serious"]}
    figures = {"any_offence": _percent(ever["any"]), "serious_violence": _percent(ever["serious"])}
    figures |= {"any_suspected": _percent(ever["any_suspected"])}
    figures |= {"serious_suspected": _percent(ever["serious_suspected"])}
    for name in (*EVER, "absent", "support", "plan", "male"):
        figures |= {f"{name}_{group}": _percent(traits[name][who]) for group, who in groups.items()}
    for group in ("any", "serious"):
        age = ((first[group] - people.born) / YEAR_DAYS).astype(int)[ever[group]]
        figures |= {f"age_{years}_{group}": _percent(age == years) for years in AGES}
    return figures | _order(first) | _groups(people)


def _order(first: dict[str, Days]) -> dict[str, float]:
    """What came before the first serious violence, among those who had both."""
    figures: dict[str, float] = {}
    for name in (*EVER, "absent"):
        both = (first[name] < LAST_DATE) & (first["serious"] < LAST_DATE)
        gap = (first["serious"] - first[name])[both]
        figures[f"{name}_before"] = _percent(gap > 0)
        figures[f"{name}_over_2_years_before"] = _percent(gap > 730)
        figures[f"{name}_1_to_2_years_before"] = _percent((gap > 365) & (gap <= 730))
        figures[f"{name}_within_30_days_after"] = _percent((gap < 0) & (gap > -30))
    return figures


def _groups(people: People) -> dict[str, float]:
    major = people.ethnicity.astype("U1")
    letters = {"white": "W", "asian": "A", "black": "B", "mixed": "M"}
    return {f"ethnicity_{name}": _percent(major == letter) for name, letter in letters.items()}


def _percent(mask: Array) -> float:
    return 100 * float(mask.mean()) if len(mask) else float("nan")
