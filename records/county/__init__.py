"""The seeded demo county: made-up young people, nine years of their lives, and what each agency wrote down.

The same number of people and the same seed give the same bytes (with the same NumPy on the same kind of machine).
"""

from __future__ import annotations

from pathlib import Path

from records.county.agencies import Register, registers
from records.county.annex_a_sample import write_annex_a
from records.county.associates import associates
from records.county.care_tables import care_tables
from records.county.census_sample import write_census
from records.county.chance import chance
from records.county.counts import counts
from records.county.extracts import write_csv, write_extract
from records.county.incidents import gather
from records.county.journal import Journal
from records.county.known import Kept, known_people
from records.county.layout import LAYOUT
from records.county.lives import live
from records.county.people import draw_people
from records.county.people_tables import people_tables
from records.county.places import with_placements
from records.county.profile import FIRST, Profile, profile_called
from records.county.recording import MOST_DISPARITY, Files, as_recorded
from records.county.return_sample import write_return
from records.county.truth import write_truth
from records.county.writers import WRITERS
from records.refusal import Refused, WrongUse

MOST_PEOPLE = 1_000_000
TRUTH = "truth"  # stands in every county that we wrote, and in no agency's folder
# How many lives to draw for each young person wanted: some come to no agency's notice, some have grown up.
# The second is for where the first was not enough.
DRAWN_FOR_EACH, DRAWN_AT_LEAST = (2.45, 3.2), 300


def write_county(people: int, seed: int, out: Path, disparity: float = 0.0, profile: str = FIRST) -> None:
    """Writes the extracts of a county with `people` young people aged 10 to 24 on the last date, and `truth`.

    `disparity` is the dial of unequal recording, `profile` the county. Raises `WrongUse` where `people` is not between
    1 and a million, `seed` is negative, `disparity` is not between 0 and 2, there is no such profile, or `out` holds
    what is not a county of ours: its files may be an agency's, of the same names.
    """
    if not 1 <= people <= MOST_PEOPLE or seed < 0:
        raise WrongUse(f"a county takes 1 to {MOST_PEOPLE:,} people and a seed of 0 or more; give others")
    if not 0 <= disparity <= MOST_DISPARITY:
        raise WrongUse(f"--disparity must be a number from 0 to {MOST_DISPARITY:g}; it is not")
    county = profile_called(profile)
    _refuse_others(out)
    journal, kept, files = _enough(people, seed, disparity, county)
    by = _with_people(files, kept, seed)
    (out / TRUTH).mkdir(parents=True, exist_ok=True)  # first, so that one cut short can be written over
    _write(out, files, by)
    care, known = files["social_care"], by["social_care"]
    write_census(out / "cin_census", care, kept.people, known.own_id)
    write_annex_a(out / "annex_a", care, kept.people, known.own_id)
    write_return(out / "ssda903", care, kept.people, known.own_id)
    write_csv(out / "counts" / "counts.csv", counts(journal, kept.drawn, chance(seed, "counts")))
    write_truth(out / TRUTH, kept, journal, by, disparity)


def _refuse_others(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / TRUTH).is_dir():
        raise WrongUse(
            "--out must be a new or empty folder, or one with a made-up county in it; other files stand there"
        )


def _enough(people: int, seed: int, disparity: float, county: Profile) -> tuple[Journal, Kept, Files]:
    """Lives enough of them that `people` young people are known, and what each agency recorded of all of them."""
    for for_each in DRAWN_FOR_EACH:
        drawn = draw_people(int(people * for_each) + DRAWN_AT_LEAST, chance(seed, "people"), county)
        journal = live(drawn, chance(seed, "lives"))
        gather(journal, drawn, chance(seed, "incidents"))
        files = {agency: write(journal, drawn, chance(seed, agency)) for agency, write in WRITERS.items()}
        files = as_recorded(files, drawn, disparity, chance(seed, "recording"))
        kept = known_people(drawn, files, people)
        if kept is not None:
            return journal, kept, files
    raise Refused(f"the county knows too few of those drawn: fewer than the {people:,} young people asked for")


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
    files["social_care"] |= with_placements(files["social_care"], kept.people, chance(seed, "places"))
    files["social_care"] |= care_tables(files, kept.people, by["social_care"].known, chance(seed, "care tables"))
    return by


def _write(out: Path, files: Files, by: dict[str, Register]) -> None:
    for agency, extracts in files.items():
        for name, extract in extracts.items():
            write_extract(out / agency / f"{name}.csv", extract, by[agency].own_id, LAYOUT[agency][name])
