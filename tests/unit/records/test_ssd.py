"""What the social care connector says of each table of the Standard Safeguarding Dataset, and what it never says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from records.connectors import ssd as connector
from records.delivery import Delivery
from records.ingest import ingest
from records.kinds import code_list, kinds
from records.known_basis import known_basis_shares
from records.refusal import Refused

RECEIVED = date(2024, 7, 1)
Write = Callable[..., Path]

ASSESSMENTS = """
cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_child_seen,cina_assessment_auth_date
A1,S1,2024-01-02,N,2024-02-01
A2,S2,2024-01-02 09:30:00,Y,2024-02-01T00:00:00
A3,S2,2024-06-20,N,
"""
FACTORS = """
cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json
F1,A1,"[""3B"", ""24A"", ""5A"", ""6B"", ""9A"", ""22A"", ""23A"", ""21""]"
F2,A2,"{""13A"": ""Yes"", ""10A"": ""No""}"
"""
CARE = """
clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_entered_care_date,clae_cla_id
E1,S1,2023-01-01,2023-06-01,2023-01-01,L1
E2,S1,2023-06-01,2023-09-01,2023-01-01,L1
E3,S1,2024-02-01,,2024-02-01,L2
"""
PLACED = """
clap_cla_placement_id,clap_cla_id,clap_cla_placement_start_date,clap_cla_placement_end_date,clap_cla_placement_type,clap_cla_placement_distance
B1,L1,2023-01-01,2023-06-01,U6,19.9
B2,L1,2023-06-01,2023-09-01,A3,20
B3,L2,2024-02-01,,S1,150.5
"""
MISSING = """
miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_end_date,miss_missing_episode_type,miss_missing_rhi_offered,miss_missing_rhi_accepted
M1,S1,2024-03-01,2024-03-04,M,N,
M2,S1,2024-04-01,2024-04-02,A,Y,N
M3,S1,2024-06-28,2024-06-30,M,N,
"""
NEED = """
cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_cin_primary_need_code,cine_referral_source_code,cine_referral_nfa
R1,S1,2024-01-01,,N2,6,N
R2,S2,2024-01-01,2024-03-01,N1,2A,N
R3,S2,2024-05-01,,N1,2A,Y
"""
CONFERENCES = """
icpc_icpc_id,icpc_person_id,icpc_icpc_target_date,icpc_icpc_date
I1,S1,2024-02-01,2024-02-09
I2,S2,2024-02-01,2024-02-01
"""
EARLY_HELP = """
earl_episode_id,earl_person_id,earl_episode_start_date,earl_episode_end_date,earl_episode_end_reason
H1,S1,2024-01-01,2024-04-01,Needs met
H2,S2,2024-01-01,2024-04-01,Needs not met
"""


def told(delivery: Delivery, *columns: str) -> list[tuple]:
    """Rows of the events in order of kind and day; days as text, and `never` for none."""
    rows = delivery.events.sort_values(["kind", "happened_on"])
    days = {day: rows[day].dt.strftime("%Y-%m-%d").fillna("never") for day in rows.select_dtypes("datetime")}
    return list(rows.assign(**days)[list(columns)].itertuples(index=False, name=None))


@pytest.fixture
def read(ssd: Write) -> Callable[..., Delivery]:
    return lambda **tables: connector.read(ssd(**tables), RECEIVED)


def test_a_factor_is_a_concern_of_its_kind_and_some_are_never_told(read: Callable[..., Delivery]) -> None:
    delivery = read(cin_assessments=ASSESSMENTS, assessment_factors=FACTORS)
    concerns = [row for row in told(delivery, "kind", "code", "happened_on") if row[0].endswith("_concern")]
    assert concerns == [
        ("domestic_abuse_concern", "3B", "2024-02-01"),
        ("exploitation_concern", "24A", "2024-02-01"),
        ("exploitation_concern", "13A", "2024-02-01"),
    ]


def test_a_child_not_seen_is_a_contact_missed_once_the_assessment_is_done(read: Callable[..., Delivery]) -> None:
    delivery = read(cin_assessments=ASSESSMENTS)
    missed = [row for row in told(delivery, "kind", "person_id", "code", "happened_on") if row[0] != "assessment"]
    assert missed == [("statutory_contact_missed", "social_care-S1", "child_not_seen", "2024-02-01")]


def test_time_in_care_is_one_spell_however_many_episodes(read: Callable[..., Delivery]) -> None:
    delivery = read(cla_episodes=CARE)
    assert told(delivery, "kind", "record_id", "happened_on", "ended_on") == [
        ("looked_after", "ssd:ssd_cla_episodes:E1#looked_after", "2023-01-01", "2023-09-01"),
        ("looked_after", "ssd:ssd_cla_episodes:E3#looked_after", "2024-02-01", "never"),
    ]
    assert delivery.groups.set_index("person_id")["care_experience"].to_dict() == {
        "social_care-S1": "yes",
        "social_care-S2": "no",
    }


@pytest.mark.parametrize(
    ("row", "damage"),
    [("E1", "2023-02-30"), ("E2", "2023-02-30"), ("E3", "2023-02-30"), ("B1", "45000"), ("B2", "45000")],
)
def test_a_row_of_time_in_care_that_cannot_be_read_takes_nothing_back_and_ends_nothing(
    ssd: Write, tmp_path: Path, row: str, damage: str
) -> None:
    care = (
        CARE.replace("2024-02-01,,2024-02-01", "2024-02-01,2024-03-01,2024-02-01") + "E4,S1,2024-03-01,,2024-02-01,L2\n"
    )

    def damaged(table: str) -> str:
        return "\n".join(
            re.sub(r"\d{4}-\d\d-\d\d", damage, line, count=1) if line.startswith(row) else line
            for line in table.splitlines()
        )

    before = ingest([f"ssd:{ssd(cla_episodes=care, cla_placement=PLACED)}"], tmp_path / "store", date(2024, 7, 1))
    told = before.snapshot.events()
    spoilt = ssd("later", cla_episodes=damaged(care), cla_placement=damaged(PLACED))
    after = ingest([f"ssd:{spoilt}"], tmp_path / "store", date(2024, 8, 1))
    assert after.refused
    assert after.snapshot.events().equals(told)


def test_a_time_in_care_is_not_ended_by_the_row_before_the_one_that_cannot_be_read(ssd: Write, tmp_path: Path) -> None:
    ended = CARE.replace("2024-02-01,,2024-02-01", "2024-02-01,2024-07-10,2024-02-01")
    ingest([f"ssd:{ssd(cla_episodes=CARE)}"], tmp_path / "store", date(2024, 7, 1))
    spoilt = ssd("later", cla_episodes=ended + "E4,S1,2024-07-32,,2024-02-01,L2\n")
    after = ingest([f"ssd:{spoilt}"], tmp_path / "store", date(2024, 8, 1)).snapshot.events().to_pylist()
    assert [one["ended_on"] for one in after if one["kind"] == "looked_after"] == [date(2023, 9, 1), None]


@pytest.mark.parametrize(
    ("away", "back", "moves"),
    [
        ("T1", "K2,3.5", []),
        ("T4", "K2,3.5", []),
        ("T1", "K2,", ["2023-03-08"]),
        ("T1", "U6,3.5", ["2023-03-08"]),
        ("K2", "K2,3.5", ["2023-03-01", "2023-03-08"]),
    ],
)
def test_a_week_in_hospital_and_the_return_from_it_are_no_moves(
    read: Callable[..., Delivery], away: str, back: str, moves: list[str]
) -> None:
    head, *_ = PLACED.strip().splitlines()
    rows = ("B1,L1,2023-01-01,2023-03-01,K2,3.5", f"B2,L1,2023-03-01,2023-03-08,{away},", f"B3,L1,2023-03-08,,{back}")
    delivery = read(cla_episodes=CARE, cla_placement="\n".join((head, *rows)) + "\n")
    assert [row[1] for row in told(delivery, "kind", "happened_on") if row[0] == "placement_move"] == moves


def test_a_placement_moves_only_within_a_time_in_care_and_is_far_from_twenty_miles(
    read: Callable[..., Delivery],
) -> None:
    delivery = read(cla_episodes=CARE, cla_placement=PLACED)
    found = [row for row in told(delivery, "kind", "happened_on", "amount") if row[0] != "looked_after"]
    assert [row[:2] for row in found if row[0] == "placement_move"] == [("placement_move", "2023-06-01")]
    assert [row[1:] for row in found if row[0] == "placed_far_from_home"] == [
        ("2023-06-01", 20.0),
        ("2024-02-01", 150.5),
    ]
    placements = delivery.events[delivery.events["kind"] == "placement"].sort_values("happened_on")
    assert placements["code"].isna().tolist() == [False, True, True]


def test_an_interview_not_offered_is_a_contact_missed_and_a_declined_one_raises_nothing(
    read: Callable[..., Delivery],
) -> None:
    delivery = read(missing=MISSING)
    assert [row for row in told(delivery, "kind", "code", "happened_on") if row[0] == "statutory_contact_missed"] == [
        ("statutory_contact_missed", "return_interview", "2024-03-07")
    ]
    kinds = delivery.events["kind"].value_counts()
    assert (kinds["missing_episode"], kinds["away_without_authorisation"]) == (2, 1)


def test_a_referral_without_further_action_is_no_episode_of_need_and_disability_needs_are_not_told(
    read: Callable[..., Delivery],
) -> None:
    delivery = read(cin_episodes=NEED)
    need = delivery.events[delivery.events["kind"] == "child_in_need"]
    assert len(need) == 2
    assert need["code"].dropna().tolist() == ["N1"]
    assert (delivery.events["kind"] == "referral").sum() == 3


def test_a_need_for_what_happens_at_home_is_not_said_aloud_before_its_source_was_asked(
    read: Callable[..., Delivery],
) -> None:
    rows = [f"R{need},S1,2024-01-01,,{need},6,N" for need in ("N1", "N2", "N4", "N5", "N6")]
    events = read(cin_episodes="\n".join([NEED.strip().splitlines()[0], *rows])).events
    need = events[events["kind"] == "child_in_need"]
    assert need["may_discuss"].fillna("by kind").tolist() == [
        "ask_source_first", "by kind", "ask_source_first", "ask_source_first", "by kind",
    ]  # fmt: skip


def test_a_conference_planned_for_a_year_that_cannot_be_meant_is_refused_and_takes_nothing_back(
    ssd: Write, tmp_path: Path
) -> None:
    ingest([f"ssd:{ssd(initial_cp_conference=CONFERENCES)}"], tmp_path / "store", RECEIVED)
    slip = ssd("later", initial_cp_conference=CONFERENCES.replace("2024-02-09", "2924-02-09"))
    after = ingest([f"ssd:{slip}"], tmp_path / "store", date(2024, 8, 1))
    assert [(one.column, one.rows) for one in after.refused] == [("icpc_icpc_date", 1)]
    assert after.changes["ssd"].withdrawn == 0


def test_a_late_conference_and_needs_met(read: Callable[..., Delivery]) -> None:
    delivery = read(initial_cp_conference=CONFERENCES, early_help_episodes=EARLY_HELP)
    assert [row for row in told(delivery, "kind", "person_id", "happened_on") if row[0] != "initial_conference"] == [
        ("early_help", "social_care-S1", "2024-01-01"),
        ("early_help", "social_care-S2", "2024-01-01"),
        ("early_help_needs_met", "social_care-S1", "2024-04-01"),
        ("statutory_contact_missed", "social_care-S1", "2024-02-01"),
    ]
    assert kinds()["statutory_contact_missed"].label.endswith("did not take place in time")  # this one did, late


@pytest.mark.parametrize(
    ("reason", "met"),
    [
        *((said, True) for said in ("Needs met", "Closed: needs met", "MET", "All of their needs have been met")),
        *((said, False) for said in ("Needs partially met", "Some needs met", "Needs not fully met", "Unmet needs")),
        *(
            (said, False)
            for said in ("Step up: threshold met", "Threshold for social care is met", "No needs were met")
        ),
    ],
)
def test_early_help_that_met_some_needs_or_a_threshold_is_no_strength(
    read: Callable[..., Delivery], reason: str, met: bool
) -> None:
    delivery = read(early_help_episodes=EARLY_HELP.replace("Needs met", reason))
    assert ("early_help_needs_met" in set(delivery.events["kind"])) is met


def test_a_day_that_is_written_otherwise_is_refused_with_how_it_is_written(read: Callable[..., Delivery]) -> None:
    delivery = read(early_help_episodes=EARLY_HELP.replace("2024-04-01", "01/04/2024"))
    column, how = "earl_episode_end_date", "must be a date that exists, written as in 2025-12-31"
    assert [(one.column, one.reason, one.rows) for one in delivery.refused] == [(column, how, 2)]


def test_a_date_of_recording_is_used_and_elsewhere_the_known_date_is_estimated_by_table(
    read: Callable[..., Delivery],
) -> None:
    delivery = read(missing=MISSING, cin_assessments=ASSESSMENTS, assessment_factors=FACTORS)
    basis = delivery.events.groupby("kind")["known_basis"].unique().map(list).to_dict()
    assert basis["missing_episode"] == ["estimated"]
    assert basis["exploitation_concern"] == ["recorded"]
    factor = delivery.events[delivery.events["kind"] == "exploitation_concern"].iloc[0]
    assert factor["known_on"] - factor["happened_on"] == pd.Timedelta(days=31)
    assert delivery.events["known_on"].max() == pd.Timestamp(RECEIVED)
    columns = delivery.events[["record_id", "known_basis"]]
    shares = known_basis_shares(pa.Table.from_pandas(columns, preserve_index=False))
    assert shares["ssd:ssd_missing"] == (4, 1)
    assert shares["ssd:ssd_assessment_factors"] == (3, 0)
    assert shares["ssd:ssd_cin_assessments"] == (4, 0.75)


def test_every_table_that_tells_something_has_its_known_date_and_a_reason() -> None:
    rules = {(row["feed"], row["table"]): row["why"] for row in code_list("known_dates.csv")}
    assert {table.name for table in connector.DATED} <= {table for feed, table in rules if feed == "ssd"}
    assert all(rules.values())


def test_what_is_protected_stands_in_groups_alone(ssd: Write, tmp_path: Path) -> None:
    snapshot = ingest([f"ssd:{ssd(missing=MISSING)}"], tmp_path / "store", RECEIVED).snapshot
    groups = pq.read_table(snapshot.group_path()).to_pylist()
    assert [(row["ethnicity"], row["sex"], row["send"]) for row in groups] == [
        ("BCRB", "female", "ehcp"),
        ("WBRI", "male", None),
    ]
    everywhere = str(snapshot.people().to_pydict()) + str(snapshot.events().to_pydict())
    assert not any(word in everywhere for word in ("BCRB", "female", "ehcp"))


def test_a_delivery_of_people_alone_is_refused(ssd: Write) -> None:
    with pytest.raises(Refused, match="at least one other table"):
        connector.read(ssd(), RECEIVED)
