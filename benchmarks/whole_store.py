"""Made-up histories with all that our own store holds: every column of the record contract, spells that end, people's
areas, and the coverage of several feeds with ages, areas, a gap and one that stopped.

Shares and words are about those of the made-up county's store after ingest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.histories import EVERY, LAST_DAY
from records.agreed_checks import IngestChecks
from records.agreements import load_agreements
from records.events import COVERAGE, EVENTS, PEOPLE
from records.in_time import in_time_to
from records.kinds import kinds, words_of
from records.policy import read_section
from records.retention import Retention

AREAS = tuple(f"Area {n}" for n in range(1, 13))
OLDEST_BORN, YOUNGEST_BORN = 360, 480  # 2000-01 and 2010-01, months since 1970-01
LEFT = 0.04  # share of people who moved away or died
CODED, ENDED = 0.7, 0.9  # shares of records with a code, and of spells that end
LONGEST_SPELL, LONGEST_LAG = 400, 30
CODES = (("crime_harm_index.csv", "code"), ("exclusion_reasons.csv", "code"), ("assessment_factors.csv", "factor"))
PLACES = ("home", "park", "school", "shop or town centre", "street", "transport")
YEAR_END = date(2025, 12, 31)
DELIVERED: dict[str, tuple[tuple[date, date], ...]] = {  # each feed's stretches: one has a gap, one stopped
    "ssd": ((date(2016, 1, 1), YEAR_END),),
    "school_exclusions": ((date(2016, 1, 1), YEAR_END),),
    "police": ((date(2017, 1, 4), YEAR_END),),
    "youth_justice": ((date(2018, 10, 25), YEAR_END),),
    "housing": ((date(2016, 1, 1), date(2021, 3, 31)), (date(2022, 10, 1), YEAR_END)),
    "navigator": ((date(2019, 2, 1), date(2025, 6, 30)),),
}
SOMEWHERE = {"navigator": AREAS[:4]}  # hospitals' feeds do not reach everyone
Numbers = NDArray[np.int64]


def with_every_column(events: pa.Table, begin: int) -> pa.Table:
    """The events with every column of the contract, in its order; ids of records are told apart by `begin`."""
    random, n = np.random.default_rng(begin + 1), len(events)
    agency = events["agency"].combine_chunks()
    columns = {name: events[name] for name in events.column_names}
    columns["record_id"] = pa.array([f"b:e:{begin}-{row}" for row in range(n)])
    columns["version"] = pa.array(np.ones(n, np.int32))
    columns["known_basis"] = pa.array(("recorded", "estimated")).take(pa.array((random.random(n) < 0.2).astype(int)))
    columns["ended_on"], columns["ended_known_on"] = _ends(events, random)
    columns["code"] = _codes(agency, random)
    police = pc.equal(agency, "police")
    columns["place"] = pc.if_else(police, _drawn(PLACES, n, random), None)
    incidents = pa.array([f"police:{begin}-{at}" for at in random.integers(0, n, n)])
    columns["incident_id"] = pc.if_else(police, incidents, None)
    columns["may_discuss"] = _of_kind(events, pa.array([kinds()[kind].may_discuss for kind in EVERY]))
    columns["our_flag"] = pa.array(np.zeros(n, bool))
    columns["expires_on"] = _expiry(events)
    return pa.table({name: columns[name] for name in EVENTS.names}).cast(_nullable(EVENTS))


def people_of(ids: pa.Array, begin: int) -> pa.Table:
    """The people table: born on the first of a month, in an area, a few of them gone."""
    random, n = np.random.default_rng(begin + 2), len(ids)
    born = random.integers(OLDEST_BORN, YOUNGEST_BORN, n).astype("datetime64[M]").astype("datetime64[D]")
    area = _drawn(AREAS, n, random)
    gone = pa.array(random.integers(LAST_DAY - 2_000, LAST_DAY, n).astype(np.int32), mask=random.random(n) > LEFT)
    left = gone.view(pa.date32())
    return pa.table([ids, pa.array(born), area, left, left], names=PEOPLE.names)


def coverage() -> pa.Table:
    """A line for each kind that a feed tells, stretch and area, as ingest writes it, with the day it is in time to."""
    return pa.Table.from_pylist([line for feed in DELIVERED for line in _lines(feed)], schema=COVERAGE)


def _lines(feed: str) -> list[dict[str, Any]]:
    agreement, checks = load_agreements()[feed], read_section("ingest_checks", IngestChecks)
    found = []
    for first, last in DELIVERED[feed]:
        received = last + timedelta(days=1)
        said = {"from": first, "to": last, "received_on": received, "feed": feed}
        said["in_time_to"] = in_time_to(received, agreement, checks)
        for kind in sorted(words_of("feed_kinds.csv", "kind", feed=feed)):
            youngest, oldest = agreement.ages(kind)
            about = {"agency": kinds()[kind].agency, "kind": kind, "min_age": youngest, "max_age": oldest}
            found += [said | about | {"area": area} for area in SOMEWHERE.get(feed, (None,))]
    return found


def _ends(events: pa.Table, random: np.random.Generator) -> tuple[pa.Array, pa.Array]:
    """ended_on and ended_known_on: of most spells, where that is known by the last day."""
    n = len(events)
    over = _numbers(events["happened_on"]) + random.integers(0, LONGEST_SPELL, n)
    known = over + random.integers(0, LONGEST_LAG, n)
    spell = _of_kind(events, pa.array([kinds()[kind].spell for kind in EVERY])).to_numpy(zero_copy_only=False)
    none = ~spell | (random.random(n) > ENDED) | (known > LAST_DAY)
    ended, told = (pa.array(days.astype(np.int32), mask=none).view(pa.date32()) for days in (over, known))
    return ended, told


def _codes(agency: pa.Array, random: np.random.Generator) -> pa.Array:
    """Most records have a code: of the harm index, of reasons for suspension, or of what an assessment found."""
    offences, reasons, found = (_drawn(sorted(words_of(*where)), len(agency), random) for where in CODES)
    coded = pc.if_else(pc.equal(agency, "police"), offences, pc.if_else(pc.equal(agency, "school"), reasons, found))
    return pc.if_else(pa.array(random.random(len(agency)) < CODED), coded, None)


def _drawn(words: Sequence[str], n: int, random: np.random.Generator) -> pa.Array:
    return pa.array(words).take(pa.array(random.integers(0, len(words), n)))


def _expiry(events: pa.Table) -> pa.Array:
    """The last day of keeping, by the policy's years of each kind."""
    policy = read_section("retention", Retention)
    kept = [policy.of(kind) for kind in EVERY]
    years = _of_kind(
        events, pa.array([policy.years if one is None or one.years is None else one.years for one in kept])
    )
    happened = _numbers(events["happened_on"]).astype("datetime64[D]")
    months = happened.astype("datetime64[M]")
    return pa.array((months + 12 * years.to_numpy()).astype("datetime64[D]") + (happened - months))


def _of_kind(events: pa.Table, said: pa.Array) -> pa.Array:
    """[events] what is said of each of EVERY kind."""
    return said.take(pc.index_in(events["kind"].combine_chunks(), value_set=pa.array(EVERY)))


def _numbers(dates: pa.ChunkedArray) -> Numbers:
    return dates.combine_chunks().view(pa.int32()).to_numpy().astype(np.int64)


def _nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([pa.field(field.name, field.type) for field in schema])
