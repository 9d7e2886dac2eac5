"""`python -m records.county.ceiling TRUTH` ranks people by their true rates on a day and looks at the year to come.

Left out: rates change every month and this takes the day's, so a forecast of states could do a little better; and it
knows what no agency knows and counts what nobody recorded, so a model on records must do worse.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from records.county.dates import LAST_DATE, YEAR_DAYS, Array, Days, day
from records.county.hazards.hazard import TARGETS
from records.refusal import WrongUse

HORIZON = 365
AGES = (10, 25)
DATES = ("2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01")


@dataclass(frozen=True)
class Ceiling:
    """For one target and day: how many people, the share whom it befell, the AUC of the true rates against what came
    (`reached`), and the AUC expected if every rate stood still for the year (`expected`)."""

    target: str
    as_of: str
    people: int
    befell: float
    reached: float
    expected: float


def ceilings(truth: Path, dates: tuple[str, ...] = DATES) -> tuple[Ceiling, ...]:
    """The ceiling for each target on each of `dates` (a 1 January or 1 July of the history, ISO).

    Raises `WrongUse` where `truth` is no truth folder or a day is not in its hazards.
    """
    names = ("people", "hazards", "outcomes")
    if not all((truth / f"{name}.csv").is_file() for name in names):
        raise WrongUse("TRUTH must be a county's truth folder with people.csv, hazards.csv and outcomes.csv")
    people, hazards, outcomes = (pc.read_csv(truth / f"{name}.csv") for name in names)
    number = {name: row for row, name in enumerate(people["truth_id"].to_pylist())}
    born, who = _days(people["born_on"]), _rows(hazards["truth_id"], number)
    struck, came = _rows(outcomes["truth_id"], number), _days(outcomes["happened_on"])
    of_target = np.array(outcomes["target"].to_pylist())
    found = []
    for as_of in dates:
        start = _within_the_history(as_of)
        age = (start - born[who]) / YEAR_DAYS
        now = (_days(hazards["as_of"]) == start) & (age >= AGES[0]) & (age < AGES[1])
        if not now.any():
            raise WrongUse("the day must be one of those in hazards.csv (1 January or 1 July), with people on it")
        for target in TARGETS:
            hit = np.zeros(len(born), bool)
            hit[struck[(of_target == target) & (came >= start) & (came < start + HORIZON)]] = True
            rate = np.asarray(hazards[f"{target}_per_year"])[now]
            found.append(_ceiling(target, as_of, rate, hit[who[now]]))
    return tuple(found)


def _ceiling(target: str, as_of: str, rate: Array, hit: Array) -> Ceiling:
    chance = 1 - np.exp(-rate * HORIZON / YEAR_DAYS)
    return Ceiling(target, as_of, len(rate), float(hit.mean()), auc(rate, hit), auc(rate, chance))


def auc(score: Array, befell: Array) -> float:
    """The area under the ROC curve of `score`, where `befell` is 0, 1 or the chance of 1; ties count half."""
    _, place = np.unique(score, return_inverse=True)
    ones = np.bincount(place, befell.astype(np.float64))
    noughts = np.bincount(place, 1.0 - befell)
    below = np.cumsum(noughts) - noughts
    return float((ones * (below + noughts / 2)).sum() / (ones.sum() * noughts.sum()))


def _within_the_history(as_of: str) -> int:
    start = day(as_of)
    if start + HORIZON > LAST_DATE:
        raise WrongUse("the day must be a year or more before the county's last date, 2026-01-01; give an earlier one")
    return start


def _rows(ids: pa.ChunkedArray, number: dict[str, int]) -> Array:
    return np.array([number[name] for name in ids.to_pylist()], np.intp)


def _days(dates: pa.ChunkedArray) -> Days:
    return np.asarray(dates.cast(pa.date32()).cast(pa.int32()).to_numpy(), np.int32)


def main(arguments: list[str]) -> int:
    """Prints the table."""
    print("| Target | Day | People | Befell | Best ranking on the day, AUC | Expected if rates stood still |")
    print("|---|---|--:|--:|--:|--:|")
    for one in ceilings(Path(arguments[0])):
        shown = f"| {one.target} | {one.as_of} | {one.people:,} | {one.befell:.1%} "
        print(f"{shown}| {one.reached:.3f} | {one.expected:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
