"""Where people live, and since when: made-up streets, numbers and postcodes, by household.

A family moves together; who is grown may leave home. Postcodes begin with a letter that no real one begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array, Days, day

NOWHERE = -1
FAMILY_MOVES = 3  # at most, within the history
LEAVES_HOME_PER_YEAR = 0.12  # from the 18th birthday on: an assumption
STAYS_IN_AREA = 0.85
DWELLINGS_PER_FAMILY = 1.4
ON_A_STREET = 40
FIRST_HOME = day("2010-01-01")
OF_A_STREET = """
    Alder Ashgrove Barley Beacon Bramble Bridle Brook Burnside Canal Cedar Chantry Cherry Church Cliff Clover Coppice
    Crane Cypress Dale Deer Elder Elm Fairview Fern Foundry Foxglove Garth Gorse Hawthorn Hazel Heather Hill Holly Ivy
    Juniper Kestrel Kiln Larch Laurel Lime Linden Lower Maple Marsh Meadow Mill Moor Moss North Oak Orchard Park Pear
    Pine Plover Poplar Primrose Quarry Rectory Ridge River Rowan Sandy School Sedge Skylark South Spinney Spring Station
    Stone Swallow Sycamore Thistle Tithe Upper Vale Victoria Walnut Weavers Well West Wheat Willow Windmill Wood Yew
"""
KINDS_OF_STREET = "Road Street Lane Close Avenue Drive Way Crescent Gardens Court Terrace Grove"
SHORT = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Drive": "Dr", "Close": "Cl", "Crescent": "Cres", "Lane": "Ln"}
UNIT_LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))
AREA_LETTERS = np.array(list("ABCDEFGHJKLMNPRSTUWY"))


@dataclass(frozen=True)
class Homes:
    """[people, homes] in order of time: the number of the dwelling, `NOWHERE` where there is none, and since when."""

    dwelling: Array
    since: Days

    def __getitem__(self, rows: Array) -> Homes:
        return Homes(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def on(self, days: Array) -> Array:
        """Each person's dwelling on one of `days`."""
        lived = (self.since <= np.asarray(days)[:, None]) & (self.dwelling != NOWHERE)
        last = np.where(lived, np.arange(self.since.shape[1])[None, :], 0).max(1)
        return self.dwelling[np.arange(len(last)), last]


def draw_homes(
    household: Array, area: Array, born: Days, areas: int, moves_per_year: float, rng: np.random.Generator
) -> Homes:
    """Homes for people of `household` in `area` (of `areas`, numbered from 0), of families that move so often."""
    households, first, of = np.unique(household, return_index=True, return_inverse=True)
    count = len(households)
    in_area = max(ON_A_STREET, int(count * DWELLINGS_PER_FAMILY / areas))
    own_area = area[first]
    waits = rng.exponential(YEAR_DAYS / moves_per_year, (count, FAMILY_MOVES))
    since = np.concatenate([np.full((count, 1), FIRST_HOME), FIRST_HOME + 1 + np.cumsum(waits, 1)], 1)
    dwelling = _dwellings(np.repeat(own_area[:, None], FAMILY_MOVES + 1, 1), areas, in_area, rng)
    leaves = born + 18 * YEAR_DAYS + rng.exponential(YEAR_DAYS / LEAVES_HOME_PER_YEAR, len(born))
    return _in_order_of_time(
        np.concatenate([dwelling[of], _dwellings(area[:, None], areas, in_area, rng)], 1),
        np.concatenate([since[of], leaves[:, None]], 1),
    )


def _dwellings(area: Array, areas: int, in_area: int, rng: np.random.Generator) -> Array:
    stays = rng.random(area.shape) < STAYS_IN_AREA
    stays[:, 0] |= area.shape[1] > 1
    where = np.where(stays, area, rng.integers(0, areas, area.shape))
    return (where + areas * rng.integers(0, in_area, area.shape)).astype(np.int32)


def _in_order_of_time(dwelling: Array, since: Array) -> Homes:
    """Who has left home moves with the family no more; what had not come by the last date is taken out."""
    left = since[:, -1:]
    gone = (since >= LAST_DATE) | (since > left)
    since = np.where(gone, NEVER, since).astype(np.int32)
    order = np.argsort(since, axis=1, kind="stable")
    since, dwelling = np.take_along_axis(since, order, 1), np.take_along_axis(dwelling, order, 1)
    return Homes(np.where(since == NEVER, NOWHERE, dwelling), since)


def street_and_number(dwelling: Array, areas: int, short: bool = False) -> Array:
    """The first line of each address."""
    area, house = dwelling % areas, dwelling // areas
    street, number = house // ON_A_STREET, house % ON_A_STREET + 1
    kinds = [SHORT.get(kind, kind) if short else kind for kind in KINDS_OF_STREET.split()]
    names = np.array([f"{name} {kind}" for kind in kinds for name in OF_A_STREET.split()])
    named = names[(street * 131 + area * 37) % len(names)]
    flats = np.array(["", *(f"Flat {flat}, " for flat in range(1, 9))])[np.where(house % 7 == 0, house % 8 + 1, 0)]
    lines = np.strings.add(np.strings.add(number.astype(str), " "), named)
    return np.strings.add(flats, lines)


def postcodes(dwelling: Array, areas: int, letter: str) -> Array:
    """The made-up postcode of each dwelling: each half of a street has its own."""
    area, house = dwelling % areas, dwelling // areas
    unit = house // (ON_A_STREET // 2)
    letters = len(UNIT_LETTERS)
    outward = np.strings.add(np.strings.add(letter, AREA_LETTERS[area]), (unit // (10 * letters**2) + 1).astype(str))
    inward = np.strings.add((unit // letters**2 % 10).astype(str), UNIT_LETTERS[unit // letters % letters])
    return np.strings.add(np.strings.add(outward, " "), np.strings.add(inward, UNIT_LETTERS[unit % letters]))
