"""Other projects' feature builders on the same data: triage's collate on PostgreSQL, and featuretools.

They run in an environment of their own (`make bench` installs it) and know one date a record, so here each record is
known on the day it happened; ours still applies both dates. Both are timed as often, and the best of each counts.
The peers are handed only the records of kinds that are asked about; ours leaves the others out itself. A peer that
can't run is named with why.
"""

from __future__ import annotations

import json
import os
import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.histories import COUNTED, RECORDS, Size, as_held, histories, sixty
from benchmarks.kernel import compile_first, named, row, same
from benchmarks.peaks import best
from features.build import indicators_as_of

PEERS = Path(".venv/peers/bin/python")
SCRIPTS = Path(__file__).resolve().parent / "outside"
DATABASE = os.environ.get("REACHABLE_BENCH_POSTGRES", "postgresql+psycopg2://postgres@127.0.0.1:5432/test")
FEW = 2_000  # people for featuretools, which takes half a minute for them; of 500 its start would be scaled too
TIMES = 5


def run(size: Size) -> list[dict[str, Any]]:
    """A row for each sort of records and peer."""
    return [one for which in RECORDS for one in _on(size, which)]


def _on(size: Size, which: str) -> list[dict[str, Any]]:
    """collate at the full size, featuretools at a smaller one with its time scaled by rows."""
    small = Size(min(FEW, size.people), size.records, size.dates)
    ours_s, held_s = _ours(size, which)
    collate = _peer("by_collate.py", size, which, [DATABASE])
    featuretools = _peer("by_featuretools.py", small, which, [])
    scaled = size.people / small.people
    return [
        _row(size, which, ours_s, collate, 1.0) | {"ours_held_s": held_s},
        _row(size, which, ours_s, featuretools, scaled) | {"peer_people": small.people, "scaled_by": scaled},
    ]


def one_date(size: Size, which: str) -> tuple[pa.Table, pa.Table]:
    """The histories with every record known on its day and none ever replaced."""
    events, rows = histories(size, of=RECORDS[which])
    at = events.column_names.index("known_on")
    return events.set_column(at, "known_on", events["happened_on"]).drop_columns("superseded_on"), rows


def _ours(size: Size, which: str) -> tuple[float, float]:
    """Our time with words as plain strings, and as a store holds them."""
    events, rows = one_date(size, which)
    compile_first()
    given = (events, as_held(events))
    plain, held = (best(partial(indicators_as_of, one, rows, sixty()), TIMES)[0] for one in given)
    return plain, held


def _peer(script: str, size: Size, which: str, more: list[str]) -> dict[str, Any]:
    """What the script measured, and whether every cell was ours; `missing` says why it could not run."""
    events, rows = one_date(size, which)
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        files = [f"{scratch}/{name}" for name in ("events.parquet", "rows.parquet", "indicators.json", "out.parquet")]
        pq.write_table(events.filter(pc.is_in(events["kind"], pa.array(COUNTED))), files[0])
        pq.write_table(rows, files[1])
        Path(files[2]).write_text(json.dumps(sixty().declarations()), encoding="utf-8")
        if not PEERS.exists():
            return {"peer": script, "missing": "the peers' environment is not installed: run `make bench`"}
        command = [str(PEERS), str(SCRIPTS / script), *files, str(TIMES), *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return {"peer": script, "missing": done.stderr.strip().splitlines()[-1]}
        said = json.loads(done.stdout.strip().splitlines()[-1])
        ours = indicators_as_of(events, rows, sixty()).drop_columns(["person_id", "as_of"])
        return said | {"equal": same(ours, pq.read_table(files[3]))}


def _row(size: Size, which: str, ours_s: float, measured: dict[str, Any], scaled: float) -> dict[str, Any]:
    name = named("one date a record", size, which)
    if "missing" in measured:
        return {"name": name, "ours_s": ours_s, "peer": f"{measured['peer']}: {measured['missing']}", "equal": None}
    return row(name, ours_s, measured["peer"], scaled * measured["seconds"], measured["equal"])
