"""Counts: numbers by area and month, and nothing that could be a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.cumulative import Changes
from records.delivery import Delivery
from records.ingest import ingest
from records.kept import tables_of
from records.refusal import Refused
from records.store import open_store

COUNTS = """
area,period,kind,n,recorded_on
Northgate,2024-01-01,ae_assault,12,2024-02-05
Northgate,2024-01-01,fire_deliberate,0,2024-02-05
Southgate,2024-02-01,ambulance_weapon,3.0,2024-03-05
"""
POSTCODES = ("XA1 1AA", "xa11aa", "XA1  1AA", "XA1\u00a01AA", "XA1-1AA", "Ward (XA1 1AA)", "Mill_Lane_XA1B_1AA")


def test_a_count_has_its_sender_and_the_day_it_was_known(deliver: Callable[..., Delivery], facts: Callable) -> None:
    delivery = deliver("counts", counts=COUNTS)
    assert facts(delivery.counts, "area", "period", "kind", "n", "known_on", "agency") == [
        ["Northgate", "2024-01-01", "ae_assault", 12, "2024-02-06", "health"],
        ["Northgate", "2024-01-01", "fire_deliberate", 0, "2024-02-06", "fire"],
        ["Southgate", "2024-02-01", "ambulance_weapon", 3, "2024-03-06", "ambulance"],
    ]
    assert delivery.people.empty
    assert delivery.events.empty
    assert delivery.identifiers.empty


@pytest.mark.parametrize("column", ["patient_id", "age", "name", "nhs_number", "notes"])
def test_a_file_with_any_further_column_is_refused_whole(deliver: Callable[..., Delivery], column: str) -> None:
    lines = COUNTS.strip().splitlines()
    wide = "\n".join([f"{lines[0]},{column}", *(f"{line},Zq7Secret" for line in lines[1:])])
    with pytest.raises(Refused, match="and no other; it has 1 more") as refusal:
        deliver("counts", counts=wide)
    assert "Zq7" not in str(refusal.value)
    assert column not in str(refusal.value).split("no other")[1]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Northgate,2024-02-02,ae_assault,12,2024-03-05", "period"),
        ("Northgate,2024-02-01,ae_assault,1.5,2024-03-05", "n"),
        ("Northgate,2024-02-01,ae_assault,-1,2024-03-05", "n"),
        ("Northgate,2024-02-01,ae_assault,,2024-03-05", "n"),
        ("Northgate,2024-02-01,ae_toothache,4,2024-03-05", "kind"),
        *((f"{area},2024-02-01,ae_assault,1,2024-03-05", "area") for area in POSTCODES),
        ("Northgate,2024-02-01,ae_assault,1,2024-01-05", "recorded_on"),
        ("Northgate,2024-01-01,ae_assault,13,2024-02-05", "area and period and kind"),
        (",2024-02-01,ae_assault,13,2024-03-05", "area"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(deliver: Callable[..., Delivery], row: str, column: str) -> None:
    delivery = deliver("counts", counts=f"{COUNTS}{row}\n")
    assert [(one.file, one.column, one.rows) for one in delivery.refused] == [("counts.csv", column, 1)]
    assert len(delivery.counts) == 3


def test_the_store_keeps_them_and_no_reader_of_people_meets_them(write: Callable[..., Path], tmp_path: Path) -> None:
    ingest([f"counts:{write('counts', counts=COUNTS)}"], tmp_path / "store", date(2024, 9, 1))
    snapshot = open_store(tmp_path / "store")
    kept = tables_of(snapshot)["counts"]
    assert kept["n"].tolist() == [12, 0, 3]
    assert set(kept["agency"]) == {"health", "fire", "ambulance"}
    assert snapshot.events().num_rows == 0
    assert snapshot.people().num_rows == 0


def test_a_number_whose_row_is_refused_stays_as_it_was(write: Callable[..., Path], tmp_path: Path) -> None:
    ingest([f"counts:{write('counts', counts=COUNTS)}"], tmp_path / "store", date(2024, 9, 1))
    spoilt = COUNTS.replace("ae_assault,12", "ae_assault,x").replace("deliberate,0", "deliberate,4")
    ingest([f"counts:{write('counts', counts=spoilt)}"], tmp_path / "store", date(2024, 10, 1))
    kept = tables_of(open_store(tmp_path / "store"))["counts"]
    assert kept.loc[kept["superseded_on"].isna(), "n"].tolist() == [12, 3, 4]
    assert kept.loc[kept["superseded_on"].notna(), "n"].tolist() == [0]


def year_of(n: int = 5, area: str = "Ward") -> str:
    rows = [f"{area} {k},2023-{month:02}-01,ae_assault,{n},2024-01-05" for k in range(10) for month in range(1, 13)]
    return "\n".join(["area,period,kind,n,recorded_on", *rows])


def test_what_became_of_numbers_is_told_as_of_records(write: Callable[..., Path], tmp_path: Path) -> None:
    first = ingest([f"counts:{write('counts', counts=year_of())}"], tmp_path / "store", date(2024, 9, 1))
    assert first.changes["counts"] == Changes(120, 0, 0, 0, 0)
    news = (
        year_of()
        .replace("Ward 1,", "Ward X,")
        .replace("Ward 2,2023-01-01,ae_assault,5", "Ward 2,2023-01-01,ae_assault,6")
    )
    second = ingest([f"counts:{write('counts', counts=news)}"], tmp_path / "store", date(2024, 10, 1))
    assert second.changes["counts"] == Changes(12, 107, 1, 0, 12)


@pytest.mark.parametrize(
    ("news", "check"), [(year_of(n=5000), "changed: 120 of 120"), (year_of(area="ward"), "withdrawn: 120 of 120")]
)
def test_numbers_that_all_say_something_else_are_caught(
    write: Callable[..., Path], tmp_path: Path, news: str, check: str
) -> None:
    ingest([f"counts:{write('counts', counts=year_of())}"], tmp_path / "store", date(2024, 9, 1))
    before = tables_of(open_store(tmp_path / "store"))["counts"]
    with pytest.raises(Refused, match=f"counts: check {check} records"):
        ingest([f"counts:{write('counts', counts=news)}"], tmp_path / "store", date(2024, 10, 1))
    assert tables_of(open_store(tmp_path / "store"))["counts"].equals(before)


@pytest.mark.parametrize("area", ["E01000001", "Northgate E2", "W1 and W2", "Ward 12 2a"])
def test_an_area_that_is_no_postcode_is_taken(deliver: Callable[..., Delivery], area: str) -> None:
    delivery = deliver("counts", counts=f"{COUNTS}{area},2024-02-01,ae_assault,1,2024-03-05\n")
    assert delivery.refused == ()
