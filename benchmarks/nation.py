"""`features build` for a nation: a million people, twelve dates, neighbours included, from a store's files to one file.

Nothing is passed over: the store has every column of the contract, links, births, areas and the coverage of several
feeds; it is read and held to the contract, and the indicators are written as the command writes them. Each size runs
in a process of its own, so that its peak memory is its own; seconds for each person tell whether time grows in line
with people.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.histories import LAST_DAY, Size, days, histories
from benchmarks.peaks import best, mib
from benchmarks.whole_store import coverage, people_of, with_every_column
from features.build import indicators_as_of
from features.indicators import CATALOGUE
from records.store import open_store
from training.table import write_table

SIZES = (10_000, 100_000, 1_000_000)
AT_A_TIME = 100_000  # people whose histories are made up at once
SMALL_TIMES = 9  # a run of a second is taken as the best of several, one of a minute as it is
LINK_KINDS = ("sibling", "household", "associate")
FIRST_LINKED = 10_957  # 2000-01-01
EPOCH = date(1970, 1, 1)


def run(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """A row a size: seconds, seconds for each thousand people against those of the smallest size, peak MiB."""
    measured = [_in_a_process(people) for people in sizes]
    smallest = measured[0]["ours_s"] / sizes[0]
    return [one | {"ratio": one["ours_s"] / people / smallest} for one, people in zip(measured, sizes, strict=True)]


def alone(people: int) -> dict[str, Any]:
    """One size here and now."""
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder, out = Path(scratch) / "store", Path(scratch) / "indicators.parquet"
        folder.mkdir()
        subprocess.run([sys.executable, "-m", "benchmarks.nation", "make", str(people), str(folder)], check=True)
        _compile()
        dates = [EPOCH + timedelta(days=int(day)) for day in days(Size())]
        times = SMALL_TIMES if people < AT_A_TIME else 1
        seconds, _, written = best(lambda: write_table(open_store(folder), dates, None, CATALOGUE, None, out), times)
        size = out.stat().st_size / 2**20
    name = f"features build, the whole catalogue of {len(CATALOGUE)}: {people:,} people x 25 records x 12 dates"
    said = {"name": name, "ours_s": seconds, "peer": "time for each person at 10,000 people", "peer_s": None}
    return said | {"equal": None, "rows": written.rows, "peak_mib": mib("VmHWM"), "file_mib": size}


def make(people: int, folder: Path) -> None:
    """Writes a flat store of so many people, part by part: events, links, people and coverage."""
    writers: dict[str, pq.ParquetWriter] = {}
    for begin in range(0, people, AT_A_TIME):
        events, _, links, born = part(min(AT_A_TIME, people - begin), begin)
        for name, table in {"events": events, "links": links, "people": born}.items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    pq.write_table(coverage(), folder / "coverage.parquet")


def part(count: int, begin: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Events, rows, links and people of `count` people, numbered from `begin`."""
    events, rows = histories(Size(people=count), seed=7 + begin)
    random = np.random.default_rng(begin)
    ids = pa.array([f"N{begin + n:07d}" for n in range(count)])
    number = {f"P{n:07d}": n for n in range(count)}
    events, rows = (_renamed(table, number, ids) for table in (events, rows))
    who = np.repeat(np.arange(count), len(LINK_KINDS))
    other = (who + random.integers(1, 50, len(who))) % count  # never themselves
    since = pa.array(random.integers(FIRST_LINKED, LAST_DAY, len(who)).astype(np.int32)).view(pa.date32())
    links = {
        "record_id": pa.array([f"L{begin}-{n}" for n in range(len(who))]),
        "person_id": ids.take(pa.array(who)),
        "other_id": ids.take(pa.array(other)),
        "kind": pa.array(np.tile(LINK_KINDS, count)),
        "started_on": since,
        "known_on": since,
    }
    return with_every_column(events, begin), rows, pa.table(links), people_of(ids, begin)


def _renamed(table: pa.Table, number: dict[str, int], ids: pa.Array) -> pa.Table:
    encoded = table["person_id"].combine_chunks().dictionary_encode()
    places = np.array([number[name] for name in encoded.dictionary.to_pylist()])
    return table.set_column(
        table.column_names.index("person_id"), "person_id", ids.take(pa.array(places[encoded.indices.to_numpy()]))
    )


def _compile() -> None:
    """Compiles the kernel, which an installation does once."""
    events, rows, links, people = part(1_000, 0)
    indicators_as_of(events, rows, CATALOGUE, links=links, people=people, coverage=coverage())


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
