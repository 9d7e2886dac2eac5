"""Links by likeness alone: good enough, always the same, silent, and unmoved by blank or stand-in values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.linkage import LinkResult, link
from records.linkage.persons import Known, Persons, join_by_likeness, unclear
from records.policy import LinkagePolicy
from tests.unit.records.linkage.made_up import population
from tests.unit.records.linkage.small_store import store_of

RULES = LinkagePolicy(link_at=0.9, review_at=0.2, times_likelier=10)
DAY = date(2024, 7, 1)


def linked(folder: Path, identifiers: pd.DataFrame) -> LinkResult:
    return link(store_of(folder, identifiers), DAY, shared_ids=False, policy=RULES)


def ids_of(found: LinkResult) -> pd.Series:
    ids = found.snapshot.kept("identities").to_pandas().set_index("agency_person_id")["person_id"]
    return ids.fillna(pd.Series(ids.index, index=ids.index))


def pairs(ids: pd.Series) -> int:
    n = ids.value_counts()
    return int((n * (n - 1) // 2).sum())


def people(*rows: tuple) -> pd.DataFrame:
    columns = ["agency_person_id", "forename", "surname", "born_on", "address", "postcode"]
    table = pd.DataFrame(rows, columns=columns).assign(school_number=None, nhs_number=None, known_on="2024-01-01")
    table["agency"] = table["agency_person_id"].str.split("-").str[0]
    return table.assign(**{day: pd.to_datetime(table[day]).astype("datetime64[s]") for day in ("born_on", "known_on")})


def test_most_people_are_found_and_next_to_nobody_wrongly_twice_the_same(
    tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    identifiers, truth = population(250)
    once = linked(tmp_path / "a", identifiers)
    again = linked(tmp_path / "b", identifiers.sample(frac=1, random_state=3))
    ids = ids_of(once)
    assert ids.equals(ids_of(again).reindex(ids.index))
    right = pairs(ids.astype(str) + "|" + truth[ids.index].astype(str))
    assert right / pairs(ids) >= 0.99
    assert right / pairs(truth) >= 0.95
    chances = once.snapshot.kept("person_links").to_pandas()["probability"]
    assert chances.between(RULES.link_at, 1).all()
    assert capfd.readouterr() == ("", "")


def test_a_few_people_accents_case_and_swapped_names(tmp_path: Path) -> None:
    found = linked(
        tmp_path / "store",
        people(
            ("police-1", "JOSE", "MUNOZ", "2008-05-17", "1 HIGH STREET", "CT12AB"),
            ("school-1", "José", "Muñoz", "2008-05-17", "1 High Street", "CT1 2AB"),
            ("school-2", "Nguyễn", "Thị", "2009-01-02", "7 Low Road", "CT3 4CD"),
            ("police-2", "Thi", "Nguyen", "2009-01-02", "7 Low Road", "CT3 4CD"),
            ("police-3", "Zoë", "Ünal", "2010-02-03", None, None),
        ),
    )
    assert ids_of(found).to_dict() == {
        "police-1": "P0000001",
        "school-1": "P0000001",
        "police-2": "P0000002",
        "school-2": "P0000002",
        "police-3": "police-3",
    }


def test_a_twin_is_never_linked_unasked(tmp_path: Path) -> None:
    at_home = ("Boswell", "2008-05-17", "1 High Street", "CT1 2AB")
    found = linked(tmp_path / "store", people(("police-1", "Tom", *at_home), ("school-1", "Ada", *at_home)))
    assert found.by_likeness == 0
    assert found.snapshot.kept("link_reviews")["why"].to_pylist() == ["other_forename"]


@pytest.mark.parametrize("spoil", ["blank", "same_birth", "same_name", "one_agency"])
def test_identifiers_that_say_nothing_link_nobody_and_break_nothing(tmp_path: Path, spoil: str) -> None:
    identifiers, _ = population(200 if spoil == "same_birth" else 40)
    if spoil == "blank":
        identifiers = identifiers.assign(**dict.fromkeys(["forename", "surname", "nhs_number", "address"], None))
        identifiers["born_on"] = pd.Series(np.datetime64("NaT", "s"), index=identifiers.index)
    elif spoil == "same_birth":
        identifiers["born_on"] = pd.Timestamp("1900-01-01")
    elif spoil == "same_name":
        identifiers = identifiers.assign(forename="Unknown", surname="Unknown")
    else:
        identifiers = identifiers[identifiers["agency"] == "police"]
    found = linked(tmp_path / "store", identifiers)
    assert found.snapshot.people().num_rows >= 0
    if spoil in ("blank", "one_agency"):
        assert found.by_likeness == 0


def test_one_record_an_agency_surest_first_and_no_choice_between_two_alike() -> None:
    agency_of = {"a-1": "a", "a-2": "a", "b-1": "b", "b-2": "b", "c-1": "c"}
    rows = [("a-1", "b-1", 20.0), ("a-1", "c-1", 15.0), ("a-2", "b-1", 12.0), ("a-2", "c-1", 11.0), ("a-2", "b-2", 5.0)]
    scored = pd.DataFrame(rows, columns=["one", "other", "weight"]).assign(probability=0.95, second_look=False)
    scored["unclear"] = unclear(scored, agency_of, RULES)
    assert scored["unclear"].tolist() == [False, False, True, True, True]
    persons = Persons(Known(agency_of, {}))
    assert [pair[:2] for pair in join_by_likeness(persons, scored, 0.9)] == [("a-1", "b-1"), ("a-1", "c-1")]
    tied = pd.DataFrame([("a-1", "b-1", 9.0), ("a-1", "b-2", 9.0)], columns=["one", "other", "weight"])
    assert unclear(tied.assign(probability=0.95, second_look=False), agency_of, RULES).all()


def test_different_references_and_a_reviewers_no_keep_apart() -> None:
    agency_of = {"a-1": "a", "b-1": "b", "c-1": "c"}
    persons = Persons(Known(agency_of, {"a-1": "C1", "b-1": "C2"}, frozenset({("a-1", "c-1")})))
    assert persons.why_not("a-1", "b-1") == "other_reference"
    assert persons.why_not("a-1", "c-1") == "said_apart"
    assert persons.why_not("b-1", "c-1") is None
