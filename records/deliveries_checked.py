"""What is asked of each delivery before it is taken in: does it come in time, whole, and in the words it used before.

A question is answered fine, warn or refuse; a share of too few records is not judged. Thresholds: policy.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from records.agreed_checks import IngestChecks
from records.agreements import Agreement
from records.delivery import Delivery
from records.frames import among
from records.in_time import late_after, rhythm_of
from records.measured import estimated_by_table, estimated_share, lag_of, size_of
from records.taken_in import Taken

Verdict = Literal["fine", "warn", "refuse", "not judged"]
YEAR_DAYS = 365  # a school year has its seasons: the newest rhythm is held against the same days a year before,
USUAL_PERIODS = 4  # or, until a feed has told of a year, against the mean of so many rhythms before it


@dataclass(frozen=True)
class Check:
    """One question to one feed's delivery: its name, what was found, where the limit is, and what follows."""

    feed: str
    check: str
    verdict: Verdict
    found: str
    limit: str


@dataclass(frozen=True)
class Arrival:
    """A delivery with what it meets: the feed's versions held before, its last entry in the log, and what it does."""

    one: Delivery
    held: pd.DataFrame
    entry: dict | None
    taken: Taken
    agreement: Agreement | None
    received_on: date
    policy: IngestChecks

    @property
    def news(self) -> pd.DataFrame:
        """Delivered records of which nothing was held."""
        return self.one.events[~among(self.one.events["record_id"], self.held["record_id"])]

    @property
    def standing(self) -> int:
        """How many records stood before."""
        return int(self.held["superseded_on"].isna().sum())


def checked(arrival: Arrival) -> list[Check]:
    """Every question that can be asked of the delivery, in the order of QUESTIONS."""
    found = [(name, answer) for name, ask in QUESTIONS.items() for answer in ask(arrival)]
    return [Check(arrival.one.feed, name, *answer) for name, answer in found]


Answer = tuple[Verdict, str, str]
Question = Callable[[Arrival], Iterator[Answer]]


def _agreement(arrival: Arrival) -> Iterator[Answer]:
    agreed, soon = arrival.agreement, arrival.policy.agreement_warn_days
    if agreed is None:
        yield "warn", "no agreement is named", "an entry in feeds.toml"
        return
    left = (agreed.expires_on - arrival.received_on).days
    limit = f"more than {soon} days"
    yield "warn" if left <= soon else "fine", f"{agreed.agreement} ends on {agreed.expires_on}, in {left} days", limit


def _kinds_agreed(arrival: Arrival) -> Iterator[Answer]:
    if arrival.agreement is None or not arrival.agreement.kinds:
        return
    outside = arrival.one.events[~among(arrival.one.events["kind"], arrival.agreement.kinds)]
    named = ", ".join(sorted(outside["kind"].unique()))
    found = f"{len(outside):,} records of kinds outside it ({named})" if named else "every kind is in it"
    yield "refuse" if named else "fine", found, "the kinds that the agreement names"


def _late(arrival: Arrival) -> Iterator[Answer]:
    if arrival.entry is None:
        return
    days = (arrival.received_on - date.fromisoformat(arrival.entry["received_on"])).days
    limit = late_after(arrival.agreement, arrival.policy)
    yield "warn" if days > limit else "fine", f"{days} days after the last delivery", f"at most {limit}"


def _volume(arrival: Arrival) -> Iterator[Answer]:
    before = ((arrival.entry or {}).get("measured") or {}).get("records")
    if before is None:
        return
    now = size_of(arrival.one)
    share = now / max(before, 1)
    found = f"{now:,} records after {before:,}"
    yield (
        _judged(arrival, before, share < arrival.policy.volume_refuse, "refuse"),
        found,
        _at_least("volume_refuse", arrival),
    )


def _quiet(arrival: Arrival) -> Iterator[Answer]:
    known = arrival.one.events["known_on"]
    if known.empty:
        return
    rhythm = rhythm_of(arrival.agreement)
    ago = (pd.Timestamp(arrival.received_on) - known).dt.days.to_numpy()
    usual, when = _usual(ago, rhythm)
    if usual is None:
        return
    newest = int((ago < rhythm).sum())
    found = f"{newest:,} records in the last {rhythm} days, {usual:,.0f} {when}"
    quiet = newest < arrival.policy.quiet_warn * usual
    yield _judged(arrival, usual, quiet, "warn"), found, _at_least("quiet_warn", arrival)


def _usual(ago: np.ndarray, rhythm: int) -> tuple[float | None, str]:
    """How many records a rhythm of this season usually has, by how many days ago each was known, and when that was."""
    if ago.max() >= YEAR_DAYS + rhythm:
        return float(((ago >= YEAR_DAYS) & (ago < YEAR_DAYS + rhythm)).sum()), "in the same days a year before"
    periods = min(USUAL_PERIODS, int(ago.max()) // rhythm)
    if periods < 1:
        return None, ""
    return ((ago >= rhythm) & (ago < (periods + 1) * rhythm)).sum() / periods, "in as many days before"


def _withdrawn(arrival: Arrival) -> Iterator[Answer]:
    """Of the whole feed, else of any table: a file that was cut short is a small part of a feed of many. A table's links
    count with its records: some tables make nothing else."""
    whole = list(_share_of_standing(arrival, arrival.taken.records.withdrawn, "withdrawn_refuse", "are gone"))
    held, gone = (_table(ids).value_counts() for ids in (arrival.taken.stood, arrival.taken.withdrawn))
    judged = held[held >= arrival.policy.least_records]
    most = arrival.policy.withdrawn_refuse
    worst = gone[(gone / judged.reindex(gone.index)) > most]
    if len(worst) and whole[0][0] != "refuse":
        found = "; ".join(f"{n:,} of {held[table]:,} of {table}" for table, n in sorted(worst.items()))
        whole = [("refuse", f"of some tables too many records are gone: {found}", f"at most {most:.0%} of any")]
    yield from whole


def _table(record_ids: pd.Series | pd.Index) -> pd.Series:
    return record_ids.str.split(":", n=2).str[1]


def _changed(arrival: Arrival) -> Iterator[Answer]:
    yield from _share_of_standing(arrival, arrival.taken.records.changed, "changed_refuse", "came with other contents")


def _codes(arrival: Arrival) -> Iterator[Answer]:
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    moved = (before.div(before.sum()).sub(now.div(now.sum()), fill_value=0)).abs().sum() / 2
    found = f"the mix of kinds and codes of {now.sum():,} new records moved by {moved:.2f}"
    limit = f"at most {arrival.policy.codes_warn:g}"
    yield _judged(arrival, now.sum(), moved > arrival.policy.codes_warn, "warn"), found, limit


def _new_codes(arrival: Arrival) -> Iterator[Answer]:
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    unseen = now[~now.index.isin(before.index)]
    share = unseen.sum() / now.sum()
    found = f"{len(unseen)} codes never used before, in {unseen.sum():,} of {now.sum():,} new records"
    limit = f"at most {arrival.policy.new_codes_refuse:.0%} of them"
    worst: Verdict = "refuse" if share > arrival.policy.new_codes_refuse else "warn"
    yield _judged(arrival, now.sum(), len(unseen) > 0, worst), found, limit


def _vanished_codes(arrival: Arrival) -> Iterator[Answer]:
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    common = before[before / before.sum() >= arrival.policy.code_share]
    gone = common[~common.index.isin(now.index)]
    found = f"{len(gone)} of {len(common)} common codes in none of {now.sum():,} new records"
    yield _judged(arrival, now.sum(), len(gone) > 0, "warn"), found, "none"


def _lag_drift(arrival: Arrival) -> Iterator[Answer]:
    before = ((arrival.entry or {}).get("measured") or {}).get("lag_days")
    now = lag_of(arrival.news)
    if before is None or now is None:
        return
    drifted = now > before * arrival.policy.lag_warn and now - before >= arrival.policy.lag_days
    found = f"known {now:.0f} days after it happened, {before:.0f} at the delivery before"
    limit = f"{arrival.policy.lag_warn:g} times and {arrival.policy.lag_days} days"
    yield _judged(arrival, len(arrival.news), drifted, "warn"), found, limit


def _estimates(arrival: Arrival) -> Iterator[Answer]:
    """Of a first delivery, which is taken as known when it says so, how much is an estimate; of a later one, whose new
    records are known from receipt, whether any table has stopped to say when they were made."""
    if arrival.entry is None:
        events, most = arrival.one.events, arrival.policy.estimated_most
        share = estimated_share(events)
        so = ": how early these records count is mostly an assumption" if share > most else ""
        found = f"{share:.0%} of known dates are estimated{so}"
        yield _judged(arrival, len(events), share > most, "warn"), found, f"at most {most:.0%} of a first delivery"
        return
    before = (arrival.entry.get("measured") or {}).get("estimated_by_table") or {}
    now = estimated_by_table(_of_tables_told(arrival, before))
    most = arrival.policy.estimated_warn
    risen = sorted(table for table, share in now.items() if share - before[table] > most)
    named = [f"{table} {now[table]:.0%}, {before[table]:.0%} before" for table in risen]
    found = f"the share of estimated known dates rose among the new records of {'; '.join(named)}"
    limit = f"a rise of at most {most:.0%} in any table"
    yield _judged(arrival, len(arrival.news), bool(risen), "warn"), found if risen else "it rose in no table", limit


def _of_tables_told(arrival: Arrival, before: dict[str, float]) -> pd.DataFrame:
    """New records of tables that came before too, and have enough of them to judge a share."""
    table = arrival.news["record_id"].str.split(":", n=2).str[1]
    enough = table.groupby(table).transform("size") >= arrival.policy.least_records
    return arrival.news[enough & table.isin(before)]


def _refused_rows(arrival: Arrival) -> Iterator[Answer]:
    refused = sum(one.rows for one in arrival.one.refused)
    rows = refused + sum(arrival.one.tables.values())
    if not rows:
        return
    share, policy = refused / rows, arrival.policy
    worst: Verdict = "refuse" if share > policy.refused_refuse else "warn"
    limit = f"at most {policy.refused_warn:.0%}, {policy.refused_refuse:.0%} at the worst"
    yield _judged(arrival, rows, share > policy.refused_warn, worst), f"{refused:,} of {rows:,} rows", limit


QUESTIONS: dict[str, Question] = {
    "agreement": _agreement,
    "kinds_agreed": _kinds_agreed,
    "late": _late,
    "volume": _volume,
    "quiet": _quiet,
    "withdrawn": _withdrawn,
    "changed": _changed,
    "codes": _codes,
    "new_codes": _new_codes,
    "vanished_codes": _vanished_codes,
    "lag": _lag_drift,
    "estimates": _estimates,
    "refused_rows": _refused_rows,
}


def _share_of_standing(arrival: Arrival, records: int, limit: str, what: str) -> Iterator[Answer]:
    if arrival.entry is None or not arrival.standing:
        return
    most: float = getattr(arrival.policy, limit)
    found = f"{records:,} of {arrival.standing:,} records {what}"
    beyond = records / arrival.standing > most
    yield _judged(arrival, arrival.standing, beyond, "refuse"), found, f"at most {most:.0%}"


def _judged(arrival: Arrival, records: float, beyond: bool | np.bool_, verdict: Verdict) -> Verdict:
    if records < arrival.policy.least_records:
        return "not judged"
    return verdict if beyond else "fine"


def _at_least(name: str, arrival: Arrival) -> str:
    return f"at least {getattr(arrival.policy, name):.0%}"


def _words(events: pd.DataFrame) -> pd.Series:
    """How often each kind and code stands in records."""
    return (events["kind"] + " " + events["code"].fillna("")).value_counts()
