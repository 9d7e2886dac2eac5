"""Navigators: without consent nothing is kept, a declined offer leaves no trace, and consent can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.delivery import Delivery
from records.ingest import ingest
from records.store import open_store

PEOPLE = """
patient_id,county_reference,born_on,area,forename,surname,nhs_number
N1,C1,2008-05-17,Northgate,Ada,Bell,9990000001
N2,C2,2008-06-17,Northgate,Ben,Cole,9990000002
N3,C3,2008-07-17,Northgate,Cat,Dunn,9990000003
"""
HEAD = "referral_id,patient_id,consent,referred_on,offer,support_start,support_end,recorded_on,ended_recorded_on\n"
YES = "F1,N1,yes,2023-01-01,accepted,2023-01-05,2023-04-05,2023-01-02,2023-04-09\n"
OPEN = "F4,N1,Yes,2024-01-01,open,,,2024-01-02,\n"
NO, SILENT = "F2,N2,no,2023-01-01,accepted,2023-01-05,,2023-01-02,\n", "F5,N2,,2023-01-01,,,,2023-01-02,\n"
DECLINED = "F3,N3,yes,2023-01-01,declined,,,2023-01-02,\n"


def test_referral_and_support_carry_both_dates(deliver: Callable[..., Delivery], facts: Callable) -> None:
    delivery = deliver("navigator", people=PEOPLE, referrals=HEAD + YES + OPEN)
    assert delivery.refused == ()
    columns = ("kind", "happened_on", "known_on", "ended_on", "ended_known_on", "code")
    assert facts(delivery.events, *columns) == [
        ["navigator_referral", "2023-01-01", "2023-01-09", None, None, None],
        ["navigator_referral", "2024-01-01", "2024-01-09", None, None, None],
        ["navigator_support", "2023-01-05", "2023-01-12", "2023-04-05", "2023-04-16", None],
    ]


def test_without_consent_nothing_of_a_person_is_kept(deliver: Callable[..., Delivery]) -> None:
    delivery = deliver("navigator", people=PEOPLE, referrals=HEAD + YES + NO + SILENT)
    assert [(one.file, one.column, one.rows) for one in delivery.refused] == [("referrals.csv", "consent", 2)]
    for table in (delivery.people, delivery.events, delivery.identities, delivery.identifiers):
        assert not table.astype(str).apply(lambda column: column.str.contains("N2|Cole|C2")).to_numpy().any()
    assert delivery.people["person_id"].tolist() == ["health-N1"]


def test_a_declined_offer_leaves_no_trace_and_is_no_refusal(deliver: Callable[..., Delivery]) -> None:
    delivery = deliver("navigator", people=PEOPLE, referrals=HEAD + YES + DECLINED)
    assert delivery.refused == ()
    assert delivery.people["person_id"].tolist() == ["health-N1"]
    assert not delivery.events["record_id"].str.contains("F3").any()


@pytest.mark.parametrize("later", [YES.replace(",yes,", ",no,"), YES.replace(",yes,", ",,") + DECLINED])
def test_consent_taken_back_withdraws_what_was_held(write: Callable[..., Path], tmp_path: Path, later: str) -> None:
    store = tmp_path / "store"
    for day, rows in ((date(2024, 6, 1), YES), (date(2024, 7, 1), later)):
        ingest([f"navigator:{write('navigator', people=PEOPLE, referrals=HEAD + rows)}"], store, day)
    events = open_store(store).events().to_pandas()
    assert events["superseded_on"].tolist() == [date(2024, 7, 1)] * 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("F9,N9,yes,2023-01-01,open,,,2023-01-02,", "patient_id"),
        ("F9,N1,yes,2023-01-01,perhaps,,,2023-01-02,", "offer"),
        ("F9,N1,yes,2023-01-01,accepted,2022-12-31,,2023-01-02,", "support_start"),
        ("F9,N1,yes,2023-01-01,accepted,,2023-02-01,2023-01-02,", "support_start"),
        ("F9,N1,yes,2001-01-01,open,,,2023-01-02,", "referred_on"),
        ("F1,N1,yes,2023-01-01,open,,,2023-01-02,", "referral_id"),
        ("F9,N1,no,2023-01-01,open,,,2023-01-02,", "consent"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(faulty: Callable[..., None], row: str, column: str) -> None:
    faulty("navigator", {"people": PEOPLE, "referrals": HEAD + YES}, "referrals", row, column)
