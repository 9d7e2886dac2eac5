"""Youth justice: what raises nothing, what is a strength, and when a missed contact is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.delivery import Delivery
from records.events import STATUSES
from records.kinds import code_list
from records.refusal import Refused

PEOPLE = """
young_person_id,county_reference,born_on,sex,ethnicity,area,forename,surname
Y1,C1,2008-05-17,M,WBRI,Northgate,Zed,Quill
Y2,,2007-01-02,F,BCRB,Southgate,,
"""
ORDERS = """
order_id,young_person_id,type,start_date,end_date,recorded_on,ended_recorded_on,end_reason
O1,Y1,referral_order,2023-01-01,2023-06-01,2023-01-05,2023-06-04,completed
O2,Y1,community_resolution,2023-02-01,2023-03-01,2023-02-02,,breached
O3,Y2,detention_and_training_order,2024-02-01,,2024-02-02,,
"""
PREVENTION = """
programme_id,young_person_id,accepted,start_date,end_date,recorded_on,ended_recorded_on,end_reason
P1,Y2,no,2023-01-01,,2023-01-05,,
P2,Y2,yes,2023-01-01,2023-03-01,2023-01-05,,early
"""
REMAND = """
remand_id,young_person_id,type,start_date,end_date,recorded_on,ended_recorded_on
R1,Y1,youth_detention,2023-05-01,2023-05-20,2023-05-01,2023-05-21
"""
CONTACTS = """
contact_id,young_person_id,order_id,due_on,result,recorded_on
A1,Y1,O1,2023-02-01,missed,2023-02-02
A2,Y1,O2,2023-02-05,missed,2023-02-06
A3,Y1,O1,2023-02-15,excused,2023-02-16
A4,Y1,O1,2023-03-01,kept,2023-03-02
"""
FILES = {"people": PEOPLE, "orders": ORDERS, "prevention": PREVENTION, "remand": REMAND, "contacts": CONTACTS}


@pytest.fixture
def delivery(deliver: Callable[..., Delivery]) -> Delivery:
    return deliver("youth_justice", **FILES)


def of(delivery: Delivery, *kinds: str) -> object:
    return delivery.events[delivery.events["kind"].isin(kinds)]


def test_an_order_is_a_spell_and_what_was_diverted_says_so(delivery: Delivery, facts: Callable) -> None:
    columns = ("status", "code", "happened_on", "known_on", "ended_on", "ended_known_on")
    assert facts(of(delivery, "youth_justice_order"), *columns) == [
        ["cautioned_or_convicted", "referral_order", "2023-01-01", "2023-01-12", "2023-06-01", "2023-06-11"],
        ["diverted", "community_resolution", "2023-02-01", "2023-02-09", "2023-03-01", "2023-04-07"],
        ["cautioned_or_convicted", "detention_and_training_order", "2024-02-01", "2024-02-09", None, None],
    ]


def test_a_plan_seen_through_is_known_when_its_end_is(delivery: Delivery, facts: Callable) -> None:
    done = of(delivery, "youth_justice_completed")
    assert facts(done, "record_id", "happened_on", "known_on") == [
        ["youth_justice:orders:O1#completed", "2023-06-01", "2023-06-11"],
        ["youth_justice:prevention:P2#completed", "2023-03-01", "2023-04-07"],
    ]


def test_a_place_that_was_declined_leaves_no_trace(delivery: Delivery) -> None:
    assert not delivery.events["record_id"].str.contains(":P1").any()
    assert delivery.refused == ()


def test_a_contact_is_missed_only_under_an_order_that_required_it(delivery: Delivery, facts: Callable) -> None:
    missed = of(delivery, "statutory_contact_missed")
    assert facts(missed, "record_id", "known_on") == [["youth_justice:contacts:A1", "2023-02-09"]]


@pytest.mark.parametrize(("due_on", "records"), [("2023-01-01", 2), ("2023-06-01", 2), ("2023-06-02", 1)])
def test_an_order_requires_contacts_from_its_first_day_to_its_last(
    deliver: Callable[..., Delivery], due_on: str, records: int
) -> None:
    delivery = deliver("youth_justice", **FILES | {"contacts": CONTACTS + f"A5,Y1,O1,{due_on},missed,2023-07-01\n"})
    assert (len(of(delivery, "statutory_contact_missed")), delivery.refused) == (records, ())


def test_a_contact_that_was_kept_is_not_held_to_its_order(deliver: Callable[..., Delivery]) -> None:
    kept = CONTACTS + "A5,Y2,O1,2022-01-01,kept,2022-01-02\n"
    assert deliver("youth_justice", **FILES | {"contacts": kept}).refused == ()


def test_a_missed_contact_under_an_order_that_cannot_be_read_takes_nothing_back(
    deliver: Callable[..., Delivery],
) -> None:
    damaged = deliver("youth_justice", **FILES | {"orders": ORDERS.replace("2023-01-01", "44927", 1)})
    assert "youth_justice:contacts:A1" in damaged.left_out
    assert {(one.file, one.column, one.rows) for one in damaged.refused} == {
        ("orders.csv", "start_date", 1),
        ("contacts.csv", "order_id", 1),
    }


def test_contacts_without_their_orders_are_refused(deliver: Callable[..., Delivery]) -> None:
    delivery = deliver("youth_justice", people=PEOPLE, contacts=CONTACTS, remand=REMAND)
    assert [(one.column, one.rows) for one in delivery.refused] == [("order_id", 4)]


def test_remand_is_a_spell_of_a_suspect(delivery: Delivery, facts: Callable) -> None:
    assert facts(of(delivery, "remand"), "role", "status", "code", "ended_on") == [
        ["suspect", "recorded", "youth_detention", "2023-05-20"]
    ]


def test_people_alone_are_no_delivery(deliver: Callable[..., Delivery]) -> None:
    with pytest.raises(Refused, match=r"at least one of orders.csv"):
        deliver("youth_justice", people=PEOPLE)


def test_names_are_for_linkage_and_ethnicity_for_audits(delivery: Delivery) -> None:
    assert set(delivery.people) == {"person_id", "born_on", "area", "left_on", "left_known_on", "agency"}
    assert delivery.groups["ethnicity"].tolist() == ["WBRI", "BCRB"]
    assert delivery.identifiers["surname"].dropna().tolist() == ["Quill"]


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("orders", "O9,Y9,referral_order,2023-01-01,,2023-01-05,,", "young_person_id"),
        ("orders", "O9,Y1,banishment,2023-01-01,,2023-01-05,,", "type"),
        ("orders", "O9,Y1,referral_order,2023-01-01,,2023-01-05,,completed", "end_date"),
        ("orders", "O9,Y1,referral_order,2023-01-01,2023-02-01,2023-01-05,,forgotten", "end_reason"),
        ("orders", "O9,Y1,referral_order,2023-01-01,2022-12-31,2023-01-05,,", "end_date"),
        ("orders", "O9,Y1,referral_order,2007-01-01,,2023-01-05,,", "start_date"),
        ("orders", "O1,Y1,referral_order,2023-01-01,,2023-01-05,,", "order_id"),
        ("prevention", "P9,Y2,perhaps,2023-01-01,,2023-01-05,,", "accepted"),
        ("remand", "R9,Y1,dungeon,2023-05-01,,2023-05-01,", "type"),
        ("contacts", "A9,Y1,O77,2023-02-01,missed,2023-02-02", "order_id"),
        ("contacts", "A9,Y2,O1,2023-02-01,missed,2023-02-02", "young_person_id"),
        ("contacts", "A9,Y1,O1,2022-12-31,missed,2023-02-02", "due_on"),
        ("contacts", "A9,Y1,O1,2023-02-01,forgot,2023-02-02", "result"),
        ("contacts", "A9,Y1,O1,not a day,missed,2023-02-02", "due_on"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(faulty: Callable[..., None], file: str, row: str, column: str) -> None:
    faulty("youth_justice", FILES, file, row, column)


def test_orders_have_statuses_of_the_contract_and_what_needs_no_admission_is_diverted() -> None:
    orders = {row["code"]: row for row in code_list("youth_justice_orders.csv")}
    assert {row["status"] for row in orders.values()} <= set(STATUSES)
    assert {orders[code]["status"] for code in ("community_resolution", "outcome_22")} == {"diverted"}
    assert not [code for code, row in orders.items() if row["status"] == "diverted" and row["statutory"] == "yes"]
