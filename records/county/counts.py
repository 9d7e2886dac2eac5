"""What hospitals, the ambulance service and the fire service send: numbers by area and month, of everybody there.

They follow the county's violence, of which most befalls people who are not young: a rate for each area beside it.
Rates are assumptions.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import FIRST_DATE, LAST_DATE, MONTH_STARTS, Array
from records.county.extracts import Column, Dates
from records.county.journal import Journal
from records.county.people import People

# Of each happening, the share that ends in such a count; and the monthly rate for 1,000 people drawn, of all ages.
SEEN = {
    "ae_assault": {"harmed": 0.5, "violence_victim": 0.08},
    "ae_knife": {"harmed": 0.08},
    "ambulance_assault": {"harmed": 0.4, "violence_victim": 0.05},
    "ambulance_weapon": {"harmed": 0.06},
    "fire_deliberate": {"involved": 0.01},
    "fire_to_person_or_home": {"involved": 0.002},
}
BESIDE = {"ae_assault": 1.6, "ae_knife": 0.08, "ambulance_assault": 1.2, "ambulance_weapon": 0.07} | {
    "fire_deliberate": 0.8,
    "fire_to_person_or_home": 0.05,
}
SENT_AFTER = (8, 25)  # days after the end of the month


def counts(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Column]:
    """The columns of counts.csv: every area, month and kind, also where the number is 0."""
    starts = MONTH_STARTS[(MONTH_STARTS >= FIRST_DATE) & (MONTH_STARTS < LAST_DATE)]
    areas = np.array(people.profile.areas)
    living = np.bincount(people.area, minlength=len(areas))
    tables = [_of_kind(journal, people, kind, starts, living, rng) for kind in SEEN]
    kind = np.repeat(list(SEEN), len(areas) * len(starts))
    area = np.tile(np.repeat(areas, len(starts)), len(SEEN))
    period = np.tile(starts, len(SEEN) * len(areas))
    sent = np.tile(np.append(starts[1:], LAST_DATE), len(SEEN) * len(areas)) + rng.integers(*SENT_AFTER, len(period))
    columns: dict[str, Column] = {"area": area, "kind": kind, "n": np.concatenate(tables)}
    columns |= {"period": Dates(period), "recorded_on": Dates(sent.astype(np.int32))}
    came = sent < LAST_DATE
    return {n: Dates(c.days[came]) if isinstance(c, Dates) else c[came] for n, c in columns.items()}


def _of_kind(
    journal: Journal, people: People, kind: str, starts: Array, living: Array, rng: np.random.Generator
) -> Array:
    """The numbers of one kind, area after area, month after month."""
    table = np.zeros((len(living), len(starts)), np.int64)
    for name, share in SEEN[kind].items():
        lived = journal.of(name)
        seen = lived.where((rng.random(len(lived)) < share) & (lived.day >= FIRST_DATE))
        np.add.at(table, (people.area[seen.person], np.searchsorted(starts, seen.day, side="right") - 1), 1)
    return (table + rng.poisson(BESIDE[kind] * living[:, None] / 1000, table.shape)).ravel()
