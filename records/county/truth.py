"""What only tests may know: who everybody is, who is linked to whom, the true yearly hazards, what happened at all.

Beside it stands how recording differed by group, so that an audit's findings can be held to what was put in.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from records.county.agencies import Register, references
from records.county.associates import LINKS, pairs
from records.county.dates import FIRST_DATE, NEVER
from records.county.extracts import Column, Dates, in_order, taken, write_csv
from records.county.hazards.hazard import TARGETS
from records.county.journal import Happenings, Journal
from records.county.known import Kept
from records.county.names import words
from records.county.people import LEANINGS, People
from records.county.police import CRIMES
from records.county.recording import DISPARITIES

LIVED = (*CRIMES, "suspension", "excluded", "missing")  # what somebody may record more of one group than of another


def write_truth(folder: Path, kept: Kept, journal: Journal, by: dict[str, Register], disparity: float) -> None:
    """Writes people.csv, links.csv, hazards.csv, outcomes.csv, lived.csv, recording.csv and README.md into `folder`."""
    people, count = kept.people, len(kept.people)
    write_csv(folder / "people.csv", _people(people, by))
    write_csv(folder / "links.csv", _links(people))
    write_csv(folder / "hazards.csv", _hazards(kept.happenings(journal.of("truth")), count))
    write_csv(folder / "outcomes.csv", _happened(kept, journal, TARGETS, "target"))
    write_csv(folder / "lived.csv", _happened(kept, journal, LIVED, "what"))
    write_csv(folder / "recording.csv", _recording(disparity))
    readme = resources.files("records.county").joinpath("truth.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(readme, encoding="utf-8")


def _people(people: People, by: dict[str, Register]) -> dict[str, Column]:
    own: dict[str, Column] = {f"{agency}_id": np.where(by[agency].known, by[agency].own_id, "") for agency in by}
    leanings: dict[str, Column] = {name: people.leanings[:, column] for column, name in enumerate(LEANINGS)}
    return {
        "truth_id": in_order("T", len(people)),
        "county_reference": references(people),
        "forename": words()[people.names.forename],
        "surname": words()[people.names.surname],
        "former_surname": words()[people.names.former],
        "born_on": Dates(people.born),
        "young": people.young(),
        "male": people.male,
        "ethnicity": people.ethnicity,
        "left_on": Dates(people.left),
        "family": people.family,
        "household": people.household,
        "twin": people.twin,
        **own,
        **leanings,
    }


def _links(people: People) -> dict[str, Column]:
    first, second, since, until, kind = pairs(people)
    begun = since != NEVER
    number = in_order("T", len(people))
    return {
        "truth_id": number[first[begun]],
        "other_truth_id": number[second[begun]],
        "kind": np.array(LINKS)[kind[begun]],
        "since": Dates(since[begun]),
        "until": Dates(until[begun]),
    }


def _hazards(truth: Happenings, count: int) -> dict[str, Column]:
    order = np.lexsort((truth.day, truth.person))
    truth = truth.where(order[truth.day[order] >= FIRST_DATE])
    rates: dict[str, Column] = {f"{name}_per_year": truth.picture[:, i] for i, name in enumerate(TARGETS)}
    return {"truth_id": taken(in_order("T", count), truth.person), "as_of": Dates(truth.day), **rates}


def _happened(kept: Kept, journal: Journal, names: tuple[str, ...], column: str) -> dict[str, Column]:
    lived = [kept.happenings(journal.of(name)) for name in names]
    person, day = (np.concatenate([getattr(one, part) for one in lived]) for part in ("person", "day"))
    which = np.repeat(np.arange(len(names)), [len(one) for one in lived])
    order = np.lexsort((which, day, person))
    return {
        "truth_id": taken(in_order("T", len(kept.people)), person[order]),
        column: np.array(names)[which[order]],
        "happened_on": Dates(day[order]),
    }


def _recording(dial: float) -> dict[str, Column]:
    rows = [(one, group) for one in DISPARITIES for group in one.groups]
    return {
        "agency": np.array([one.agency for one, _ in rows]),
        "file": np.array([one.file for one, _ in rows]),
        "role": np.array([one.role for one, _ in rows]),
        "ethnicity": np.array([group for _, group in rows]),
        "dial": np.full(len(rows), dial),
        "times_as_often": np.array([one.ratio**dial for one, _ in rows]),
    }
