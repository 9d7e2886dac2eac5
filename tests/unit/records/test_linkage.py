"""The same person across agencies: joined on the shared key, once and for all, whatever comes later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reachable import run
from records.ingest import ingest
from records.linkage import link
from records.refusal import WrongUse
from records.store import Snapshot, open_store

Write = Callable[..., Path]
IDENTIFIERS = """
link_table_id,link_person_id,link_identifier_type,link_identifier_value
T1,S1,County Reference,C1
T2,S2,NHS Number,C2
"""
CONTACTS = """
cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code
T1,S1,2024-01-01,6
T2,S2,2024-01-01,6
"""


@pytest.fixture
def store(tmp_path: Path, police: Write, ssd: Write) -> Path:
    care = ssd(linked_identifiers=IDENTIFIERS, contacts=CONTACTS)
    ingest([f"police:{police()}", f"ssd:{care}"], tmp_path / "store", date(2024, 7, 1))
    return tmp_path / "store"


def people_of_records(snapshot: Snapshot) -> dict[str, str]:
    events = snapshot.events()
    return dict(zip(events["record_id"].to_pylist(), events["person_id"].to_pylist(), strict=True))


def test_agencies_ids_become_one_and_whoever_has_no_key_stays(store: Path) -> None:
    found = link(store)
    assert (found.with_key, found.persons, found.without_key) == (3, 2, 1)
    records = people_of_records(found.snapshot)
    assert records["ssd:ssd_contacts:T1"] == records["police:crimes:K1:N1:victim"] == "P0000001"
    assert records["ssd:ssd_contacts:T2"] == "social_care-S2"
    assert found.snapshot.people()["person_id"].to_pylist() == ["P0000001", "P0000002", "social_care-S2"]


def test_each_agency_fills_in_what_another_lacks(store: Path) -> None:
    person = link(store).snapshot.person("P0000001")
    assert person is not None
    assert person.person["born_on"] == date(2009, 8, 1)  # social care's word goes before the police's
    assert person.person["area"] == "Northgate"


def test_linking_again_changes_nothing(store: Path) -> None:
    once = link(store).snapshot
    assert link(store).snapshot.sha == once.sha


def test_a_later_delivery_keeps_the_partnership_ids(store: Path, police: Write) -> None:
    link(store)
    again = ingest([f"police:{police()}"], store, date(2024, 8, 1))
    assert again.changes["police"].unchanged == 4
    assert people_of_records(again.snapshot)["police:crimes:K1:N1:victim"] == "P0000001"


def test_a_corrected_key_moves_the_agencys_records_and_numbers_are_not_used_twice(store: Path, police: Write) -> None:
    link(store)
    head = "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on"
    rows = ("N1,C9,2008-05-17,M,Black,MWBC,Northgate,,", "N2,C2,2007-01-02,F,White,,South,,")
    corrected = police(people="\n".join((f"{head},left_recorded_on", *rows)))
    ingest([f"police:{corrected}"], store, date(2024, 8, 1))
    records = people_of_records(link(store).snapshot)
    assert records["ssd:ssd_contacts:T1"] == "P0000001"
    assert records["police:missing:M1"] == "P0000003"


def test_only_our_own_store_can_be_linked(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="our own store"):
        link(tmp_path)


@pytest.mark.parametrize("truth", [None, "nobody,police_id\nT1,N1\n"])
def test_no_linking_is_made_for_a_truth_that_cannot_be_read(store: Path, tmp_path: Path, truth: str | None) -> None:
    (tmp_path / "truth").mkdir()
    if truth is not None:
        (tmp_path / "truth" / "people.csv").write_text(truth, encoding="utf-8")
    before = open_store(store).sha
    assert run(["records", "link", str(store), "--truth", str(tmp_path / "truth")]) in (2, 3)
    assert open_store(store).sha == before
