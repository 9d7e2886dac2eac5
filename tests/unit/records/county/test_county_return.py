"""The county's looked-after return goes in whole and says of its year what the dataset says."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import ssd, ssda903
from records.county import write_county
from records.delivery import Delivery

RECEIVED = date(2026, 1, 1)
BEGINS, ENDS = pd.Timestamp("2024-04-01"), pd.Timestamp("2025-03-31")
PUBLISHED = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "ssda903_fake"
FACT = ["person_id", "kind", "happened_on"]
SHORT_BREAK = "V4"  # the connector leaves it out of legal status: it implies a disability


@pytest.fixture(scope="module")
def told(county: Path) -> Delivery:
    return ssda903.read(county / "ssda903", RECEIVED)


@pytest.fixture(scope="module")
def dataset(county: Path) -> pd.DataFrame:
    """What the dataset tells, as it stood at the year's end."""
    events = ssd.read(county / "social_care", RECEIVED).events
    events = events[events["happened_on"] <= ENDS]
    return events.assign(ended_on=events["ended_on"].mask(events["ended_on"] > ENDS))


def of(events: pd.DataFrame, *kinds: str) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(events.loc[events["kind"].isin(kinds), FACT])


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the shared data folder ssda903_fake is not here")
@pytest.mark.parametrize("name", ["header", "episodes", "missing", "oc2"])
def test_columns_are_those_of_the_return(county: Path, name: str) -> None:
    def header(folder: Path) -> list[str]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file))

    assert header(county / "ssda903") == header(PUBLISHED)


def test_every_row_goes_in_and_every_file_tells_something(told: Delivery) -> None:
    assert told.refused == ()
    assert set(told.tables) == {"header", "episodes", "missing", "oc2"}
    assert set(told.events["record_id"].str.split(":").str[1]) == {"episodes", "missing", "oc2"}


def test_what_it_says_of_care_the_dataset_says_too(told: Delivery, dataset: pd.DataFrame) -> None:
    kinds = ("looked_after", "placement", "placement_move", "missing_episode", "away_without_authorisation")
    assert len(of(told.events, *kinds)) > 200
    assert of(told.events, *kinds).isin(of(dataset, *kinds)).all()
    coded = [*FACT, "code"]
    status, own = (one.loc[one["kind"] == "legal_status", coded] for one in (told.events, dataset))
    assert len(status.merge(own, on=coded)) == len(status) > 0
    assert SHORT_BREAK not in set(status["code"])


def test_it_leaves_nobody_out_who_was_looked_after_in_the_year(told: Delivery, dataset: pd.DataFrame) -> None:
    over = dataset["ended_on"].isna() | (dataset["ended_on"] >= BEGINS)
    assert of(dataset[over], "looked_after").isin(of(told.events, "looked_after")).all()


def test_endings_agree_and_none_is_told_before_it_came(told: Delivery, dataset: pd.DataFrame) -> None:
    for kind in ("looked_after", "placement"):
        here, there = (one[one["kind"] == kind].set_index(FACT)["ended_on"] for one in (told.events, dataset))
        pairs = pd.concat([here, there.reindex(here.index)], axis=1, keys=("here", "there"))
        assert pairs["here"].isna().any()
        assert pairs["here"].fillna(ENDS).equals(pairs["there"].fillna(ENDS).rename("here")), kind


def test_of_what_is_asked_once_a_year_scores_and_convictions_agree(told: Delivery, dataset: pd.DataFrame) -> None:
    score = ["person_id", "amount"]
    ours, own = (
        one.loc[(one["kind"] == "sdq_score") & (one["happened_on"] == ENDS), score] for one in (told.events, dataset)
    )
    assert len(ours.merge(own, on=score)) == len(ours) > 0
    of_the_year = dataset[dataset["happened_on"] >= BEGINS]
    for kind in ("conviction_in_care", "substance_misuse_in_care", "substance_support"):
        here, there = (set(one.loc[one["kind"] == kind, "person_id"]) for one in (told.events, of_the_year))
        assert here <= there, kind


def test_a_county_with_nobody_looked_after_writes_the_headers_alone(tmp_path: Path) -> None:
    write_county(1, 1, tmp_path)
    assert all(len(path.read_text(encoding="utf-8").splitlines()) == 1 for path in (tmp_path / "ssda903").iterdir())
