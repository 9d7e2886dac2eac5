"""The words of `reachable audit`: every group that is named is audited, and --out is looked at before the work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audits.cli import app
from records.refusal import WrongUse

ROWS = [f"{int(n % 3 == 0)},{n / 40},{'ab'[n % 2]},{'xy'[n % 4 // 2]}" for n in range(40)]
COLUMNS = ["--label", "y", "--score", "s", "--threshold", "0.5"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "predictions.csv"
    path.write_text("\n".join(["y,s,race,sex", *ROWS]), encoding="utf-8")
    return path


def audit(file: Path, out: Path, *groups: str) -> Result:
    return CliRunner().invoke(app, ["table", str(file), *COLUMNS, *groups, "--out", str(out)])


@pytest.mark.parametrize(
    "groups",
    [
        ("--groups", "race,sex"),
        ("--groups", "race", "--groups", "sex"),
        ("--groups", "race", "sex"),
    ],
)
def test_every_group_column_that_is_named_is_audited(file: Path, tmp_path: Path, groups: tuple[str, ...]) -> None:
    done = audit(file, tmp_path / "out", *groups)
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    audited = [group["by"] for group in report["groups"]]
    assert all(by in audited for by in ("race", "sex", ["race", "sex"]))


@pytest.mark.parametrize("place", ["afile", "afile/report"])
@pytest.mark.parametrize("command", ["table", "model"])
def test_an_out_that_is_a_file_is_wrong_use_before_anything_is_read(
    file: Path, tmp_path: Path, command: str, place: str
) -> None:
    (tmp_path / "afile").write_text("kept", encoding="utf-8")
    words = [str(file), *COLUMNS, "--groups", "race"] if command == "table" else ["none:1", str(tmp_path / "nowhere")]
    done = CliRunner().invoke(app, [command, *words, "--out", str(tmp_path / place)])
    assert isinstance(done.exception, WrongUse)
    assert str(done.exception) == "--out must be a folder; afile is a file"
    assert (tmp_path / "afile").read_text(encoding="utf-8") == "kept"
