"""What the Annex A connector says of each list, as a workbook and as CSVs; what it refuses, and what it never reads."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.connectors import read_source
from records.connectors.annex_a import REACHES_BACK_DAYS
from records.delivery import Delivery
from records.ingest import ingest
from records.refusal import Refused, WrongUse
from records.store import open_store
from tests.unit.records.annex_a_made import LISTS, Lists, Row, contact, csvs, workbook
from tests.unit.records.damage import damage

RECEIVED = date(2025, 7, 1)


def read(path: Path) -> Delivery:
    return read_source(f"annex_a:{path}", RECEIVED)


def told(delivery: Delivery, *columns: str) -> list[tuple]:
    rows = delivery.events.sort_values(["kind", "happened_on"])
    days = {day: rows[day].dt.strftime("%Y-%m-%d").fillna("never") for day in rows.select_dtypes("datetime")}
    texts = {name: rows[name].fillna("") for name in columns if name not in days}
    return list(rows.assign(**days, **texts)[list(columns)].itertuples(index=False, name=None))


SAID = [
    ("assessment", "C1", "2025-03-04", "2025-04-20", ""),
    ("care_leaver", "C3", "2025-02-01", "never", ""),
    ("child_in_need", "C1", "2025-03-03", "never", "N1"),
    ("contact", "C1", "2025-03-02", "never", "6"),
    ("early_help", "C1", "2025-02-01", "2025-04-01", ""),
    ("initial_conference", "C1", "2025-05-25", "never", ""),
    ("legal_status", "C2", "2025-01-01", "never", "C2"),
    ("looked_after", "C2", "2025-01-01", "never", ""),
    ("placement", "C2", "2025-06-01", "never", "U6"),
    ("placement_move", "C2", "2025-06-01", "never", ""),
    ("protection_plan", "C1", "2025-05-25", "never", "Neglect"),
    ("protection_review", "C1", "2025-06-20", "never", ""),
    ("referral", "C1", "2025-03-03", "never", "2A"),
    ("section_47_enquiry", "C1", "2025-05-01", "2025-05-25", ""),
    ("statutory_contact_missed", "C1", "2025-04-20", "never", "child_not_seen"),
    ("statutory_contact_missed", "C3", "2025-05-01", "never", "care_leaver"),
    ("statutory_contact_missed", "C1", "2025-05-22", "never", "conference"),
    ("unsuitable_accommodation", "C3", "2025-03-01", "never", "S"),
]


@pytest.mark.parametrize("make", [workbook, csvs])
def test_every_dated_fact_of_the_lists_is_told(tmp_path: Path, make: Callable[[Path, Lists], Path]) -> None:
    delivery = read(make(tmp_path / "annex_a.xlsx", LISTS))
    expected = [(kind, f"social_care-{child}", *rest) for kind, child, *rest in SAID]
    assert told(delivery, "kind", "person_id", "happened_on", "ended_on", "code") == expected
    assert delivery.refused == ()
    assert delivery.groups.set_index("person_id").loc["social_care-C1", ["ethnicity", "sex"]].tolist() == [
        "BCRB",
        "female",
    ]


def test_workers_postcodes_adoption_and_whole_births_are_never_read(tmp_path: Path) -> None:
    delivery = read(workbook(tmp_path / "annex_a.xlsx", LISTS))
    everywhere = str(delivery.people.to_dict()) + str(delivery.events.to_dict())
    assert not any(word in everywhere for word in ("Worker Name", "ZZ1", "C9", "BCRB", "2010-05-17", "G4"))
    assert delivery.people["born_on"].tolist()[0] == pd.Timestamp("2010-05-01")


def test_an_authorisation_is_a_date_of_recording(tmp_path: Path) -> None:
    delivery = read(workbook(tmp_path / "annex_a.xlsx", LISTS))
    unseen = delivery.events[delivery.events["code"] == "child_not_seen"].iloc[0]
    assert (unseen["known_basis"], unseen["known_on"]) == ("recorded", pd.Timestamp("2025-05-21"))
    assert (delivery.events["known_basis"] == "estimated").sum() == len(SAID) - 1


def test_a_later_delivery_withdraws_neither_what_is_too_old_for_it_nor_the_last_review(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = workbook(tmp_path / "one.xlsx", LISTS)
    ingest([f"annex_a:{first}"], store, RECEIVED)
    plan = {**LISTS["List 7"][0], "Date of latest review conference": "01/12/2025"}
    later = workbook(
        tmp_path / "two.xlsx", {"List 1": [contact("C8", **{"Date of Contact": "02/12/2025"})], "List 7": [plan]}
    )
    changes = ingest([f"annex_a:{later}"], store, date(2026, 1, 1)).changes["annex_a"]
    assert (changes.new, changes.withdrawn) == (2, 0)
    gone = workbook(tmp_path / "three.xlsx", {"List 1": [contact("C7", **{"Date of Contact": "01/01/2026"})]})
    assert ingest([f"annex_a:{gone}"], store, date(2026, 1, 20)).changes["annex_a"].withdrawn == 1


IN_CARE = ("legal_status", "looked_after", "placement")
STILL = {**LISTS["List 8"][0], "Child Unique ID": "C5"}


def in_care(store: Path, child: str = "C2") -> dict[str, tuple]:
    """By kind of record about a child in care, when it ended, when that was known and when it was withdrawn."""
    events = open_store(store).events().to_pandas()
    rows = events[(events["person_id"] == f"social_care-{child}") & events["kind"].isin(IN_CARE)]
    days = rows[["ended_on", "ended_known_on", "superseded_on"]].astype("object")
    return dict(zip(rows["kind"], days.where(days.notna(), None).itertuples(index=False, name=None), strict=True))


def two_in_care(path: Path) -> str:
    return f"annex_a:{workbook(path, {'List 8': [*LISTS['List 8'], STILL]})}"


@pytest.mark.parametrize("between", [None, date(2025, 10, 1)])
def test_care_that_ended_between_two_deliveries_far_apart_has_ended_and_is_not_erased(
    tmp_path: Path, between: date | None
) -> None:
    store = tmp_path / "store"
    ingest([two_in_care(tmp_path / "one.xlsx")], store, RECEIVED)
    if between:  # a delivery of another list alone tells nothing of who is in care
        ingest([f"annex_a:{workbook(tmp_path / 'other.xlsx', {'List 1': [contact()]})}"], store, between)
    late = date(2026, 3, 1)
    changes = ingest([f"annex_a:{workbook(tmp_path / 'two.xlsx', {'List 8': [STILL]})}"], store, late).changes[
        "annex_a"
    ]
    assert (changes.ended, changes.withdrawn) == (3, 0)
    last_unseen = late - timedelta(days=REACHES_BACK_DAYS + 1)
    assert in_care(store) == dict.fromkeys(IN_CARE, (last_unseen, late, None))
    assert in_care(store, "C5") == dict.fromkeys(IN_CARE, (None, None, None))
    back = ingest([two_in_care(tmp_path / "three.xlsx")], store, date(2026, 4, 1)).changes["annex_a"]
    assert (back.changed, back.withdrawn) == (3, 0)  # they were in care all the time: listed again, the end is undone


def test_care_that_is_gone_from_the_next_delivery_is_withdrawn(tmp_path: Path) -> None:
    store, soon = tmp_path / "store", date(2025, 8, 1)
    ingest([two_in_care(tmp_path / "one.xlsx")], store, RECEIVED)
    ingest([f"annex_a:{workbook(tmp_path / 'two.xlsx', {'List 8': [STILL]})}"], store, soon)
    assert in_care(store) == dict.fromkeys(IN_CARE, (None, None, soon))


# Each is planted in a row of its own: the list, what is changed, the column that must be told and a word of the reason.
FAULTS: list[tuple[str, Row, str, str]] = [
    ("List 1 - Contacts", {"Date of Contact": "31/02/2025"}, "Date of Contact", "date that exists"),
    ("List 1 - Contacts", {"Date of Contact": "soon"}, "Date of Contact", "date that exists"),
    ("List 1 - Contacts", {"Date of Contact": ""}, "Date of Contact", "filled in"),
    ("List 1 - Contacts", {"Date of Contact": "01/01/2099"}, "Date of Contact", "after the day of receipt"),
    ("List 1 - Contacts", {"Date of Contact": "01/01/2009"}, "Date of Contact", "before birth"),
    ("List 1 - Contacts", {"Contact Source": "zz) 77: Mars"}, "Contact Source", "codes"),
    ("List 1 - Contacts", {"Child Unique ID": ""}, "Child Unique ID", "filled in"),
    ("List 1 - Contacts", {"Child Unique ID": "9" * 200}, "Child Unique ID", "characters long"),
    ("List 1 - Contacts", {"Date of Birth": "99/99/9999"}, "Date of Birth", "date that exists"),
    ("List 2", {"Assessment completion date": "01/01/2025"}, "Assessment completion date", "before Assessment start"),
    ("List 3", {"Referral NFA?": "perhaps"}, "Referral NFA?", "codes"),
    ("List 4", {"Child Seen During Continuous Assessment": "Q"}, "Child Seen During Continuous Assessment", "codes"),
    ("List 6", {"Primary Need Code": "N99"}, "Primary Need Code", "codes"),
    ("List 7", {"Initial Category of Abuse": "f) Other"}, "Initial Category of Abuse", "codes"),
    ("List 8", {"Child's Legal Status": "Q9"}, "Child's Legal Status", "codes"),
    ("List 8", {"Placement Type": "Q9"}, "Placement Type", "codes"),
    (
        "List 8",
        {"Date Ceased to be Looked After": "01/01/2024"},
        "Date Ceased to be Looked After",
        "before Date Started",
    ),
    ("List 9", {"Type of Accommodation": "Q: Moon"}, "Type of Accommodation", "codes"),
    ("List 9", {"Suitability of Accommodation": "c) Fine"}, "Suitability of Accommodation", "codes"),
]


@pytest.mark.parametrize("make", [workbook, csvs])
def test_each_planted_fault_is_refused_in_its_column_and_the_rest_goes_in(
    tmp_path: Path, make: Callable[[Path, Lists], Path]
) -> None:
    lists = {title: list(rows) for title, rows in LISTS.items()}
    for number, (title, changed, _, _) in enumerate(FAULTS):
        lists[title].append({**LISTS[title][0], "Child Unique ID": f"F{number}", **changed})
    lists["List 6"].append(LISTS["List 6"][0])
    delivery = read(make(tmp_path / "annex_a.xlsx", lists))
    for (column, reason), rows in Counter((column, reason) for *_, column, reason in FAULTS).items():
        found = [one for one in delivery.refused if one.column == column and reason in one.reason]
        assert sum(one.rows for one in found) == rows, (column, reason)
    assert [one.rows for one in delivery.refused if "distinct" in one.reason] == [1]
    assert sum(one.rows for one in delivery.refused) == len(FAULTS) + 1
    assert len(delivery.events) == len(SAID)


def test_ids_and_days_may_be_written_as_a_spreadsheet_writes_them(tmp_path: Path) -> None:
    rows = [contact(**{"Child Unique ID": 1234567.0, "Date of Contact": "2025-03-02"})]
    delivery = read(workbook(tmp_path / "annex_a.xlsx", {"1 Contacts": rows}))
    assert told(delivery, "person_id", "happened_on") == [("social_care-1234567", "2025-03-02")]


def test_names_of_columns_may_differ_in_capitals_and_question_marks(tmp_path: Path) -> None:
    row = {name.upper().replace("?", ""): value for name, value in LISTS["List 3"][0].items()}
    assert len(read(workbook(tmp_path / "annex_a.xlsx", {"LIST 3": [row]})).events) == 1


def test_a_list_without_a_column_that_is_needed_is_refused(tmp_path: Path) -> None:
    row = {name: value for name, value in contact().items() if name != "Contact Source"}
    with pytest.raises(Refused, match="must have the columns Contact Source"):
        read(workbook(tmp_path / "annex_a.xlsx", {"List 1": [row]}))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "annex_a.xlsx"
    for content in (b"", b"not a workbook", b"PK\x03\x04half of one"):
        path.write_bytes(content)
        with pytest.raises(Refused, match=r"must be a workbook as \.xlsx"):
            read(path)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><Types>&b;</Types>")
    with pytest.raises(Refused, match=r"must be a workbook as \.xlsx"):
        read(path)
    with pytest.raises(WrongUse, match="must be a folder"):
        read(tmp_path / "nothing.xlsx")


def test_a_workbook_packed_in_a_way_of_later_years_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "annex_a.xlsx", LISTS)
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 6] = 69  # in the directory: the version that it takes to unpack
    path.write_bytes(packed)
    with pytest.raises(Refused, match=r"must be a workbook as \.xlsx"):
        read(path)


def test_a_workbook_that_unpacks_to_more_than_a_machine_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "annex_a.xlsx", LISTS)
    monkeypatch.setattr("records.connectors.workbook.LARGEST_UNPACKED", 1 << 10)
    with pytest.raises(Refused, match="must unpack to less than"):
        read(path)


def test_a_folder_that_does_not_say_which_list_is_which_is_refused(tmp_path: Path) -> None:
    folder = csvs(tmp_path / "lists", {"List 1 - Contacts": LISTS["List 1 - Contacts"]})
    (folder / "list_1 again.csv").write_bytes((folder / "list_1.csv").read_bytes())
    with pytest.raises(Refused, match="there are two"):
        read(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="there is none"):
        read(tmp_path / "empty")


def test_a_csv_file_that_carries_no_lists_number_is_named(tmp_path: Path) -> None:
    folder = csvs(tmp_path / "lists", LISTS)
    (folder / "readme.csv").write_text("a,b\n")
    with pytest.raises(Refused, match=r"as list_1.csv has; readme.csv has none"):
        read(folder)


def test_sheets_that_carry_no_lists_number_are_not_read(tmp_path: Path) -> None:
    more: Lists = {"Cover": [{"Ofsted": "Annex A"}], "Notes": [{"About": "these lists"}]}
    plain, covered = workbook(tmp_path / "plain.xlsx", LISTS), workbook(tmp_path / "covered.xlsx", {**LISTS, **more})
    assert read(covered).tables == read(plain).tables


@pytest.mark.parametrize("make", [workbook, csvs])
def test_damaged_lists_are_read_or_refused_and_never_a_fault_of_ours(
    tmp_path: Path, make: Callable[[Path, Lists], Path]
) -> None:
    whole, rng = make(tmp_path / "whole.xlsx", LISTS), np.random.default_rng(7)
    refused = 0
    for case in range(30):
        damaged = tmp_path / f"{case}.xlsx"
        if whole.is_dir():
            damaged.mkdir()
        file = damaged / f"list_{case % 9 + 1}.csv" if whole.is_dir() else damaged
        file.write_bytes(damage((whole / file.name if whole.is_dir() else whole).read_bytes(), rng))
        try:
            read(damaged)
        except Refused:
            refused += 1
    assert refused > 2
