"""Who is one person, from pairs: surest first, at most one record of each agency, ties by id, so always the same.

A pair is not joined where that would give a person two records of one agency, or two different references, or undo
what a reviewer said; it waits for a reviewer where the forename differs or where two candidates are about as likely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from records.policy import LinkagePolicy

TWO_OF_AN_AGENCY, OTHER_REFERENCE, SAID_APART = "two_of_an_agency", "other_reference", "said_apart"
OTHER_FORENAME, TWO_ALIKE, CLOSE_CALL = "other_forename", "two_alike", "close_call"


@dataclass(frozen=True)
class Known:
    """What is known of agencies' people before any pair is looked at: their agency, their shared key where they have
    one, and which of them a reviewer said are not the same person."""

    agency_of: Mapping[str, str]
    key_of: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()


class Persons:
    """Groups of agencies' people, each group one person so far. Grows by `join`; nothing is ever taken out."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._group: dict[str, int] = {record: number for number, record in enumerate(known.agency_of)}
        self._members: dict[int, list[str]] = {number: [record] for record, number in self._group.items()}
        self._apart: dict[str, set[str]] = defaultdict(set)
        self.keep_apart(known.apart)

    def keep_apart(self, pairs: Iterable[tuple[str, str]]) -> None:
        """From now on these may not become one person; those who are stay so."""
        for one, other in pairs:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def together(self, one: str, other: str) -> bool:
        """Whether the two are one person so far."""
        return self._group[one] == self._group[other]

    def members(self, record: str) -> list[str]:
        """Everybody of the same person, the record itself among them."""
        return self._members[self._group[record]]

    def all(self) -> list[list[str]]:
        """Every person's records."""
        return list(self._members.values())

    def join(self, one: str, other: str) -> bool:
        """Makes the two one person; False where they were already."""
        into, gone = sorted((self._group[one], self._group[other]), key=lambda g: (-len(self._members[g]), g))
        if into == gone:
            return False
        moving = self._members.pop(gone)
        self._members[into] += moving
        self._group.update(dict.fromkeys(moving, into))
        return True

    def why_not(self, one: str, other: str) -> str | None:
        """Why the two can't be joined by likeness, or None."""
        left, right = self.members(one), self.members(other)
        if self.said_apart(left, right):
            return SAID_APART
        if _said(self.known.agency_of, left) & _said(self.known.agency_of, right):
            return TWO_OF_AN_AGENCY
        keys, others = _said(self.known.key_of, left), _said(self.known.key_of, right)
        return OTHER_REFERENCE if keys and others and not keys & others else None

    def may_be_said_same(self, one: str, other: str) -> bool:
        """Whether a reviewer's yes can be followed: a different reference is no bar to it, a second record is."""
        return self.why_not(one, other) in (None, OTHER_REFERENCE)

    def said_apart(self, left: list[str], right: list[str]) -> bool:
        """Whether a reviewer said that one of these and one of those are not the same person."""
        return any(self._apart[record].intersection(right) for record in left if record in self._apart)


def unclear(pairs: pd.DataFrame, agency_of: Mapping[str, str], policy: LinkagePolicy) -> np.ndarray:
    """True for a pair where, on either side, another candidate of the same agency is about as likely, or likelier.

    Only candidates that could be linked count; what becomes of them does not, so that a second run finds the same.
    """
    could = ~pairs["second_look"] & (pairs["probability"] >= policy.review_at)
    sides = (("one", "other"), ("other", "one"))
    ahead = [_ahead_of_the_next(pairs[could], pairs.loc[could, to].map(agency_of), record) for record, to in sides]
    found = np.zeros(len(pairs), dtype=bool)
    found[could.to_numpy()] = np.minimum(*ahead) < np.log2(policy.times_likelier)
    return found


def _ahead_of_the_next(pairs: pd.DataFrame, agency: pd.Series, record: str) -> np.ndarray:
    """By how much (log2 odds) each pair is ahead of the best other candidate of that agency for that record."""
    by = [pairs[record], agency]
    place = pairs.groupby(by)["weight"].rank(method="first", ascending=False)
    best = pairs["weight"].where(place == 1).groupby(by).transform("max")
    second = pairs["weight"].where(place == 2).groupby(by).transform("max").fillna(-np.inf)
    return (pairs["weight"] - best.where(place > 1, second)).to_numpy()


def _said(what: Mapping[str, str], records: list[str]) -> set[str]:
    return {what[record] for record in records if record in what}


def join_by_key(persons: Persons, key_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """Joins whoever carries the same key; the pairs that were joined."""
    first: dict[str, str] = {}
    joined = []
    for record in sorted(key_of):
        holder = first.setdefault(key_of[record], record)
        if persons.join(holder, record):
            joined.append((holder, record))
    return joined


def join_by_likeness(persons: Persons, pairs: pd.DataFrame, link_at: float) -> list[tuple[str, str, float]]:
    """Joins from the surest pair down to `link_at` whatever may be joined; `pairs` has `unclear`; those joined."""
    sure = pairs[(pairs["probability"] >= link_at) & ~pairs["second_look"] & ~pairs["unclear"]]
    columns: Iterable[tuple[str, str, float]] = zip(sure["one"], sure["other"], sure["probability"], strict=True)
    return [
        (one, other, chance)
        for one, other, chance in columns
        if not persons.together(one, other) and persons.why_not(one, other) is None and persons.join(one, other)
    ]
