"""What a delivery brings beside records and people: links, identifiers for linkage, counts. Each keeps its history.

Links and counts have versions as records have. Identifiers are what the source holds of a person now.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from records.cumulative import NO_CHANGES, Changes, later_delivery
from records.delivery import COUNTED, Delivery, count_ids, of_feed
from records.events import LINKS
from records.frames import among, typed
from records.kept import KEPT_COUNTS, KEPT_IDENTIFIERS
from records.merge import after_delivery, partnership_ids
from records.reach import NO_IDS

BACK = "#back"  # ends the record_id of the direction that a feed did not give
LINK_CONTENT = ("person_id", "other_id", "kind", "started_on")
UNENDED = {"ended_on": pd.NaT, "ended_known_on": pd.NaT}
IDENTIFYING = [name for name in KEPT_IDENTIFIERS.names if name not in ("known_on", "agency")]


def links_after(
    held: pd.DataFrame, one: Delivery, identities: pd.DataFrame, received_on: date, first: bool
) -> tuple[pd.DataFrame, Changes, pd.Index]:
    """The links table after a delivery (`first`: of its feed), in both directions, ids as linkage has them; what became
    of its links, and the ids of those it takes back.

    A link that a feed gives as replaced already no longer stands: held until now, it is withdrawn.
    """
    ours = of_feed(held["record_id"], one.feed)
    single = held[ours & ~held["record_id"].str.endswith(BACK)]
    ids = {column: partnership_ids(one.links[column], identities) for column in ("person_id", "other_id")}
    others = one.links["person_id"] != one.links["other_id"]
    delivered = one.links.assign(**ids)[others & (first | one.links["superseded_on"].isna())]
    if first:
        rows, changes, gone = delivered, Changes(len(delivered), 0, 0, 0, 0), NO_IDS
    else:
        came = {f"{one.feed}:{table}" for table in one.tables}
        rows, changes, gone = _versions_after(single, delivered, came, one, received_on, LINK_CONTENT)
    return _joined(held[~ours], both_ways(typed(rows, LINKS))), changes, gone


def both_ways(links: pd.DataFrame) -> pd.DataFrame:
    """Each link and its other direction, whose record_id ends in `#back`."""
    back = links.assign(record_id=links["record_id"] + BACK, person_id=links["other_id"], other_id=links["person_id"])
    return pd.concat([links, back], ignore_index=True)


def counts_after(
    held: pd.DataFrame, one: Delivery, received_on: date, first: bool
) -> tuple[pd.DataFrame, Changes, pd.Index]:
    """The counts after a delivery, what became of them, and the ids that it takes back: another number closes the one
    before; one that is gone from a month that came is withdrawn, and a month that did not come stays."""
    if one.counts.empty:
        return held, NO_CHANGES, NO_IDS
    ids, prefix = count_ids(one.feed, one.counts), f"{one.feed}:{COUNTED}"
    delivered = one.counts.assign(record_id=ids, superseded_on=pd.NaT).drop_duplicates("record_id", keep="last")
    to_month = len(f"{prefix}:2024-01")
    asked = among(held["record_id"].str.slice(0, to_month), ids.str.slice(0, to_month).unique())
    if first:
        rows, changes, gone = delivered, Changes(len(delivered), 0, 0, 0, 0), NO_IDS
    else:
        before, now = held[asked].assign(**UNENDED), delivered.assign(**UNENDED)
        rows, changes, gone = _versions_after(before, now, {prefix}, one, received_on, ("n",))
    return _joined(held[~asked], typed(rows, KEPT_COUNTS)), changes, gone


def identifiers_after(held: pd.DataFrame, one: Delivery, received_on: date, first: bool) -> pd.DataFrame:
    """What feeds say of names, births and addresses after a delivery: those who came replace their rows.

    A row that says what the feed said before keeps its `known_on`; after a feed's first delivery news is known from
    the day of receipt.
    """
    now = typed(one.identifiers.assign(agency=one.agency, feed=one.feed), KEPT_IDENTIFIERS)
    if not first:
        before = held[held["feed"] == one.feed][[*IDENTIFYING, "known_on"]].rename(columns={"known_on": "_before"})
        kept = now.merge(before.drop_duplicates(IDENTIFYING), on=IDENTIFYING, how="left")["_before"]
        now = now.assign(known_on=kept.fillna(pd.Timestamp(received_on)).to_numpy())
    return _as_known(after_delivery(_as_known(held, "person_id"), _as_known(now, "person_id")), "agency_person_id")


def _versions_after(
    held: pd.DataFrame,
    delivered: pd.DataFrame,
    tables: set[str],
    one: Delivery,
    received_on: date,
    content: tuple[str, ...],
) -> tuple[pd.DataFrame, Changes, pd.Index]:
    order = held.groupby("record_id")["known_on"].rank(method="first").astype(np.int64)
    versions = held.assign(version=order, known_basis="recorded")
    now = delivered.assign(version=1, known_basis="recorded")
    return later_delivery(versions, now, tables, one.left_out, received_on, content, one.unread)


def _as_known(rows: pd.DataFrame, to: str) -> pd.DataFrame:
    """Identifiers under the column of ids that people's tables have, and back."""
    other = {"person_id": "agency_person_id", "agency_person_id": "person_id"}[to]
    return rows.rename(columns={other: to})


def _joined(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame for frame in frames if len(frame)] or [frames[0]], ignore_index=True)
