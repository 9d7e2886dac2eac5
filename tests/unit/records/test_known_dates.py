"""When social care's facts were known, table by table; and that the page about it says what the code does."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import annex_a_lists, cin_census, ssd
from records.connectors.known_dates import DatedFeed, known_dates
from records.kinds import code_list

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "feeds" / "social-care.md").read_text(encoding="utf-8")
PUBLISHED = ROOT.parent / "shared" / "data" / "ssd" / "tables.csv"
NOT_READ = ("ssd_ehcp_active_plans", "ssd_sen_need", "ssd_voice_of_child")


def days(*texts: str) -> pd.Series:
    return pd.Series(pd.to_datetime([text or None for text in texts])).astype("datetime64[s]")


def feed(name: str, received_on: date = date(2026, 1, 1)) -> DatedFeed:
    return DatedFeed(name, "social_care", 31, "estimated", received_on)


def test_a_monthly_table_is_known_after_it_was_entered_and_delivered() -> None:
    known = feed("ssd").known_in("ssd_contacts", days("2025-01-01", ""))
    assert known.tolist() == [pd.Timestamp("2025-02-03"), pd.NaT]
    assert feed("ssd").known_in("ssd_cin_episodes", days("2025-01-01"), ending=True)[0] == pd.Timestamp("2025-02-15")


def test_a_date_of_recording_needs_no_days_until_entry() -> None:
    known = feed("ssd").known_in("ssd_assessment_factors", days("2025-01-01"), stated=True)
    assert known[0] == pd.Timestamp("2025-02-01")


def test_a_yearly_return_is_known_when_its_year_was_due_the_last_of_march_with_the_year_before() -> None:
    known = feed("cin_census").known_in("CINdetails", days("2024-03-31", "2024-04-01", "2025-03-31", ""))
    assert [str(day)[:10] for day in known] == ["2024-08-01", "2025-08-01", "2025-08-01", "NaT"]
    assert feed("ssda903").known_in("oc2", days("2018-03-31"))[0] == pd.Timestamp("2018-07-01")


def test_nothing_is_known_after_the_delivery_came() -> None:
    known = feed("ssd", date(2025, 1, 5)).known_in("ssd_contacts", days("2025-01-01"))
    assert known[0] == pd.Timestamp("2025-01-05")


def test_every_table_that_is_read_has_a_rule_and_every_rule_stands_on_the_page_with_its_reason() -> None:
    rules = known_dates()
    assert all(("ssd", table.name) in rules for table in ssd.DATED)
    assert all(("annex_a", one.table) in rules for one in annex_a_lists.LISTS)
    assert all(("cin_census", name) in rules for name in cin_census.PARTS if name != "Child")
    for row in code_list("known_dates.csv"):
        line = f"| {row['feed']} | {row['table']} | {row['entry_days']} / {row['ended_entry_days']} | "
        line += f"{row['delivery_days']} days{' from 1 April' if row['year_ends'] else ''} | {row['why']} |"
        assert line in PAGE


@pytest.mark.skipif(not PUBLISHED.exists(), reason="shared/data/ssd/tables.csv is not here")
def test_every_published_table_is_read_or_the_page_says_why_it_is_not() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = {row["table"] for row in csv.DictReader(file)}
    read = {table.name for table in ssd.TABLES}
    assert published - read == set(NOT_READ)
    assert all(f"`{name}`" in PAGE for name in published)
