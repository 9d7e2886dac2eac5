"""What only tests may know: every person's leanings, the true yearly hazards of both outcomes, and the outcomes."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from records.county.agencies import Register, references
from records.county.dates import FIRST_DATE
from records.county.extracts import Column, Dates, in_order, write_csv
from records.county.hazards.hazard import TARGETS
from records.county.journal import Happenings
from records.county.people import LEANINGS, People


def write_truth(folder: Path, people: People, lives: dict[str, Happenings], by: dict[str, Register]) -> None:
    """Writes people.csv, hazards.csv, outcomes.csv and README.md into `folder`."""
    write_csv(folder / "people.csv", _people(people, by))
    write_csv(folder / "hazards.csv", _hazards(lives["truth"], len(people)))
    write_csv(folder / "outcomes.csv", _outcomes(lives, len(people)))
    readme = resources.files("records.county").joinpath("truth.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(readme, encoding="utf-8")


def _people(people: People, by: dict[str, Register]) -> dict[str, Column]:
    own: dict[str, Column] = {f"{agency}_id": np.where(by[agency].known, by[agency].own_id, "") for agency in by}
    leanings: dict[str, Column] = {name: people.leanings[:, column] for column, name in enumerate(LEANINGS)}
    return {
        "truth_id": in_order("T", len(people)),
        "county_reference": references(people),
        "born_on": Dates(people.born),
        "young": people.young(),
        "male": people.male,
        "ethnicity": people.ethnicity,
        "left_on": Dates(people.left),
        **own,
        **leanings,
    }


def _hazards(truth: Happenings, count: int) -> dict[str, Column]:
    order = np.lexsort((truth.day, truth.person))
    truth = truth.where(order[truth.day[order] >= FIRST_DATE])
    rates: dict[str, Column] = {f"{name}_per_year": truth.picture[:, i] for i, name in enumerate(TARGETS)}
    return {"truth_id": in_order("T", count)[truth.person], "as_of": Dates(truth.day), **rates}


def _outcomes(lives: dict[str, Happenings], count: int) -> dict[str, Column]:
    person = np.concatenate([lives[name].person for name in TARGETS])
    day = np.concatenate([lives[name].day for name in TARGETS])
    target = np.repeat(TARGETS, [len(lives[name]) for name in TARGETS])
    order = np.lexsort((target, day, person))
    return {
        "truth_id": in_order("T", count)[person[order]],
        "target": target[order],
        "happened_on": Dates(day[order]),
    }
