"""Parquet to Parquet: records read from a file, indicators written to one, ours and DuckDB's with the same codec."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.histories import Size, histories, sixty
from benchmarks.kernel import row, same
from benchmarks.peaks import best
from benchmarks.peers import query_of
from features.stream import in_chunks
from features.written import parquet
from records.conform import REPEATED

TIMES = 3
CODEC = "snappy"


def run(size: Size) -> list[dict[str, Any]]:
    """One row: the 60 indicators, both dates, file to file."""
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder = Path(scratch)
        events, rows = histories(size)
        pq.write_table(events, folder / "events.parquet", compression=CODEC)
        pq.write_table(rows, folder / "rows.parquet", compression=CODEC)
        del events, rows
        ours_s, ours_mib, _ = best(lambda: ours(folder), TIMES)
        title, theirs = in_duckdb(folder)
        peer_s, peer_mib, _ = best(theirs, 1)
        equal = same(_answer(folder / "ours.parquet"), _answer(folder / "theirs.parquet"))
    name = f"Parquet to Parquet: {size.people:,} people x {size.records} records x {size.dates} dates x 60 indicators"
    return [row(name, ours_s, title, peer_s, equal) | {"ours_mib": ours_mib, "peer_mib": peer_mib}]


def ours(folder: Path) -> None:
    """Reads `events.parquet` and `rows.parquet`, writes `ours.parquet`."""
    events, rows = (pq.read_table(folder / f"{name}.parquet", read_dictionary=REPEATED) for name in ("events", "rows"))
    with parquet(folder / "ours.parquet", CODEC) as parts:
        for _, answer in in_chunks(events, rows, sixty()):
            parts.add(answer)


def in_duckdb(folder: Path) -> tuple[str, Any]:
    """DuckDB's name and version, and its statement from the two files to `theirs.parquet`."""
    import duckdb

    at = duckdb.connect(config={"threads": 2})
    for name in ("events", "rows"):
        at.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder / name}.parquet')")
    statement = f"COPY ({query_of(sixty())}) TO '{folder / 'theirs.parquet'}' (FORMAT parquet, CODEC '{CODEC}')"
    return f"DuckDB {duckdb.__version__}", lambda: at.execute(statement)


def _answer(path: Path) -> pa.Table:
    return pq.read_table(path).sort_by([("person_id", "ascending"), ("as_of", "ascending")])
