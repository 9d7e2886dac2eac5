"""`python -m tests.robustness.kills 100`: a kill -9 at random moments of `ingest` and of `link` leaves the old store or
the new one, held to the contract byte for byte, and the next try goes through."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from records.check import findings
from records.county import write_county
from records.county.feeds import sources
from records.ingest import ingest
from records.linkage import link
from records.swap import current

FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)
PRELOADED = ["records.ingest", "records.linkage", "records.check"]
TRIED_AGAIN = 2  # of the old stores: whether the next try goes through is no matter of chance
POLLED = 0.001  # seconds
LATE = 1.05  # a kill may also come just after the end


@dataclass(frozen=True)
class Work:
    """What is killed: a function and what it is given before the store; the store that it begins with."""

    name: str
    run: Callable[..., object]
    before: Path
    source: list[str]

    def given(self, store: Path) -> tuple:
        return (self.source, store, SECOND) if self.source else (store,)


def prepared(folder: Path, people: int) -> list[Work]:
    """A county's store after one delivery, the second delivery of its police, and the store before linking."""
    write_county(people, 7, folder / "county")
    both = sources(folder / "county", ("police", "school_exclusions"))
    ingest(both, folder / "before", FIRST)
    crimes = folder / "county" / "police" / "crimes.csv"
    lines = crimes.read_text(encoding="utf-8").splitlines(keepends=True)
    crimes.write_text("".join(lines[: int(len(lines) * 0.9)]), encoding="utf-8")
    return [
        Work("ingest", ingest, folder / "before", both[:1]),
        Work("link", link, folder / "before", []),
    ]


def killed(work: Work, folder: Path, times: int, seed: int) -> Counter[str]:
    """How often the store was the old one, the new one or something else after a kill; raises on the last."""
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    whole, took = _once(work, folder / "whole", context, None)
    _, wrote = _once(work, folder / "whole", context, None, writing=True)
    rng, found = random.Random(seed), Counter[str]()
    old, new = current(work.before), current(whole)
    for number in range(times):
        writing = bool(number % 2)  # every other kill comes while the snapshot is written and swapped in
        after = rng.uniform(0, (wrote if writing else took) * LATE)
        store, _ = _once(work, folder / "killed", context, after, writing)
        assert findings(store)
        sha = current(store)
        assert sha in (old, new), f"{work.name}: neither the old store nor the new one"
        found["old" if sha == old else "new"] += 1
        if sha == old and found["old"] <= TRIED_AGAIN:
            work.run(*work.given(store))
            assert current(store) == new, f"{work.name}: the next try came out otherwise"
    return found


def _once(work: Work, store: Path, context: Any, kill_after: float | None, writing: bool = False) -> tuple[Path, float]:
    """Runs the work on a fresh copy, killed so many seconds after its start, or after it began to write."""
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(work.before, store)
    child = context.Process(target=work.run, args=work.given(store))
    child.start()
    while writing and child.exitcode is None and not (store / "snapshots" / ".writing").exists():
        time.sleep(POLLED)
    started = time.monotonic()
    if kill_after is not None:
        child.join(kill_after)
        if child.exitcode is None:
            os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert kill_after is not None or child.exitcode == 0
    return store, time.monotonic() - started


def main(times: int, people: int = 600, seed: int = 1) -> dict[str, Counter[str]]:
    """Kills `times` in all, half of them an ingest and half a linking, and says what was found."""
    with tempfile.TemporaryDirectory() as folder:
        works = prepared(Path(folder), people)
        return {work.name: killed(work, Path(folder), times // len(works), seed) for work in works}


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for name, found in main(asked).items():
        print(f"{name}: {sum(found.values())} kills, the old store {found['old']} times, the new one {found['new']}")
