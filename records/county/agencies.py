"""Which agency knows whom, under which id, with which shared key; and the tables about the person alone.

About 93% of people carry the county reference in every agency that knows them; the rest lack it in one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.addresses import NOWHERE
from records.county.dates import LAST_DATE, NEVER, Array, known_by_the_end
from records.county.extracts import SHARED_KEY_SHARE, Column, Dates, Extract, ids, in_order, lag_days, yes
from records.county.identifiers import addresses_of, identifiers_of
from records.county.people import AREAS, People

AGENCIES = ("social_care", "school", "police")
PREFIX = {"social_care": "SC", "school": "PU", "police": "NM"}
NO_REFERENCE = ""
# What an officer notes down, by School Census group: an officer doesn't see that a young person is of mixed heritage.
SEEN_AS = {"W": "White", "M": "Black", "A": "Asian", "B": "Black", "C": "Other", "O": "Other"}
SELF_DEFINED_SHARE = 0.65
ADDRESS_HEARD_OF, FAMILY_HEARD_OF = 0.92, 0.95  # shares of addresses and of kin that social care enters
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


def social_care_people(people: People, register: Register, rng: np.random.Generator) -> dict[str, Extract]:
    """`ssd_person`, `ssd_address`, `ssd_family`, `ssd_linked_identifiers`, `ssd_disability` and `ssd_send`."""
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    written = identifiers_of(seen, "social_care", rng)
    person: dict[str, Column] = {
        "pers_forename": written["forename"],
        "pers_surname": written["surname"],
        "pers_sex": yes(seen.male, ("1", "2")),
        "pers_gender": np.where(seen.other_gender, "9", yes(seen.male, ("1", "2"))),
        "pers_ethnicity": seen.ethnicity,
        "pers_dob": written["born_on"],
        "pers_send_flag": yes(seen.sen == "E", ("0", "1")),
        "pers_death_date": Dates(seen.died),
    }
    send: dict[str, Column] = {"send_table_id": in_order("SE", len(who)), "send_upn": written["school_number"]}
    return {
        "ssd_person": Extract(who, "pers_person_id", person),
        "ssd_address": _addresses(seen, who, written["born_on"], rng),
        "ssd_family": _families(seen, who, rng),
        "ssd_linked_identifiers": _linked(seen, who, register.reference[who], written["nhs_number"]),
        "ssd_disability": _disabilities(who[seen.disabled]),
        "ssd_send": Extract(who, "send_person_id", send),
    }


def _linked(seen: People, who: Array, reference: Array, nhs_number: Column) -> Extract:
    assert isinstance(nhs_number, np.ndarray)
    value = np.concatenate([reference, nhs_number])
    kind = np.repeat(["County Reference", "NHS Number"], len(who))
    columns: dict[str, Column] = {
        "link_identifier_type": kind,
        "link_identifier_value": value,
        "link_valid_from_date": Dates(np.concatenate([seen.born, seen.born])),
    }
    held = Extract(np.concatenate([who, who]), "link_person_id", columns).where(value != NO_REFERENCE)
    held.columns["link_table_id"] = in_order("LI", len(held.person))
    return held


def _addresses(seen: People, who: Array, born_on: Column, rng: np.random.Generator) -> Extract:
    """Every address that social care has heard of, in order of person and time, none from before birth as it has it."""
    assert isinstance(born_on, Dates)
    born = np.maximum(seen.born, born_on.days)
    homes = seen.homes
    until = np.concatenate([homes.since[:, 1:], np.full((len(seen), 1), NEVER)], 1)
    lived = (homes.dwelling != NOWHERE) & (until > born[:, None])
    row, place = np.nonzero(lived & (rng.random(lived.shape) < ADDRESS_HEARD_OF))
    another = np.diff(row, append=-1) == 0
    since = np.maximum(homes.since[row, place], born[row])
    line, postcode = addresses_of(homes.dwelling[row, place], "social_care", rng)
    json = np.strings.add(np.strings.add('{"address": "', line), '"}')
    columns: dict[str, Column] = {
        "addr_table_id": in_order("AD", len(row)),
        "addr_address_json": json,
        "addr_address_type": np.full(len(row), "Home"),
        "addr_address_start_date": Dates(since),
        "addr_address_end_date": Dates(np.where(another, np.roll(since, -1), NEVER)),
        "addr_address_postcode": postcode,
    }
    return Extract(who[row], "addr_person_id", columns)


def _families(seen: People, who: Array, rng: np.random.Generator) -> Extract:
    """Who is known to be of one family, where more than one of them is."""
    _, of, many = np.unique(seen.family, return_inverse=True, return_counts=True)
    columns: dict[str, Column] = {"fami_family_id": ids("FA", len(many), rng)[of]}
    told = Extract(who, "fami_person_id", columns).where((many[of] > 1) & (rng.random(len(who)) < FAMILY_HEARD_OF))
    told.columns["fami_table_id"] = in_order("FT", len(told.person))
    return told


def _disabilities(who: Array) -> Extract:
    columns: dict[str, Column] = {
        "disa_table_id": in_order("DI", len(who)),
        "disa_disability_code": np.where(who % 3 == 0, "AUT", yes(who % 3 == 1, ("LD", "BEH"))),
    }
    return Extract(who, "disa_person_id", columns)


def pupils(people: People, register: Register, rng: np.random.Generator) -> Extract:
    """The schools' `pupils`."""
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    written = identifiers_of(seen, "school", rng)
    columns: dict[str, Column] = {
        **{name: written[name] for name in ("forename", "surname", "born_on", "address", "postcode")},
        "county_reference": register.reference[who],
        "upn": written["school_number"],
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
    written = identifiers_of(seen, "police", rng)
    columns: dict[str, Column] = {
        **{name: written[name] for name in ("forename", "surname", "born_on", "address", "postcode")},
        "county_reference": register.reference[who],
        "sex": yes(seen.male, ("M", "F")),
        "officer_ethnicity": np.array([SEEN_AS.get(code[0], "Not known") for code in seen.ethnicity], dtype=object),
        "self_defined_ethnicity": np.where(rng.random(len(who)) < SELF_DEFINED_SHARE, seen.ethnicity, ""),
        "area": np.array(AREAS)[seen.area],
        "left_on": Dates(np.where(heard == NEVER, NEVER, seen.left)),
        "left_recorded_on": Dates(heard),
    }
    return Extract(who, "nominal_id", columns)
