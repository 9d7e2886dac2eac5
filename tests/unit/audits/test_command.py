"""The words of `reachable audit table`: every group that is named is audited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audits.cli import app

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
