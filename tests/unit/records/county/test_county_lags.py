"""When things were written down: soon for most, late for some, and nothing after the last date."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from records.county.police import SERIOUS

Table = Callable[..., pd.DataFrame]
FIRST, LAST = pd.Timestamp("2017-01-01"), pd.Timestamp("2026-01-01")
RECORDED = (
    ("police/crimes", "occurred_on"),
    ("police/missing", "missing_from"),
    ("police/concerns", "occurred_on"),
    ("school/exclusions", "start_date"),
    ("school/attendance", "term_end"),
)
SPELLS = (
    ("ssd_early_help_episodes", "earl_episode_start_date", "earl_episode_end_date"),
    ("ssd_cin_episodes", "cine_referral_date", "cine_close_date"),
    ("ssd_cin_plans", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    ("ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    ("ssd_cla_placement", "clap_cla_placement_start_date", "clap_cla_placement_end_date"),
    ("ssd_cla_episodes", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    ("ssd_s47_enquiry", "s47e_s47_start_date", "s47e_s47_end_date"),
    ("ssd_involvements", "invo_involvement_start_date", "invo_involvement_end_date"),
)


@pytest.mark.parametrize(("name", "happened"), RECORDED)
def test_records_follow_what_happened_and_stop_at_the_last_date(table: Table, name: str, happened: str) -> None:
    rows = table(name, happened, "recorded_on")
    assert (rows["recorded_on"] >= rows[happened]).all()
    assert rows["recorded_on"].max() < LAST
    assert rows["recorded_on"].min() >= FIRST


def test_serious_violence_is_recorded_within_days_mostly_and_late_for_some(table: Table) -> None:
    crimes = table("police/crimes", "occurred_on", "recorded_on")
    serious = crimes[crimes["offence_code"].isin(SERIOUS)]
    lag = (serious["recorded_on"] - serious["occurred_on"]).dt.days
    assert (lag <= 7).mean() > 0.7
    assert (lag < 90).mean() >= 0.9
    assert lag.max() > 180


def test_schools_take_weeks(table: Table) -> None:
    exclusions = table("school/exclusions", "start_date", "recorded_on")
    lag = (exclusions["recorded_on"] - exclusions["start_date"]).dt.days
    assert 7 <= lag.median() <= 35
    assert lag.quantile(0.99) > 90
    assert (exclusions["start_date"].dt.day_of_week < 5).all()


def test_outcomes_come_later_and_recent_crimes_have_none_yet(table: Table) -> None:
    crimes = table("police/crimes", "recorded_on", "outcome_on")
    given = crimes["outcome_on"].notna()
    assert (crimes["outcome_type"].notna() == given).all()
    assert (crimes.loc[given, "outcome_on"] > crimes.loc[given, "recorded_on"]).all()
    recent = crimes["recorded_on"] > LAST - pd.Timedelta(days=30)
    assert given[recent].mean() < 0.4 < 0.95 < given[crimes["recorded_on"] < "2023-01-01"].mean()


@pytest.mark.parametrize(("name", "start", "end"), SPELLS)
def test_spells_end_after_they_begin_and_some_are_open(table: Table, name: str, start: str, end: str) -> None:
    rows = table(f"social_care/{name}", start, end)
    over = rows[rows[end].notna()]
    assert (over[end] >= over[start]).all()
    assert over[end].max() < LAST
    assert rows[end].isna().any()


def test_placements_of_one_time_in_care_follow_each_other(table: Table) -> None:
    rows = table("social_care/ssd_cla_placement", "clap_cla_placement_start_date", "clap_cla_placement_end_date")
    rows = rows.sort_values(["clap_cla_id", "clap_cla_placement_start_date"])
    before = rows.groupby("clap_cla_id")["clap_cla_placement_end_date"].shift()
    moved = before.notna()
    assert moved.any()
    assert (rows.loc[moved, "clap_cla_placement_start_date"] == before[moved]).all()
    assert (rows["clap_cla_placement_distance"] >= 20).mean() > 0.1
