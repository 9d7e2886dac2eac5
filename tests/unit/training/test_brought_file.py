"""A brought table's header is read as it stands: no column is renamed, and none that is named may be missing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audits.predictions import Columns, read_predictions
from records.refusal import Refused, WrongUse
from training.brought import Asked, bring
from training.brought_file import read_table
from training.policy import load_policy

TWICE = "y,s,g,s\n1,0.9,a,0.1\n0,0.2,b,0.8\n"
NO_GROUP = "y,s\n1,0.9\n0,0.2\n"


def csv(folder: Path, content: str) -> Path:
    path = folder / "brought.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_repeated_column_is_refused_in_every_format(tmp_path: Path) -> None:
    packed = tmp_path / "brought.csv.gz"
    packed.write_bytes(gzip.compress(TWICE.encode()))
    parquet = tmp_path / "brought.parquet"
    pq.write_table(pa.table([[1, 0], [0.9, 0.2], [0.1, 0.8]], names=["y", "s", "s"]), parquet)
    for path in (csv(tmp_path, TWICE), packed, parquet):
        with pytest.raises(Refused, match="must name each column once; it repeats 's'"):
            read_table(path, ["y"])


def test_training_and_audit_refuse_a_repeated_column_alike(tmp_path: Path) -> None:
    path = csv(tmp_path, TWICE)
    with pytest.raises(Refused, match="each column once") as trained:
        bring(path, "t", Asked("y"), load_policy())
    with pytest.raises(Refused, match="each column once") as audited:
        read_predictions(path, Columns("y", "s", ("g",), threshold=0.5))
    assert trained.value.reasons == audited.value.reasons


def test_a_column_that_is_named_and_not_there_is_wrong_use_in_both(tmp_path: Path) -> None:
    path = csv(tmp_path, NO_GROUP)
    with pytest.raises(WrongUse, match="there is no column g"):
        bring(path, "t", Asked("y", groups=("g",)), load_policy())
    with pytest.raises(WrongUse, match="there is no column g"):
        read_predictions(path, Columns("y", "s", ("g",), threshold=0.5))


def test_names_pandas_would_number_are_kept_as_they_are(tmp_path: Path) -> None:
    assert list(read_table(csv(tmp_path, "y,s,s.1\n1,2,3\n"), ["s.1"]).columns) == ["y", "s", "s.1"]


def test_fields_beyond_the_header_are_refused_and_move_no_column(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more fields than the header"):
        read_table(csv(tmp_path, "y,s\n1,0.9,a\n0,0.2,b\n"), ["y"])


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "brought.csv.gz"
    packed.write_bytes(gzip.compress(NO_GROUP.encode())[:10] + b"\xff" * 20)
    with pytest.raises(Refused, match="must be a CSV"):
        read_table(packed, ["y"])
