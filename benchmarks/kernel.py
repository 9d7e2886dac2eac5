"""The kernel against DuckDB and pandas on the same data in one run, cell by cell; one person against the slow twin."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.histories import RECORDS, Size, as_held, histories, sixty
from benchmarks.nation import part
from benchmarks.peaks import best
from benchmarks.peers import in_duckdb, in_pandas
from benchmarks.whole_store import coverage
from features.build import indicators_as_of
from features.indicators import CATALOGUE
from features.plan import plan_of
from features.prepared import prepared
from features.reference import reference_as_of
from records.events import LINKS, PEOPLE

TIMES = 3
LIVE_PEOPLE = 2_000
ONE_PERSON_TIMES = 200
TODAY = date(2026, 1, 1)


def run(size: Size | None = None) -> list[dict[str, Any]]:
    """A row for each sort of records and peer: name, ours_s, peer, peer_s, ratio (peer's time over ours), equal (every
    cell), peaks in MiB; `ours_held_s` is ours where the words come as a store holds them."""
    size = size or Size()
    return [*(one for which in RECORDS for one in in_memory(size, which)), one_person()]


def in_memory(size: Size, which: str) -> list[dict[str, Any]]:
    """The 60 indicators, both dates, on one sort of RECORDS: a row a peer."""
    catalogue = sixty()
    events, rows = histories(size, of=RECORDS[which])
    compile_first()
    ours_s, ours_mib, ours = best(lambda: indicators_as_of(events, rows, catalogue), TIMES)
    held = as_held(events)
    more = {"ours_mib": ours_mib, "ours_held_s": best(lambda: indicators_as_of(held, rows, catalogue), TIMES)[0]}
    results = []
    for peer in (in_duckdb, in_pandas):
        title, theirs = peer(events, rows, catalogue)
        peer_s, peer_mib, answer = best(theirs, TIMES)
        measured = row(named("in memory", size, which), ours_s, title, peer_s, same(ours, in_order(answer)))
        results.append(measured | more | {"peer_mib": peer_mib})
    return results


def one_person() -> dict[str, Any]:
    """The whole catalogue for one person as of a day, as the service asks for it: their records, those of the people
    they are linked with and what the feeds cover lie ready; against the slow twin."""
    events, _, links, people = part(LIVE_PEOPLE, 0)
    ids = people["person_id"].combine_chunks()
    ready = prepared(events, ids, plan_of(CATALOGUE), links, people, coverage())
    who = ids[0].as_py()
    mine = links.filter(pc.equal(links["person_id"], who))
    near = pa.array([who, *mine["other_id"].to_pylist()])
    born = people.filter(pc.is_in(people["person_id"], near))
    theirs = {
        "links": pa.Table.from_pylist(mine.to_pylist(), LINKS),
        "people": pa.Table.from_pylist(born.to_pylist(), PEOPLE),
        "coverage": coverage(),
    }
    seen, asked = events.filter(pc.is_in(events["person_id"], near)), pa.table({"person_id": [who], "as_of": [TODAY]})
    ours_s, _, ours = best(lambda: ready.row(who, TODAY), ONE_PERSON_TIMES)
    peer_s, _, answer = best(lambda: reference_as_of(seen, asked, CATALOGUE, **theirs), ONE_PERSON_TIMES // 10)
    expected = [answer.column(name)[0].as_py() for name in CATALOGUE.names]
    equal = all(a == b or (a != a and b is None) for a, b in zip(ours.tolist(), expected, strict=True))
    name = f"one person at request time, {len(seen)} records with those around x {len(CATALOGUE)} indicators"
    return row(name, ours_s, "the slow twin", peer_s, equal)


def compile_first() -> None:
    """Compiles the kernel, which an installation does once."""
    indicators_as_of(*histories(Size(people=100)), sixty())


def named(work: str, size: Size, which: str) -> str:
    """What a row of the 60 indicators measures."""
    return f"{work}: {size.people:,} people x {size.records} records {which} x {size.dates} dates x 60 indicators"


def row(name: str, ours_s: float, peer: str, peer_s: float, equal: bool) -> dict[str, Any]:
    """A row of bench.json."""
    return {"name": name, "ours_s": ours_s, "peer": peer, "peer_s": peer_s, "ratio": peer_s / ours_s, "equal": equal}


def in_order(answer: pa.Table) -> pa.Table:
    """By person and date, as ours stands because the rows asked for do."""
    return answer.sort_by([("person_id", "ascending"), ("as_of", "ascending")])


def same(ours: pa.Table, theirs: pa.Table) -> bool:
    """Whether every cell of the two tables is the same number or the same null, row for row."""
    return all(ours.column(name).equals(theirs.column(name).cast(ours.column(name).type)) for name in ours.column_names)


if __name__ == "__main__":
    people = int(sys.argv[1]) if len(sys.argv) > 1 else Size.people
    for measured in run(Size(people)):
        print(measured)
