"""The whole catalogue for a nation: a million people, twelve dates, neighbours included, Parquet to Parquet by chunks.

Each size runs in a process of its own, so that its peak memory is its own; seconds for each thousand people tell
whether time grows in line with people.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.histories import LAST_DAY, Size, histories
from benchmarks.lean import read_lean
from features.indicators import CATALOGUE
from features.stream import in_chunks
from features.written import parquet

SIZES = (10_000, 100_000, 1_000_000)
AT_A_TIME = 100_000  # people whose histories are made up at once
LINK_KINDS = ("sibling", "household", "associate")
OLDEST_BORN, YOUNGEST_BORN = 10_957, 14_610  # 2000-01-01 and 2010-01-01
MIB = 1024  # kibibytes, which getrusage counts in


def run(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """A row a size: seconds, seconds for each thousand people against those of the smallest size, peak MiB."""
    measured = [_in_a_process(people) for people in sizes]
    smallest = measured[0]["ours_s"] / sizes[0]
    return [one | {"ratio": one["ours_s"] / people / smallest} for one, people in zip(measured, sizes, strict=True)]


def alone(people: int) -> dict[str, Any]:
    """One size here and now."""
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder = Path(scratch)
        subprocess.run([sys.executable, "-m", "benchmarks.nation", "make", str(people), scratch], check=True)
        _built(folder, head=100)
        began = time.perf_counter()
        rows = _built(folder)
        seconds = time.perf_counter() - began
        size = (folder / "indicators.parquet").stat().st_size / MIB**2
    name = f"the whole catalogue of {len(CATALOGUE)}, {people:,} people x 25 records x 12 dates, Parquet to Parquet"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    said = {"name": name, "ours_s": seconds, "peer": "time for each person at 10,000 people", "peer_s": None}
    return said | {"equal": None, "rows": rows, "peak_mib": peak, "file_mib": size}


def make(people: int, folder: Path) -> None:
    """Writes the histories, links, births and rows of so many people, part by part."""
    names = ("events", "rows", "links", "people")
    writers: dict[str, pq.ParquetWriter] = {}
    for begin in range(0, people, AT_A_TIME):
        count = min(AT_A_TIME, people - begin)
        for name, table in zip(names, part(count, begin), strict=True):
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()


def part(count: int, begin: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Histories, rows, links and births of `count` people, numbered from `begin`."""
    events, rows = histories(Size(people=count), seed=7 + begin)
    random = np.random.default_rng(begin)
    ids = pa.array([f"N{begin + n:07d}" for n in range(count)])
    number = {f"P{n:07d}": n for n in range(count)}
    events, rows = (_renamed(table, number, ids) for table in (events, rows))
    who = np.repeat(np.arange(count), len(LINK_KINDS))
    other = (who + random.integers(1, 50, len(who))) % count
    since = pa.array(random.integers(OLDEST_BORN, LAST_DAY, len(who)).astype(np.int32)).view(pa.date32())
    links = {
        "record_id": pa.array([f"L{begin}-{n}" for n in range(len(who))]),
        "person_id": ids.take(pa.array(who)),
        "other_id": ids.take(pa.array(other)),
        "kind": pa.array(np.tile(LINK_KINDS, count)),
        "started_on": since,
        "known_on": since,
    }
    born = pa.array(random.integers(OLDEST_BORN, YOUNGEST_BORN, count).astype(np.int32)).view(pa.date32())
    people = {"person_id": ids, "born_on": born, "area": pa.array(["A"] * count)}
    return events, rows, pa.table(links), pa.table(people)


def _renamed(table: pa.Table, number: dict[str, int], ids: pa.Array) -> pa.Table:
    encoded = table["person_id"].combine_chunks().dictionary_encode()
    places = np.array([number[name] for name in encoded.dictionary.to_pylist()])
    return table.set_column(
        table.column_names.index("person_id"), "person_id", ids.take(pa.array(places[encoded.indices.to_numpy()]))
    )


def _built(folder: Path, head: int | None = None) -> int:
    events, rows = read_lean(folder / "events.parquet"), pq.read_table(folder / "rows.parquet")
    links, people = (pq.read_table(folder / f"{name}.parquet") for name in ("links", "people"))
    asked = rows if head is None else rows.slice(0, head)
    with parquet(folder / "indicators.parquet") as parts:
        for _, answer in in_chunks(events, asked, CATALOGUE, links=links, people=people):
            parts.add(answer)
    return parts.rows


def _in_a_process(people: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.nation", "alone", str(people)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(alone(int(sys.argv[2]))))
