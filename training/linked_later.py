"""How much of a table rests on links made after its as-of dates: nobody could have seen those records together then.

The first linking of back history gives ids in place (docs/linkage.md), so that a past row may hold what several
agencies knew of a person whom nobody had linked yet. In use a model sees only links that were made before: the share
says how far its training may have known better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from records.store import Snapshot

DIGITS = 3
Json = dict[str, Any]


def linked_later(snapshot: Snapshot, table: pa.Table, slices: Mapping[str, Sequence[date]]) -> Json | None:
    """By slice, `rows`, the share of them that rests on a link made on or after their date (`linked_later`), and the
    share where such a link was made by likeness or a reviewer, not by a shared key (`without_key`).

    `table` has person_id and as_of; None where the store keeps no linkage.
    """
    known = _known_by_agency(snapshot)
    if known is None:
        return None
    rows = table.select(["person_id", "as_of"]).to_pandas(date_as_object=False)
    rows = rows.assign(row=range(len(rows)), as_of=rows["as_of"].astype("datetime64[s]"))
    both = rows.merge(known, on="person_id")
    both = both[both["first"] < both["as_of"]]
    joined = both[both.groupby("row")["agency_person_id"].transform("size") > 1]
    later = joined[joined["linked_on"] >= joined["as_of"]]
    found = {"linked_later": set(later["row"]), "without_key": set(later.loc[later["linked_key"].isna(), "row"])}
    return {name: _share(rows[rows["as_of"].isin(pd.to_datetime(list(days)))], found) for name, days in slices.items()}


def _share(rows: pd.DataFrame, found: Mapping[str, set[int]]) -> Json:
    shares = {name: round(float(rows["row"].isin(those).mean()), DIGITS) for name, those in found.items()}
    return {"rows": len(rows), **(shares if len(rows) else dict.fromkeys(found))}


def _known_by_agency(snapshot: Snapshot) -> pd.DataFrame | None:
    """For each person and agency's id of theirs: the first day on which a record of it counted, the day on which the
    id was linked, and the key it was linked by."""
    identities, whose = snapshot.kept("identities"), snapshot.kept("whose")
    if identities is None or whose is None or not identities["linked_on"].drop_null().length():
        return None
    events = snapshot.events().select(["record_id", "person_id", "happened_on", "known_on"])
    told = events.to_pandas(date_as_object=False).merge(
        whose.to_pandas()[["record_id", "agency_person_id"]], on="record_id"
    )
    told = told.assign(first=told[["happened_on", "known_on"]].max(axis=1))
    first = told.groupby(["person_id", "agency_person_id"], as_index=False)["first"].min()
    linked = identities.to_pandas(date_as_object=False)[["agency_person_id", "linked_on", "linked_key"]]
    return first.merge(linked, on="agency_person_id")
