"""The tables about the person alone, as each agency keeps them: who somebody is, where they live, under which numbers.

What an agency keeps of earlier names and addresses goes to `known_as`, with the day on which it was recorded.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from records.county.addresses import NOWHERE
from records.county.agencies import NO_REFERENCE, Register
from records.county.dates import FIRST_DATE, LAST_DATE, NEVER, Array, known_by_the_end
from records.county.extracts import Column, Dates, Extract, ids, in_order, lag_days, yes
from records.county.identifiers import addresses_of, identifiers_of, surnames_of
from records.county.names import NOBODY
from records.county.people import People

OWN_ID = {
    "school": "pupil_id",
    "police": "nominal_id",
    "youth_justice": "young_person_id",
    "health": "patient_id",
    "housing": "resident_id",
}
# What an officer notes down, by School Census group: an officer doesn't see that a young person is of mixed heritage.
SEEN_AS = {"W": "White", "M": "Black", "A": "Asian", "B": "Black", "C": "Other", "O": "Other"}
SELF_DEFINED_SHARE = 0.65
ADDRESS_HEARD_OF, FAMILY_HEARD_OF = 0.92, 0.95  # shares of addresses and of kin that social care enters
KEEP_EARLIER = ("school", "police")  # whose systems keep them with a date, beside social care's ssd_address
EARLIER_KEPT = 0.6  # of earlier names and addresses, the share that an agency keeps when it learns of the new
LEAVING_LAG = {"typical": 40.0, "tail": 200.0, "tail_share": 0.2}
FIRST_NOTED_LAG = {"typical": 200.0, "tail": 700.0, "tail_share": 0.3}


def people_tables(agency: str, people: People, register: Register, rng: np.random.Generator) -> dict[str, Extract]:
    """`agency`'s tables about the person alone, by name."""
    if agency == "social_care":
        return _social_care(people, register, rng)
    who = np.flatnonzero(register.known)
    seen = people.keep(who)
    written = identifiers_of(seen, agency, rng)
    columns: dict[str, Column] = {
        **written,
        "county_reference": register.reference[who],
        "sex": yes(seen.male, ("M", "F")),
        "ethnicity": seen.ethnicity,
        "area": np.array(seen.profile.areas)[seen.area],
        **OWN_COLUMNS.get(agency, lambda *_: {})(seen, written, rng),
    }
    own = OWN_ID[agency]
    tables = {"pupils" if agency == "school" else "people": Extract(who, own, columns)}
    return tables | ({"known_as": _known_as(seen, who, written, agency, rng)} if agency in KEEP_EARLIER else {})


def _pupils(seen: People, written: dict[str, Column], _: np.random.Generator) -> dict[str, Column]:
    return {"upn": written["school_number"], "sen_status": seen.sen}


def _nominals(seen: People, _: dict[str, Column], rng: np.random.Generator) -> dict[str, Column]:
    """Who moved away or died, when the police heard of it, and what they note of ethnicity."""
    count = len(seen)
    heard = known_by_the_end(np.minimum(seen.left, LAST_DATE) + lag_days(**LEAVING_LAG, count=count, rng=rng))
    return {
        "officer_ethnicity": np.array([SEEN_AS.get(code[0], "Not known") for code in seen.ethnicity], dtype=object),
        "self_defined_ethnicity": np.where(rng.random(count) < SELF_DEFINED_SHARE, seen.ethnicity, ""),
        "left_on": Dates(np.where(heard == NEVER, NEVER, seen.left)),
        "left_recorded_on": Dates(heard),
    }


OWN_COLUMNS: dict[str, Callable[[People, dict[str, Column], np.random.Generator], dict[str, Column]]] = {
    "school": _pupils,
    "police": _nominals,
}


def _known_as(seen: People, who: Array, written: dict[str, Column], agency: str, rng: np.random.Generator) -> Extract:
    """Earlier surnames and addresses: one row each, under the forename that the agency uses."""
    forename = np.asarray(written["forename"])
    renamed = np.flatnonzero((seen.names.former != NOBODY) & (rng.random(len(seen)) < EARLIER_KEPT))
    homes = seen.homes
    row, place = np.nonzero(homes.dwelling[:, 1:] != NOWHERE)
    last = np.append(np.diff(row) != 0, True)[: len(row)]
    moved = last & (rng.random(len(row)) < EARLIER_KEPT) & (homes.since[row, place + 1] > seen.born[row])
    row, place = row[moved], place[moved]
    line, postcode = addresses_of(homes.dwelling[row, place], agency, seen.profile, rng)
    rows = np.concatenate([renamed, row])
    since = np.maximum(
        np.concatenate([seen.born[renamed], homes.since[row, place]]), np.maximum(FIRST_DATE, seen.born[rows])
    )
    recorded = since + lag_days(**FIRST_NOTED_LAG, count=len(rows), rng=rng)
    surname = np.asarray(written["surname"])
    columns: dict[str, Column] = {
        "recorded_on": Dates(recorded),
        "forename": forename[rows],
        "surname": np.concatenate([surnames_of(seen.names.former[renamed], agency), surname[row]]),
        "address": np.concatenate([np.full(len(renamed), ""), line]),
        "postcode": np.concatenate([np.full(len(renamed), ""), postcode]),
    }
    return Extract(who[rows], OWN_ID[agency], columns).where(recorded < LAST_DATE)


def _social_care(people: People, register: Register, rng: np.random.Generator) -> dict[str, Extract]:
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
    line, postcode = addresses_of(homes.dwelling[row, place], "social_care", seen.profile, rng)
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
