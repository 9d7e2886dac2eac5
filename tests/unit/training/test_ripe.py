"""`features build` labels only what the store could know, by kinds that somebody knows."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from reachable import run

EVENTS = """record_id,person_id,agency,kind,role,status,happened_on,known_on
r1,P1,police,robbery,victim,recorded,2020-05-01,2020-05-02
r2,P2,police,robbery,victim,recorded,2023-12-30,2023-12-31
r3,P2,school,suspension,concerned,recorded,2024-03-01,2024-03-02
"""
OUTCOME = 'name = "robbed"\nkinds = ["robbery"]\nhorizon_days = 30\nmaturity_days = 10\n'
BUILD = ["features", "build", "store", "--people", "people.txt", "--outcome", "robbed.toml", "--out", "t.parquet"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "people.csv").write_text("person_id,born_on\nP1,2008-01-01\nP2,2009-01-01\n")
    (tmp_path / "store" / "events.csv").write_text(EVENTS)
    (tmp_path / "people.txt").write_text("P1\nP2\n")
    (tmp_path / "robbed.toml").write_text(OUTCOME)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_label_that_is_not_ripe_is_null_and_counted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Robberies became known up to 31 December 2023: D + 40 days may be 1 January 2024 at the latest.
    assert run([*BUILD, "--as-of", "2020-04-15", "--as-of", "2023-11-22", "--as-of", "2023-11-23"]) == 0
    assert pq.read_table(home / "t.parquet")["label"].to_pylist() == [True, False, None, False, False, None]
    assert "2 of 6 rows have no label yet" in capsys.readouterr().out


def test_a_store_without_a_record_of_the_outcome_has_no_labels(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "robbed.toml").write_text(OUTCOME.replace("robbery", "serious_violence"))
    assert run([*BUILD, "--as-of", "2020-04-15"]) == 3
    assert "must hold records of serious_violence" in capsys.readouterr().err
    assert not (home / "t.parquet").exists()


@pytest.mark.parametrize("rule", ["outcome", "cohort"])
def test_a_kind_that_nobody_knows_is_refused_by_name(home: Path, rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    if rule == "outcome":
        (home / "robbed.toml").write_text(OUTCOME.replace('"robbery"', '"robbery", "nokind"'))
    (home / "cohort.toml").write_text(f'open_kinds = ["{"looked_after" if rule == "outcome" else "nokind"}"]')
    assert run([*BUILD, "--as-of", "2020-04-15", "--cohort", "cohort.toml"]) == 3
    assert "nokind is no kind of ours or of the store" in capsys.readouterr().err


def test_people_who_are_not_in_the_store_are_counted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "people.txt").write_text("P1\nP7\nP8\nP8\n")
    assert run([*BUILD, "--as-of", "2020-04-15"]) == 0
    assert "2 of 3 people named are not in the store" in capsys.readouterr().out
    assert pq.read_table(home / "t.parquet")["person_id"].to_pylist() == ["P1"]
