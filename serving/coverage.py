"""Which feeds a score had to do without: a lost feed must be seen in the answer (shared design, domain: Bristol).

Each feed is held to its own rhythm and to the end of its agreement; a store that keeps no log of deliveries, to the
slowest rhythm there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from records.agreements import Agreement
from records.feeds import FeedStanding, feeds_as_of, said
from records.in_time import USUAL_RHYTHM
from records.kinds import kinds
from records.store import Snapshot
from serving.view import Model

FRESH_DAYS = USUAL_RHYTHM
ABOUT_NOBODY = "counts"  # numbers by area: no score waits for them
NOT_COMING = ("stopped", "expired")


def missing_feeds(
    snapshot: Snapshot, models: list[Model], as_of: date, area: str | None, agreements: Mapping[str, Agreement]
) -> list[str]:
    """Agencies whose records the models use and of which, as of the date, no feed that covers the area still comes."""
    rows: list[dict[str, Any]] = snapshot.coverage().to_pylist()
    if not rows:
        return []
    standing = {one.feed: one for one in feeds_as_of(snapshot, as_of, agreements)}
    covered = {row["agency"] for row in rows if row["area"] in (None, area) and _comes(row, standing, as_of)}
    return sorted(agencies_used(models) - covered)


def troubled_feeds(snapshot: Snapshot, as_of: date, today: date, agreements: Mapping[str, Agreement]) -> list[str]:
    """One sentence for each feed about people that was late or had stopped as of the date, or whose agreement has
    ended today."""
    then = {one.feed: one for one in feeds_as_of(snapshot, as_of, agreements)}
    now = [one for one in feeds_as_of(snapshot, today, agreements) if one.agency != ABOUT_NOBODY]
    return [told for one in now if (told := said(one if one.standing == "expired" else then[one.feed]))]


def stale(data_to: date, today: date) -> list[str]:
    """One sentence where nothing at all has come for a quarter as of today; none otherwise."""
    days = (today - data_to).days
    if days <= FRESH_DAYS:
        return []
    return [f"No records have come for {days} days, since {data_to.day} {data_to:%B %Y}: nothing later is in the band."]


def held_to(snapshot: Snapshot, today: date, agreements: Mapping[str, Agreement]) -> dict[str, Any]:
    """What a list says of its store: `data_to`, `snapshot`, each of the `feeds` with its last delivery, and in `limits`
    a sentence for each that is late, has stopped or has expired today, or where all of it is old."""
    data_to = snapshot.last_receipt()
    feeds = [
        {
            "feed": one.feed,
            "agency": one.agency,
            "last_delivery": one.last_delivery.isoformat(),
            "standing": one.standing,
        }
        for one in feeds_as_of(snapshot, today, agreements)
    ]
    limits = stale(data_to, today) + troubled_feeds(snapshot, today, today, agreements)
    return {"data_to": data_to.isoformat(), "snapshot": snapshot.sha, "feeds": feeds, "limits": limits}


def agencies_used(models: list[Model]) -> set[str]:
    """The agencies whose kinds of record the models count."""
    return {kinds()[kind].agency for kind in kinds_used(models) if kind in kinds()}


def kinds_used(models: list[Model]) -> set[str]:
    """The kinds of record that the models count."""
    return {kind for model in models for one in model.bundle.catalogue.indicators for kind in one.kinds}


def _comes(row: dict[str, Any], standing: dict[str, FeedStanding], as_of: date) -> bool:
    known = standing.get(row["feed"] or "")
    if known is None:
        return bool(row["to"] >= as_of - timedelta(days=FRESH_DAYS))
    return known.standing not in NOT_COMING
