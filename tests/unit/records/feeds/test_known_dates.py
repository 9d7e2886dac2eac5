"""Where a feed does not say when something was recorded, the known date is an estimate and marked so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.delivery import Delivery

PEOPLE = "{person},county_reference,born_on,area,sex,ethnicity,sen_status\nX1,C1,2008-05-17,Northgate,,,\n"
# The feed, its file of people and their id; another file, without dates of recording; the days until that is known.
SCHOOL = ("school_exclusions", "pupils", "pupil_id")
MOVES = "move_id,pupil_id,moved_on\nA,X1,2023-03-01\n"
TERMS = "pupil_id,term,term_end,sessions_possible,sessions_missed\nX1,T,2023-03-01,100,50\n"
REMAND = "remand_id,young_person_id,type,start_date,end_date\nA,X1,prison,2023-03-01,\n"
HOMES = "move_id,resident_id,moved_on,out_of_area\nA,X1,2023-03-01,no\n"
REFERRALS = "referral_id,patient_id,consent,referred_on,offer,support_start,support_end\nA,X1,yes,2023-03-01,open,,\n"
WITHOUT = [
    (*SCHOOL, "managed_moves", MOVES, 42),
    (*SCHOOL, "attendance", TERMS, 42),
    ("youth_justice", "people", "young_person_id", "remand", REMAND, 37),
    ("housing", "people", "resident_id", "moves", HOMES, 44),
    ("navigator", "people", "patient_id", "referrals", REFERRALS, 21),
]


@pytest.mark.parametrize(("feed", "people", "person", "file", "text", "days"), WITHOUT)
def test_a_record_without_a_day_of_recording_is_estimated(
    deliver: Callable[..., Delivery], feed: str, people: str, person: str, file: str, text: str, days: int
) -> None:
    events = deliver(feed, **{people: PEOPLE.format(person=person), file: text}).events
    assert len(events)
    assert set(events["known_basis"]) == {"estimated"}
    assert ((events["known_on"] - events["happened_on"]).dt.days == days).all()


def test_one_estimated_term_makes_the_improvement_an_estimate(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    terms = (
        "pupil_id,term,term_end,sessions_possible,sessions_missed,recorded_on\n"
        "X1,T1,2022-12-20,100,30,\nX1,T2,2023-03-28,100,10,2023-04-05\n"
    )
    events = deliver("school_exclusions", pupils=PEOPLE.format(person="pupil_id"), attendance=terms).events
    better = events[events["kind"] == "attendance_improved"]
    assert facts(better, "known_on", "known_basis") == [["2023-04-12", "estimated"]]


def test_a_plan_completed_without_a_day_of_entry_is_an_estimate(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    orders = (
        "order_id,young_person_id,type,start_date,end_date,recorded_on,ended_recorded_on,end_reason\n"
        "O1,X1,referral_order,2023-01-01,2023-06-01,2023-01-05,,completed\n"
    )
    events = deliver("youth_justice", people=PEOPLE.format(person="young_person_id"), orders=orders).events
    assert facts(events, "kind", "known_basis", "known_on") == [
        ["youth_justice_order", "recorded", "2023-01-12"],
        ["youth_justice_completed", "estimated", "2023-07-08"],
    ]
