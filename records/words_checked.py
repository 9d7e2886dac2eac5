"""Does a delivery speak in the words it used before: the kinds and codes of its new records, against those held."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from records.arrival import Answer, Arrival, Verdict, judged


def codes(arrival: Arrival) -> Iterator[Answer]:
    """Whether the mix of kinds and codes moved."""
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    moved = (before.div(before.sum()).sub(now.div(now.sum()), fill_value=0)).abs().sum() / 2
    found = f"the mix of kinds and codes of {now.sum():,} new records moved by {moved:.2f}"
    limit = f"at most {arrival.policy.codes_warn:g}"
    yield judged(arrival, now.sum(), moved > arrival.policy.codes_warn, "warn"), found, limit


def new_codes(arrival: Arrival) -> Iterator[Answer]:
    """Whether there are codes that the feed never used."""
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    unseen = now[~now.index.isin(before.index)]
    share = unseen.sum() / now.sum()
    found = f"{len(unseen)} codes never used before, in {unseen.sum():,} of {now.sum():,} new records"
    limit = f"at most {arrival.policy.new_codes_refuse:.0%} of them"
    worst: Verdict = "refuse" if share > arrival.policy.new_codes_refuse else "warn"
    yield judged(arrival, now.sum(), len(unseen) > 0, worst), found, limit


def vanished_codes(arrival: Arrival) -> Iterator[Answer]:
    """Whether a common code is in use no more."""
    before, now = _words(arrival.held), _words(arrival.news)
    if before.empty or now.empty:
        return
    common = before[before / before.sum() >= arrival.policy.code_share]
    gone = common[~common.index.isin(now.index)]
    found = f"{len(gone)} of {len(common)} common codes in none of {now.sum():,} new records"
    yield judged(arrival, now.sum(), len(gone) > 0, "warn"), found, "none"


def _words(events: pd.DataFrame) -> pd.Series:
    """How often each kind and code stands in records."""
    return (events["kind"] + " " + events["code"].fillna("")).value_counts()
