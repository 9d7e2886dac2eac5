"""A sound extract of every connector, to be damaged: small, with every file that the feed may bring, and where these
are many, also in parts, as some agencies deliver."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl

from records.county import write_county
from records.county.feeds import FOLDERS

PEOPLE = 200
LONGEST = 30  # lines of a file: what is wrong with a long one is wrong with a short one
HELD_WHOLE = ("people", "pupils", "person")
PERSON, DEMANDED = "ssd_person", ("people", "crimes", "missing", "concerns")
# The parts in which a connector of many files comes too; every file is in one.
PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "ssd": (
        (PERSON, "ssd_contacts", "ssd_early_help_episodes", "ssd_cin_episodes", "ssd_cin_plans", "ssd_voice_of_child"),
        (PERSON, "ssd_cin_assessments", "ssd_assessment_factors", "ssd_s47_enquiry", "ssd_initial_cp_conference"),
        (PERSON, "ssd_cp_plans", "ssd_involvements", "ssd_missing", "ssd_sdq_scores", "ssd_linked_identifiers"),
        (PERSON, "ssd_cla_episodes", "ssd_cla_placement", "ssd_legal_status", "ssd_care_leavers"),
        (
            PERSON,
            "ssd_cla_convictions",
            "ssd_cla_substance_misuse",
            "ssd_address",
            "ssd_family",
            "ssd_immigration_status",
        ),
        (PERSON, "ssd_contacts", "ssd_disability", "ssd_send", "ssd_sen_need", "ssd_ehcp_active_plans"),
    ),
    "annex_a": (("list_1", "list_2", "list_3"), ("list_4", "list_5", "list_6"), ("list_7", "list_8", "list_9")),
    "police": (
        (*DEMANDED, "associates", "custody", "intelligence"),
        (*DEMANDED, "known_as", "nrm", "school_notices"),
    ),
}
LOOKED_AFTER = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n566910,2,27/03/2008,WROM,D051910639385,,\n"
    "510000,1,12/03/2009,WBRI,,,\n",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "566910,15/02/2021,S,C2,N3,U1,PR0,14/08/2022,X1,CLOSE,,,4244474\n"
    "566910,14/08/2022,L,C2,N3,U1,PR0,,,,,,4244474\n510000,15/02/2022,S,E1,N1,U4,PR1,,,,,,\n",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END\n510000,12/03/2009,M,13/11/2022,25/11/2022\n",
    "oc2": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n566910,27/03/2008,9,,1,0,0,0,0,1,0,0\n",
}
MAPPING = """
feed = "clubs"
agency = "clubs"
[kinds.club]
label = "Comes to a club"
may_discuss = "with_the_young_person"
spell = true
[people]
file = "people.csv"
person = "id"
born_on = "born"
[[events]]
table = "visits"
file = "visits.csv"
id = "visit"
person = "id"
kind = "club"
happened_on = "came"
known_on = "noted"
ended_on = "left"
code = "what"
our_flag = "ours"
"""
BY_CARD = """
feed = "passes"
agency = "passes"
whole_number_ids = true
[people]
file = "people.csv"
person = "id"
born_year = "year"
[crosswalk.cards]
file = "cards.csv"
from = "card"
to = "id"
[[events]]
table = "stays"
file = "stays.csv"
id = "stay"
person = "card"
crosswalk = "cards"
kind = "temporary_accommodation"
happened_on = "came"
known_on = "noted"
ended_on = "left"
ended_known_on = "told"
"""
PASSES = {
    "people": "id,year\n" + "".join(f"{n}.0,200{n}.0\n" for n in range(5)),
    "cards": "card,id\n" + "".join(f"7{n},{n % 5}.0\n" for n in range(8)) + "79,\n",
    "stays": "stay,card,came,noted,left,told\n"
    + "".join(f"S{n},7{n % 8},2024-03-1{n},2024-03-2{n},2024-04-0{n % 3 + 1},2024-04-05\n" for n in range(8))
    + "S9,71,2024-03-19,2024-03-20,,\n",
}
VISITS = "visit,id,came,noted,left,what,ours\n" + "".join(
    f"V{n},M{n % 5},2024-0{n % 9 + 1}-11,2024-0{n % 9 + 1}-12,,boxing,{n % 2}\n" for n in range(20)
)


def sound(folder: Path) -> dict[str, list[Path]]:
    """The extracts of every connector by its name: whole, then its parts. Annex A comes also as a workbook, and there
    are two mapped feeds."""
    county = folder / "county"
    write_county(PEOPLE, 7, county)
    found = {name: county / place for name, place in FOLDERS.items()}
    found["ssda903"] = _written(folder / "ssda903", LOOKED_AFTER)
    people = "id,born\n" + "".join(f"M{n},2009-05-0{n + 1}\n" for n in range(5))
    found["mapped"] = _written(folder / "mapped", {"people": people, "visits": VISITS})
    found["mapped by card"] = _written(folder / "by_card", PASSES)
    for name, mapping in (("mapped", MAPPING), ("by_card", BY_CARD)):
        (folder / name / "mapping.toml").write_text(mapping, encoding="utf-8")
    found["annex_a as a workbook"] = _workbook(found["annex_a"], folder / "workbook")
    for file in county.rglob("*.csv"):
        if not any(word in file.stem for word in HELD_WHOLE):
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join(lines[:LONGEST]), encoding="utf-8")
    return {name: [place, *_in_parts(name, place, folder / "parts" / name)] for name, place in found.items()}


def _in_parts(name: str, whole: Path, folder: Path) -> list[Path]:
    """The parts of an extract, which must hold every file of it."""
    parts = PARTS.get(name, ())
    missed = {file.stem for file in whole.iterdir()} - {stem for part in parts for stem in part}
    assert not parts or not missed, f"{name}: no part has {sorted(missed)}"
    for number, stems in enumerate(parts):
        place = folder / str(number)
        place.mkdir(parents=True)
        for stem in stems:
            shutil.copy(whole / f"{stem}.csv", place)
    return [folder / str(number) for number in range(len(parts))]


def _written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _workbook(lists: Path, folder: Path) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for file in sorted(lists.glob("list_*.csv")):
        sheet = book.create_sheet(file.stem.replace("_", " "))
        for line in file.read_text(encoding="utf-8").splitlines():
            sheet.append([word.strip('"') for word in line.split(",")])
    book.save(folder / "annex_a.xlsx")
    return folder
