"""Two agencies' records side by side for somebody who must say whether they are one person; who may see it, serving
decides. Together with linking itself the only reader of the store's `identifiers`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow.compute as pc

from records.frames import to_frame
from records.kept import IDENTITIES, LINK_REVIEWS, PERSON_LINKS
from records.linkage.linked import linked_pairs
from records.linkage.reviews import NOT_SAME, SAME
from records.store import Snapshot

SHOWN = ("forename", "surname", "born_on", "address", "postcode", "school_number", "nhs_number", "known_on")


def open_reviews(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Pairs that nobody decided, surest first: their id, chance, why they are listed and since when, both agencies."""
    reviews = _reviews(snapshot)
    return _told(snapshot, reviews[~reviews["verdict"].isin([SAME, NOT_SAME])])


def links_of(snapshot: Snapshot, person_id: str) -> list[dict[str, Any]]:
    """In the same way, the links of one person that a reviewer's no would undo; `listed_on` is the day of the link."""
    linked, identities = _linked(snapshot), to_frame(snapshot.kept("identities"), IDENTITIES)
    mine = identities.loc[(identities["person_id"] == person_id).fillna(False), "agency_person_id"]
    return _told(snapshot, linked[linked["one"].isin(mine)])


def side_by_side(snapshot: Snapshot, review_id: str) -> dict[str, Any] | None:
    """One pair with everything either agency knows the person by, newest first, and the day on which it was linked, if
    it is; None where it is neither on the list nor a link that a reviewer's no would undo."""
    linked = _linked(snapshot)
    every = pd.concat([_reviews(snapshot), linked])
    found = every[every["review_id"] == review_id]
    if found.empty:
        return None
    row, agencies = next(found.itertuples()), _agencies(snapshot)
    sides = [
        {"agency_person_id": record, "agency": agencies.get(record, ""), "known_as": _known_as(snapshot, record)}
        for record in (row.one, row.other)
    ]
    made_on = linked.loc[linked["review_id"] == review_id, "listed_on"]
    day = made_on.iloc[0].date() if len(made_on) else None
    return {"review_id": review_id, "why": row.why, "probability": _chance(row), "linked_on": day, "sides": sides}


def _told(snapshot: Snapshot, pairs: pd.DataFrame) -> list[dict[str, Any]]:
    ordered = pairs.sort_values(["probability", "review_id"], ascending=[False, True])
    agencies = _agencies(snapshot)
    return [
        {
            "review_id": row.review_id,
            "probability": _chance(row),
            "why": row.why,
            "listed_on": row.listed_on.date(),
            "agencies": [agencies.get(row.one, ""), agencies.get(row.other, "")],
            "verdict": row.verdict if isinstance(row.verdict, str) else None,
        }
        for row in ordered.itertuples()
    ]


def _chance(row: Any) -> float | None:
    """The chance that the model gave the pair; None where it never compared them."""
    return None if pd.isna(row.probability) else float(row.probability)


def _reviews(snapshot: Snapshot) -> pd.DataFrame:
    return to_frame(snapshot.kept("link_reviews"), LINK_REVIEWS)


def _linked(snapshot: Snapshot) -> pd.DataFrame:
    links, identities = snapshot.kept("person_links"), snapshot.kept("identities")
    return linked_pairs(to_frame(links, PERSON_LINKS), to_frame(identities, IDENTITIES))


def _agencies(snapshot: Snapshot) -> dict[str, str]:
    held = snapshot.kept("people_by_agency")
    return dict(zip(held["person_id"].to_pylist(), held["agency"].to_pylist(), strict=True)) if held else {}


def _known_as(snapshot: Snapshot, record: str) -> list[dict[str, Any]]:
    held = snapshot.kept("identifiers")
    if held is None:
        return []
    mine = held.filter(pc.equal(held["agency_person_id"], record)).select(SHOWN).to_pylist()
    return sorted(mine, key=lambda row: str(row["known_on"] or ""), reverse=True)
