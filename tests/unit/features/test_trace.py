"""Which records made a value, and why the others did not count; of people around, numbers and never an id."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reachable import run
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE

D = "2024-06-01"
USUAL = {
    "version": 1, "person_id": "P1", "agency": "school", "kind": "suspension", "role": "concerned",
    "status": "recorded", "known_basis": "recorded", "may_discuss": "with_the_young_person",
}  # fmt: skip
EVENTS_OF_P1 = {
    "counts": {"happened_on": date(2024, 5, 1), "known_on": date(2024, 5, 8)},
    "first_version": {"happened_on": date(2024, 4, 1), "known_on": date(2024, 4, 8), "superseded_on": date(2024, 5, 1)},
    "known_too_late": {"happened_on": date(2024, 5, 30), "known_on": date(2024, 6, 1)},
    "not_yet": {"happened_on": date(2024, 6, 1), "known_on": date(2024, 5, 1)},
    "outside": {"happened_on": date(2023, 5, 31), "known_on": date(2023, 6, 8)},
    "diverted": {"happened_on": date(2024, 5, 2), "known_on": date(2024, 5, 8), "status": "diverted"},
    "ours": {"happened_on": date(2024, 5, 3), "known_on": date(2024, 5, 8), "our_flag": True},
    "another_kind": {"happened_on": date(2024, 5, 3), "known_on": date(2024, 5, 8), "kind": "good_attendance"},
    "witness": {
        "happened_on": date(2024, 5, 3), "known_on": date(2024, 5, 4), "kind": "violence", "role": "witness",
        "agency": "police",
    },
    "spell": {
        "happened_on": date(2024, 1, 3), "known_on": date(2024, 1, 4), "kind": "early_help", "agency": "social_care",
        "ended_on": date(2024, 3, 1), "ended_known_on": date(2024, 3, 2),
    },
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A flat folder: P1 with the records above, and P2 and P3, to whom they are linked."""
    rows = [USUAL | {"record_id": name} | cells for name, cells in EVENTS_OF_P1.items()]
    hurt = {"agency": "police", "kind": "violence", "role": "victim"}
    hurt |= {"happened_on": date(2024, 5, 3), "known_on": date(2024, 5, 4)}
    rows += [USUAL | hurt | {"record_id": f"of_{person}", "person_id": person} for person in ("P2", "P3")]
    links = [
        {"record_id": f"L{other}", "person_id": "P1", "other_id": other, "kind": kind}
        | {"started_on": date(2024, 1, 1), "known_on": date(2024, 1, 1)}
        for other, kind in (("P2", "associate"), ("P3", "harmed_by"))
    ]
    people = [{"person_id": person, "born_on": date(2008, 1, 1), "area": "A"} for person in ("P1", "P2", "P3")]
    days = {"from": date(2020, 1, 1), "to": date(2024, 12, 31), "received_on": date(2024, 12, 31)}
    covered = [{"agency": agency} | days for agency in ("school", "police")]
    tables = {"events": (rows, EVENTS), "links": (links, LINKS), "people": (people, PEOPLE)}
    tables |= {"coverage": (covered, COVERAGE)}
    for name, (content, schema) in tables.items():
        pq.write_table(pa.Table.from_pylist(content, schema=schema), tmp_path / f"{name}.parquet")
    return tmp_path


def traced(store: Path, name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(["features", "trace", str(store), "P1", D, name, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def why(found: dict[str, Any]) -> dict[str, str]:
    return {row["record_id"]: row["why_not"] for row in found["left_out"]}


def test_the_records_that_made_it_and_why_the_others_did_not(store, capsys):
    found = traced(store, "suspensions_year", capsys)
    assert (found["value"], found["covered"], found["around"]) == (1, True, None)
    assert [row["record_id"] for row in found["counted"]] == ["counts"]
    assert why(found) == {
        "first_version": "superseded, withdrawn or past its keeping before the date",
        "known_too_late": "known too late: not before the date",
        "not_yet": "had not happened before the date",
        "outside": "outside the window, which begins on 2023-06-02",
        "diverted": "another status: diverted",
        "ours": "our own flag caused it",
    }
    assert found["of_other_kinds"] == len(EVENTS_OF_P1) - 7


def test_a_record_that_is_held_but_adds_nothing_says_why(store, capsys):
    assert why(traced(store, "suspension_days_since", capsys))["outside"] == "a later one is the latest"
    found = traced(store, "early_help_now", capsys)
    assert (found["value"], found["covered"]) == (0, False), "what is held stands, though no line covers social care"
    assert why(found) == {"spell": "its end has come and is known"}


@pytest.mark.parametrize(
    ("name", "record", "why_not"),
    [
        ("first_looked_after_year", "in_care", "the first, but before the window began"),
        ("care_ends_at_18_year", "in_care", "open, but the birthday is not known to come within the window"),
        ("looked_after_days_three_years", "no_day", "no day of it lies in the window"),
    ],
)
def test_beside_a_value_of_nothing_no_record_is_said_to_have_made_it(store, capsys, name, record, why_not):
    care = USUAL | {"record_id": record, "kind": "looked_after", "agency": "social_care"}
    days = {"in_care": date(2021, 1, 1), "no_day": date(2024, 5, 1)}
    care |= {"happened_on": days[record], "known_on": days[record]}
    care |= {"ended_on": days[record], "ended_known_on": days[record]} if record == "no_day" else {}
    pq.write_table(pa.Table.from_pylist([care], schema=EVENTS), store / "events.parquet")
    found = traced(store, name, capsys)
    assert (found["value"], found["counted"]) == (0, [])
    assert why(found) == {record: why_not}


@pytest.mark.parametrize(
    "name", ["suspensions_trend", "suspension_sessions_rise_half_year", "social_care_ends_at_18_half_year"]
)
def test_a_null_is_told_with_its_reason_over_the_very_days_that_the_value_asks(store, capsys, name):
    days = {"from": date(2024, 1, 1), "to": date(2024, 12, 31), "received_on": date(2024, 12, 31)}
    covered = [{"agency": agency} | days for agency in ("school", "social_care")]
    pq.write_table(pa.Table.from_pylist(covered, schema=COVERAGE), store / "coverage.parquet")
    pq.write_table(pa.Table.from_pylist([], schema=EVENTS), store / "events.parquet")
    found = traced(store, name, capsys)
    assert (found["value"], found["covered"]) == (None, False)


def test_another_role_is_named(store, capsys):
    assert why(traced(store, "victim_violence_year", capsys)) == {"witness": "another role: witness"}


def test_people_around_are_numbers_and_never_an_id(store, capsys):
    found = traced(store, "linked_people_hurt_half_year", capsys)
    assert found["value"] == 1
    assert found["around"] == {"links": 1, "people": 1, "records": 1}
    assert not {"P2", "P3", "of_P2", "of_P3"} & set(json.dumps(found).replace('"', " ").split())


FRIENDS_HURT_MORE = """
[[indicator]]
name = "friends_hurt_more"
theme = "Friends who were hurt"
kinds = ["violence"]
measure = "neighbours"
of = "trend"
links = ["associate"]
window_days = 20
reason = "Reports of people around them as hurt: {value:more} before"
ask = "How are they since?"
source = "made up"
direction = {harmed = "raises"}
"""


def test_of_people_around_the_records_of_both_windows_are_counted(store, capsys):
    """A friend was hurt 29 days before: in the window before the last."""
    (store / "own.toml").write_text(FRIENDS_HURT_MORE)
    own = ["--catalogue", str(store / "own.toml"), "--json"]
    assert run(["features", "trace", str(store), "P1", D, "friends_hurt_more", *own]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["value"], found["around"]) == (-1, {"links": 1, "people": 1, "records": 1})


def test_in_lines_for_people(store, capsys):
    assert run(["features", "trace", str(store), "P1", D, "suspensions_year"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("suspensions_year = 1\n")
    assert "known too late: not before the date" in said
    assert run(["features", "trace", str(store), "P1", D, "linked_people_hurt_half_year"]) == 0
    assert "people linked as of the date with records held: 1" in capsys.readouterr().out
    assert run(["features", "trace", str(store), "P1", D, "early_help_now"]) == 0
    assert "did not cover this person" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [("P9", D, "suspensions_year"), ("P1", "June", "suspensions_year"), ("P1", D, "none")]
)
def test_somebody_or_something_unknown_is_wrong_use_and_told_without_a_value(store, capsys, wrong):
    assert run(["features", "trace", str(store), *wrong]) == 2
    assert "P9" not in capsys.readouterr().err
