"""Who is in the county, which agency knows whom, and under which ids."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

Table = Callable[..., pd.DataFrame]
LAST = pd.Timestamp("2026-01-01")
OWN = {"social_care": "pers_person_id", "school": "pupil_id", "police": "nominal_id"}
REGISTER = {"social_care": "social_care/ssd_person", "school": "school/pupils", "police": "police/people"}
PEOPLE_OF = {
    "school": ("school/pupils", "pupil_id"),
    "police": ("police/people", "nominal_id"),
    "youth_justice": ("youth_justice/people", "young_person_id"),
    "housing": ("housing/people", "resident_id"),
    "health": ("health/people", "patient_id"),
}
RECORDS = {
    "social_care_id": ("social_care/ssd_contacts", "cont_person_id"),
    "school_id": ("school/exclusions", "pupil_id"),
    "police_id": ("police/crimes", "nominal_id"),
}


def test_people_counts_those_aged_10_to_24_on_the_last_date(table: Table) -> None:
    people = table("truth/people", "born_on")
    age = (LAST - people["born_on"]).dt.days / 365.25
    assert people["young"].sum() == 6000
    assert age[people["young"]].between(10, 25, inclusive="left").all()
    assert (age[~people["young"]] >= 25).all()
    assert (people["born_on"] >= "1995-01-01").all()  # aged 24 or under when the first training date comes


def test_every_young_person_is_known_to_an_agency(table: Table) -> None:
    people = table("truth/people").set_index("truth_id")
    known = people[["social_care_id", "police_id", "youth_justice_id", "health_id"]].notna().any(axis=1)
    for name in ("exclusions", "managed_moves", "alternative_provision"):
        known |= people["school_id"].isin(table(f"school/{name}")["pupil_id"])
    assert known.all()


def test_each_agency_has_ids_of_its_own_in_an_order_that_tells_nothing(table: Table) -> None:
    people = table("truth/people")
    ids = [set(people[f"{agency}_id"].dropna()) for agency in OWN]
    assert sum(len(one) for one in ids) == len(set().union(*ids))
    for agency, column in OWN.items():
        own = table(REGISTER[agency])[column]
        assert own.is_unique
        assert not own.is_monotonic_increasing
        assert set(own) == set(people[f"{agency}_id"].dropna())


def test_agencies_know_different_people(table: Table) -> None:
    people = table("truth/people")
    for agency in OWN:
        assert 0.25 < people[f"{agency}_id"].notna().mean() < 0.95
    for own, (name, column) in RECORDS.items():
        assert set(table(name)[column]) <= set(people[own].dropna())


def test_about_93_in_100_carry_the_county_reference_everywhere(table: Table) -> None:
    people = table("truth/people").set_index("truth_id")
    linked = table("social_care/ssd_linked_identifiers")
    linked = linked[linked["link_identifier_type"] == "County Reference"]
    care = linked.set_index("link_person_id")["link_identifier_value"]
    by = {"social_care_id": care}
    for agency, (name, own) in PEOPLE_OF.items():
        by[f"{agency}_id"] = table(name).set_index(own)["county_reference"]
    whole = pd.Series(True, index=people.index)
    for own, references in by.items():
        found = people[own].map(references)
        assert (found.dropna() == people.loc[found.dropna().index, "county_reference"]).all()
        whole &= people[own].isna() | found.notna()
    assert 0.92 < whole.mean() < 0.94


def test_groups_are_in_realistic_shares(table: Table) -> None:
    pupils = table("school/pupils")
    ethnicity, sen = pupils["ethnicity"].value_counts(normalize=True), pupils["sen_status"].value_counts(normalize=True)
    assert 0.66 < ethnicity["WBRI"] < 0.74
    assert {"WIRT", "WROM", "BCRB"} <= set(ethnicity.index)
    assert 0.15 < sen["K"] < 0.35
    assert 0.04 < sen["E"] < 0.15
    assert 0.48 < (pupils["sex"] == "M").mean() < 0.58


def test_nobody_under_10_is_suspected(table: Table) -> None:
    born = table("truth/people", "born_on").dropna(subset="police_id").set_index("police_id")["born_on"]
    crimes = table("police/crimes", "occurred_on")
    suspected = crimes[crimes["role"] == "suspect"]
    age = (suspected["occurred_on"] - suspected["nominal_id"].map(born)).dt.days / 365.25
    assert age.min() >= 10
