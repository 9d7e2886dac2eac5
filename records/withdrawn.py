"""What a delivery takes back: records that it no longer holds, unless the row behind one came and could not be read.

A damaged row is no withdrawal, whether it is the record's own or one side of a link. Where a row's own id is damaged,
nobody can say which record it was; then nothing that such rows may account for is taken back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

import pandas as pd

PART = re.compile(r"#[^#:]*$")  # what `Feed.record_ids` adds where one delivered row makes several records
BOTH = "~"  # between the native ids of the two rows that a link comes from


def withdrawn(missing: pd.Index, tables: set[str], left_out: frozenset[str], unread: Mapping[str, int]) -> pd.Index:
    """Of record_ids that a delivery no longer holds, those that it takes back.

    `tables` are the prefixes `feed:table` that came; `left_out` ids of rows or records that may not be; `unread` how
    many rows of a table could not be told apart.
    """
    ids = pd.Series(missing, dtype="str")
    table = ids.str.split(":", n=2).str[:2].str.join(":")
    came = pd.DataFrame({"id": ids, "table": table})[table.isin(tables)]
    refused = came["id"].map(lambda one: one in left_out or not left_out.isdisjoint(rows_behind(one)))
    came = came[~refused.astype(bool)]
    for name, n in unread.items():
        if accounted_for(came.loc[came["table"] == name, "id"], n):
            came = came[came["table"] != name]
    return pd.Index(came["id"])


def rows_behind(record_id: str) -> list[str]:
    """The ids of the one or two delivered rows that make a record, without its part."""
    feed, table, native = PART.sub("", record_id).split(":", 2)
    return [f"{feed}:{table}:{one}" for one in native.split(BOTH)]


def accounted_for(record_ids: Collection[str], rows: int) -> bool:
    """Whether so many rows are enough to be behind all of these records."""
    behind = {one: rows_behind(one) for one in record_ids}
    likely = {row for row, _ in Counter(row for sides in behind.values() for row in sides).most_common(rows)}
    return all(likely.intersection(sides) for sides in behind.values())
