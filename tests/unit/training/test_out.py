"""Where a table may be written is settled before any work: a bad --out is wrong use and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reachable import run
from training.cli import write_frame

ROWS = "x,y\n" + "".join(f"{n},{n % 2}\n" for n in range(100))
BAD = [
    "folder",
    "file/t.parquet",
    "file/deeper/t.csv",
    "n" * 300,
    "n" * 250,
    "/proc/x.parquet",
    "/proc/x/t.csv",
    "/dev/null",
]


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


@pytest.mark.parametrize("out", ["store/events.csv", "store/t.parquet", "link/t.parquet", "people.txt", "own.toml"])
def test_features_build_writes_over_nothing_that_it_reads(
    home: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "store").mkdir()
    (home / "link").symlink_to("store")
    read = {name: home / name for name in ("store/events.csv", "people.txt", "own.toml")}
    for file in read.values():
        file.write_text("kept")
    files = ["--people", "people.txt", "--catalogue", "own.toml"]
    assert run(["features", "build", "store", "--as-of", "2024-01-01", *files, "--out", out]) == 2
    assert "--out must not stand in what is read" in capsys.readouterr().err
    assert {file.read_text() for file in read.values()} == {"kept"}
    assert not (home / "store" / "t.parquet").exists()


@pytest.mark.parametrize(
    "command", ["train table brought.csv --label y --quick --out brought.csv", "audit harmed:1 folder --out folder/a"]
)
def test_nor_does_any_other_command(home: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.split()) == 2
    assert "--out must not stand in what is read" in capsys.readouterr().err
    assert (home / "brought.csv").read_text() == ROWS
    assert not list((home / "folder").iterdir())


@pytest.mark.parametrize("out", ["file", "file/deeper", "n" * 300, "/proc/x", "/dev/null", "/dev/null/x"])
@pytest.mark.parametrize(
    "command",
    [
        "records county --people 30",
        "records ingest police:folder",
        "audit harmed:1 folder",
        "audit table brought.csv --label y --score x --threshold 0.5 --groups y",
    ],
)
def test_a_folder_that_nothing_can_be_written_in_is_wrong_use(
    home: Path, out: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "--out", out]) == 2
    assert "--out must be " in capsys.readouterr().err
    assert sorted(one.name for one in home.iterdir()) == ["brought.csv", "file", "folder"]


def test_a_table_that_can_t_be_written_to_the_end_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.csv").write_text("before")

    def breaks_off(_self: pd.DataFrame, path: Path, **_: object) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", breaks_off)
    with pytest.raises(OSError, match="No space"):
        write_frame(pd.DataFrame({"a": [1]}), tmp_path / "t.csv")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("t.csv", "before")]
