"""Which feeds a score had to do without: a lost feed must be seen in the answer (shared design, domain: Bristol).

Each feed is held to its own rhythm and to the end of its agreement; a store that keeps no log of deliveries, to the
slowest rhythm there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pyarrow.compute as pc

from records.agreements import Agreement
from records.feeds import FeedStanding, feeds_as_of, in_words, said
from records.in_time import USUAL_RHYTHM
from records.kinds import kinds
from records.store import Snapshot
from serving.view import Model

FRESH_DAYS = USUAL_RHYTHM
ABOUT_NOBODY = "counts"  # numbers by area: no score waits for them
NOT_COMING = ("stopped", "expired")
GRAVEST = ("expired", "stopped", "late", "in time")
ALREADY = {"late": "was late", "stopped": "had stopped"}


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
    """One line for each feed about people that is late, has stopped or has no agreement any more today; where it was
    late or had stopped as of the date already, the line says that too. A list and a score of one day say the same, and
    both say first what does not come any more."""
    then = {one.feed: one for one in feeds_as_of(snapshot, as_of, agreements)}
    now = [one for one in feeds_as_of(snapshot, today, agreements) if one.agency != ABOUT_NOBODY]
    gravest = sorted(now, key=lambda one: GRAVEST.index(one.standing))
    return [told + _already(then[one.feed], as_of, today) for one in gravest if (told := said(one, today))]


def _already(then: FeedStanding, as_of: date, today: date) -> str:
    """Empty where the feed came in time as of the date, where the date is today, or where an agreement's end, which has
    a day of its own, tells all."""
    if as_of >= today or then.standing not in ALREADY:
        return ""
    return f" It {ALREADY[then.standing]} already on {in_words(as_of)}, up to which records are counted here."


def stale(data_to: date, today: date) -> list[str]:
    """One sentence where nothing at all has come for a quarter as of today; none otherwise."""
    days = (today - data_to).days
    if days <= FRESH_DAYS:
        return []
    came = f"No records came in the {days} days between {in_words(data_to)} and {in_words(today)}"
    return [f"{came}: nothing later is counted."]


def gaps(snapshot: Snapshot, as_of: date, today: date, agreements: Mapping[str, Agreement]) -> list[str]:
    """What is wrong with the records behind an answer that is given today: how old all of them are, then each feed."""
    return stale(snapshot.last_receipt(), today) + troubled_feeds(snapshot, as_of, today, agreements)


def held_to(snapshot: Snapshot, as_of: date, today: date, agreements: Mapping[str, Agreement]) -> dict[str, Any]:
    """What a list as of a date says of its store: `data_to`, `snapshot`, each of the `feeds` with its last delivery and
    its standing on the day `standing_on`, and in `limits` what is wrong with them, as a score of that date says it."""
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
    held = {"data_to": data_to.isoformat(), "snapshot": snapshot.sha, "standing_on": today.isoformat()}
    return {**held, "feeds": feeds, "limits": gaps(snapshot, as_of, today, agreements)}


@lru_cache(maxsize=2)  # the snapshot of now, and the one before while it is swapped
def agencies_heard(snapshot: Snapshot) -> frozenset[str]:
    """Every agency that may tell a record: those of our kinds, and those whom this store heard, by a mapping too."""
    told = pc.unique(snapshot.events()["agency"]).to_pylist() + snapshot.coverage()["agency"].to_pylist()
    return frozenset([*told, *(one.agency for one in kinds().values())])


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
