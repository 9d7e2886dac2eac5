"""The county's three ways of telling children's social care agree: the dataset, the census, and Annex A."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import annex_a, cin_census, ssd
from records.delivery import Delivery

RECEIVED = date(2026, 1, 1)
CENSUS = pd.Timestamp("2023-04-01"), pd.Timestamp("2025-03-31")  # the two years that are returned
ANNEX_A = pd.Timestamp("2025-06-25"), pd.Timestamp("2025-12-24")
FACT = ["person_id", "kind", "happened_on", "code"]
OF_NEED = ("referral", "child_in_need", "child_in_need_plan", "section_47_enquiry", "protection_plan", "assessment")


@pytest.fixture(scope="module")
def dataset(county: Path) -> Delivery:
    """The Standard Safeguarding Dataset's delivery."""
    return ssd.read(county / "social_care", RECEIVED)


@pytest.fixture(scope="module")
def census(county: Path) -> Delivery:
    """The delivery of both census returns."""
    return cin_census.read(county / "cin_census", RECEIVED)


@pytest.fixture(scope="module")
def lists(county: Path) -> Delivery:
    """Annex A's delivery."""
    return annex_a.read(county / "annex_a", RECEIVED)


def facts(events: pd.DataFrame, *kinds: str) -> pd.MultiIndex:
    rows = events[events["kind"].isin(kinds)] if kinds else events
    return pd.MultiIndex.from_frame(rows[FACT].fillna({"code": ""}))


def open_within(events: pd.DataFrame, begins: pd.Timestamp, ends: pd.Timestamp) -> pd.DataFrame:
    over = events["ended_on"].isna() | (events["ended_on"] >= begins)
    return events[(events["happened_on"] <= ends) & over]


def test_nothing_of_the_samples_is_refused(dataset: Delivery, census: Delivery, lists: Delivery) -> None:
    assert dataset.refused == census.refused == lists.refused == ()


def test_every_table_of_the_dataset_has_rows_and_tells_something(dataset: Delivery) -> None:
    assert {table.name for table in ssd.TABLES} == set(dataset.tables)
    kinds = set(dataset.events["kind"])
    assert {"legal_status", "conviction_in_care", "substance_misuse_in_care", "substance_support"} <= kinds
    assert {"sdq_score", "care_leaver", "unsuitable_accommodation", "address_change", "return_interview"} <= kinds
    assert {"sibling", "household"} <= set(dataset.links["kind"])


def test_what_the_census_says_of_need_the_dataset_says_too(dataset: Delivery, census: Delivery) -> None:
    concerns = [kind for kind in census.events["kind"].unique() if kind.endswith("_concern")]
    told = facts(census.events, *OF_NEED, *concerns)
    assert len(told) > 1000
    assert told.isin(facts(dataset.events)).all()


def test_the_census_leaves_no_need_of_its_years_out(dataset: Delivery, census: Delivery) -> None:
    """Every episode of need, and nearly all that hangs on one: what was closed before takes its rows along."""
    own = open_within(dataset.events, *CENSUS)
    whole, told = facts(own, "child_in_need"), facts(census.events, "child_in_need")
    assert whole.isin(told).all()
    begun = own[own["happened_on"].between(*CENSUS)]
    for kind in OF_NEED:
        found = facts(begun, kind).isin(facts(census.events, kind))
        assert found.mean() > 0.97, kind


def test_endings_agree_and_later_ones_are_not_known_to_the_census(dataset: Delivery, census: Delivery) -> None:
    keys = ["person_id", "happened_on"]
    both = [one.events[one.events["kind"] == "child_in_need"].set_index(keys)["ended_on"] for one in (dataset, census)]
    own, told = both[0].reindex(both[1].index), both[1]
    pd.testing.assert_series_equal(told, own.mask(own > CENSUS[1]))


def test_annex_a_says_what_the_dataset_says(dataset: Delivery, lists: Delivery) -> None:
    alike = (
        *OF_NEED,
        "contact",
        "early_help",
        "looked_after",
        "legal_status",
        "placement_move",
        "care_leaver_not_in_education",
    )
    told = facts(lists.events, *alike)
    assert len(told) > 500
    assert told.isin(facts(dataset.events)).all()
    whole = open_within(dataset.events, *ANNEX_A)
    for kind in ("early_help", "looked_after", "assessment"):
        assert facts(whole, kind).isin(told).mean() > 0.97, kind


def test_a_child_has_one_id_in_all_three_and_groups_agree(dataset: Delivery, census: Delivery, lists: Delivery) -> None:
    own = dataset.groups.set_index("person_id")
    for other in (census, lists):
        told = other.groups.set_index("person_id")
        assert told.index.isin(own.index).all()
        for column in ("ethnicity", "sex"):
            assert told[column].equals(own.loc[told.index, column].rename(column))


def test_no_conviction_in_care_is_one_that_the_police_do_not_tell(county: Path, dataset: Delivery) -> None:
    people = pd.read_csv(county / "truth" / "people.csv", dtype=str).dropna(subset="police_id")
    people = people.set_index("police_id")["social_care_id"]
    crimes = pd.read_csv(county / "police" / "crimes.csv", dtype=str)
    crimes = crimes[crimes["role"] == "suspect"]
    known = set("social_care-" + crimes["nominal_id"].map(people) + crimes["occurred_on"])
    own = dataset.events[dataset.events["kind"] == "conviction_in_care"]
    assert len(own)
    assert set(own["person_id"] + own["happened_on"].dt.strftime("%Y-%m-%d")) <= known
    assert set(own["role"]) == {"concerned"}
    assert set(own["status"]) == {"cautioned_or_convicted"}
