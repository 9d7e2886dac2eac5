"""Which feeds a score had to do without: a lost feed must be seen in the answer (shared design, domain: Bristol)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from records.kinds import kinds
from records.store import Snapshot
from serving.view import Model

FRESH_DAYS = 92  # an assumption: the slowest feed, school by the term, is delivered once a quarter


def missing_feeds(snapshot: Snapshot, models: list[Model], as_of: date, area: str | None) -> list[str]:
    """Agencies whose records the models use and from which nothing covers the quarter before `as_of` in the area."""
    rows: list[dict[str, Any]] = snapshot.coverage().to_pylist()
    if not rows:
        return []
    fresh = as_of - timedelta(days=FRESH_DAYS)
    covered = {row["agency"] for row in rows if row["area"] in (None, area) and row["to"] >= fresh}
    return sorted(agencies_used(models) - covered)


def stale(data_to: date, today: date) -> list[str]:
    """One sentence where nothing at all has come for a quarter as of today; none otherwise."""
    days = (today - data_to).days
    if days <= FRESH_DAYS:
        return []
    return [f"No records have come for {days} days, since {data_to.day} {data_to:%B %Y}: nothing later is in the band."]


def agencies_used(models: list[Model]) -> set[str]:
    """The agencies whose kinds of record the models count."""
    named = {kind for model in models for one in model.bundle.catalogue.indicators for kind in one.kinds}
    return {kinds()[kind].agency for kind in named if kind in kinds()}
