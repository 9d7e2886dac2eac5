"""Each feed's page names every file and column that its connector reads, and the days it adds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from records.connectors import (
    counts,
    housing,
    navigator,
    police,
    police_links,
    police_reports,
    school_exclusions,
    school_places,
    youth_justice,
)
from records.connectors.files import IDENTIFIERS, File

PAGES = Path(__file__).resolve().parents[4] / "docs" / "feeds"
FILES: dict[str, tuple[File, ...]] = {
    "school": (school_exclusions.PUPILS, *school_exclusions.EVENTS.values(), *school_places.FILES),
    "police": (
        police.PEOPLE,
        *police.ALWAYS,
        *police_reports.FILES,
        police_links.ASSOCIATES,
        police_reports.INTELLIGENCE,
    ),
    "youth-justice": (
        youth_justice.PEOPLE,
        youth_justice.ORDERS,
        youth_justice.PREVENTION,
        youth_justice.REMAND,
        youth_justice.CONTACTS,
    ),
    "housing": (housing.PEOPLE, housing.MOVES, housing.TEMPORARY, housing.TENANCIES),
    "navigator": (navigator.PEOPLE, navigator.REFERRALS),
    "counts": (counts.COUNTS,),
}
DAYS = {
    "school": (school_exclusions.DELAY_DAYS, school_exclusions.ENTRY_DAYS),
    "police": (police.DELAY_DAYS, police.ENTRY_DAYS, police_links.MOST_IN_ONE_CRIME),
    "youth-justice": (youth_justice.DELAY_DAYS, youth_justice.ENTRY_DAYS),
    "housing": (housing.DELAY_DAYS, housing.ENTRY_DAYS, housing.MOST_IN_ONE_HOME),
    "navigator": (navigator.DELAY_DAYS, navigator.ENTRY_DAYS),
    "counts": (counts.DELAY_DAYS,),
}


@pytest.mark.parametrize("page", FILES)
def test_a_page_names_every_file_and_column(page: str) -> None:
    told = set(re.findall(r"`(\w+?)(?:\.csv)?`", (PAGES / f"{page}.md").read_text(encoding="utf-8")))
    read = {column.name for file in FILES[page] for column in file.columns} - set(IDENTIFIERS)
    assert read | {file.name for file in FILES[page]} <= told | {"ended_recorded_on", "recorded_on", "end_date"}


@pytest.mark.parametrize("page", DAYS)
def test_a_page_gives_the_numbers_that_the_connector_uses(page: str) -> None:
    numbers = re.findall(r"\b\d+\b", (PAGES / f"{page}.md").read_text(encoding="utf-8"))
    assert {str(days) for days in DAYS[page]} <= set(numbers)


def test_the_index_names_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in index for page in PAGES.glob("*.md") if page.name != "README.md")


def test_columns_for_linkage_are_named_once_for_all() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in index for name in IDENTIFIERS)
