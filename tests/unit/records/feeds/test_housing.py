"""Housing: moves near and far, a refuge that is not told, settled homes, and who shares a tenancy for how long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.connectors.housing import MOST_IN_ONE_HOME
from records.delivery import Delivery

PEOPLE = """
resident_id,county_reference,born_on,area,forename,surname,address,postcode
H1,C1,2008-05-17,Northgate,Ada,Bell,1 Mill Lane,XA1 1AA
H2,,2010-05-17,Northgate,Ben,Bell,1 Mill Lane,XA1 1AA
H3,,2012-05-17,Northgate,,,,
"""
MOVES = """
move_id,resident_id,moved_on,out_of_area,recorded_on
M1,H1,2023-01-01,yes,2023-01-05
M2,H2,2023-01-01,no,2023-01-05
"""
TEMPORARY = """
stay_id,resident_id,type,start_date,end_date,recorded_on,ended_recorded_on
S1,H1,refuge,2023-01-01,,2023-01-02,
S2,H2,hostel,2023-01-01,2023-02-01,2023-01-02,2023-02-05
"""
TENANCY_HEAD = "tenancy_id,resident_id,tenure,after_homelessness,start_date,end_date,recorded_on,ended_recorded_on\n"
TENANCIES = TENANCY_HEAD + (
    "T1,H1,secure,yes,2023-03-01,,2023-03-02,\n"
    "T1,H2,secure,no,2023-03-05,2023-09-01,2023-03-09,2023-09-09\n"
    "T1,H3,secure,no,2023-03-05,2023-08-01,2023-03-09,\n"
    "T2,H2,licence,yes,2023-10-01,,2023-10-02,\n"
)
FILES = {"people": PEOPLE, "moves": MOVES, "temporary_accommodation": TEMPORARY, "tenancies": TENANCIES}


@pytest.fixture
def delivery(deliver: Callable[..., Delivery]) -> Delivery:
    return deliver("housing", **FILES)


def of(delivery: Delivery, *kinds: str) -> object:
    return delivery.events[delivery.events["kind"].isin(kinds)]


def test_a_move_away_is_a_move_as_well(delivery: Delivery, facts: Callable) -> None:
    assert facts(of(delivery, "housing_move", "moved_out_of_area"), "person_id", "kind", "known_on") == [
        ["housing-H1", "housing_move", "2023-01-19"],
        ["housing-H2", "housing_move", "2023-01-19"],
        ["housing-H1", "moved_out_of_area", "2023-01-19"],
    ]


def test_a_refuge_is_a_stay_without_its_name_for_professionals_alone(delivery: Delivery, facts: Callable) -> None:
    columns = ("code", "may_discuss", "ended_on", "ended_known_on")
    assert facts(of(delivery, "temporary_accommodation"), *columns) == [
        [None, "professionals_only", None, None],
        ["hostel", None, "2023-02-01", "2023-02-19"],  # may_discuss by its kind
    ]


def test_a_home_is_settled_when_it_lasts_and_ended_homelessness(delivery: Delivery, facts: Callable) -> None:
    assert facts(of(delivery, "settled_home"), "record_id", "happened_on") == [
        ["housing:tenancies:T1:H1", "2023-03-01"]
    ]


def test_who_shares_a_tenancy_is_a_household_for_as_long_as_both_do(delivery: Delivery, facts: Callable) -> None:
    columns = ("person_id", "other_id", "kind", "started_on", "known_on", "ended_on", "ended_known_on")
    assert facts(delivery.links, *columns) == [
        ["housing-H1", "housing-H2", "household", "2023-03-05", "2023-03-23", "2023-09-01", "2023-09-23"],
        ["housing-H1", "housing-H3", "household", "2023-03-05", "2023-03-23", "2023-08-01", "2023-09-14"],
        ["housing-H2", "housing-H3", "household", "2023-03-05", "2023-03-23", "2023-08-01", "2023-09-14"],
    ]


def test_one_after_the_other_is_no_household(deliver: Callable[..., Delivery]) -> None:
    apart = TENANCY_HEAD + (
        "T1,H1,secure,no,2022-01-01,2022-06-01,2022-01-02,2022-06-02\nT1,H2,secure,no,2022-07-01,,2022-07-02,\n"
    )
    assert deliver("housing", people=PEOPLE, moves=MOVES, tenancies=apart).links.empty


def test_a_tenancy_of_too_many_makes_no_links_and_says_so(deliver: Callable[..., Delivery]) -> None:
    many = range(MOST_IN_ONE_HOME + 1)
    people = "resident_id,county_reference,born_on,area\n" + "".join(f"H{n},,2008-05-17,\n" for n in many)
    rows = "".join(f"T1,H{n},secure,yes,2023-03-01,,2023-03-02,\n" for n in many)
    delivery = deliver("housing", people=people, tenancies=TENANCY_HEAD + rows)
    assert delivery.links.empty
    assert len(delivery.events) == len(many)
    assert [(one.column, one.rows) for one in delivery.refused] == [("tenancy_id", len(many))]


def test_the_address_goes_to_linkage_alone(delivery: Delivery) -> None:
    assert delivery.identifiers["address"].dropna().tolist() == ["1 Mill Lane"] * 2
    for table in (delivery.people, delivery.events, delivery.links):
        assert not table.astype(str).isin(["1 Mill Lane", "XA1 1AA", "Bell"]).to_numpy().any()


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("moves", "M9,H9,2023-01-01,yes,2023-01-05", "resident_id"),
        ("moves", "M9,H1,2023-01-01,maybe,2023-01-05", "out_of_area"),
        ("moves", "M9,H1,2001-01-01,yes,2023-01-05", "moved_on"),
        ("moves", "M9,H1,2023-01-01,yes,2030-01-01", "recorded_on"),
        ("temporary_accommodation", "S9,H1,castle,2023-01-01,,2023-01-02,", "type"),
        ("temporary_accommodation", "S9,H1,hostel,2023-01-01,2022-01-01,2023-01-02,", "end_date"),
        ("tenancies", "T9,H1,feudal,yes,2023-03-01,,2023-03-02,", "tenure"),
        ("tenancies", "T2,H2,secure,yes,2023-03-01,,2023-03-02,", "tenancy_id and resident_id"),
        ("tenancies", "T9,H1,secure,yes,2023-03-01,,soon,", "recorded_on"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(faulty: Callable[..., None], file: str, row: str, column: str) -> None:
    faulty("housing", FILES, file, row, column)


def test_rows_whose_ids_a_colon_makes_the_same_are_refused_and_the_rest_goes_in(
    deliver: Callable[..., Delivery],
) -> None:
    people = PEOPLE + "c,,2010-05-17,Northgate,,,,\nb:c,,2010-05-17,Northgate,,,,\n"
    alike = "a:b,c,secure,yes,2023-03-01,,,\na,b:c,secure,yes,2023-03-02,,,\n"
    delivery = deliver("housing", people=people, tenancies=TENANCIES + alike)
    (refused,) = delivery.refused
    assert (refused.file, refused.column, refused.rows) == ("tenancies.csv", "tenancy_id and resident_id", 2)
    assert len(of(delivery, "settled_home")) == 1
