"""Parquet to Parquet: records read from a file, indicators written to one, ours and DuckDB's with the same codec.

Both are timed as often, the best of each counts, and neither is asked for an order of rows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from benchmarks.histories import RECORDS, Size, histories, sixty
from benchmarks.kernel import compile_first, in_order, named, row, same
from benchmarks.peaks import best
from benchmarks.peers import query_of
from features.stream import in_chunks
from features.written import parquet
from records.conform import REPEATED

TIMES = 3
CODEC = "snappy"


def run(size: Size) -> list[dict[str, Any]]:
    """The 60 indicators, both dates, file to file: a row for each sort of records."""
    compile_first()
    return [_file_to_file(size, which) for which in RECORDS]


def _file_to_file(size: Size, which: str) -> dict[str, Any]:
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder = Path(scratch)
        events, rows = histories(size, of=RECORDS[which])
        pq.write_table(events, folder / "events.parquet", compression=CODEC)
        pq.write_table(rows, folder / "rows.parquet", compression=CODEC)
        del events, rows
        ours_s, ours_mib, _ = best(lambda: ours(folder), TIMES)
        title, theirs = in_duckdb(folder)
        peer_s, peer_mib, _ = best(theirs, TIMES)
        equal = same(*(in_order(pq.read_table(folder / f"{whose}.parquet")) for whose in ("ours", "theirs")))
    measured = row(named("Parquet to Parquet", size, which), ours_s, title, peer_s, equal)
    return measured | {"ours_mib": ours_mib, "peer_mib": peer_mib}


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
