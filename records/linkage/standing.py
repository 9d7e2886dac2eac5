"""What is left of the persons of before, from the links between their records: a person is what links hold together.

Where a record leaves, or two may not be one person, the strongest links stay: a key first, then a reviewer's yes, then
likeness; among these the older, then the surer. So whoever came in through a record that goes, goes with it. A record
that its source no longer lists still holds together whom it linked: that it is gone says nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from records.linkage.persons import Persons, join_by_key

BY_KEY, BY_LIKENESS, BY_REVIEWER = "shared_key", "likeness", "reviewer"
STRENGTH = {BY_KEY: 0, BY_REVIEWER: 1, BY_LIKENESS: 2}
Pair = tuple[str, str]


def regrouped(
    persons: Persons, links: pd.DataFrame, key_of: Mapping[str, str], moved: frozenset[str]
) -> tuple[list[Pair], frozenset[Pair]]:
    """Joins in `persons` what `links` (the table, of all days) still hold together and whoever carries the same key
    now: the pairs newly joined by key, and the links that no longer hold. A link of those who `moved` holds only where
    the key says so too.
    """
    pairs = _strongest_first(links)
    for pair in pairs:
        if of_one_key(pair, key_of):
            persons.join(*pair)
    by_key = join_by_key(persons, key_of)
    between = _among_listed(pairs, persons.known.agency_of)
    fallen = [pair for pair in pairs if not of_one_key(pair, key_of) and not _holds(persons, between.get(pair), moved)]
    return by_key, frozenset(fallen)


def key_of_each(identities: pd.DataFrame) -> dict[str, str]:
    """The shared key of each agency's person who carries one."""
    keyed = identities.dropna(subset="shared_key")
    return dict(zip(keyed["agency_person_id"], keyed["shared_key"], strict=True))


def of_one_key(pair: Pair, key_of: Mapping[str, str]) -> bool:
    """Whether both carry the same key now."""
    one, other = (key_of.get(record) for record in pair)
    return one is not None and one == other


def holding(links: pd.DataFrame) -> pd.DataFrame:
    """The links that nothing has undone."""
    return links[links["undone_on"].isna()]


def pairs_of(rows: pd.DataFrame) -> list[Pair]:
    """The two records of each row."""
    return list(zip(rows["one"], rows["other"], strict=True))


def _strongest_first(links: pd.DataFrame) -> list[Pair]:
    held = holding(links)
    by = ["strength", "made_on", "probability", "one", "other"]
    ranked = held.assign(strength=held["basis"].map(STRENGTH))
    return pairs_of(ranked.sort_values(by, ascending=[True, True, False, True, True]))


def _among_listed(pairs: list[Pair], listed: Collection[str]) -> dict[Pair, Pair]:
    """The pairs between people whom a source lists now: for one who is listed no longer stands whom their strongest
    link names. A pair of which nobody is left is not there."""
    stands_for: dict[str, str] = {}
    for pair in pairs:
        for record, other in (pair, pair[::-1]):
            if record not in listed and other in listed:
                stands_for.setdefault(record, other)
    now = {pair: (stands_for.get(pair[0], pair[0]), stands_for.get(pair[1], pair[1])) for pair in pairs}
    return {pair: found for pair, found in now.items() if found[0] in listed and found[1] in listed}


def _holds(persons: Persons, pair: Pair | None, moved: frozenset[str]) -> bool:
    """Joins the pair of a link, unless one of them moved or two who are not the same person would be one."""
    if pair is None:
        return True
    if not moved.isdisjoint(pair) or persons.said_apart(*map(persons.members, pair)):
        return False
    persons.join(*pair)
    return True
