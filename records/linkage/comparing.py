"""Two agencies' records side by side for somebody who must say whether they are one person; who may see it, serving
decides. Together with linking itself the only reader of the store's `identifiers`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow.compute as pc

from records.linkage.reviews import NOT_SAME, SAME
from records.store import Snapshot

SHOWN = ("forename", "surname", "born_on", "address", "postcode", "school_number", "nhs_number", "known_on")


def open_reviews(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Pairs that nobody decided, surest first: their id, chance, why they are listed and since when, both agencies."""
    reviews = _reviews(snapshot)
    undecided = reviews[~reviews["verdict"].isin([SAME, NOT_SAME])]
    ordered = undecided.sort_values(["probability", "review_id"], ascending=[False, True])
    agencies = _agencies(snapshot)
    return [
        {
            "review_id": row.review_id,
            "probability": float(row.probability),
            "why": row.why,
            "listed_on": row.listed_on,
            "agencies": [agencies.get(row.one, ""), agencies.get(row.other, "")],
            "verdict": row.verdict if isinstance(row.verdict, str) else None,
        }
        for row in ordered.itertuples()
    ]


def side_by_side(snapshot: Snapshot, review_id: str) -> dict[str, Any] | None:
    """One pair with everything either agency knows the person by, newest first; None where it is not on the list."""
    reviews = _reviews(snapshot)
    found = reviews[reviews["review_id"] == review_id]
    if found.empty:
        return None
    row, agencies = next(found.itertuples()), _agencies(snapshot)
    sides = [
        {"agency_person_id": record, "agency": agencies.get(record, ""), "known_as": _known_as(snapshot, record)}
        for record in (row.one, row.other)
    ]
    return {"review_id": review_id, "why": row.why, "probability": float(row.probability), "sides": sides}


def _reviews(snapshot: Snapshot) -> pd.DataFrame:
    held = snapshot.kept("link_reviews")
    return held.to_pandas() if held is not None else pd.DataFrame(columns=["review_id", "verdict", "probability"])


def _agencies(snapshot: Snapshot) -> dict[str, str]:
    held = snapshot.kept("people_by_agency")
    return dict(zip(held["person_id"].to_pylist(), held["agency"].to_pylist(), strict=True)) if held else {}


def _known_as(snapshot: Snapshot, record: str) -> list[dict[str, Any]]:
    held = snapshot.kept("identifiers")
    if held is None:
        return []
    mine = held.filter(pc.equal(held["agency_person_id"], record)).select(SHOWN).to_pylist()
    return sorted(mine, key=lambda row: str(row["known_on"] or ""), reverse=True)
