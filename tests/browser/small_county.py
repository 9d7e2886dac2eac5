"""Five young people, their records, and a points score with weights set by hand, so that every band is known."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from records.events import TABLES
from training.bands import Bands
from training.bundle import Bundle
from training.calibration import Calibration, ObservedRange
from training.cohort import usual_cohort
from training.points import Item, PointsScore
from training.policy import Policy
from training.split import Split

STRANGE = "20/34?a#b%1"  # an agency's own id may hold anything
HOSTILE = "<script>alert('x')</script>"
# indicator, the value from which it counts, points
QUESTIONS = (
    ("victim_violence_year", 1, 4),
    ("missing_episodes_year", 2, 3),
    ("domestic_abuse_incidents_three_years", 1, 2),
    ("suspension_sessions_year", 1, 1),
    ("good_attendance_terms_year", 2, -2),
)
# person, born, area
PEOPLE = f"""
P000101 2010-03-01 North
P000102 2009-07-01 North
P000103 2012-01-01 North
P000104 2008-05-01 South
P000105 1990-05-01 South
{STRANGE} 2010-05-01 South
"""
# person, agency, kind, role, status, happened, known, ended (or -), may be discussed
EVENTS = f"""
P000101 social_care lead_professional concerned recorded 2025-03-12 2025-03-20 - with_the_young_person
P000101 social_care child_in_need_plan concerned recorded 2025-04-02 2025-04-10 - with_the_young_person
P000101 social_care missing_episode concerned recorded 2025-09-05 2025-09-08 2025-09-06 with_the_young_person
P000101 social_care missing_episode concerned recorded 2025-10-19 2025-10-21 2025-10-22 with_the_young_person
P000101 social_care missing_episode concerned recorded 2025-11-28 2025-12-01 2025-11-29 with_the_young_person
P000101 police robbery victim recorded 2025-10-20 2025-10-23 - ask_source_first
P000101 police domestic_abuse_incident concerned recorded 2025-02-14 2025-02-17 - professionals_only
P000101 police violence suspect no_further_action 2024-06-03 2024-06-05 - ask_source_first
P000101 school suspension concerned recorded 2025-11-04 2025-12-15 - with_the_young_person
P000101 school persistent_absence concerned recorded 2023-12-19 2024-02-01 - with_the_young_person
P000102 police serious_violence victim recorded 2025-11-11 2025-11-13 - ask_source_first
P000102 social_care missing_episode concerned recorded 2025-06-01 2025-06-03 2025-06-02 with_the_young_person
P000102 social_care missing_episode concerned recorded 2025-07-01 2025-07-03 2025-07-03 with_the_young_person
P000103 police robbery victim recorded 2025-08-02 2025-08-05 - ask_source_first
P000104 school good_attendance concerned recorded 2025-04-04 2025-05-01 - with_the_young_person
P000104 school good_attendance concerned recorded 2025-07-20 2025-09-01 - with_the_young_person
P000105 police theft victim recorded 2025-08-02 2025-08-05 - ask_source_first
{STRANGE} police theft victim recorded 2025-08-02 2025-08-05 - ask_source_first
"""


def people() -> pa.Table:
    rows = [line.split() for line in PEOPLE.strip().splitlines()]
    people = [
        {"person_id": person, "born_on": date.fromisoformat(born), "area": area, "left_on": None, "left_known_on": None}
        for person, born, area in rows
    ]
    return pa.Table.from_pylist(people, TABLES["people"])


def events() -> pa.Table:
    rows = [_event(number, *line.split()) for number, line in enumerate(EVENTS.strip().splitlines())]
    hostile = {**rows[-1], "record_id": HOSTILE, "person_id": "P000103", "agency": HOSTILE, "kind": HOSTILE}
    return pa.Table.from_pylist([*rows, hostile], TABLES["events"])


def _event(
    number: int, person: str, agency: str, kind: str, role: str, status: str, happened: str, known: str, ended: str,
    may_discuss: str,
) -> dict[str, object]:  # fmt: skip
    over = None if ended == "-" else date.fromisoformat(ended)
    said = {"person_id": person, "agency": agency, "kind": kind, "role": role, "status": status}
    days = {"happened_on": date.fromisoformat(happened), "known_on": date.fromisoformat(known)}
    closed = {"ended_on": over, "ended_known_on": over and days["known_on"]}
    fixed = {"version": 1, "known_basis": "recorded", "may_discuss": may_discuss, "amount": 4.0}
    return {"record_id": f"E{number:03}", **said, **days, **closed, **fixed}


def bundle(policy: Policy) -> Bundle:
    names = [name for name, _, _ in QUESTIONS]
    catalogue = Catalogue("pages", tuple(one for one in CATALOGUE.indicators if one.name in names))
    items = tuple(Item(catalogue.names.index(name), cut, points, 0.1) for name, cut, points in QUESTIONS)
    inputs = (*catalogue.names, "age")
    ranges = (ObservedRange(-9.0, 0.002, 0.012, 0.004, 900), ObservedRange(-3.0, 0.05, 0.11, 0.08, 300))
    said = {"target": "harmed", "form": "points", "outcome": None, "evidence": {}, "dates": Split()}
    return Bundle(
        name="harmed", inputs=inputs, catalogue=catalogue, scorer=PointsScore(len(inputs), -5.0, 0.5, items),
        calibration=Calibration(-2.4, 0.5, ranges), bands=Bands(-1.75, -3.5), cohort=usual_cohort(policy),
        policy=policy.model_dump(mode="json"), **said,
    )  # fmt: skip
