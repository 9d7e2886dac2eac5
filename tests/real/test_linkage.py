"""Linkage on public test data with known truth: Febrl 4a and 4b, and Splink's fake_1000 with its labels."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from records.linkage.model import scored
from records.linkage.persons import Known, Persons, join_by_likeness, unclear
from records.linkage.rows import comparable
from records.policy import LinkagePolicy, read_section

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/linkage is not here")
LEAST = 0.97
OF_NAMES = {"given_name": "forename", "soc_sec_id": "nhs_number"}


def febrl() -> pd.DataFrame:
    """4a and 4b as two agencies' identifiers; the social security number is the NHS-like one."""
    both = []
    for letter in "ab":
        rows = pd.read_csv(DATA / f"dataset4{letter}.csv", dtype="str", skipinitialspace=True)
        rows.columns = rows.columns.str.strip()
        street = (rows["street_number"].fillna("") + " " + rows["address_1"].fillna("")).str.strip()
        born = pd.to_datetime(rows["date_of_birth"], format="%Y%m%d", errors="coerce").astype("datetime64[s]")
        ids = rows["rec_id"] + "-" + letter
        both.append(rows.assign(agency_person_id=ids, agency=letter, address=street, born_on=born, known_on=pd.NaT))
    return pd.concat(both, ignore_index=True).rename(columns=OF_NAMES).assign(school_number=None)


def number(ids: pd.Series) -> pd.Series:
    return ids.str.extract(r"rec-(\d+)-")[0]


def agencies(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["agency_person_id"], rows["agency"], strict=True))


@pytest.mark.parametrize("with_number", [True, False])
def test_febrl_4a_and_4b(with_number: bool) -> None:
    rules = read_section("linkage", LinkagePolicy)
    rows = febrl() if with_number else febrl().assign(nhs_number=None)
    known = agencies(rows)
    pairs = scored(comparable(rows, known))
    pairs["unclear"] = unclear(pairs, known, rules)
    pairs["second_look"] &= with_number  # without a number, pairs are judged as the model scores them
    links = pd.DataFrame(join_by_likeness(Persons(Known(known, {})), pairs, rules.link_at if with_number else 0.5))
    true = (number(links[0]) == number(links[1])).sum()
    precision, recall = true / len(links), true / len(rows) * 2
    print(f"Febrl 4a/4b {'with' if with_number else 'without'} number: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= LEAST
    assert recall >= LEAST


def test_fake_1000_against_its_labels() -> None:
    rows = pd.read_csv(DATA / "fake_1000.csv", dtype="str")
    born = pd.to_datetime(rows["dob"], errors="coerce").astype("datetime64[s]")
    rows = rows.assign(agency_person_id=rows["unique_id"], agency="one", born_on=born, known_on=pd.NaT)
    rows = rows.rename(columns={"first_name": "forename", "email": "address", "city": "postcode"})
    people = comparable(rows.assign(nhs_number=None, school_number=None), agencies(rows))
    pairs = scored(people, within=True)
    labels = pd.read_csv(DATA / "fake_1000_labels.csv", dtype="str")
    same = labels[labels["clerical_match_score"].astype(float) >= 0.5]
    true = {frozenset(pair) for pair in zip(same["unique_id_l"], same["unique_id_r"], strict=True)}
    found = pairs[pairs["probability"] >= 0.5]
    said = {frozenset(pair) for pair in zip(found["one"], found["other"], strict=True)}
    precision, recall = len(said & true) / len(said), len(said & true) / len(true)
    print(f"fake_1000: precision {precision:.4f}, recall {recall:.4f}, {len(true)} labelled pairs")
    assert precision >= 0.99
    assert recall >= 0.5  # half of its births are off by years and a fifth of its names blank: no agency's list is so
