"""The county's sample of each feed beside social care's: every row goes in, every kind is there, and it makes sense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import CONNECTORS
from records.county.feeds import FOLDERS
from records.delivery import Delivery

Table = Callable[..., pd.DataFrame]
LAST = date(2026, 1, 1)
KINDS = {
    "school_exclusions": {"managed_move", "alternative_provision", "not_in_education", "in_education_or_training"}
    | {"attendance_improved", "suspension", "permanent_exclusion", "good_attendance"},
    "police": {"police_custody", "nrm_referral", "school_notice", "domestic_abuse_incident", "police_missing_report"},
    "youth_justice": {"youth_justice_order", "youth_justice_prevention", "youth_justice_completed", "remand"}
    | {"statutory_contact_missed"},
    "housing": {"housing_move", "moved_out_of_area", "temporary_accommodation", "settled_home"},
    "navigator": {"navigator_referral", "navigator_support"},
}
LINKS = {"police": {"associate", "sibling", "household", "co_suspect", "harmed_by"}, "housing": {"household"}}


@pytest.fixture(scope="module")
def delivered(county: Path) -> dict[str, Delivery]:
    return {feed: CONNECTORS[feed](county / FOLDERS[feed], LAST) for feed in (*KINDS, "counts")}


def test_a_county_has_a_folder_for_every_connector(county: Path) -> None:
    assert set(FOLDERS) == set(CONNECTORS)
    assert [feed for feed, folder in FOLDERS.items() if not any((county / folder).iterdir())] == []


@pytest.mark.parametrize("feed", [*KINDS, "counts"])
def test_every_row_of_a_sample_goes_in(delivered: dict[str, Delivery], feed: str) -> None:
    assert [one for one in delivered[feed].refused if one.rows] == []
    assert all(rows for table, rows in delivered[feed].tables.items() if table != "intelligence")


@pytest.mark.parametrize("feed", KINDS)
def test_a_sample_has_every_kind_and_both_dates(delivered: dict[str, Delivery], feed: str) -> None:
    events = delivered[feed].events
    assert set(events["kind"]) >= KINDS[feed]
    assert set(delivered[feed].links["kind"]) == LINKS.get(feed, set())
    assert (events["known_on"] > events["happened_on"]).all()
    own_day = events[events["kind"] != "navigator_support"]  # navigators record the day of the referral alone
    assert (own_day["known_basis"] == "recorded").mean() > 0.95
    assert len(delivered[feed].identifiers) >= len(delivered[feed].people)


def test_counts_are_of_every_area_month_and_kind(delivered: dict[str, Delivery]) -> None:
    counts = delivered["counts"].counts
    assert not counts.duplicated(["area", "period", "kind"]).any()
    assert counts["n"].sum() > 0
    by_kind = counts.groupby("kind").size()
    assert by_kind.nunique() == 1 or by_kind.max() - by_kind.min() < 2 * counts["area"].nunique()


def test_learning_and_being_out_of_it_never_overlap_and_stop_at_18(table: Table) -> None:
    spells = table("school/participation", "start_date", "end_date").sort_values(["pupil_id", "start_date"])
    before = spells.groupby("pupil_id")["end_date"].shift()
    same = spells["pupil_id"] == spells["pupil_id"].shift()
    assert (before[same].isna() | (before[same] <= spells.loc[same, "start_date"])).all()
    born = table("school/pupils", "born_on").set_index("pupil_id")["born_on"]
    age = (spells["end_date"].fillna(pd.Timestamp(LAST)) - spells["pupil_id"].map(born)).dt.days / 365.25
    assert (age < 19.3).mean() > 0.99  # a birth date may be written down wrong


def test_a_contact_belongs_to_an_order_of_the_same_person(table: Table) -> None:
    orders = table("youth_justice/orders").set_index("order_id")["young_person_id"]
    contacts = table("youth_justice/contacts")
    assert (contacts["order_id"].map(orders) == contacts["young_person_id"]).all()
    assert 0.05 < (contacts["result"] == "missed").mean() < 0.2


def test_every_referral_in_the_sample_was_consented_to(table: Table) -> None:
    referrals = table("health/referrals")
    assert set(referrals["consent"]) == {"yes"}
    assert set(referrals["offer"]) == {"accepted", "declined", "open"}


def test_intelligence_has_dates_and_nothing_to_read(table: Table) -> None:
    assert list(table("police/intelligence")) == ["report_id", "nominal_id", "reported_on", "recorded_on"]
