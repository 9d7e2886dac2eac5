"""The commands of `reachable records` from end to end on a small county: exit codes, and what they print."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from reachable import run

TOMORROW = (date.today() + timedelta(days=1)).isoformat()


@dataclass(frozen=True)
class Done:
    """What a command ended with and printed."""

    returncode: int
    stdout: str
    stderr: str


def records(*arguments: str | Path) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["records", *map(str, arguments)])
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("county") / "county"
    assert records("county", "--people", "60", "--seed", "3", "--out", out).returncode == 0
    return out


@pytest.fixture(scope="module")
def store(county: Path) -> Path:
    sources = [f"ssd:{county}/social_care", f"school_exclusions:{county}/school", f"police:{county}/police"]
    out = county.parent / "store"
    done = records("ingest", *sources, "--received-on", "2026-01-01", "--json", "--out", out)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert set(said["rows"]) == {"ssd", "school_exclusions", "police"}
    assert [(one["file"], one["rows"]) for one in said["refused"]] == [("intelligence.csv", 0)]  # off in feeds.toml
    return out


def test_the_county_goes_in_links_and_holds_to_the_contract(store: Path) -> None:
    linked = records("link", store)
    assert (linked.returncode, linked.stderr) == (0, "")
    assert "agency records of people carry a shared key" in linked.stdout
    checked = records("check", store)
    assert checked.returncode == 0
    assert "events" in checked.stdout
    shown = records("show", store, "P0000001")
    assert shown.returncode == 0
    assert "may_discuss" in shown.stdout


def test_kinds_are_listed_for_people_and_programs() -> None:
    kinds = json.loads(records("kinds", "--json").stdout)
    assert {"kind", "label", "may_discuss"} <= set(kinds[0])


def test_wrong_use_ends_with_2_and_refused_data_with_3_and_no_traceback(county: Path, tmp_path: Path) -> None:
    (tmp_path / "police").mkdir()
    cases = [
        (2, ("show", county.parent / "store", "P9999999")),
        (2, ("ingest", "police:/nowhere", "--out", tmp_path / "a")),
        (2, ("ingest", f"police:{county}/police", "--received-on", "yesterday", "--out", tmp_path / "a")),
        (2, ("ingest", f"police:{county}/police", "--received-on", TOMORROW, "--out", tmp_path / "a")),
        (2, ("ingest", f"ssda903:{county}/ssda903", "--received-on", "0001-01-01", "--out", tmp_path / "a")),
        (2, ("ingest", f"police:{county}/police", "--out", county / "police" / "people.csv")),
        (2, ("ingest", f"police:{county}/police", "--out", tmp_path / ("n" * 300))),
        (2, ("link", tmp_path)),
        (2, ("check", tmp_path)),
        (2, ("county", "--people", "0", "--out", tmp_path / "c")),
        (3, ("ingest", f"police:{tmp_path}/police", "--out", tmp_path / "a")),
    ]
    for code, arguments in cases:
        done = records(*arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), (arguments, done.stderr)
        assert done.stderr
    assert not (tmp_path / "a").exists()
