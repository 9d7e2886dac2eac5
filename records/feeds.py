"""Each feed as of a day: under which agreement, when it last came, and whether it is late, has stopped or has expired.

Read from the store's ingest log and feeds.toml; the agreement of a feed that feeds.toml does not name is the one in the
log, from its mapping file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from records.agreed_checks import IngestChecks
from records.agreements import Agreement, agreement_from_log, load_agreements
from records.in_time import late_after, rhythm_of
from records.kinds import code_list
from records.policy import read_section
from records.store import Snapshot

WAS_LATE, HAD_STOPPED = "was late on", "had stopped by"
Standing = Literal["in time", "late", "stopped", "expired"]


@dataclass(frozen=True)
class FeedStanding:
    """One feed as of a day; `checks` and `estimated_by_table` are those of its last delivery."""

    feed: str
    agency: str
    standing: Standing
    last_delivery: date
    rhythm_days: int
    late_from: date
    agreement: Agreement | None
    checks: list[dict[str, Any]] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    estimated_by_table: dict[str, float] = field(default_factory=dict)


def feeds_as_of(
    snapshot: Snapshot,
    day: date,
    agreements: Mapping[str, Agreement] | None = None,
    policy: IngestChecks | None = None,
) -> list[FeedStanding]:
    """Every feed that the store ever took in, by name; none for a flat folder, which keeps no log."""
    policy = policy or read_section("ingest_checks", IngestChecks)
    agreements = load_agreements() if agreements is None else agreements
    last = {entry["feed"]: entry for entry in snapshot.ingests() if entry["feed"]}
    return [_standing(entry, day, agreements, policy) for _, entry in sorted(last.items())]


def said(one: FeedStanding, day: date) -> str | None:
    """What an answer says of a feed that was not in time on the day of its standing, and names the day; None for one
    that was. An answer is kept and read again, so that it never says "today"."""
    if one.standing == "expired" and one.agreement:
        over = one.agreement.expires_on < one.last_delivery  # an end that was written into the file afterwards
        counted = f"what came up to {in_words(one.last_delivery)} still counts" if over else "nothing later is counted"
        ended = in_words(one.agreement.expires_on)
        return f"The agreement for the feed of {named(one.feed)} ended on {ended}: {counted}."
    if one.standing == "in time":
        return None
    word = WAS_LATE if one.standing == "late" else HAD_STOPPED
    last = f"its last delivery came on {in_words(one.last_delivery)}, and it is expected every {one.rhythm_days} days"
    return f"The feed of {named(one.feed)} {word} {in_words(day)}: {last}."


def late_alone(line: str) -> bool:
    """Whether a line that `said` made tells of a feed that is late and still comes; any other is graver."""
    return line.startswith("The feed of ") and f" {WAS_LATE} " in line and f" {HAD_STOPPED} " not in line


def in_words(day: date) -> str:
    """2025-03-12 as "12 March 2025"."""
    return f"{day.day} {day:%B %Y}"


def named(feed: str) -> str:
    """A feed in words, to stand after "the feed of"; one that only a mapping file knows goes by its own name."""
    return _labels().get(feed, feed.replace("_", " "))


@cache
def _labels() -> dict[str, str]:
    return {row["feed"]: row["label"] for row in code_list("feeds.csv")}


def _standing(
    entry: dict[str, Any], day: date, agreements: Mapping[str, Agreement], policy: IngestChecks
) -> FeedStanding:
    agreement = agreements.get(entry["feed"]) or agreement_from_log(entry)
    last = date.fromisoformat(entry["received_on"])
    return FeedStanding(
        entry["feed"],
        entry["agency"],
        _word(last, day, agreement, policy),
        last,
        rhythm_of(agreement),
        last + timedelta(days=late_after(agreement, policy) + 1),
        agreement,
        entry.get("checks", []),
        entry.get("accepted", []),
        (entry.get("measured") or {}).get("estimated_by_table", {}),
    )


def _word(last: date, day: date, agreement: Agreement | None, policy: IngestChecks) -> Standing:
    if agreement is not None and agreement.expires_on < day:
        return "expired"
    days = (day - last).days
    if days > rhythm_of(agreement) * policy.missing_rhythms:
        return "stopped"
    return "late" if days > late_after(agreement, policy) else "in time"
