"""Navigators: without consent nothing is kept, a declined offer leaves no trace, and consent can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.delivery import Delivery
from records.ingest import ingest
from records.refusal import Refused
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
OTHER = OPEN.replace("N1", "N2")
NOT_ANY_MORE = YES.replace(",yes,", ",no,")
NO, SILENT = "F2,N2,no,2023-01-01,accepted,2023-01-05,,2023-01-02,\n", "F5,N2,,2023-01-01,,,,2023-01-02,\n"
DECLINED = "F3,N3,yes,2023-01-01,declined,,,2023-01-02,\n"


def test_referral_and_support_carry_both_dates(deliver: Callable[..., Delivery], facts: Callable) -> None:
    delivery = deliver("navigator", people=PEOPLE, referrals=HEAD + YES + OPEN)
    assert delivery.refused == ()
    columns = ("kind", "happened_on", "known_on", "known_basis", "ended_on", "ended_known_on", "code")
    assert facts(delivery.events, *columns) == [
        ["navigator_referral", "2023-01-01", "2023-01-09", "recorded", None, None, None],
        ["navigator_referral", "2024-01-01", "2024-01-09", "recorded", None, None, None],
        ["navigator_support", "2023-01-05", "2023-01-26", "estimated", "2023-04-05", "2023-04-16", None],
    ]


def test_support_has_a_recorded_day_only_where_the_referral_was_recorded_after_it_began(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    later, none = YES.replace("2023-01-02", "2023-01-05"), YES.replace("2023-01-02", "").replace("F1", "F7")
    events = deliver("navigator", people=PEOPLE, referrals=HEAD + later + none).events
    support = events[events["kind"] == "navigator_support"]
    assert facts(support, "known_on", "known_basis") == [["2023-01-12", "recorded"], ["2023-01-26", "estimated"]]


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


@pytest.fixture
def standing(write: Callable[..., Path], tmp_path: Path) -> Callable[..., list[str]]:
    """The records that stand after a delivery of F1 and F4, and then of other rows (and other people)."""

    def after(rows: str, people: str = PEOPLE) -> list[str]:
        store = tmp_path / "store"
        for day, text, who in ((date(2024, 6, 1), YES + OTHER, PEOPLE), (date(2024, 7, 1), rows, people)):
            ingest([f"navigator:{write('navigator', people=who, referrals=HEAD + text)}"], store, day)
        events = open_store(store).events().to_pandas()
        return events.loc[events["superseded_on"].isna(), "record_id"].tolist()

    return after


@pytest.mark.parametrize(
    "later",
    [
        NOT_ANY_MORE,
        YES.replace(",yes,", ",,") + DECLINED,
        "F1,N1,no,,,,,,\n",
        NOT_ANY_MORE.replace("accepted", "withdrawn"),
        NOT_ANY_MORE.replace("2023-01-01", "the first"),
        YES + NOT_ANY_MORE,
        NOT_ANY_MORE + YES,
        YES.replace("accepted", "declined"),
        "F1,N1,yes,,declined,,,,\n",
    ],
)
def test_consent_taken_back_withdraws_what_was_held_whatever_else_the_row_says(
    standing: Callable[..., list[str]], later: str
) -> None:
    assert standing(later + OTHER) == ["navigator:referrals:F4"]


def test_consent_taken_back_counts_for_somebody_who_is_gone_from_the_people(standing: Callable[..., list[str]]) -> None:
    others = PEOPLE.replace("N1,C1,2008-05-17,Northgate,Ada,Bell,9990000001\n", "")
    assert standing(NOT_ANY_MORE + OTHER, others) == ["navigator:referrals:F4"]


@pytest.mark.parametrize(
    "later", ["", NOT_ANY_MORE, (YES + OTHER).replace("accepted", "declined").replace("open", "declined")]
)
def test_a_delivery_in_which_nobody_consents_takes_everything_back(
    standing: Callable[..., list[str]], later: str
) -> None:
    assert standing(later) == []


def test_a_damaged_row_keeps_what_is_held_beside_consent_taken_back(standing: Callable[..., list[str]]) -> None:
    assert standing(NOT_ANY_MORE + OTHER.replace("2024-01-01", "the first")) == ["navigator:referrals:F4"]


def test_a_row_without_its_id_keeps_nothing_to_which_somebody_said_no(standing: Callable[..., list[str]]) -> None:
    unread = OTHER.replace("F4", "")
    assert standing(NOT_ANY_MORE + OTHER + unread) == ["navigator:referrals:F4"]


def test_a_row_without_its_id_takes_nothing_back_where_nobody_said_no(standing: Callable[..., list[str]]) -> None:
    assert len(standing(YES + OTHER.replace("F4", ""))) == 3


def test_a_delivery_of_which_nothing_can_be_read_is_refused(standing: Callable[..., list[str]]) -> None:
    with pytest.raises(Refused, match="no record could be taken"):
        standing(OTHER.replace("2024-01-01", "the first"))


def test_a_first_delivery_in_which_nobody_consents_holds_nobody(write: Callable[..., Path], tmp_path: Path) -> None:
    ingest(
        [f"navigator:{write('navigator', people=PEOPLE, referrals=HEAD + NO)}"], tmp_path / "store", date(2024, 6, 1)
    )
    store = open_store(tmp_path / "store")
    assert (store.events().num_rows, store.people().num_rows) == (0, 0)


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


def test_a_delivery_after_one_in_which_nobody_consented_is_no_first_one(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    ingest([f"navigator:{write('navigator', people=PEOPLE, referrals=HEAD + NO)}"], store, date(2024, 6, 1))
    ingest([f"navigator:{write('navigator', people=PEOPLE, referrals=HEAD + OPEN)}"], store, date(2024, 7, 1))
    assert open_store(store).events()["known_on"].to_pylist() == [date(2024, 7, 1)]
    assert set(open_store(store).coverage()["known_on"].to_pylist()) == {date(2024, 7, 1)}
