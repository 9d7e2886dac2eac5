"""Schools: a better term than the one before, managed moves, alternative provision, and life after 16."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.delivery import Delivery
from records.kinds import code_list, kinds
from records.refusal import Refused

PUPILS = """
pupil_id,county_reference,born_on,sex,ethnicity,sen_status,area,forename,surname,upn,address,postcode
U1,C1,2007-04-03,F,BCRB,K,Northgate,Ada,Bell,A999000000001,1 Mill Lane,XA1 1AA
U2,,2006-11-30,M,WBRI,N,Northgate,Ben,Cole,,,
"""
MOVES = "move_id,pupil_id,moved_on,recorded_on\nM1,U1,2021-03-01,2021-03-08\n"
PROVISION = """
placement_id,pupil_id,type,start_date,end_date,recorded_on,ended_recorded_on
P1,U1,PRU,2022-01-10,2022-07-01,2022-01-12,2022-07-20
P2,U2,HOS,2022-01-10,,2022-01-12,
P3,U2,IND,2021-01-10,2021-02-10,2021-01-12,
"""
PARTICIPATION = """
spell_id,pupil_id,activity,start_date,end_date,recorded_on,ended_recorded_on
S1,U1,230,2023-09-01,2024-01-15,2023-10-01,2024-02-01
S2,U1,650,2024-01-15,,2024-02-01,
S3,U2,619,2023-09-01,,2023-10-01,
S4,U2,810,2023-06-01,,2023-10-01,
S5,U2,710,2023-06-01,,2023-10-01,
"""
ATTENDANCE = """
pupil_id,term,term_end,sessions_possible,sessions_missed,recorded_on
U1,2021-autumn,2021-12-20,140,42,2022-02-20
U1,2022-spring,2022-03-28,120,18,2022-04-05
U1,2022-summer,2022-07-20,120,12,2022-08-05
U1,2023-summer,2023-07-20,120,0,2023-08-05
U2,2021-autumn,2021-12-20,140,70,2022-01-20
U2,2022-spring,2022-03-28,120,48,2023-01-05
"""
FILES = {
    "pupils": PUPILS,
    "managed_moves": MOVES,
    "alternative_provision": PROVISION,
    "participation": PARTICIPATION,
}


@pytest.fixture
def delivery(deliver: Callable[..., Delivery]) -> Delivery:
    return deliver("school_exclusions", **FILES, attendance=ATTENDANCE)


def test_each_file_may_come_or_stay_away_but_one_must_come(deliver: Callable[..., Delivery]) -> None:
    for name in ("managed_moves", "alternative_provision", "participation"):
        assert deliver("school_exclusions", pupils=PUPILS, **{name: FILES[name]}).tables[name]
    with pytest.raises(Refused, match=r"pupils.csv and at least one of exclusions.csv, attendance.csv"):
        deliver("school_exclusions", pupils=PUPILS)


def test_moves_and_provision_carry_both_dates_and_their_ends(delivery: Delivery, facts: Callable) -> None:
    places = delivery.events[delivery.events["kind"].isin(["managed_move", "alternative_provision"])]
    columns = ("kind", "happened_on", "known_on", "ended_on", "ended_known_on", "code")
    assert facts(places, *columns) == [
        ["managed_move", "2021-03-01", "2021-03-15", None, None, None],
        ["alternative_provision", "2022-01-10", "2022-01-19", "2022-07-01", "2022-07-27", "PRU"],
        ["alternative_provision", "2021-01-10", "2021-01-19", "2021-02-10", "2021-03-24", "IND"],
    ]


def test_being_out_of_learning_for_a_protected_reason_is_no_record(delivery: Delivery, facts: Callable) -> None:
    after_16 = delivery.events[delivery.events["record_id"].str.contains(":participation:")]
    assert facts(after_16, "person_id", "kind", "code", "ended_on") == [
        ["school-U1", "in_education_or_training", "230", "2024-01-15"],
        ["school-U2", "not_in_education", "619", None],
    ]


def test_a_term_is_better_from_a_tenth_of_sessions_on_and_known_when_both_terms_are(
    delivery: Delivery, facts: Callable
) -> None:
    better = delivery.events[delivery.events["kind"] == "attendance_improved"]
    assert facts(better, "record_id", "happened_on", "known_on") == [
        ["school_exclusions:attendance:U1:2022-spring#attendance_improved", "2022-03-28", "2022-04-12"],
        ["school_exclusions:attendance:U2:2022-spring#attendance_improved", "2022-03-28", "2023-01-12"],
    ]


def test_a_late_earlier_term_makes_the_improvement_known_late(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    late = ATTENDANCE.replace("140,42,2022-02-20", "140,42,2022-06-20")
    better = deliver("school_exclusions", pupils=PUPILS, attendance=late).events
    better = better[better["kind"] == "attendance_improved"]
    assert facts(better, "known_on")[0] == ["2022-06-27"]


def test_names_and_numbers_go_to_linkage_alone(delivery: Delivery, facts: Callable) -> None:
    told = facts(delivery.identifiers, "agency_person_id", "surname", "born_on", "school_number", "postcode")
    assert told[0] == ["school-U1", "Bell", "2007-04-03", "A999000000001", "XA1 1AA"]
    for table in (delivery.people, delivery.events, delivery.groups):
        assert not table.astype(str).isin(["Bell", "A999000000001", "XA1 1AA", "2007-04-03"]).to_numpy().any()


def test_other_names_are_known_from_the_day_they_were_recorded(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    known_as = (
        "pupil_id,recorded_on,forename,surname,address,postcode\nU1,2020-01-01,Ada,Dunn,,\nU9,2020-01-01,Eve,,,\n"
    )
    delivery = deliver("school_exclusions", **FILES, known_as=known_as)
    earlier = delivery.identifiers[delivery.identifiers["surname"] == "Dunn"]
    assert facts(earlier, "agency_person_id", "born_on", "known_on") == [["school-U1", "2007-04-03", "2020-01-08"]]
    assert [(one.file, one.column) for one in delivery.refused] == [("known_as.csv", "pupil_id")]


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("managed_moves", "M2,U9,2021-03-01,2021-03-08", "pupil_id"),
        ("managed_moves", "M1,U1,2021-04-01,2021-04-08", "move_id"),
        ("managed_moves", "M3,U1,2005-01-01,2021-04-08", "moved_on"),
        ("managed_moves", "M4,U1,31/12/2021,2021-04-08", "moved_on"),
        ("managed_moves", "M5,U1,2021-03-01,soon", "recorded_on"),
        ("alternative_provision", "P9,U1,ZZZZ,2022-01-10,,2022-01-12,", "type"),
        ("alternative_provision", "P9,U1,PRU,2022-01-10,2022-01-09,2022-01-12,", "end_date"),
        ("alternative_provision", "P9,U1,PRU,2022-01-10,2022-02-09,2022-01-12,2022-02-08", "ended_recorded_on"),
        ("participation", "S9,U1,9999,2023-09-01,,2023-10-01,", "activity"),
        ("participation", "S9,U1,230,2030-09-01,,2023-10-01,", "start_date"),
        ("participation", "S9,U1,230", "(all)"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(faulty: Callable[..., None], file: str, row: str, column: str) -> None:
    faulty("school_exclusions", FILES, file, row, column)


def test_the_lists_speak_of_kinds_that_exist_and_hide_what_is_protected() -> None:
    activities = {row["code"]: row for row in code_list("participation.csv")}
    assert {row["kind"] for row in activities.values()} <= {*kinds(), ""}
    assert all(activities[code]["passed_on"] == "no" for code in ("620", "630", "640", "650", "660", "670", "280"))
    assert not any(activities[code]["kind"] for code in ("630", "640", "650", "660", "670", "720"))
