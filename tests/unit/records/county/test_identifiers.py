"""Names, homes and numbers: real variety, harder to find again for some groups, and each agency's own slips."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from records.county.identifiers import CLERKS, identifiers_of
from records.county.miswritten import misdated, misspelt
from records.county.people import People, draw_people

Table = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def people() -> People:
    return draw_people(8000, np.random.default_rng(5))


@pytest.fixture(scope="module")
def truth(table: Table) -> pd.DataFrame:
    return table("truth/people", "born_on")


def joined(table: Table, truth: pd.DataFrame, name: str, own: str, agency: str) -> pd.DataFrame:
    """The agency's file beside the truth about the same people."""
    return table(name, "born_on").merge(truth, left_on=own, right_on=f"{agency}_id", suffixes=("", "_true"))


def test_common_surnames_are_common_and_more_so_in_some_groups(truth: pd.DataFrame) -> None:
    def shared(group: str) -> float:
        shares = truth.loc[truth["ethnicity"] == group, "surname"].value_counts(normalize=True)
        return float((shares**2).sum())  # the chance that two of a group have one surname

    assert truth["surname"].nunique() > 1500
    assert shared("APKN") > 6 * shared("WBRI")
    assert truth.loc[truth["ethnicity"] == "WBRI", "surname"].value_counts(normalize=True).max() < 0.05


def test_brothers_and_sisters_share_a_home_and_mostly_a_surname(people: People) -> None:
    last = people.homes.on(np.full(len(people), 17000))
    next_to = np.flatnonzero(people.family[1:] == people.family[:-1])
    both = next_to[(people.born[next_to] < 14000) & (people.born[next_to + 1] < 14000)]
    grown = (17000 - np.minimum(people.born[both], people.born[both + 1])) > 18 * 365.25
    assert (last[both] == last[both + 1])[~grown].all()
    same = people.names.surname[next_to] == people.names.surname[next_to + 1]
    assert 0.6 < same.mean() < 0.85
    assert not (people.names.forename[next_to] == people.names.forename[next_to + 1]).any()


def test_twins_are_told_apart_by_the_forename_alone(people: People) -> None:
    second = np.flatnonzero(people.twin)
    assert 0.005 < len(second) / len(people) < 0.02
    assert (people.born[second] == people.born[second - 1]).all()
    assert (people.family[second] == people.family[second - 1]).all()
    assert (people.names.forename[second] != people.names.forename[second - 1]).all()


@pytest.mark.parametrize(
    ("name", "own", "agency"),
    [("school/pupils", "pupil_id", "school"), ("police/people", "nominal_id", "police")],
)
def test_agencies_make_slips_in_names_and_dates(
    table: Table, truth: pd.DataFrame, name: str, own: str, agency: str
) -> None:
    seen = joined(table, truth, name, own, agency)
    clerk = CLERKS[agency]
    other_date = (seen["born_on"] != seen["born_on_true"]).mean()
    assert clerk.wrong_date / 3 < other_date < clerk.wrong_date * 2
    swapped = (seen["born_on"].dt.day == seen["born_on_true"].dt.month) & (seen["born_on"] != seen["born_on_true"])
    assert swapped.any()
    other_name = seen["surname"].str.upper() != seen["surname_true"].str.upper()
    assert 0.03 < other_name.mean() < 0.25


def test_the_police_find_some_groups_harder_to_write(table: Table, truth: pd.DataFrame) -> None:
    seen = joined(table, truth, "police/people", "nominal_id", "police")
    other = seen["surname"].str.upper() != seen["surname_true"].str.upper()
    wbri, apkn = (other[seen["ethnicity"] == group].mean() for group in ("WBRI", "APKN"))
    assert apkn > wbri + 0.08


def test_numbers_are_held_where_an_agency_would_hold_them(table: Table, truth: pd.DataFrame) -> None:
    pupils = table("school/pupils")
    assert pupils["upn"].notna().mean() > 0.95
    assert pupils["upn"].dropna().str.fullmatch(r"[A-Z]999\d{10}").all()
    assert pupils["upn"].dropna().duplicated().mean() < 0.01
    assert "upn" not in table("police/people").columns
    linked = table("social_care/ssd_linked_identifiers")
    numbers = linked.loc[linked["link_identifier_type"] == "NHS Number", "link_identifier_value"]
    assert numbers.astype(str).str.fullmatch(r"999\d{7}").all()


def test_postcodes_are_nobodys(table: Table) -> None:
    for name in ("school/pupils", "police/people", "housing/people"):
        postcodes = table(name)["postcode"].dropna()
        assert (postcodes.str[0] == "X").mean() > 0.995  # a slip never falls on the first letter
        assert postcodes.nunique() > 300


def test_earlier_names_and_homes_are_kept_with_their_day(table: Table) -> None:
    before = table("school/known_as", "recorded_on")
    now = table("school/pupils").set_index("pupil_id")
    assert len(before) > 500
    assert before["recorded_on"].max() < pd.Timestamp("2026-01-01")
    moved = before.dropna(subset="address")
    assert (moved["address"] != moved["pupil_id"].map(now["address"])).mean() > 0.9


def test_an_agency_that_knows_nobody_gets_nothing(people: People) -> None:
    nobody = identifiers_of(people.keep(np.empty(0, np.intp)), "housing", np.random.default_rng(1))
    assert all(len(getattr(column, "days", column)) == 0 for column in nobody.values())


def test_a_slip_changes_a_word_by_little() -> None:
    words = np.array(["Begum", "Smith", "Al", "Okonkwo-Ade", "Wójcik"] * 200)
    wrong = misspelt(words, np.random.default_rng(2))
    assert (np.strings.slice(wrong, 0, 1) == np.strings.slice(words, 0, 1)).all()
    assert (np.abs(np.strings.str_len(wrong) - np.strings.str_len(words)) <= 1).all()
    assert (wrong[words == "Al"] == "Al").all()
    assert (wrong != words)[words != "Al"].mean() > 0.9


def test_a_wrong_date_is_a_date_before_the_end() -> None:
    days = np.arange(9000, 16000, dtype=np.int32)
    wrong = misdated(days, np.random.default_rng(2))
    assert (np.abs(wrong - days) < 400).all()
    assert (wrong != days).mean() > 0.8
