"""What each agency wrote down of who somebody is: names, birth date, address and numbers, with its own slips.

Every agency has its way: schools copy a birth certificate, the police write what they are told at the roadside. Who has
moved or changed their name stands under the old one where nobody has asked again. All shares are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from records.county.addresses import NOWHERE, postcodes, street_and_number
from records.county.dates import LAST_DATE, Array
from records.county.extracts import Column, Dates
from records.county.miswritten import misdated, misspelt
from records.county.names import NOBODY, code_of, lore, tradition_names, words
from records.county.people import People
from records.county.profile import Profile


@dataclass(frozen=True)
class Clerk:
    """How one agency writes: shares of people whose entry has a slip in a name or a date, goes by a nickname, stands
    under an earlier name or address, or lacks something; and whether it holds school and NHS-like numbers."""

    slip: float
    wrong_date: float
    nickname: float
    out_of_date: float
    no_address: float
    school_number: float = 0.0
    nhs_number: float = 0.0
    capitals: bool = False
    short: bool = False


CLERKS = {
    "school": Clerk(0.010, 0.003, 0.03, 0.10, 0.01, school_number=0.99),
    "social_care": Clerk(0.020, 0.008, 0.06, 0.15, 0.03, school_number=0.78, nhs_number=0.62),
    "police": Clerk(0.035, 0.015, 0.09, 0.25, 0.06, capitals=True, short=True),
    "youth_justice": Clerk(0.020, 0.008, 0.06, 0.15, 0.03, school_number=0.45, nhs_number=0.25),
    "health": Clerk(0.015, 0.005, 0.03, 0.15, 0.02, nhs_number=0.97),
    "housing": Clerk(0.030, 0.020, 0.04, 0.05, 0.0, short=True),
}
OLD_NAME_STAYS = 2.0  # an agency out of date on addresses is so much more so on changed names
DAYS_BEHIND = 900.0  # how far an address out of date lags on average
WRONG_NUMBER = 0.002  # of school and NHS-like numbers: another digit
SURNAME_TURNED_BY = {"police": 2.0, "housing": 1.5}  # where names are taken by ear, their order is lost more often
HELD = ("forename", "surname", "born_on", "address", "postcode", "school_number", "nhs_number")


def identifiers_of(people: People, agency: str, rng: np.random.Generator) -> dict[str, Column]:
    """One row for each of `people` (the agency's own, in its order), as `agency` has it now: forename, surname, born_on
    (`Dates`), address, postcode, school_number and nhs_number; empty text or `NEVER` where it holds nothing."""
    clerk = clerk_of(agency, people.profile)
    if not len(people):
        return dict.fromkeys(HELD, np.empty(0, dtype="<U1")) | {"born_on": Dates(people.born)}
    forename, surname = _names(people, agency, clerk, rng)
    address, postcode = _address(people, agency, clerk, rng)
    return {
        "forename": forename,
        "surname": surname,
        "born_on": Dates(_born(people, clerk, rng)),
        "address": address,
        "postcode": postcode,
        "school_number": _number(school_numbers(people), people.pupil * clerk.school_number, rng),
        "nhs_number": _number(nhs_numbers(people), clerk.nhs_number, rng),
    }


def school_numbers(people: People) -> Array:
    """Each person's UPN-like number: a letter, a made-up authority and school, the year of entry, a serial number."""
    entered = 5 + people.born.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    serial = np.strings.zfill((people.number.astype(np.int64) * 7_654_321 % 99_999_989).astype(str), 8)
    letters = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))[people.number % 23]
    year = np.strings.zfill((entered % 100).astype(str), 2)
    return np.strings.add(np.strings.add(letters, "999"), np.strings.add(year, serial))


def nhs_numbers(people: People) -> Array:
    """Each person's NHS-like number: ten digits from 999, the range kept for tests."""
    return np.strings.add("999", np.strings.zfill((people.number.astype(np.int64) * 4801 % 9_999_991).astype(str), 7))


def _names(people: People, agency: str, clerk: Clerk, rng: np.random.Generator) -> tuple[Array, Array]:
    names, count = people.names, len(people)
    forename, surname = names.forename, names.surname
    earlier = (names.former != NOBODY) & (rng.random(count) < OLD_NAME_STAYS * clerk.out_of_date)
    surname = np.where(earlier, names.former, surname)
    surname = np.where((names.other_surname != NOBODY) & (rng.random(count) < 0.5), names.other_surname, surname)
    forename = np.where(rng.random(count) < clerk.nickname, _instead(forename, "nicknames", rng), forename)
    otherwise = np.array([lore()["written_otherwise"][name] for name in tradition_names()])[names.tradition]
    forename = np.where(rng.random(count) < otherwise, _instead(forename, "spellings", rng), forename)
    surname = np.where(rng.random(count) < otherwise, _instead(surname, "spellings", rng), surname)
    first, last = _with_name_before(names.before, words()[forename], rng), words()[surname]
    turned = np.array([lore()[name]["turned"] for name in tradition_names()])[names.tradition]
    turned = rng.random(count) < turned * SURNAME_TURNED_BY.get(agency, 1.0)
    first, last = np.where(turned, last, first), np.where(turned, first, last)
    first, last = _slips(first, clerk.slip, rng), _slips(last, clerk.slip, rng)
    return (np.strings.upper(first), np.strings.upper(last)) if clerk.capitals else (first, last)


def _with_name_before(before: Array, forename: Array, rng: np.random.Generator) -> Array:
    """The name before one's own is written, left out, or stands alone."""
    way = rng.choice(3, len(before), p=(0.45, 0.45, 0.1))
    both = np.strings.add(np.strings.add(words()[before], " "), forename)
    said = np.where(way == 0, both, np.where(way == 1, forename, words()[before]))
    return np.where(before == NOBODY, forename, said)


@cache
def _ways(kind: str) -> tuple[Array, Array, Array]:
    """For each name's code where its alternatives start in the third answer, and how many there are."""
    ways: dict[int, list[int]] = {}
    for row in lore()[kind]["all"]:
        codes = [code_of()[name] for name in row.split()]
        for code in codes if kind == "spellings" else codes[:1]:
            ways.setdefault(code, []).extend(other for other in codes if other != code)
    many = np.array([len(ways.get(code, ())) for code in range(len(words()))])
    flat = [other for code in range(len(words())) for other in ways.get(code, ())]
    return np.cumsum(many) - many, many, np.array([*flat, NOBODY], np.int32)


def _instead(names: Array, kind: str, rng: np.random.Generator) -> Array:
    """Another of the ways in which each name is written or called; the name itself where there is none."""
    start, many, others = _ways(kind)
    picked = np.minimum((rng.random(len(names)) * many[names]).astype(np.int64), np.maximum(0, many[names] - 1))
    return np.where(many[names] > 0, others[np.minimum(start[names] + picked, len(others) - 1)], names)


def _slips(text: Array, share: float, rng: np.random.Generator) -> Array:
    rows = np.flatnonzero(rng.random(len(text)) < share)
    wide = text.astype(f"<U{text.dtype.itemsize // 4 + 1}")
    wide[rows] = misspelt(text[rows], rng)
    return wide


def _born(people: People, clerk: Clerk, rng: np.random.Generator) -> Array:
    wrong = rng.random(len(people)) < clerk.wrong_date
    return np.where(wrong, misdated(people.born, rng), people.born).astype(np.int32)


def surnames_of(codes: Array, agency: str) -> Array:
    """The surnames of `codes` as `agency` writes them when it makes no slip."""
    return np.strings.upper(words()[codes]) if CLERKS[agency].capitals else words()[codes]


def clerk_of(agency: str, profile: Profile) -> Clerk:
    """How `agency` writes in the county of `profile`."""
    clerk, more = CLERKS[agency], profile.slips
    return replace(
        clerk,
        slip=clerk.slip * more,
        wrong_date=clerk.wrong_date * more,
        out_of_date=min(0.5, clerk.out_of_date * more),
        no_address=clerk.no_address * more,
    )


def addresses_of(dwelling: Array, agency: str, profile: Profile, rng: np.random.Generator) -> tuple[Array, Array]:
    """The address line and the postcode of each dwelling as `agency` writes them, slips included."""
    clerk, areas = clerk_of(agency, profile), len(profile.areas)
    if not len(dwelling):
        return np.empty(0, "<U1"), np.empty(0, "<U1")
    lines = street_and_number(dwelling, areas, clerk.short)
    address = np.strings.add(np.strings.add(lines, ", "), np.array(profile.areas)[dwelling % areas])
    address = _slips(np.strings.upper(address) if clerk.capitals else address, clerk.slip, rng)
    postcode = _slips(postcodes(dwelling, areas, profile.postcode_letter), clerk.slip / 3, rng)
    return address, np.strings.replace(postcode, " ", "") if clerk.short else postcode


def _address(people: People, agency: str, clerk: Clerk, rng: np.random.Generator) -> tuple[Array, Array]:
    days_old = np.where(rng.random(len(people)) < clerk.out_of_date, rng.exponential(DAYS_BEHIND, len(people)), 0)
    dwelling = people.homes.on(LAST_DATE - 1 - days_old.astype(np.int64))
    address, postcode = addresses_of(dwelling, agency, people.profile, rng)
    nowhere = (rng.random(len(people)) < clerk.no_address) | (dwelling == NOWHERE)
    no_postcode = nowhere | (rng.random(len(people)) < clerk.no_address / 2)
    return np.where(nowhere, "", address), np.where(no_postcode, "", postcode)


def _number(numbers: Array, share: Array | float, rng: np.random.Generator) -> Array:
    held = rng.random(len(numbers)) < share
    wrong = rng.random(len(numbers)) < WRONG_NUMBER
    return np.where(held, np.where(wrong, numbers[rng.integers(0, max(1, len(numbers)), len(numbers))], numbers), "")
