"""Which of the things that people were suspected of, or suffered, were one and the same incident.

Lives are lived one by one; here those suspected of the same in one month are brought together, associates first, then
those of an age who are alike and live near each other, and victims are put to those suspected. How often anything
happens stays as it was: only days move, forward to the first of the incident, within the month. Shares are assumptions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from records.county.dates import MONTH_STARTS, YEAR_DAYS, Array
from records.county.journal import Journal
from records.county.people import LEANINGS, People

# Who is suspected together: the share of suspects who stand with the one before them of their area, month and age.
TOGETHER = {"involved": 0.3, "violence_suspect": 0.22, "other_suspect": 0.2, "drugs": 0.12, "supply": 0.2}
HARMED_IN = {"involved": "harmed", "violence_suspect": "violence_victim"}  # what a victim of it lives through
VICTIM_THERE = 0.6  # of incidents with somebody suspected have a victim among the county's young people, if one is near
ASSOCIATES_TOGETHER = 0.85  # of suspects whose associate is suspected of the same that month
AGE_BAND = 3.0  # years
LEANING_NOISE = 0.7
NEAR_AREAS = 2  # areas stand in the order in which they lie along the county's one road
YOUNGEST_NEAR = 8.0  # years: whoever is younger comes to harm elsewhere


def gather(journal: Journal, people: People, rng: np.random.Generator) -> None:
    """Brings happenings in `journal` together into incidents; `journal.incident` then tells each one's number."""
    offset = 0
    for suspected, share in TOGETHER.items():
        hurt = HARMED_IN.get(suspected)
        lived = [journal.of(name) for name in (suspected, hurt) if name]
        suspects = len(lived[0])
        who, day = (np.concatenate([getattr(one, c) for one in lived]) for c in ("person", "day"))
        leader = np.arange(len(who))
        leader[:suspects] = _suspected_together(who[:suspects], day[:suspects], people, share, rng)
        if hurt:
            _put_victims(leader, who, day, suspects, people, rng)
        leader = _nobody_twice(leader, who)
        first = day.copy()
        np.minimum.at(first, leader, day)
        day = first[leader].astype(np.int32)
        for name, one, rows in zip((suspected, hurt), lived, _split(suspects, len(who)), strict=False):
            assert name
            journal.put(name, replace(one, day=day[rows], end=day[rows]), offset + leader[rows])
        offset += len(who)


def _split(first: int, count: int) -> tuple[slice, slice]:
    return slice(0, first), slice(first, count)


def _suspected_together(who: Array, day: Array, people: People, share: float, rng: np.random.Generator) -> Array:
    """For each row the row that leads its incident."""
    month = np.searchsorted(MONTH_STARTS, day, side="right")
    leader = _with_associates(who, month, people, rng)
    alone = np.flatnonzero(leader == np.arange(len(who)))
    alone = alone[~np.isin(alone, leader[leader != np.arange(len(who))])]
    lean = people.leanings[who, LEANINGS.index("street")] + people.leanings[who, LEANINGS.index("conduct")]
    band = ((day - people.born[who]) / YEAR_DAYS / AGE_BAND + rng.random()).astype(int)
    noise = rng.normal(0, LEANING_NOISE, len(who))
    line = alone[np.lexsort(((lean + noise)[alone], people.area[who[alone]], band[alone], month[alone]))]
    joins = np.logical_and.reduce([np.diff(key[line], prepend=-1) == 0 for key in (month, band)])
    joins &= np.abs(np.diff(people.area[who[line]], prepend=-NEAR_AREAS - 1)) <= NEAR_AREAS
    joins &= rng.random(len(line)) < share
    leader[line] = line[np.maximum.accumulate(np.where(joins, 0, np.arange(len(line))))]
    return leader


def _with_associates(who: Array, month: Array, people: People, rng: np.random.Generator) -> Array:
    """Rows led by an associate's row of the same month, where there is one that is led by none itself."""
    leader = np.arange(len(who))
    months = len(MONTH_STARTS) + 1
    key = who.astype(np.int64) * months + month
    order = np.argsort(key, kind="stable")
    pair, other = _by_person(people, who)
    wanted = other * months + month[pair]
    found = np.minimum(np.searchsorted(key[order], wanted), max(0, len(who) - 1))
    match = order[found]
    good = (key[match] == wanted) & (rng.random(len(wanted)) < ASSOCIATES_TOGETHER) & (match < pair)
    leader[pair[good]] = match[good]
    while np.any(leader[leader] != leader):
        leader = leader[leader]
    return leader


def _by_person(people: People, who: Array) -> tuple[Array, Array]:
    """Every row of `who` once for each associate of that person: the row, and the associate."""
    net = people.network
    a, b = np.concatenate([net.a, net.b]), np.concatenate([net.b, net.a])
    order = np.argsort(a, kind="stable")
    start, end = (np.searchsorted(a[order], who, side=side) for side in ("left", "right"))
    row = np.repeat(np.arange(len(who)), end - start)
    place = np.arange(len(row)) - np.repeat(np.cumsum(end - start) - (end - start), end - start)
    return row, b[order][start[row] + place]


def _put_victims(
    leader: Array, who: Array, day: Array, suspects: int, people: People, rng: np.random.Generator
) -> None:
    """Gives some incidents a victim of the same area and month."""
    month = np.searchsorted(MONTH_STARTS, day, side="right")
    block = month.astype(np.int64) * 1000 + people.area[who]
    leads = np.flatnonzero(leader[:suspects] == np.arange(suspects))
    hurt = np.arange(suspects, len(who))
    leads, hurt = (rows[np.lexsort((rng.random(len(rows)), block[rows]))] for rows in (leads, hurt))
    place = _place_in_block(block[hurt])
    begin, end = (np.searchsorted(block[leads], block[hurt], side=side) for side in ("left", "right"))
    old_enough = day[hurt] - people.born[who[hurt]] > YOUNGEST_NEAR * YEAR_DAYS
    near = (begin + place < end) & old_enough & (rng.random(len(hurt)) < VICTIM_THERE)
    leader[hurt[near]] = leads[(begin + place)[near]]


def _place_in_block(block: Array) -> Array:
    first = np.flatnonzero(np.diff(block, prepend=-1))
    return np.arange(len(block)) - np.repeat(first, np.diff(np.append(first, len(block))))


def _nobody_twice(leader: Array, who: Array) -> Array:
    """Whoever is in one incident twice leads one of their own with the later row."""
    order = np.lexsort((np.arange(len(who)), who, leader))
    again = (np.diff(leader[order], prepend=-1) == 0) & (np.diff(who[order], prepend=-1) == 0)
    rows = order[again]
    free = rows[leader[rows] != rows]
    leader = leader.copy()
    leader[free] = free
    return leader
