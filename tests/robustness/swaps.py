"""`python -m tests.robustness.swaps 20`: a reader in another process, while snapshots are swapped in one after another,
never sees tables of two of them."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import pyarrow as pa

from records.conform import conform
from records.refusal import Replaced
from records.store import open_whole, write_snapshot

PEOPLE = 3000  # enough for a read to take as long as a swap
DAY = date(2024, 1, 1)


def tables(number: int, people: int = PEOPLE) -> dict[str, pa.Table]:
    """Tables of which every row, and the number of rows, says which snapshot it belongs to."""
    count, mark = people + number, f"S{number}"
    ids = [f"{mark}-{person}" for person in range(count)]
    known = {"known_on": [DAY] * count}
    who = {"agency": ["police"] * count, "kind": ["theft"] * count, "role": ["victim"] * count}
    events = {"record_id": [f"t:e:{one}" for one in ids], "person_id": ids, **who, "status": ["recorded"] * count}
    links = {"record_id": ids, "person_id": ids, "other_id": [*ids[1:], ids[0]], "kind": ["sibling"] * count}
    given = {
        "people": pa.table({"person_id": ids, "area": [mark] * count}),
        "events": pa.table({**events, "happened_on": [DAY] * count, **known, "code": [mark] * count}),
        "links": pa.table({**links, "started_on": [DAY] * count, **known}),
    }
    return {name: conform(table, name, name) for name, table in given.items()}


def read_on(store: Path, stop: Event, said: Connection) -> None:
    """Reads the store again and again; tells how often, which snapshots were seen, and what was mixed."""
    reads, overtaken, seen, mixed = 0, 0, set(), 0
    while not stop.is_set() or not reads:
        try:
            snapshot = open_whole(store)
        except Replaced:
            overtaken += 1
            continue
        found = (snapshot.people(), snapshot.events(), snapshot.links())
        marks = {one.split("-")[0] for table in found for one in table["person_id"].to_pylist()}
        marks |= set(found[0]["area"].to_pylist()) | set(found[1]["code"].to_pylist())
        counts = {table.num_rows for table in found}
        mixed += len(marks) != 1 or counts != {PEOPLE + int(next(iter(marks))[1:])}
        reads, seen = reads + 1, seen | marks
        if reads == 1:
            said.send("reading")
    said.send((reads, overtaken, len(seen), mixed))


def main(swaps: int) -> tuple[int, int, int, int]:
    """Reads, how often a reader was overtaken and refused, snapshots seen, and how many reads were mixed."""
    context = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        store, stop = Path(folder) / "store", context.Event()
        write_snapshot(store, tables(0), [])
        mine, theirs = context.Pipe()
        reader = context.Process(target=read_on, args=(store, stop, theirs))
        reader.start()
        mine.recv()
        for number in range(1, swaps + 1):
            write_snapshot(store, tables(number), [])
        stop.set()
        found = mine.recv()
        reader.join()
        return found


if __name__ == "__main__":
    reads, overtaken, seen, mixed = main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(f"{reads} reads saw {seen} snapshots; {overtaken} were overtaken and refused; {mixed} mixed two")
