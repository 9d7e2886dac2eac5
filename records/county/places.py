"""Where councils place young people: homes that several share over the years, so that a place says who met whom there.

Foster carers have one or two young people at a time, children's homes a few. Sizes are assumptions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from records.county.dates import LAST_DATE, NEVER, Array
from records.county.extracts import Column, Dates, Extract, in_order
from records.county.identifiers import addresses_of
from records.county.people import People

# By SSDA903 placement type, how many live in one place at a time; with parents (P1) nobody is placed with others.
LIVE_THERE = {"U6": 1.5, "U1": 1.2, "K2": 3.5, "H5": 3.0, "R3": 5.0, "K1": 4.0}
WITH_PARENTS = "P1"
HISTORY_DAYS = 3287.0
FIRST_PLACE = 2_000_000  # house numbers from here on are no family's


def with_placements(care: dict[str, Extract], people: People, rng: np.random.Generator) -> dict[str, Extract]:
    """`ssd_address` with the addresses of placements, and `ssd_cla_placement` with their postcodes."""
    placed, homes = care["ssd_cla_placement"], care["ssd_address"]
    dwelling = _places(placed, people, rng)
    line, postcode = addresses_of(dwelling, "social_care", people.profile, rng)
    away = np.asarray(placed.columns["clap_cla_placement_type"]) != WITH_PARENTS
    placed = replace(placed, columns={**placed.columns, "clap_cla_placement_postcode": np.where(away, postcode, "")})
    start, end = placed.columns["clap_cla_placement_start_date"], placed.columns["clap_cla_placement_end_date"]
    told: dict[str, Column] = {
        "addr_address_json": np.strings.add(np.strings.add('{"address": "', line), '"}'),
        "addr_address_type": np.full(len(line), "Placement"),
        "addr_address_start_date": start,
        "addr_address_end_date": end,
        "addr_address_postcode": postcode,
    }
    return {"ssd_cla_placement": placed, "ssd_address": _both(homes, Extract(placed.person, None, told).where(away))}


def _places(placed: Extract, people: People, rng: np.random.Generator) -> Array:
    """The number of the dwelling of each placement: as many places of each type as its stays fill."""
    start, end = (placed.columns[f"clap_cla_placement_{name}_date"] for name in ("start", "end"))
    assert isinstance(start, Dates)
    assert isinstance(end, Dates)
    days = np.where(end.days == NEVER, LAST_DATE, end.days) - start.days
    kind = np.asarray(placed.columns["clap_cla_placement_type"])
    areas, house = len(people.profile.areas), np.zeros(len(kind), np.int64)
    first = FIRST_PLACE
    for name, there in LIVE_THERE.items():
        rows = np.flatnonzero(kind == name)
        places = max(1, round(float(days[rows].sum()) / HISTORY_DAYS / there))
        house[rows] = first + rng.integers(0, places, len(rows))
        first += places
    return house % areas + areas * house


def _both(homes: Extract, placed: Extract) -> Extract:
    """The rows of both, in order of person and start, numbered anew."""
    person = np.concatenate([homes.person, placed.person])
    columns = {name: _joined(homes.columns[name], column) for name, column in placed.columns.items()}
    since = columns["addr_address_start_date"]
    assert isinstance(since, Dates)
    every = replace(homes, person=person, columns=columns).where(np.lexsort((since.days, person)))
    every.columns["addr_table_id"] = in_order("AD", len(person))
    return every


def _joined(column: Column, more: Column) -> Column:
    if isinstance(column, Dates):
        assert isinstance(more, Dates)
        return Dates(np.concatenate([column.days, more.days]))
    return np.concatenate([column, np.asarray(more)])
