"""Who a young person is, for the audit alone: codes to groups, the source of each, and what is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from audits.groups import groups_of
from records.refusal import Refused
from records.store import Snapshot, open_store

GROUPS = """person_id,ethnicity,ethnicity_source,sex,gender,send,care_experience
a,WBRI,self_defined,female,,none,no
b,BCRB,self_defined,male,,sen_support,yes
c,WROM,officer_observed,male,,ehcp,no
d,NOBT,,,,,
e,Black,officer_observed,female,female,none,no
"""
EVENTS = "record_id,person_id,agency,kind,role,status,happened_on,known_on\n"
CARED_FOR = "r1,b,social_care,looked_after,concerned,recorded,2024-01-01,2024-01-08\n"


def store(folder: Path, groups: str | None = GROUPS) -> Snapshot:
    (folder / "people.csv").write_text(
        "person_id,born_on,area\n" + "".join(f"{p},2010-01-01,north\n" for p in "abcdef")
    )
    (folder / "events.csv").write_text(EVENTS + CARED_FOR)
    if groups is not None:
        (folder / "groups.csv").write_text(groups)
    return open_store(folder)


def columns(snapshot: Snapshot) -> dict[str, list]:
    return groups_of(snapshot, pa.chunked_array([list("abcdef")])).columns.to_dict("list")


def test_codes_become_the_groups_of_the_shared_design(tmp_path: Path) -> None:
    found = columns(store(tmp_path))
    assert found["ethnicity"] == ["White", "Black", "White", "Not known", "Black", "Not known"]
    assert found["send"][:4] == [
        "No special educational need recorded",
        "SEN support",
        "Education, health and care plan",
        "Not known",
    ]


def test_some_groups_are_reported_apart_and_only_where_the_code_says_so(tmp_path: Path) -> None:
    found = columns(store(tmp_path))["ethnicity_detail"]
    assert found == ["White, other than Gypsy, Roma or Traveller", "Black Caribbean", "Gypsy or Roma", None, None, None]


def test_sex_is_used_and_named_where_gender_is_mostly_unknown(tmp_path: Path) -> None:
    found = groups_of(store(tmp_path), pa.chunked_array([list("abcde")]))
    assert found.columns["sex"].tolist() == ["Female", "Male", "Male", "Not known", "Female"]
    assert "sex, as the source recorded it" in found.sources["sex"]
    assert ("ethnicity", "sex") in found.tables


def test_gender_is_used_where_it_is_known(tmp_path: Path) -> None:
    known = "person_id,ethnicity,sex,gender\n" + "".join(f"{p},WBRI,male,female\n" for p in "abcdef")
    found = groups_of(store(tmp_path, known), pa.chunked_array([list("abcdef")]))
    assert ("ethnicity", "gender") in found.tables
    assert "sex" not in found.columns


def test_care_experience_is_read_from_records_where_no_source_states_it(tmp_path: Path) -> None:
    unstated = GROUPS.replace(",yes", ",").replace(",no\n", ",\n")
    found = groups_of(store(tmp_path, unstated), pa.chunked_array([list("ab")]))
    assert found.columns["care_experience"].tolist() == ["No care experience recorded", "Care experienced"]
    assert "no source states it" in found.sources["care_experience"]


def test_a_few_of_many_are_neither_none_nor_all(tmp_path: Path) -> None:
    people = ["e"] * 500 + ["d"]  # d has neither a sex nor a source of ethnicity
    found = groups_of(store(tmp_path), pa.chunked_array([people])).sources
    assert found["ethnicity"] == "over 99% officer observed, under 1% not known"
    assert found["gender"] == "gender, as the source recorded it (known for over 99%)"


def test_a_store_without_groups_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="groups"):
        columns(store(tmp_path, None))
