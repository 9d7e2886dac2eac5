"""How often outcomes befall the eligible, and what leads to them; no group is recorded more than another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from records.county.police import SERIOUS

Table = Callable[..., pd.DataFrame]
DAY = pd.Timedelta(days=1)
AS_OF = [pd.Timestamp(f"{year}-{month:02}-01") for year in (2021, 2022, 2023, 2024) for month in (1, 7)]
CLEARED = {"involved": {"8", "22", "6", "7", "10", "15", "16", "18", "CANC"}, "harmed": {"CANC"}}
FILES = (
    ("school_id", "school/exclusions", "pupil_id", "recorded_on"),
    ("school_id", "school/attendance", "pupil_id", "recorded_on"),
    ("police_id", "police/crimes", "nominal_id", "recorded_on"),
    ("police_id", "police/concerns", "nominal_id", "recorded_on"),
    ("social_care_id", "social_care/ssd_contacts", "cont_person_id", "cont_contact_date"),
)


@pytest.fixture(scope="module")
def records(table: Table) -> pd.DataFrame:
    """truth_id and the day of recording, for every record by which somebody is known to an agency."""
    people, found = table("truth/people"), []
    for own, name, column, day in FILES:
        truth_of = people.dropna(subset=own).set_index(own)["truth_id"]
        rows = table(name, day)
        found.append(pd.DataFrame({"truth_id": rows[column].map(truth_of), "day": rows[day]}))
    return pd.concat(found)


@pytest.fixture(scope="module")
def crimes(table: Table) -> pd.DataFrame:
    """Police crimes with the truth_id, and whether each is serious violence or robbery."""
    rows = table("police/crimes", "occurred_on", "recorded_on", "outcome_on")
    truth_of = table("truth/people").dropna(subset="police_id").set_index("police_id")["truth_id"]
    return rows.assign(truth_id=rows["nominal_id"].map(truth_of), serious=rows["offence_code"].isin(SERIOUS))


def eligible(table: Table, records: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    people = table("truth/people", "born_on")
    age = (as_of - people["born_on"]).dt.days / 365.25
    lately = records.loc[(records["day"] < as_of) & (records["day"] >= as_of - 1095 * DAY), "truth_id"].unique()
    return people.loc[age.between(10, 25, inclusive="left") & people["truth_id"].isin(lately), "truth_id"]


def rate(crimes: pd.DataFrame, who: pd.Series, target: str, as_of: pd.Timestamp) -> float:
    """The share of `who` with an outcome in the year from `as_of` that stood 90 days after it."""
    role, by = {"harmed": "victim", "involved": "suspect"}[target], as_of + 455 * DAY
    within = crimes["occurred_on"].between(as_of, as_of + 365 * DAY, inclusive="left") & (crimes["recorded_on"] < by)
    cleared = crimes["outcome_type"].isin(CLEARED[target]) & (crimes["outcome_on"] < by)
    counted = crimes[crimes["serious"] & (crimes["role"] == role) & within & ~cleared]
    return float(who.isin(counted["truth_id"]).mean())


@pytest.mark.parametrize("target", ["harmed", "involved"])
@pytest.mark.parametrize("as_of", AS_OF, ids=lambda day: day.date().isoformat())
def test_outcomes_befall_3_to_5_in_100_of_the_eligible_a_year(
    table: Table, records: pd.DataFrame, crimes: pd.DataFrame, as_of: pd.Timestamp, target: str
) -> None:
    who = eligible(table, records, as_of)
    assert len(who) > 4000
    assert 0.03 <= rate(crimes, who, target, as_of) <= 0.05


@pytest.mark.parametrize("target", ["harmed", "involved"])
def test_the_true_hazards_rank_the_coming_year(table: Table, target: str) -> None:
    hazards, outcomes = table("truth/hazards", "as_of"), table("truth/outcomes", "happened_on")
    day = pd.Timestamp("2023-01-01")
    now = hazards[(hazards["as_of"] == day) & (hazards[f"{target}_per_year"] > 0)]
    coming = outcomes[(outcomes["target"] == target) & outcomes["happened_on"].between(day, day + 365 * DAY)]
    best = roc_auc_score(now["truth_id"].isin(coming["truth_id"]), now[f"{target}_per_year"])
    assert 0.80 < best < 0.92


def test_harm_and_involvement_are_driven_by_different_things(table: Table) -> None:
    hazards = table("truth/hazards", "as_of")
    now = (hazards["as_of"] == pd.Timestamp("2023-01-01")) & (hazards["involved_per_year"] > 0)
    rates = hazards[now].set_index("truth_id")[["harmed_per_year", "involved_per_year"]]
    people = table("truth/people").set_index("truth_id").loc[rates.index]
    by = {name: np.log(rates).corrwith(people[name]) for name in ("frailty", "conduct", "support")}
    assert by["frailty"]["harmed_per_year"] > by["frailty"]["involved_per_year"] + 0.1
    assert by["conduct"]["involved_per_year"] > by["conduct"]["harmed_per_year"] + 0.1
    assert (by["support"] < 0).all()


def test_suspension_goes_before_involvement_far_more_often(table: Table, crimes: pd.DataFrame) -> None:
    people = table("truth/people", "born_on")
    people = people[people["born_on"].between("2006-01-01", "2010-12-31")]
    suspended = people["school_id"].isin(table("school/exclusions")["pupil_id"])
    involved = people["truth_id"].isin(crimes[crimes["serious"] & (crimes["role"] == "suspect")]["truth_id"])
    assert suspended[involved].mean() > suspended.mean() + 0.15  # DfE/MoJ, EverSusExcl: 82% against 14% of all pupils


def test_ethnicity_moves_neither_hazard_nor_recording(table: Table, crimes: pd.DataFrame) -> None:
    people = table("truth/people")
    white = people["ethnicity"].str.startswith("W")
    counts = people["truth_id"].map(crimes["truth_id"].value_counts()).fillna(0)
    gap = counts[white].mean() - counts[~white].mean()
    error = np.sqrt(counts[white].var() / white.sum() + counts[~white].var() / (~white).sum())
    assert abs(gap) < 3.5 * error
