"""The housing service's extract: moves of home, temporary accommodation, tenancies and who shares them.

Being housed makes nobody known to the partnership: these files tell of people whom another agency knows as well.
Shares are assumptions; about one household in six rents from a council or housing association (ONS Census 2021).
"""

from __future__ import annotations

import numpy as np

from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array, day
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Happenings, Journal
from records.county.people import People
from records.county.spells import entered, together

STAYS = {"nightly_paid": 0.33, "private_leased": 0.24, "council_stock": 0.2, "bed_and_breakfast": 0.13} | {
    "hostel": 0.06,
    "refuge": 0.04,
}
FOUND = {"secure": 0.4, "flexible": 0.15, "introductory": 0.2, "private": 0.25}
RENTED = {"secure": 0.75, "flexible": 0.1, "introductory": 0.08, "supported": 0.02, "licence": 0.05}
SOCIAL_TENANTS = 0.17  # of households
TENANCY_YEARS = 9.0  # on average, from a day spread over the years before the last date
FIRST_TENANCY = day("2005-01-01")
LAG = {"typical": 8.0, "tail": 45.0, "tail_share": 0.1}
OWN = "resident_id"


def housing(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    """moves, temporary_accommodation and tenancies."""
    return {
        "moves": _moves(journal.of("housing_move"), journal.of("moved_out_of_area"), rng),
        "temporary_accommodation": _stays(journal.of("temporary_accommodation"), rng),
        "tenancies": _tenancies(journal.of("settled_home"), people, rng),
    }


def _moves(within: Happenings, away: Happenings, rng: np.random.Generator) -> Extract:
    person, moved = (np.concatenate([getattr(one, name) for one in (within, away)]) for name in ("person", "day"))
    recorded = moved + lag_days(**LAG, count=len(person), rng=rng)
    columns: dict[str, Column] = {
        "move_id": ids("HM", len(person), rng),
        "moved_on": Dates(moved),
        "out_of_area": np.repeat(["no", "yes"], [len(within), len(away)]),
        "recorded_on": Dates(recorded),
    }
    return Extract(person, OWN, columns, speaks=False).where(held(recorded))


def _stays(lived: Happenings, rng: np.random.Generator) -> Extract:
    spells, recorded = entered(lived, LAG, rng)
    own: dict[str, Column] = {"stay_id": ids("TA", len(lived), rng), "type": pick(STAYS, len(lived), rng)}
    return Extract(lived.person, OWN, own | spells, speaks=False).where(held(recorded))


def _tenancies(found: Happenings, people: People, rng: np.random.Generator) -> Extract:
    """Homes found after homelessness, which a household finds together, and the tenancies of other tenants."""
    renting = _renting(people, rng)
    settled = Happenings(found.person, found.day, np.full(len(found), NEVER, np.int32), found.picture)
    lived = together(settled, renting)
    spells, recorded = entered(lived, LAG, rng)
    home = people.household[lived.person].astype(np.int64) * 1_000_000 + lived.day
    _, first, number = np.unique(home, return_index=True, return_inverse=True)
    columns: dict[str, Column] = {
        "tenancy_id": ids("TN", len(first), rng)[number],
        "tenure": np.concatenate([pick(FOUND, len(found), rng), pick(RENTED, len(renting), rng)])[first[number]],
        "after_homelessness": np.repeat(["yes", "no"], [len(found), len(renting)]),
    }
    return Extract(lived.person, OWN, columns | spells, speaks=False).where(held(recorded))


def _renting(people: People, rng: np.random.Generator) -> Happenings:
    """One tenancy for each household that rents, of everybody who was born by the time it ended."""
    homes = int(people.household.max(initial=0)) + 1
    begun = rng.integers(FIRST_TENANCY, LAST_DATE, homes)
    over = begun + 1 + rng.exponential(TENANCY_YEARS * YEAR_DAYS, homes).astype(np.int64)
    rents = (rng.random(homes) < SOCIAL_TENANTS)[people.household]
    ended: Array = np.minimum(over[people.household], people.left)
    who = np.flatnonzero(rents & (ended > np.maximum(begun[people.household], people.born)))
    ends = np.where(ended[who] < LAST_DATE, ended[who], NEVER).astype(np.int32)
    start = begun[people.household[who]].astype(np.int32)
    return Happenings(who, start, ends, np.empty((len(who), 0), np.float32))
