"""What the police and school connectors say: statuses over time, codes that stay silent, absence by its definitions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import police as police_connector
from records.connectors import school_exclusions
from records.delivery import Delivery
from records.kinds import code_list, kinds

RECEIVED = date(2024, 7, 1)
Write = Callable[..., Path]
CRIMES = """
crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place
K1,N1,suspect,34B,2024-04-01,2024-04-02,1,2024-06-01,street
K2,N1,victim,34B,2024-04-01,2024-04-02,18,2024-06-01,street
K3,N2,victim,20A,2024-04-01,2024-04-02,,,home
K4,N2,victim,5D,2024-04-01,2024-04-02,CANC,2024-05-01,home
K5,N1,suspect,46,2024-04-01,2024-04-02,22,2024-04-02,shop
K1,N2,witness,34B,2024-04-01,2024-04-02,1,2024-06-01,street
"""
PUPILS = """
pupil_id,county_reference,born_on,sex,ethnicity,sen_status,area
U1,C1,2009-04-03,F,BCRB,K,Northgate
"""
EXCLUSIONS = """
exclusion_id,pupil_id,category,reason,start_date,sessions,recorded_on
X1,U1,SUSP,PP,2024-02-01,4,2024-02-20
X2,U1,PERM,OW,2024-03-01,0,2024-03-20
X3,U1,LUNCH,PP,2024-03-01,1,2024-03-20
X4,U1,SUSP,??,2024-03-01,1,2024-03-20
"""
ATTENDANCE = """
pupil_id,term,term_end,sessions_possible,sessions_missed,recorded_on
U1,2023-autumn,2023-12-20,140,70,2024-01-10
U1,2024-spring,2024-03-28,120,12,2024-04-20
U1,2024-summer,2024-06-20,100,5,2024-06-28
U1,2022-autumn,2022-12-20,140,10,2023-01-10
U1,2022-spring,2022-03-20,100,101,2022-04-10
"""


@pytest.fixture
def crimes(police: Write) -> pd.DataFrame:
    events = police_connector.read(police(crimes=CRIMES), RECEIVED).events
    return events[events["incident_id"].notna()]


@pytest.fixture
def school(tmp_path: Path) -> Delivery:
    for name, text in {"pupils": PUPILS, "exclusions": EXCLUSIONS, "attendance": ATTENDANCE}.items():
        (tmp_path / f"{name}.csv").write_text(text.lstrip("\n"))
    return school_exclusions.read(tmp_path, RECEIVED)


def of(crimes: pd.DataFrame, crime: str, role: str) -> pd.DataFrame:
    return crimes[(crimes["incident_id"] == f"police:{crime}") & (crimes["role"] == role)]


def test_an_outcome_is_a_later_version_of_the_suspects_record_alone(crimes: pd.DataFrame) -> None:
    assert of(crimes, "K1", "suspect")["status"].tolist() == ["recorded", "charged"]
    assert of(crimes, "K2", "victim")["status"].tolist() == ["recorded"]
    assert of(crimes, "K1", "witness")["status"].tolist() == ["recorded"]


def test_a_cancelled_crime_is_cancelled_for_its_victim_too(crimes: pd.DataFrame) -> None:
    assert of(crimes, "K4", "victim")["status"].tolist() == ["recorded", "cancelled"]


def test_an_outcome_on_the_day_of_recording_is_the_only_version(crimes: pd.DataFrame) -> None:
    assert of(crimes, "K5", "suspect")["status"].tolist() == ["diverted"]


def test_an_offence_code_that_tells_the_victims_sex_is_not_passed_on(crimes: pd.DataFrame) -> None:
    assert of(crimes, "K3", "victim")["code"].isna().all()
    assert of(crimes, "K3", "victim")["kind"].tolist() == ["sexual_offence"]


def test_every_code_list_speaks_of_kinds_and_statuses_that_exist() -> None:
    assert {row["kind"] for row in code_list("police_offences.csv")} <= set(kinds())
    assert {row["kind"] for row in code_list("assessment_factors.csv")} - {""} <= set(kinds())
    assert all(bool(row["kind"]) != bool(row["why_not"]) for row in code_list("assessment_factors.csv"))


def test_exclusions_with_a_known_category_and_reason_go_in(school: Delivery) -> None:
    excluded = school.events[school.events["kind"].isin(["suspension", "permanent_exclusion"])]
    assert excluded[["kind", "code", "amount"]].to_numpy().tolist() == [
        ["suspension", "PP", 4.0],
        ["permanent_exclusion", "OW", 0.0],
    ]
    assert excluded["known_on"].tolist() == [pd.Timestamp("2024-02-27"), pd.Timestamp("2024-03-27")]
    told = {(one.file, one.column): one.rows for one in school.refused}
    assert told == {
        ("exclusions.csv", "category"): 1,
        ("exclusions.csv", "reason"): 1,
        ("attendance.csv", "sessions_missed"): 1,
    }


def test_absence_is_persistent_from_a_tenth_severe_from_half_and_good_to_a_twentieth(school: Delivery) -> None:
    terms = school.events[school.events["kind"].str.endswith(("absence", "good_attendance"))]
    assert sorted(zip(terms["kind"], terms["happened_on"].dt.strftime("%Y-%m-%d"), strict=True)) == [
        ("good_attendance", "2024-06-20"),
        ("persistent_absence", "2023-12-20"),
        ("persistent_absence", "2024-03-28"),
        ("severe_absence", "2023-12-20"),
    ]


def test_school_says_sex_ethnicity_and_special_needs_to_groups_alone(school: Delivery) -> None:
    assert school.groups.iloc[0].to_dict() == {
        "person_id": "school-U1",
        "ethnicity": "BCRB",
        "ethnicity_source": "school_census",
        "sex": "female",
        "send": "sen_support",
    }
    assert school.people["born_on"].tolist() == [pd.Timestamp("2009-04-01")]
