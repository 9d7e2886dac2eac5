"""Does a delivery speak in the words it used before: the kinds and codes of its new records, against those held, and
whether it says of the records held what it said of them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from records.arrival import Answer, Arrival, Verdict, judged
from records.delivery import table_of


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


def recoded(arrival: Arrival) -> Iterator[Answer]:
    """Whether records that stand come under another kind or code: most of a table's, or most of those with one code. A
    table may be so small a part of its feed that `changed` sees nothing."""
    was, now = _words_now_and_before(arrival)
    if was.empty:
        return
    table, most = table_of(was.index).to_series(index=was.index), arrival.policy.changed_refuse
    limit = f"at most {most:.0%} of a table, or of a code in it"
    asked: tuple[tuple[pd.Series, Verdict], ...] = ((table, "refuse"), (table + " " + was, "warn"))
    for by, verdict in asked:
        moved = (was != now).groupby(by).agg(["sum", "size"])
        moved = moved[(moved["size"] >= arrival.policy.least_records) & (moved["sum"] / moved["size"] > most)]
        if len(moved):
            told = "; ".join(f"{n:,} of {of:,} of {name}" for name, n, of in moved.itertuples(name=None))
            yield verdict, f"under another kind or code came {told}", limit
            return
    found = f"{(was != now).sum():,} of {len(was):,} records came under another kind or code"
    yield judged(arrival, len(was), False, "warn"), found, limit


def _words_now_and_before(arrival: Arrival) -> tuple[pd.Series, pd.Series]:
    """Kind and code of each record that stands and came again: as held, and as it came."""
    stand = arrival.held[arrival.held["superseded_on"].isna()].set_index("record_id")
    came = arrival.one.events.sort_values("version").drop_duplicates("record_id", keep="last").set_index("record_id")
    both = stand.index.intersection(came.index)
    return _word(stand.loc[both]), _word(came.loc[both])


def _words(events: pd.DataFrame) -> pd.Series:
    """How often each kind and code stands in records."""
    return _word(events).value_counts()


def _word(events: pd.DataFrame) -> pd.Series:
    return events["kind"] + " " + events["code"].fillna("")
