"""The seeded demo county: made-up young people, nine years of their lives, and what each agency wrote down.

The same number of people and the same seed give the same bytes (with the same NumPy on the same kind of machine).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from records.county.agencies import Register, police_people, pupils, registers, social_care_people
from records.county.associates import associates
from records.county.extracts import Extract, write_extract
from records.county.incidents import gather
from records.county.known import known_people
from records.county.layout import LAYOUT
from records.county.lives import live
from records.county.people import draw_people
from records.county.police import police
from records.county.school import school
from records.county.social_care import social_care
from records.county.truth import write_truth
from records.refusal import WrongUse

MOST_PEOPLE = 1_000_000
# How many lives to draw for each young person wanted: some come to no agency's notice, some have grown up.
DRAWN_FOR_EACH, DRAWN_AT_LEAST = 2.1, 200

Files = dict[str, dict[str, Extract]]


def write_county(people: int, seed: int, out: Path) -> None:
    """Writes the extracts of a county with `people` young people aged 10 to 24 on the last date, and `truth`.

    Raises `WrongUse` where `people` is not between 1 and a million or `seed` is negative.
    """
    if not 1 <= people <= MOST_PEOPLE or seed < 0:
        raise WrongUse(f"a county takes 1 to {MOST_PEOPLE:,} people and a seed of 0 or more; give others")
    rng = np.random.default_rng(seed)
    drawn = draw_people(int(people * DRAWN_FOR_EACH) + DRAWN_AT_LEAST, rng)
    journal = live(drawn, rng)
    gather(journal, drawn, rng)
    files = {"social_care": social_care(journal, rng), "school": school(journal, rng), "police": police(journal, rng)}
    kept = known_people(drawn, files, people)
    lives = {name: kept.happenings(journal.of(name)) for name in ("truth", "harmed", "involved")}
    files = {agency: {name: kept.extract(e) for name, e in extracts.items()} for agency, extracts in files.items()}
    by = registers(kept.people, files, rng)
    files["social_care"] |= social_care_people(kept.people, by["social_care"], rng)
    files["school"]["pupils"] = pupils(kept.people, by["school"], rng)
    files["police"]["people"] = police_people(kept.people, by["police"], rng)
    files["police"]["associates"] = associates(kept.people, by["police"].known, by["police"].own_id, rng)
    _write(out, files, by)
    write_truth(out / "truth", kept.people, lives, by)


def _write(out: Path, files: Files, by: dict[str, Register]) -> None:
    for agency, extracts in files.items():
        for name, extract in extracts.items():
            write_extract(out / agency / f"{name}.csv", extract, by[agency].own_id, LAYOUT[agency][name])
