"""Seeded histories of made-up people in the store's own shape, and sixty indicators that SQL can say exactly too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from features.catalogue import Catalogue
from features.indicator import HALF_YEAR, HARMED, TWO_YEARS, YEAR, Indicator
from records.conform import REPEATED
from records.kinds import kinds

FIRST_DAY, LAST_DAY = 17_167, 20_454  # 2017-01-01 to 2026-01-01, days since 1970-01-01
LONGEST_LAG = 90
SUPERSEDED = 0.1  # share of versions that are later replaced
EVERY = tuple(kinds())
COUNTED = EVERY[:12]


RECORDS = {  # what the speed rows are measured on: their records' kinds
    "each of a kind asked about": COUNTED,  # the row to the letter: every record can count
    f"of all {len(EVERY)} kinds": EVERY,  # as a store holds them: whoever answers leaves out what nothing asks about
}


@dataclass(frozen=True)
class Size:
    """How many people, records a person, as-of dates; the number of indicators is that of `sixty`."""

    people: int = 20_000
    records: int = 25
    dates: int = 12


def sixty() -> Catalogue:
    """Twelve kinds, each counted, ever seen, totalled, dated and followed."""
    return Catalogue("benchmark", tuple(one for kind in COUNTED for one in _of(kind)))


def histories(size: Size, seed: int = 7, of: tuple[str, ...] = EVERY) -> tuple[pa.Table, pa.Table]:
    """Events of these kinds, ordered by person and date as in a store, and the people × dates to answer for."""
    random = np.random.default_rng(seed)
    n = size.people * size.records
    person = np.sort(random.integers(0, size.people, n))
    happened = random.integers(FIRST_DAY, LAST_DAY, n)
    order = np.lexsort((happened, person))
    known = happened + random.integers(0, LONGEST_LAG, n)
    replaced = known + random.integers(1, 400, n)
    superseded = pa.array(replaced, mask=(random.random(n) > SUPERSEDED) | (replaced > LAST_DAY))
    names = pa.array([f"P{number:07d}" for number in range(size.people)])
    drawn = random.integers(0, len(of), n)
    agencies = [kinds()[kind].agency for kind in of]
    events = {
        "person_id": names.take(pa.array(person)),
        "agency": pa.array(agencies).take(pa.array(drawn)),
        "kind": pa.array(of).take(pa.array(drawn)),
        "role": _drawn(random, ("concerned", "victim", "suspect"), n),
        "status": _drawn(random, ("recorded", "recorded", "charged", "diverted", "cancelled"), n),
        "happened_on": _dates(happened),
        "known_on": _dates(known),
        "superseded_on": superseded.cast(pa.int32()).view(pa.date32()),
        "amount": pa.array(random.integers(0, 20, n).astype(float)),
    }
    rows = {"person_id": names.take(pa.array(np.repeat(np.arange(size.people), size.dates)))}
    rows["as_of"] = _dates(np.tile(days(size), size.people))
    return pa.table(events).take(pa.array(order)), pa.table(rows)


def as_held(events: pa.Table) -> pa.Table:
    """The same events as a store's are read for everybody at once (`Snapshot.holding`): repeated words held once."""
    columns = [events[name].dictionary_encode() if name in REPEATED else events[name] for name in events.column_names]
    return pa.table(columns, names=events.column_names).combine_chunks()


def days(size: Size) -> np.ndarray:
    """The day numbers [dates] of the as-of dates."""
    return np.linspace(FIRST_DAY + 3 * YEAR, LAST_DAY, size.dates).astype(int)


def _of(kind: str) -> tuple[Indicator, ...]:
    def one(measure: str, window: int | None) -> Indicator:
        words = {"theme": kind, "reason": "{value}", "ask": "What happened?", "source": "benchmark"}
        return Indicator(f"{kind}_{measure}", kinds=(kind,), measure=measure, window=window, direction=HARMED, **words)

    return (
        one("count", YEAR),
        one("ever", None),
        one("total", TWO_YEARS),
        one("days_since", None),
        one("trend", HALF_YEAR),
    )


def _drawn(random: np.random.Generator, words: tuple[str, ...], n: int) -> pa.Array:
    return pa.array(words).take(pa.array(random.integers(0, len(words), n)))


def _dates(days: np.ndarray) -> pa.Array:
    return pa.array(days.astype(np.int32)).view(pa.date32())
