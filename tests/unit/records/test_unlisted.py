"""What a feed told of people goes when it tells of them no longer, and stays while a record is held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.check import findings
from records.erase import erase
from records.ingest import ingest
from records.kept import tables_of
from records.purge import purge
from records.store import open_store

HEAD = "resident_id,county_reference,born_on,area,forename,surname,address\n"
ANN, BOB = "1,K1,1998-01-01,X,Ann,Lee,1 A Road\n", "2,K2,2009-01-01,X,Bob,Ray,2 A Road\n"
MOVES = "move_id,resident_id,moved_on,out_of_area,recorded_on\n"
OLD, NEW = "m1,1,2015-01-01,yes,2015-01-03\n", "m2,2,2024-01-01,no,2024-01-03\n"
TENANCIES = (
    "tenancy_id,resident_id,tenure,after_homelessness,start_date,end_date,recorded_on,ended_recorded_on\n"
    "T1,1,secure,no,2012-01-01,,2012-01-05,\nT1,2,secure,no,2012-01-01,,2012-01-05,\n"
)
ABOUT_PEOPLE = ("people", "people_by_agency", "groups_by_agency", "identifiers", "identities")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def deliver(store: Path, day: str, people: str, moves: str, **more: str) -> None:
    folder = store.parent / f"housing {day}"
    folder.mkdir()
    files = {"people": HEAD + people, "moves": MOVES + moves, **more}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    ingest([f"housing:{folder}"], store, date.fromisoformat(day))


def holding(store: Path, person: str) -> set[str]:
    """The tables about people that hold somebody, in the snapshot of now."""
    tables = tables_of(open_store(store))
    columns = ("person_id", "agency_person_id")
    return {n for n in ABOUT_PEOPLE for c in columns if c in tables[n] and (tables[n][c] == person).any()}


def row_of(store: Path, person: str) -> list[dict]:
    return [row for row in open_store(store).people().to_pylist() if row["person_id"] == person]


def snapshots(store: Path) -> int:
    return len(list((store / "snapshots").iterdir()))


def test_whoever_has_only_what_is_past_its_time_never_comes_back(store: Path) -> None:
    deliver(store, "2024-06-01", ANN + BOB, OLD + NEW)
    assert "identifiers" in holding(store, "housing-1")
    for day in ("2025-06-01", "2025-07-01"):
        deliver(store, day, ANN + BOB, OLD + NEW)
        assert holding(store, "housing-1") == set()
    assert purge(store, date(2025, 8, 1)).people == 0
    assert {"people", "identifiers"} <= holding(store, "housing-2")
    assert findings(store)


def test_nor_do_they_come_in_with_a_first_delivery(store: Path) -> None:
    deliver(store, "2025-06-01", ANN + BOB, OLD + NEW)
    assert holding(store, "housing-1") == set()


def test_a_withdrawn_record_keeps_the_person_but_not_the_name_and_goes_with_its_time(store: Path) -> None:
    deliver(store, "2024-06-01", ANN + BOB, OLD + NEW)
    before = row_of(store, "housing-1")
    deliver(store, "2024-07-01", BOB, NEW)
    assert "identifiers" not in holding(store, "housing-1")
    assert snapshots(store) == 1
    assert row_of(store, "housing-1") == before
    assert open_store(store).events().num_rows == 3
    assert purge(store, date(2025, 2, 1)).people == 1
    assert holding(store, "housing-1") == set()


def test_whoever_is_listed_without_a_record_stays_until_the_source_lists_them_no_more(store: Path) -> None:
    for day in ("2024-06-01", "2024-07-01"):
        deliver(store, day, ANN + BOB, NEW)
        purge(store, date.fromisoformat(day))
        assert {"people", "identifiers"} <= holding(store, "housing-1")
    deliver(store, "2024-08-01", BOB, NEW)
    assert holding(store, "housing-1") == set()
    assert snapshots(store) == 1


@pytest.mark.parametrize("damaged", [ANN.replace("1998", "1798"), ANN.replace("Ann", '"Ann')])
def test_a_damaged_row_of_a_person_is_no_word_that_they_are_gone(store: Path, damaged: str) -> None:
    deliver(store, "2024-06-01", ANN + BOB, NEW)
    deliver(store, "2024-07-01", damaged + BOB, NEW)
    assert {"people", "identifiers"} <= holding(store, "housing-1")


def test_a_refused_row_of_a_file_without_a_key_tells_of_nobody(store: Path) -> None:
    known_as = "resident_id,recorded_on,forename\n1,2024-13-01,Annie\n"
    deliver(store, "2024-06-01", ANN + BOB, NEW, known_as=known_as)
    assert {"people", "identifiers"} <= holding(store, "housing-1")


def test_a_link_is_something_held(store: Path) -> None:
    for day in ("2024-06-01", "2025-06-01"):
        deliver(store, day, ANN + BOB, OLD + NEW, tenancies=TENANCIES)
        assert "identifiers" in holding(store, "housing-1")
    assert open_store(store).links().num_rows == 2


def test_another_feeds_word_of_the_same_person_stays(store: Path) -> None:
    deliver(store, "2024-06-01", ANN + BOB, NEW)
    crimes = "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
    people = "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,"
    police = store.parent / "police"
    police.mkdir()
    (police / "people.csv").write_text(f"{people}left_recorded_on\nN1,K1,1998-01-01,F,,,X,,\n")
    (police / "crimes.csv").write_text(crimes + "C1,N1,victim,34B,2024-03-01,2024-03-03,,,street\n")
    for name in ("missing", "concerns"):
        (police / f"{name}.csv").write_text(
            "report_id,nominal_id,missing_from,found_on,recorded_on\n"
            if name == "missing"
            else "concern_id,nominal_id,kind,occurred_on,recorded_on\n"
        )
    ingest([f"police:{police}"], store, date(2024, 6, 2))
    deliver(store, "2024-07-01", BOB, NEW)
    assert holding(store, "housing-1") == set()
    assert "people" in holding(store, "police-N1")


def test_of_whom_no_row_could_be_read_no_name_is_kept_and_whom_a_link_names_can_be_erased(store: Path) -> None:
    unread = [row.replace("-01-01", "-13-01") for row in (ANN, BOB)]
    known_as = "resident_id,recorded_on,forename,surname\n1,2024-01-01,Anna,Lee\n2,2024-01-01,Robert,Ray\n"
    cat = "3,K3,2009-01-01,X,Cat,Fox,3 A Road\n"
    lives = TENANCIES.replace("T1,1", "T1,3")  # with Bob, whose own row can't be read
    moves = NEW.replace("m2,2", "m2,3")
    deliver(store, "2024-06-01", cat + "".join(unread), moves, known_as=known_as, tenancies=lives)
    assert holding(store, "housing-1") == set()
    assert holding(store, "housing-2") == {"people", "people_by_agency"}
    assert erase(store, "housing-2").links
    assert holding(store, "housing-2") == set()


def test_a_row_that_can_t_be_read_leaves_the_names_that_were_held(store: Path) -> None:
    known_as = "resident_id,recorded_on,forename,surname\n2,2024-01-01,Robert,Ray\n"
    deliver(store, "2024-06-01", BOB, NEW, known_as=known_as)
    before = tables_of(open_store(store))["identifiers"]
    unread = BOB.replace("-01-01", "-13-01")
    deliver(store, "2024-07-01", ANN + unread, NEW + OLD.replace("2015", "2024"), known_as=known_as)
    after = tables_of(open_store(store))["identifiers"]
    assert after[after["agency_person_id"] == "housing-2"].reset_index(drop=True).equals(before)
