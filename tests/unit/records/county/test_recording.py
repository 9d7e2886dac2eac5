"""Unequal recording: truly none at 0, and at 1 as much as truth/ says; and a second county that records otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from typer.testing import CliRunner

from records.cli import app
from records.connectors import police, school_exclusions, ssd
from records.county import write_county
from records.county.police import CRIMES
from records.county.recording import BLACK, CARIBBEAN, TRAVELLING
from records.refusal import WrongUse

Table = Callable[..., pd.DataFrame]
ROLE_OF = {name: role for name, (role, _) in CRIMES.items()}
SETTLED = "2025-01-01"  # what happened before was written down by the end, but for a few
DIAL_ONE = {("suspect", BLACK): 1.5, ("victim", BLACK): 0.75, ("", CARIBBEAN): 1.5}


@pytest.fixture(scope="module")
def unequal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unequal")
    write_county(3500, 11, folder, disparity=1.0)
    return folder


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second")
    write_county(1500, 11, folder, profile="second")
    return folder


def recorded_and_lived(read: Callable[[str], pd.DataFrame], role: str, before: str = SETTLED) -> pd.DataFrame:
    """By ethnicity, how often somebody was recorded in `role` (or suspended) and how often it was so."""
    people = read("truth/people").set_index("truth_id")
    lived = read("truth/lived")
    lived = lived[(lived["happened_on"] < before) & (lived["happened_on"] >= "2017-01-01")]
    if role:
        lived = lived[lived["what"].map(ROLE_OF) == role]
        rows = read("police/crimes")
        rows = rows[(rows["role"] == role) & (rows["occurred_on"] < before)]
        group_of = people.dropna(subset="police_id").set_index("police_id")["ethnicity"]
        recorded = rows["nominal_id"].map(group_of)
    else:
        lived = lived[lived["what"].isin(["suspension", "excluded"])]
        rows = read("school/exclusions")
        group_of = people.dropna(subset="school_id").set_index("school_id")["ethnicity"]
        recorded = rows.loc[rows["start_date"] < before, "pupil_id"].map(group_of)
    so = lived["truth_id"].map(people["ethnicity"])
    return pd.DataFrame({"recorded": recorded.value_counts(), "lived": so.value_counts()}).fillna(0)


def of_folder(folder: Path) -> Callable[[str], pd.DataFrame]:
    return lambda name: pd.read_csv(folder / f"{name}.csv", low_memory=False)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_at_0_the_files_are_those_without_the_option(tmp_path: Path) -> None:
    for name, options in (("without", []), ("with", ["--disparity", "0", "--profile", "first"])):
        command = ["county", "--people", "60", "--seed", "3", "--out", str(tmp_path / name), *options]
        assert CliRunner().invoke(app, command).exit_code == 0
    assert files(tmp_path / "without") == files(tmp_path / "with")


def test_at_0_what_is_recorded_of_what_was_lived_does_not_depend_on_the_group(county: Path) -> None:
    sorts = [recorded_and_lived(of_folder(county), role, before="2026-01-01") for role in ("suspect", "victim", "")]
    counts = pd.concat(sorts)
    groups = counts.groupby(np.where(counts.index.str[0].isin([*"WABM"]), counts.index.str[0], "other")).sum()
    missed = groups["lived"] - groups["recorded"]
    assert (missed >= 0).all()  # nothing is recorded that was not lived
    assert missed.sum() > 20
    assert chi2_contingency(np.stack([groups["recorded"], missed])).pvalue > 0.001
    assert (groups["recorded"] / groups["lived"]).min() > 0.9


@pytest.mark.parametrize(("role", "groups"), DIAL_ONE)
def test_at_1_the_measured_ratio_is_what_truth_says(unequal: Path, role: str, groups: tuple[str, ...]) -> None:
    told = pd.read_csv(unequal / "truth" / "recording.csv", keep_default_na=False)
    file = "crimes" if role else "exclusions"
    said = told[(told["file"] == file) & (told["role"] == role) & told["ethnicity"].isin(groups)]
    assert set(said["times_as_often"]) == {DIAL_ONE[role, groups]}
    counts = recorded_and_lived(of_folder(unequal), role)
    others = ~counts.index.isin([*BLACK, *TRAVELLING])
    theirs, rest = counts[counts.index.isin(groups)].sum(), counts[others].sum()
    ratio = (theirs["recorded"] / theirs["lived"]) / (rest["recorded"] / rest["lived"])
    error = DIAL_ONE[role, groups] / np.sqrt(theirs["lived"])
    assert abs(ratio - DIAL_ONE[role, groups]) < 3.5 * error
    assert ratio > 1.1 or ratio < 0.9


def test_records_made_without_cause_keep_the_extract_whole(unequal: Path) -> None:
    crimes = of_folder(unequal)("police/crimes")
    assert not crimes.duplicated(["crime_id", "nominal_id", "role"]).any()
    for connector, folder in ((police, "police"), (school_exclusions, "school")):
        delivery = connector.read(unequal / folder, date(2026, 1, 1))
        assert [one for one in delivery.refused if one.rows] == []


@pytest.mark.parametrize(("disparity", "profile"), [(-0.1, "first"), (2.5, "first"), (float("nan"), "first"), (0, "x")])
def test_an_impossible_dial_or_county_is_wrong_use(tmp_path: Path, disparity: float, profile: str) -> None:
    with pytest.raises(WrongUse):
        write_county(5, 1, tmp_path, disparity, profile)
    assert not list(tmp_path.iterdir())


def test_the_second_county_is_another_place(second: Path, table: Table) -> None:
    here, there = of_folder(second), table
    assert set(here("school/pupils")["area"]).isdisjoint(there("school/pupils")["area"])
    assert here("police/people")["postcode"].dropna().str[0].isin(["V"]).mean() > 0.99
    british = [people["ethnicity"].eq("WBRI").mean() for people in (here("truth/people"), there("truth/people"))]
    assert british[0] < british[1] - 0.2
    alike = [(read("truth/people")["surname"].value_counts(normalize=True) ** 2).sum() for read in (here, there)]
    assert alike[0] > 1.1 * alike[1]


def test_the_second_county_records_later_and_less(second: Path, table: Table) -> None:
    here, there = of_folder(second), table

    def lag(rows: pd.DataFrame, happened: str) -> float:
        days = pd.to_datetime(rows["recorded_on"]) - pd.to_datetime(rows[happened])
        return float(days.dt.days.mean())

    assert lag(here("police/crimes"), "occurred_on") > 1.3 * lag(there("police/crimes"), "occurred_on")
    assert lag(here("school/exclusions"), "start_date") < 0.85 * lag(there("school/exclusions"), "start_date")

    def witnesses(read: Callable[[str], pd.DataFrame]) -> float:
        return (read("police/crimes")["role"] == "witness").sum() / (read("truth/lived")["what"] == "witness").sum()

    assert witnesses(here) < 0.65 * witnesses(there)


@pytest.mark.parametrize(
    ("connector", "name"), [(ssd, "social_care"), (school_exclusions, "school"), (police, "police")]
)
def test_the_second_county_is_read_by_the_same_connectors(second: Path, connector: object, name: str) -> None:
    delivery = connector.read(second / name, date(2026, 1, 1))  # type: ignore[attr-defined]
    assert [one for one in delivery.refused if one.rows] == []
