"""Spark on this machine against our own engine: a made-up county with its links, every cell of the catalogue."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from benchmarks.installation import filled
from benchmarks.kernel import row, same
from features.indicators import CATALOGUE
from records.refusal import WrongUse
from records.store import open_store
from serving.home import Home
from training.cohort import usual_cohort
from training.policy import load_policy
from training.table import write_table

PEOPLE = 20_000
DAYS = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1))


def run(people: int = PEOPLE) -> list[dict[str, Any]]:
    """One row; where Spark can't run, the row says why."""
    name = f"Spark on this machine, a county of {people:,} with links, {len(DAYS)} dates x {len(CATALOGUE)} indicators"
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder = Path(scratch)
        home = Home(folder / "home")
        filled(home, folder / "extracts", people)
        local_s = _written(home.store, folder / "local.parquet", "local")
        try:
            spark_s = _written(home.store, folder / "spark.parquet", "spark")
        except WrongUse as missing:
            return [{"name": name, "ours_s": local_s, "peer": f"Spark: {missing}", "equal": None}]
        ours, theirs = (pq.read_table(folder / f"{engine}.parquet") for engine in ("local", "spark"))
        return [row(name, local_s, "our kernel on Spark", spark_s, len(ours) == len(theirs) and same(ours, theirs))]


def _written(store: Path, out: Path, engine: str) -> float:
    began = time.perf_counter()
    write_table(open_store(store), DAYS, usual_cohort(load_policy()), CATALOGUE, None, out, engine)
    return time.perf_counter() - began
