"""What is decided about each delivery on its way in: under which agreement, within which time, and whether it may pass.

A check that refuses can be overridden by a named person with a reason; both stand in the ingest log for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from records.agreed_checks import IngestChecks
from records.agreements import Agreement, check_in_force
from records.arrival import Arrival, Check
from records.continued import under_known_ids
from records.cumulative import Changes
from records.deliveries_checked import QUESTIONS, checked
from records.delivery import Delivery, of_feed
from records.erase import without_erased
from records.kept import Tables
from records.marks import with_marks
from records.measured import measured
from records.refusal import Refused, WrongUse
from records.retention import Retention, expiry, links_past_their_time
from records.taken_in import of_people_told, taken_in
from records.unlisted import forgotten, without_unlisted


@dataclass(frozen=True)
class Accepted:
    """A check that may not stop a delivery, by whose word and why. `check` may be `FEED:CHECK` for one feed alone."""

    check: str
    because: str
    by: str


@dataclass(frozen=True)
class Rules:
    """What every delivery of one ingest is held to."""

    store: Path
    received_on: date
    retention: Retention
    checks: IngestChecks
    agreements: Mapping[str, Agreement]
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True)
class Arrived:
    """The tables after a delivery; what became of its records and links; the checks; the entry for the log; and of how
    many people what the feed told of them went."""

    tables: Tables
    records: Changes
    links: Changes
    checks: list[Check]
    entry: dict[str, Any]
    forgotten: int


def arrive(tables: Tables, one: Delivery, last: dict[str, Any] | None, rules: Rules) -> Arrived:
    """Takes one delivery into `tables`; `last` is the feed's last entry in the log.

    Refused where its agreement has ended, or where a check refuses it and nobody has accepted that.
    """
    agreement = terms(one, rules.agreements, rules.received_on)
    one = without_erased(one, tables["erased"], rules.store)
    held = tables["events"][of_feed(tables["events"]["record_id"], one.feed)]
    one = under_known_ids(one, held, tables["whose"])
    one, past, past_people = in_time(one, tables, rules.retention, agreement, rules.received_on)
    one = of_people_told(one, tables["people_by_agency"])
    one = replace(one, events=with_marks(one.events, tables["marks"], agreement))
    before = _told_to(last)
    taken = taken_in(tables, one, rules.received_on, agreement, before)
    checks = checked(Arrival(one, held, last, taken, agreement, rules.received_on, rules.checks))
    check_passes(checks, rules.accepted)
    entry = {
        "feed": one.feed,
        "agency": one.agency,
        "received_on": rules.received_on.isoformat(),
        "tells_to": _tell_to(before, one, rules.received_on),
        "rows": one.tables,
        "records": asdict(taken.records),
        "links": asdict(taken.links),
        "past_their_time": past,
        "refused": [asdict(refusal) for refusal in one.refused],
        "agreement": agreement.model_dump(mode="json") if agreement else None,
        "checks": [asdict(check) for check in checks],
        "accepted": [asdict(word) for word in rules.accepted if _about(word, one.feed)],
        "measured": measured(one, held),
    }
    told = without_unlisted(taken.tables, one, past_people)
    return Arrived(told, taken.records, taken.links, checks, entry, forgotten(tables, told))


def accepted(checks: Sequence[str], because: Sequence[str], by: str | None) -> tuple[Accepted, ...]:
    """What a named person accepts; WrongUse where a reason or the name is missing or there is no such check."""
    if not checks and not because:
        return ()
    if len(checks) != len(because) or not all(one.strip() for one in because) or not (by or "").strip():
        raise WrongUse("each --accept CHECK needs its --because TEXT, and --by NAME says who accepts it")
    if unknown := [one for one in checks if one.rpartition(":")[2] not in QUESTIONS]:
        raise WrongUse(f"--accept must be one of {', '.join(QUESTIONS)}; {len(unknown)} are not")
    return tuple(Accepted(check, why, by or "") for check, why in zip(checks, because, strict=True))


def terms(one: Delivery, agreements: Mapping[str, Agreement], received_on: date) -> Agreement | None:
    """The agreement of a delivery, feeds.toml's before its mapping's; Refused where it has ended."""
    agreement = agreements.get(one.feed, one.agreement)
    check_in_force(one.feed, agreement, received_on)
    return agreement


def in_time(
    one: Delivery, tables: Tables, policy: Retention, agreement: Agreement | None, received_on: date
) -> tuple[Delivery, int, frozenset[str]]:
    """The delivery without the records that are past their time on the day of receipt, how many these are, and the
    people of whom it brought nothing else."""
    births = [people.set_index("person_id")["born_on"] for people in (one.people, tables["people_by_agency"])]
    born = pd.concat(births).groupby(level=0).first()
    years = {one.feed: agreement.keep_years if agreement else None}
    past = expiry(one.events, born, policy, years) < pd.Timestamp(received_on)
    links = one.links[~links_past_their_time(one.links, received_on, policy)].reset_index(drop=True)
    kept = replace(one, events=one.events[~past].reset_index(drop=True), links=links)
    people = frozenset(one.people_recorded - kept.people_recorded)
    return kept, int(one.events.loc[past, "record_id"].nunique()), people


def check_passes(checks: Sequence[Check], words: Sequence[Accepted]) -> None:
    """Refused where a check refuses a delivery and nobody has accepted it by name."""
    known = {one.check for one in words}
    stopping = [one for one in checks if one.verdict == "refuse" and not {one.check, f"{one.feed}:{one.check}"} & known]
    if stopping:
        raise Refused(
            *(f"{one.feed}: check {one.check}: {one.found}; must be {one.limit}" for one in stopping),
            "Ask the source. To take the delivery in all the same: --accept CHECK --because TEXT --by NAME",
        )


def _told_to(entry: Mapping[str, Any] | None) -> dict[str, date]:
    """The last day of which each table of a feed has told, by its last entry in the log."""
    if entry is None:
        return {}
    if "tells_to" not in entry:  # written before this was kept
        return dict.fromkeys(entry["rows"], _day_before(date.fromisoformat(entry["received_on"])))
    return {table: date.fromisoformat(day) for table, day in entry["tells_to"].items()}


def _tell_to(before: Mapping[str, date], one: Delivery, received_on: date) -> dict[str, str]:
    now = dict.fromkeys(one.tables, one.tells_to or _day_before(received_on))
    return {table: day.isoformat() for table, day in {**before, **now}.items()}


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _about(word: Accepted, feed: str) -> bool:
    return word.check.rpartition(":")[0] in ("", feed)
