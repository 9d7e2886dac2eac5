"""The same kernel on Spark: every cell equal to the local engine's, neighbours and coverage included."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from reachable import run
from tests.unit.features.test_stream import whole

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed (make .venv/.spark)"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java on this machine (openjdk-17-jre-headless)"),
]


def test_features_build_on_spark_equals_local_in_every_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events, rows, around = whole()
    events = events.filter(pc.fill_null(pc.less(events["superseded_on"], pa.scalar(date(2026, 1, 1))), True))
    store = tmp_path / "store"
    store.mkdir()
    numbers = [f"r{n}" for n in range(len(events))]
    for name, table in {"events": events.append_column("record_id", [numbers]), **around}.items():
        pq.write_table(table, store / f"{name}.parquet")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.txt").write_text("\n".join(rows["person_id"].unique().to_pylist()))
    asked = ["features", "build", "store", "--people", "people.txt", "--as-of", "2022-01-01", "--as-of", "2025-06-01"]
    assert run([*asked, "--out", "local.parquet"]) == 0
    on_spark = ["-c", "from reachable import main; main()", *asked, "--engine", "spark", "--out", "spark.parquet"]
    done = subprocess.run([sys.executable, *on_spark], capture_output=True, text=True)  # Spark leaves sockets behind
    assert done.returncode == 0, done.stderr
    local = pq.read_table(tmp_path / "local.parquet")
    assert pq.read_table(tmp_path / "spark.parquet").equals(local)
    assert len(local) == 120
