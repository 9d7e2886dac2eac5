"""Which agency knows whom, under which id, with which shared key; and the tables about the person alone.

About 93% of people carry the county reference in every agency that knows them; the rest lack it in one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.dates import LAST_DATE, NEVER, Array, known_by_the_end
from records.county.extracts import SHARED_KEY_SHARE, Column, Dates, Extract, ids, in_order, lag_days, yes
from records.county.people import AREAS, People

AGENCIES = ("social_care", "school", "police")
PREFIX = {"social_care": "SC", "school": "PU", "police": "NM"}
NO_REFERENCE = ""
# What an officer notes down, by School Census group: an officer doesn't see that a young person is of mixed heritage.
SEEN_AS = {"W": "White", "M": "Black", "A": "Asian", "B": "Black", "C": "Other", "O": "Other"}
SELF_DEFINED_SHARE = 0.65
LEAVING_LAG = {"typical": 40.0, "tail": 200.0, "tail_share": 0.2}


@dataclass(frozen=True)
class Register:
    """How one agency knows people: `known` and, by person, its own id and the county reference or nothing."""

    known: Array
    own_id: Array
    reference: Array


def registers(people: People, files: dict[str, dict[str, Extract]], rng: np.random.Generator) -> dict[str, Register]:
    """Each agency's register: it knows those who appear in one of its files."""
    known = {agency: np.zeros(len(people), bool) for agency in AGENCIES}
    for agency in AGENCIES:
        for extract in files[agency].values():
            known[agency][extract.person] = True
    lost_at = _where_the_reference_is_lost(np.stack([known[agency] for agency in AGENCIES], 1), rng)
    return {
        agency: Register(
            known[agency],
            ids(PREFIX[agency], len(people), rng),
            np.where(lost_at == column, NO_REFERENCE, references(people)),
        )
        for column, agency in enumerate(AGENCIES)
    }


def references(people: People) -> Array:
    """The county reference of each person."""
    return in_order("CR", len(people))


def _where_the_reference_is_lost(known: Array, rng: np.random.Generator) -> Array:
    """For each person the agency that knows them without the county reference, or -1."""
    one = np.argmax(rng.random(known.shape) * known, axis=1)
    return np.where(rng.random(len(known)) < SHARED_KEY_SHARE, -1, one)


def social_care_people(people: People, register: Register) -> dict[str, Extract]:
    """`ssd_person`, `ssd_linked_identifiers`, `ssd_disability` and `ssd_send`."""
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    person: dict[str, Column] = {
        "pers_sex": yes(seen.male, ("1", "2")),
        "pers_gender": np.where(seen.other_gender, "9", yes(seen.male, ("1", "2"))),
        "pers_ethnicity": seen.ethnicity,
        "pers_dob": Dates(seen.born),
        "pers_send_flag": yes(seen.sen == "E", ("0", "1")),
        "pers_death_date": Dates(seen.died),
    }
    return {
        "ssd_person": Extract(who, "pers_person_id", person),
        "ssd_linked_identifiers": _identifiers(people, register),
        "ssd_disability": _disabilities(who[seen.disabled]),
        "ssd_send": Extract(who, "send_person_id", {"send_table_id": in_order("SE", len(who))}),
    }


def _identifiers(people: People, register: Register) -> Extract:
    who = np.flatnonzero(register.known & (register.reference != NO_REFERENCE))
    columns: dict[str, Column] = {
        "link_table_id": in_order("LI", len(who)),
        "link_identifier_type": np.full(len(who), "County Reference"),
        "link_identifier_value": register.reference[who],
        "link_valid_from_date": Dates(people.born[who]),
    }
    return Extract(who, "link_person_id", columns)


def _disabilities(who: Array) -> Extract:
    columns: dict[str, Column] = {
        "disa_table_id": in_order("DI", len(who)),
        "disa_disability_code": np.where(who % 3 == 0, "AUT", yes(who % 3 == 1, ("LD", "BEH"))),
    }
    return Extract(who, "disa_person_id", columns)


def pupils(people: People, register: Register) -> Extract:
    """The schools' `pupils`."""
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    columns: dict[str, Column] = {
        "county_reference": register.reference[who],
        "born_on": Dates(seen.born),
        "sex": yes(seen.male, ("M", "F")),
        "ethnicity": seen.ethnicity,
        "sen_status": seen.sen,
        "area": np.array(AREAS)[seen.area],
    }
    return Extract(who, "pupil_id", columns)


def police_people(people: People, register: Register, rng: np.random.Generator) -> Extract:
    """The police's `people`: who moved away or died, and when the police heard of it."""
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    heard = known_by_the_end(np.minimum(seen.left, LAST_DATE) + lag_days(**LEAVING_LAG, count=len(who), rng=rng))
    columns: dict[str, Column] = {
        "county_reference": register.reference[who],
        "born_on": Dates(seen.born),
        "sex": yes(seen.male, ("M", "F")),
        "officer_ethnicity": np.array([SEEN_AS.get(code[0], "Not known") for code in seen.ethnicity], dtype=object),
        "self_defined_ethnicity": np.where(rng.random(len(who)) < SELF_DEFINED_SHARE, seen.ethnicity, ""),
        "area": np.array(AREAS)[seen.area],
        "left_on": Dates(np.where(heard == NEVER, NEVER, seen.left)),
        "left_recorded_on": Dates(heard),
    }
    return Extract(who, "nominal_id", columns)
