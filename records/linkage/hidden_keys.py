"""What the model finds of people whose shared keys are hidden from it: the truth that a real partnership has.

Whoever carries a key is linked by likeness alone, from nothing, and each pair is kept with what the key says and what
the model said. No group is read here; audits count by group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from records.frames import typed
from records.kept import KEY_CHECKS
from records.linkage.persons import Known, Persons, join_by_likeness


def key_checks(
    agency_of: Mapping[str, str], key_of: Mapping[str, str], pairs: pd.DataFrame, link_at: float
) -> pd.DataFrame:
    """Pairs of two agencies' people who carry a key: `by_key` one person, or `by_model`, or both."""
    persons = Persons(Known(agency_of, {}))
    join_by_likeness(persons, pairs, link_at)
    by_key: dict[str, list[str]] = {}
    for record in sorted(key_of):
        by_key.setdefault(key_of[record], []).append(record)
    true = {pair for group in by_key.values() for pair in pairs_of(group, agency_of)}
    said = {pair for group in persons.all() for pair in pairs_of([r for r in group if r in key_of], agency_of)}
    rows = [(*pair, pair in true, pair in said) for pair in sorted(true | said)]
    return typed(pd.DataFrame(rows, columns=KEY_CHECKS.names), KEY_CHECKS)


def pairs_of(group: list[str], agency_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every pair of a group that is of two agencies, in order."""
    for one, other in combinations(sorted(group), 2):
        if agency_of[one] != agency_of[other]:
            yield one, other
