"""Who of all those drawn is in the county: young people whom some agency knows, and those who grew up among them.

A term's attendance alone makes nobody known: it is kept for every pupil.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from records.county.dates import Array
from records.county.extracts import Extract
from records.county.journal import Happenings
from records.county.people import People


@dataclass(frozen=True)
class Kept:
    """The people kept of those `drawn`, and `new_row`: for each person drawn their row among them, or -1."""

    drawn: People
    people: People
    new_row: Array

    def extract(self, extract: Extract) -> Extract:
        """The rows of `extract` about people kept."""
        own = extract.where(self.new_row[extract.person] >= 0)
        return replace(own, person=self.new_row[own.person])

    def happenings(self, happenings: Happenings) -> Happenings:
        """The `happenings` of people kept."""
        own = happenings.where(self.new_row[happenings.person] >= 0)
        return replace(own, person=self.new_row[own.person])


def known_people(drawn: People, files: dict[str, dict[str, Extract]], young: int) -> Kept | None:
    """The first `young` young people known to an agency, and everyone known and grown drawn before the last of them;
    None where so many are not known."""
    known = np.zeros(len(drawn), bool)
    for extracts in files.values():
        for extract in extracts.values():
            known[extract.person] |= extract.speaks
    candidates = np.flatnonzero(known & drawn.young())
    if len(candidates) < young:
        return None
    rows = np.flatnonzero(known[: candidates[young - 1] + 1])
    new_row = np.full(len(drawn), -1)
    new_row[rows] = np.arange(len(rows))
    return Kept(drawn, drawn.keep(rows), new_row)
