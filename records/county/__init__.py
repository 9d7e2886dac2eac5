"""The seeded demo county: made-up young people, nine years of their lives, and what each agency wrote down.

The same number of people and the same seed give the same bytes (with the same NumPy on the same kind of machine).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from records.county.agencies import Register, registers
from records.county.associates import associates
from records.county.chance import chance
from records.county.extracts import Extract, write_extract
from records.county.incidents import gather
from records.county.journal import Journal
from records.county.known import Kept, known_people
from records.county.layout import LAYOUT
from records.county.lives import live
from records.county.people import People, draw_people
from records.county.people_tables import people_tables
from records.county.police import police
from records.county.profile import FIRST, profile_called
from records.county.recording import MOST_DISPARITY, as_recorded
from records.county.school import school
from records.county.social_care import social_care
from records.county.truth import write_truth
from records.refusal import WrongUse

MOST_PEOPLE = 1_000_000
# How many lives to draw for each young person wanted: some come to no agency's notice, some have grown up.
DRAWN_FOR_EACH, DRAWN_AT_LEAST = 2.8, 300
# Who writes which agency's files, but those about the person alone; an agency without files is not in the county.
WRITERS: dict[str, Callable[[Journal, People, np.random.Generator], dict[str, Extract]]] = {
    "social_care": lambda journal, _, rng: social_care(journal, rng),
    "school": lambda journal, _, rng: school(journal, rng),
    "police": lambda journal, _, rng: police(journal, rng),
}

Files = dict[str, dict[str, Extract]]


def write_county(people: int, seed: int, out: Path, disparity: float = 0.0, profile: str = FIRST) -> None:
    """Writes the extracts of a county with `people` young people aged 10 to 24 on the last date, and `truth`.

    `disparity` is the dial of unequal recording, `profile` the county. Raises `WrongUse` where `people` is not between
    1 and a million, `seed` is negative, `disparity` is not between 0 and 2 or there is no such profile.
    """
    if not 1 <= people <= MOST_PEOPLE or seed < 0:
        raise WrongUse(f"a county takes 1 to {MOST_PEOPLE:,} people and a seed of 0 or more; give others")
    if not 0 <= disparity <= MOST_DISPARITY:
        raise WrongUse(f"--disparity must be a number from 0 to {MOST_DISPARITY:g}; it is not")
    rates = profile_called(profile)
    drawn = draw_people(int(people * DRAWN_FOR_EACH) + DRAWN_AT_LEAST, chance(seed, "people"), rates)
    journal = live(drawn, chance(seed, "lives"))
    gather(journal, drawn, chance(seed, "incidents"))
    files = {agency: write(journal, drawn, chance(seed, agency)) for agency, write in WRITERS.items()}
    files = as_recorded(files, drawn, disparity, chance(seed, "recording"))
    kept = known_people(drawn, files, people)
    by = _with_people(files, kept, seed)
    _write(out, files, by)
    lives = {name: kept.happenings(journal.of(name)) for name in ("truth", "harmed", "involved")}
    write_truth(out / "truth", kept.people, lives, by)


def _with_people(files: Files, kept: Kept, seed: int) -> dict[str, Register]:
    """Leaves in `files` what is about people kept and adds the tables about the person alone; all the registers."""
    for extracts in files.values():
        for name, extract in extracts.items():
            extracts[name] = kept.extract(extract)
    by = registers(kept.people, files, seed)
    for agency, register in by.items():
        files[agency] |= people_tables(agency, kept.people, register, chance(seed, f"people of {agency}"))
    police_own = by["police"]
    rng = chance(seed, "associates")
    files["police"]["associates"] = associates(kept.people, police_own.known, police_own.own_id, rng)
    return by


def _write(out: Path, files: Files, by: dict[str, Register]) -> None:
    for agency, extracts in files.items():
        for name, extract in extracts.items():
            write_extract(out / agency / f"{name}.csv", extract, by[agency].own_id, LAYOUT[agency][name])
