"""What is left of the persons of before, from the links between their records: a person is what links hold together.

Where a record leaves, or two may not be one person, the strongest links stay: a key first, then a reviewer's yes, then
likeness; among these the older, then the surer. So whoever came in through a record that goes, goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    fallen = [pair for pair in pairs if not of_one_key(pair, key_of) and not _holds(persons, pair, moved)]
    return by_key, frozenset(fallen)


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


def _holds(persons: Persons, pair: Pair, moved: frozenset[str]) -> bool:
    """Joins the pair of a link, unless one of them moved or two who are not the same person would be one."""
    if not moved.isdisjoint(pair) or persons.said_apart(*map(persons.members, pair)):
        return False
    persons.join(*pair)
    return True
