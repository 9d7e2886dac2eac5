"""The county's files: the same bytes for the same seed, columns as published, codes from our lists, nothing refused."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

from records.connectors import police, school_exclusions, ssd
from records.county import write_county
from records.county.layout import LAYOUT, SSD
from records.events import STATUSES
from records.kinds import kinds
from records.refusal import WrongUse

CODES = Path(__file__).resolve().parents[4] / "records" / "codes"
PUBLISHED = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "ssd" / "tables.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_people_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_county(150, seed, tmp_path / name)
    assert digests(tmp_path / "one") == digests(tmp_path / "again")
    other = digests(tmp_path / "other")
    same = {name for name, digest in digests(tmp_path / "one").items() if other[name] == digest}
    same -= {"truth/README.md", "truth/recording.csv"}  # these say how the county is made
    assert all(len((tmp_path / "one" / name).read_text(encoding="utf-8").splitlines()) <= 1 for name in same)


@pytest.mark.parametrize(("agency", "name"), [(agency, name) for agency, of in LAYOUT.items() for name in of])
def test_each_file_has_its_columns_and_rows(county: Path, agency: str, name: str) -> None:
    written = rows(county / agency / f"{name}.csv")
    assert written
    assert tuple(written[0]) == LAYOUT[agency][name]


@pytest.mark.skipif(not PUBLISHED.exists(), reason="shared/data/ssd/tables.csv is not here")
def test_social_care_columns_are_the_published_ones() -> None:
    published: dict[str, list[str]] = {}
    for row in rows(PUBLISHED):
        published.setdefault(row["table"], []).append(row["field"])
    assert {table: list(columns) for table, columns in SSD.items()} == {table: published[table] for table in SSD}


def test_every_code_is_in_our_lists(county: Path) -> None:
    offences = {row["offence_code"]: row["kind"] for row in rows(CODES / "police_offences.csv")}
    outcomes = {row["outcome_type"]: row["status"] for row in rows(CODES / "police_outcomes.csv")}
    crimes = rows(county / "police" / "crimes.csv")
    assert {crime["offence_code"] for crime in crimes} <= set(offences)
    assert {crime["outcome_type"] for crime in crimes} <= {*outcomes, ""}
    assert set(offences.values()) <= set(kinds())
    assert set(outcomes.values()) <= set(STATUSES)
    assert {outcomes[crime["outcome_type"]] for crime in crimes if crime["outcome_type"]} == set(STATUSES) - {
        "recorded"
    }


@pytest.mark.parametrize(
    ("connector", "folder"), [(ssd, "social_care"), (school_exclusions, "school"), (police, "police")]
)
def test_no_row_is_refused_by_its_connector(county: Path, connector: object, folder: str) -> None:
    delivery = connector.read(county / folder, date(2026, 1, 1))  # type: ignore[attr-defined]
    assert [one for one in delivery.refused if one.rows] == []
    assert len(delivery.events)


@pytest.mark.parametrize(("people", "seed"), [(0, 1), (-5, 1), (10, -1), (2_000_000, 1)])
def test_an_impossible_county_is_refused(tmp_path: Path, people: int, seed: int) -> None:
    with pytest.raises(WrongUse, match="a county takes"):
        write_county(people, seed, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_county_of_one_can_be_written(tmp_path: Path) -> None:
    write_county(1, 1, tmp_path)
    assert [row["young"] for row in rows(tmp_path / "truth" / "people.csv")].count("true") == 1


def test_a_county_is_written_over_no_files_but_a_county_s(tmp_path: Path) -> None:
    theirs = tmp_path / "police" / "crimes.csv"
    theirs.parent.mkdir()
    theirs.write_text("crime_id\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="a new or empty folder"):
        write_county(20, 3, tmp_path)
    assert theirs.read_text(encoding="utf-8") == "crime_id\n"
    write_county(20, 3, tmp_path / "ours")
    before = digests(tmp_path / "ours")
    write_county(20, 4, tmp_path / "ours")
    assert digests(tmp_path / "ours") != before
