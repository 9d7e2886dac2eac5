"""Where a table may be written is settled before any work: a bad --out is wrong use and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from reachable import run

ROWS = "x,y\n" + "".join(f"{n},{n % 2}\n" for n in range(100))
BAD = ["folder", "file/t.parquet", "file/deeper/t.csv", "n" * 300]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a file")
    (tmp_path / "brought.csv").write_text(ROWS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return tmp_path


@pytest.mark.parametrize("out", BAD)
def test_train_table_registers_nothing_when_out_is_no_file(
    home: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", "table", "brought.csv", "--label", "y", "--quick", "--out", out]) == 2
    assert "--out must" in capsys.readouterr().err
    assert sorted(one.name for one in home.iterdir()) == ["brought.csv", "file", "folder"]


@pytest.mark.parametrize("out", BAD)
def test_features_build_says_so_before_it_reads_the_store(
    home: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["features", "build", "nowhere", "--as-of", "2024-01-01", "--out", out]) == 2
    assert "--out must" in capsys.readouterr().err
