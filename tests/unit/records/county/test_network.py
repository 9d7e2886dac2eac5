"""Households, associates and incidents: who is linked to whom, and that it means something."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from records.county.associates import pairs_within
from records.county.network import Network, around, at_home, with_household
from records.county.people import LEANINGS, People, draw_people

Table = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def people() -> People:
    return draw_people(8000, np.random.default_rng(5))


def leaning(people: People, name: str) -> np.ndarray:
    return people.leanings[:, LEANINGS.index(name)]


def test_home_is_shared_at_home_and_the_street_among_associates(people: People) -> None:
    a, b = pairs_within(people.family)
    kin = np.corrcoef(leaning(people, "home")[a], leaning(people, "home")[b])[0, 1]
    assert 0.65 < kin < 0.85
    net = people.network
    street = np.corrcoef(leaning(people, "street")[net.a], leaning(people, "street")[net.b])[0, 1]
    assert street > 0.35
    assert (people.area[net.a] == people.area[net.b]).all()
    assert (people.household[net.a] != people.household[net.b]).all()
    assert (net.a < net.b).all()
    assert len(np.unique(net.a * len(people) + net.b)) == len(net.a)


def test_keeping_some_keeps_the_pairs_among_them(people: People) -> None:
    rows = np.flatnonzero(people.area == 3)
    kept = people.keep(rows)
    both = (people.area[people.network.a] == 3) & (people.area[people.network.b] == 3)
    assert (rows[kept.network.a] == people.network.a[both]).all()
    assert (rows[kept.network.b] == people.network.b[both]).all()


def test_what_goes_on_around_somebody() -> None:
    net = Network(np.array([0, 0]), np.array([1, 2]), np.array([10, 20]), np.array([30, 30]))
    assert around(net.on(15), np.array([1.0, 2.0, 4.0])).tolist() == [2, 1, 0]
    assert around(net.on(20), np.array([1.0, 2.0, 4.0])).tolist() == [6, 1, 1]
    assert around(net.on(30), np.array([1.0, 2.0, 4.0])).tolist() == [0, 0, 0]
    assert at_home(np.array([5, 5, 6]), np.array([1.0, 2.0, 4.0])).tolist() == [2, 1, 0]


def test_what_befalls_a_home_befalls_the_children_there_once() -> None:
    household, child = np.array([0, 0, 0, 1, 1]), np.array([True, True, False, True, True])
    person, day = with_household(household, child, np.array([0, 1]), np.array([9, 7]))
    assert person.tolist() == [0, 1]
    assert day.tolist() == [7, 7]
    person, day = with_household(household, child, np.array([2]), np.array([4]))
    assert person.tolist() == [0, 1, 2]  # whoever was struck is struck, of age or not


def test_several_people_stand_in_one_crime_with_one_date_and_offence(table: Table) -> None:
    crimes = table("police/crimes")
    by = crimes.groupby("crime_id")
    assert (by[["occurred_on", "recorded_on", "offence_code", "place"]].nunique() == 1).all(axis=None)
    assert not crimes.duplicated(["crime_id", "nominal_id"]).any()
    suspects = crimes[crimes["role"] == "suspect"].groupby("crime_id")["nominal_id"].transform("size")
    assert 0.1 < (suspects > 1).mean() < 0.5
    roles = by["role"].agg(lambda roles: frozenset(roles))
    assert (roles == {"victim", "suspect"}).sum() > 100


def test_truth_of_outcomes_has_the_days_of_the_incidents(table: Table) -> None:
    outcomes, crimes = table("truth/outcomes"), table("police/crimes")
    truth_of = table("truth/people").dropna(subset="police_id").set_index("police_id")["truth_id"]
    serious = crimes[crimes["offence_code"].isin(["5D", "34B", "34A", "5E", "2", "36"]) & (crimes["role"] != "witness")]
    lived = set(zip(outcomes["truth_id"], outcomes["happened_on"], strict=True))
    recorded = set(zip(serious["nominal_id"].map(truth_of), serious["occurred_on"], strict=True))
    assert len(recorded & lived) > 0.99 * len(recorded)


def test_the_police_note_a_part_of_who_knows_whom(table: Table) -> None:
    noted, links = table("police/associates", "recorded_on"), table("truth/links", "since")
    truth_of = table("truth/people").dropna(subset="police_id").set_index("police_id")["truth_id"]
    pairs = pd.DataFrame({"a": noted["nominal_id"].map(truth_of), "b": noted["other_nominal_id"].map(truth_of)})
    so = {frozenset(pair) for pair in zip(links["truth_id"], links["other_truth_id"], strict=True)}
    assert all(frozenset(pair) in so for pair in pairs.itertuples(index=False))
    assert 0.02 < len(noted) / len(links) < 0.6
    assert set(noted["kind"]) == {"associate", "sibling", "household"}


def test_what_a_sibling_suffers_says_something(table: Table) -> None:
    """Brothers and sisters of those who came to harm come to harm more often than others: networks carry signal."""
    people, outcomes = table("truth/people"), table("truth/outcomes")
    harmed = people["truth_id"].isin(outcomes.loc[outcomes["target"] == "harmed", "truth_id"]).to_numpy()
    a, b = pairs_within(people["family"].to_numpy())
    assert harmed[b][harmed[a]].mean() > 1.15 * harmed[b][~harmed[a]].mean()


def test_placements_are_shared_places(table: Table) -> None:
    addresses = table("social_care/ssd_address", "addr_address_start_date", "addr_address_end_date")
    placed = addresses[addresses["addr_address_type"] == "Placement"]
    homes = addresses[addresses["addr_address_type"] == "Home"]
    assert len(placed) > 50
    assert placed.groupby("addr_address_json")["addr_person_id"].nunique().max() >= 3
    assert set(placed["addr_address_postcode"].dropna()).isdisjoint(homes["addr_address_postcode"].dropna())
    stays = table("social_care/ssd_cla_placement")
    assert stays["clap_cla_placement_postcode"].isin(placed["addr_address_postcode"]).sum() == len(placed)
    assert addresses["addr_table_id"].is_unique
