"""Which agency knows whom, under which id, with which shared key.

Most people carry the county reference in every agency that knows them; the rest lack it in one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.chance import chance
from records.county.dates import Array
from records.county.extracts import Extract, ids, in_order
from records.county.people import People

# Agencies by the prefix of their ids; which of them a county has follows from the files that it writes.
PREFIX = {
    "social_care": "SC",
    "school": "PU",
    "police": "NM",
    "youth_justice": "YJ",
    "health": "NV",
    "housing": "RS",
}
AGENCIES = tuple(PREFIX)
NO_REFERENCE = ""


@dataclass(frozen=True)
class Register:
    """How one agency knows people: `known` and, by person, its own id and the county reference or nothing."""

    known: Array
    own_id: Array
    reference: Array


def registers(people: People, files: dict[str, dict[str, Extract]], seed: int) -> dict[str, Register]:
    """Each agency's register, of those that have files: it knows those who appear in one of them."""
    known = {agency: np.zeros(len(people), bool) for agency in AGENCIES if agency in files}
    for agency in known:
        for extract in files[agency].values():
            known[agency][extract.person] = True
    lost_at = _where_the_reference_is_lost(np.stack(list(known.values()), 1), people.profile.shared_key, seed)
    return {
        agency: Register(
            known[agency],
            ids(PREFIX[agency], len(people), chance(seed, f"ids of {agency}")),
            np.where(lost_at == column, NO_REFERENCE, references(people)),
        )
        for column, agency in enumerate(known)
    }


def references(people: People) -> Array:
    """The county reference of each person."""
    return in_order("CR", len(people))


def _where_the_reference_is_lost(known: Array, kept: float, seed: int) -> Array:
    """For each person the place of the agency that knows them without the county reference, or -1."""
    rng = chance(seed, "county references")
    one = np.argmax(rng.random(known.shape) * known, axis=1)
    return np.where(rng.random(len(known)) < kept, -1, one)
