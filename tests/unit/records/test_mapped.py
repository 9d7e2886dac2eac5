"""Any feed by a mapping file: columns, kinds, both dates, a crosswalk; and mappings that can't be."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from records.ingest import ingest
from records.refusal import WrongUse

RECEIVED = date(2024, 7, 1)
MAPPING = """
feed = "youth_clubs"
agency = "voluntary"
day_format = "%d/%m/%Y"
whole_number_ids = true
delay_days = 2
[kinds.club_session]
label = "Came to a youth club"
may_discuss = "with_the_young_person"
[kinds.mentor]
label = "Has a mentor"
may_discuss = "with_the_young_person"
spell = true
[people]
file = "${DATA}/members.csv"
person = "member"
born_year = "year"
[people.groups]
sex = "gender"
[crosswalk.cards]
file = "cards.csv"
from = "card"
to = "member"
[[events]]
table = "visits"
file = "visits.csv.gz"
id = "visit"
person = "card"
crosswalk = "cards"
kind = "club_session"
kind_when = [
    { column = "what", prefix = "mentor", kind = "mentor" },
    { column = "what", equals = "help", kind = "contact" },
]
happened_on = "on"
known_on = "written"
amount = "hours"
"""
FILES = {
    "members.csv": "member,year,gender\n1.0,2009.0,FEMALE\n2.0,,MALE\n",
    "cards.csv": "card,member\n77.0,1.0\n78.0,2.0\n79.0,\n",
}
VISITS = """visit,card,what,on,written,hours
v1,77.0,club,01/03/2024,05/03/2024,2
v2,78.0,mentoring,02/03/2024,05/03/2024,1.5
v3,79.0,club,03/03/2024,05/03/2024,2
v4,77.0,help,04/03/2024,01/03/2024,
v5,77.0,club,2024-03-04,05/03/2024,2
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "visits.csv.gz").write_bytes(gzip.compress(VISITS.encode()))
    (tmp_path / "clubs.toml").write_text(MAPPING)
    return tmp_path / "clubs.toml"


def test_a_feed_comes_in_by_its_mapping(mapping: Path) -> None:
    result = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    rows = {row["record_id"]: row for row in result.snapshot.events().to_pylist()}
    assert {key: row["kind"] for key, row in rows.items()} == {
        "youth_clubs:visits:v1": "club_session",
        "youth_clubs:visits:v2": "mentor",
        "youth_clubs:visits:v4": "contact",
    }
    one = rows["youth_clubs:visits:v1"]
    assert (one["person_id"], one["happened_on"], one["known_on"], one["amount"]) == (
        "voluntary-1",
        date(2024, 3, 1),
        date(2024, 3, 7),
        2.0,
    )
    assert (one["may_discuss"], rows["youth_clubs:visits:v4"]["may_discuss"]) == (
        "with_the_young_person",
        "ask_source_first",
    )
    assert sorted((one.column, one.rows) for one in result.refused) == [("card", 1), ("on", 1)]
    assert result.snapshot.people()["born_on"].to_pylist() == [date(2009, 7, 1), None]
    assert pq.read_table(result.snapshot.group_path())["sex"].to_pylist() == ["female", "male"]


@pytest.mark.parametrize(("says", "verdict"), [("", "warn"), ("keep_years = 6\n", "fine")])
def test_a_kind_of_its_own_that_nobody_said_how_long_to_keep_is_warned_of(
    mapping: Path, says: str, verdict: str
) -> None:
    terms = 'legal_basis = "L"\nagreement = "A"\nexpires_on = 2099-01-01\nowner = "O"\nrhythm_days = 31\n'
    mapping.write_text(MAPPING + "[agreement]\n" + terms + says, encoding="utf-8")
    checks = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent).checks
    (kept,) = [one for one in checks if one.check == "kept_for"]
    assert kept.verdict == verdict
    assert kept.found.startswith("club_session, mentor: ")


@pytest.mark.parametrize("hours", ["-5", "1e308", "1000000.5"])
def test_an_amount_below_nothing_or_beyond_belief_is_refused_with_its_row(mapping: Path, hours: str) -> None:
    visits = VISITS.replace("05/03/2024,2\n", f"05/03/2024,{hours}\n", 1)
    (mapping.parent / "visits.csv.gz").write_bytes(gzip.compress(visits.encode()))
    result = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    assert "youth_clubs:visits:v1" not in result.snapshot.events()["record_id"].to_pylist()
    (refused,) = [one for one in result.refused if one.column == "hours"]
    assert (refused.rows, refused.reason) == (1, "must lie between 0 and 1000000")


def test_a_year_of_birth_that_is_no_whole_year_is_refused_with_its_row(mapping: Path) -> None:
    (mapping.parent / "members.csv").write_text("member,year,gender\n1.0,2008.5,FEMALE\n2.0,2009.0,MALE\n")
    result = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    assert [(one.reason, one.rows) for one in result.refused if one.column == "year"] == [("must be a whole year", 1)]
    assert date(2009, 7, 1) in result.snapshot.people()["born_on"].to_pylist()


@pytest.mark.parametrize("order", [1, -1])
def test_an_id_that_stands_for_two_people_stands_for_neither(mapping: Path, order: int) -> None:
    rows = ["77.0,1.0\n", "77.0,2.0\n", "78.0,2.0\n", "78.0,2.0\n"][::order]
    (mapping.parent / "cards.csv").write_text("card,member\n" + "".join(rows) + '"x,1.0\n')
    result = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    assert result.snapshot.events()["record_id"].to_pylist() == ["youth_clubs:visits:v2"]
    told = {(one.file, one.column, one.rows) for one in result.refused}
    assert {("cards.csv", "card", 2), ("cards.csv", "(all)", 1), ("visits.csv.gz", "card", 3)} <= told


def test_an_ending_without_its_known_day_refuses_its_row_alone(mapping: Path) -> None:
    text = MAPPING.replace('kind = "club_session"\nkind_when', 'kind = "mentor"\nx').split("x = [")[0]
    text += 'happened_on = "on"\nknown_on = "written"\nended_on = "left"\nended_known_on = "told"\n'
    mapping.write_text(text)
    visits = "visit,card,on,written,left,told\n" + "".join(
        f"v{n},77,01/03/2024,05/03/2024,{ends}\n"
        for n, ends in enumerate((",", "02/03/2024,", "02/03/2024,06/03/2024"))
    )
    (mapping.parent / "visits.csv.gz").write_bytes(gzip.compress(visits.encode()))
    result = ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    assert [one["record_id"][-2:] for one in result.snapshot.events().to_pylist()] == ["v0", "v2"]
    assert ("told", "must be filled in where left is", 1) in {(r.column, r.reason, r.rows) for r in result.refused}


def test_the_data_folder_may_come_from_the_environment(mapping: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REACHABLE_DATA", raising=False)
    with pytest.raises(WrongUse, match="--data DIR or set REACHABLE_DATA"):
        ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED)
    monkeypatch.setenv("REACHABLE_DATA", str(mapping.parent))
    assert ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED).rows


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("feed =", "fed =", "feed: Field required"),
        ('kind = "club_session"', 'kind = "party"', "kinds party must be ours or stand under"),
        ('crosswalk = "cards"', 'crosswalk = "maps"', "crosswalk maps must stand under"),
        ('happened_on = "on"', "", "happened_on: Field required"),
        ('known_on = "written"', 'known_on = "written"\nended_on = "left"', "must be a spell"),
        ('equals = "help", ', "", "needs either prefix or equals"),
        ('role = "gang"', 'role = "gang"', "role: Input should be"),
        ("[people]", "[people", "must be a TOML file"),
        ('amount = "hours"', 'ended_known_on = "written"', "ended_known_on needs ended_on beside it"),
        ("%d/%m/%Y", "%Q", "day_format: Value error, must give a whole day"),
        ("%d/%m/%Y", "%", "day_format: Value error, must give a whole day"),
        ("%d/%m/%Y", "%d%d/%m/%Y", "day_format: Value error, must give a whole day"),
        ("%d/%m/%Y", "%m/%Y", "day_format: Value error, must give a whole day"),
        ("%d/%m/%Y", "", "day_format: Value error, must give a whole day"),
        ('feed = "youth_clubs"', 'feed = "navigator"', "feed: Value error, must be a name of its own"),
        ("[kinds.mentor]", "[kinds.theft]", "must be kinds that are not ours; theft are"),
        ("delay_days = 2", f"delay_days = {10**25}", "delay_days: Input should be less than or equal to 3650"),
        ('kind = "contact"', 'kind = "intelligence"', "intelligence is a count: leave out amount"),
        ('sex = "gender"', 'sex = ""', "people.groups.sex: String should have at least 1 character"),
        ('file = "cards.csv"', 'file = "\\u0000x"', "crosswalk.cards.file: String should match"),
    ],
)
def test_a_mapping_that_cannot_be_is_wrong_use(mapping: Path, before: str, after: str, said: str) -> None:
    text = MAPPING.replace('table = "visits"', 'table = "visits"\nrole = "gang"') if "role" in before else MAPPING
    mapping.write_text(text.replace(before, after, 1))
    with pytest.raises(WrongUse, match=said):
        ingest([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    assert not (mapping.parent / "store" / "CURRENT").exists()


@pytest.mark.parametrize("said", ["false", "true"])
def test_intelligence_comes_only_where_its_agreement_switches_it_on(mapping: Path, said: str) -> None:
    terms = 'legal_basis = "x"\nagreement = "x"\nexpires_on = 2030-01-01\nowner = "x"\nrhythm_days = 31\n'
    text = MAPPING.replace('kind = "contact"', 'kind = "intelligence"').replace('amount = "hours"\n', "")
    mapping.write_text(f"{text}[agreement]\n{terms}intelligence = {said}\n")
    source = ([f"mapped:{mapping}"], mapping.parent / "store", RECEIVED, mapping.parent)
    if said == "true":
        assert "intelligence" in ingest(*source).snapshot.events()["kind"].to_pylist()
    else:
        with pytest.raises(WrongUse, match="must be switched on in the feed's agreement; it is off"):
            ingest(*source)


@pytest.mark.parametrize(
    "source", ["", "ssd", "nhs:/tmp", "police:/nowhere", "police:" + "x" * 5000, "mapped:/nowhere"]
)
def test_a_source_that_names_nothing_is_wrong_use(tmp_path: Path, source: str) -> None:
    with pytest.raises(WrongUse):
        ingest([source], tmp_path / "store", RECEIVED)
