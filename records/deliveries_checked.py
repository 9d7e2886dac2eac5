"""What is asked of each delivery before it is taken in: does it come in time, whole, and in the words it used before.

A question is answered fine, warn or refuse; a share of too few records is not judged. Thresholds: policy.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from records import whole_checked, words_checked
from records.arrival import Answer, Arrival, Check, Question, Verdict, judged
from records.delivery import table_of
from records.frames import among
from records.in_time import late_after
from records.kinds import kinds
from records.measured import estimated_by_table, estimated_share, lag_of


def checked(arrival: Arrival) -> list[Check]:
    """Every question that can be asked of the delivery, in the order of QUESTIONS."""
    found = [(name, answer) for name, ask in QUESTIONS.items() for answer in ask(arrival)]
    return [Check(arrival.one.feed, name, *answer) for name, answer in found]


def _agreement(arrival: Arrival) -> Iterator[Answer]:
    agreed, soon = arrival.agreement, arrival.policy.agreement_warn_days
    if agreed is None:
        yield "warn", "no agreement is named", "an entry in feeds.toml"
        return
    left = (agreed.expires_on - arrival.received_on).days
    limit = f"more than {soon} days"
    yield "warn" if left <= soon else "fine", f"{agreed.agreement} ends on {agreed.expires_on}, in {left} days", limit


def _kept_for(arrival: Arrival) -> Iterator[Answer]:
    """policy.toml says nothing of kinds that a mapping declares: where no agreement does they are never purged."""
    events = arrival.one.events
    own = events[~among(events["kind"], kinds())]
    if own.empty:
        return
    years = arrival.agreement.keep_years if arrival.agreement else None
    named = ", ".join(sorted(own["kind"].unique()))
    found = f"{named}: {f'for {years} years' if years else 'without end, as no agreement says how long'}"
    yield "fine" if years else "warn", found, "keep_years in its agreement"


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


def _lag_drift(arrival: Arrival) -> Iterator[Answer]:
    before = ((arrival.entry or {}).get("measured") or {}).get("lag_days")
    now = lag_of(arrival.news)
    if before is None or now is None:
        return
    drifted = now > before * arrival.policy.lag_warn and now - before >= arrival.policy.lag_days
    found = f"known {now:.0f} days after it happened, {before:.0f} at the delivery before"
    limit = f"{arrival.policy.lag_warn:g} times and {arrival.policy.lag_days} days"
    yield judged(arrival, len(arrival.news), drifted, "warn"), found, limit


def _estimates(arrival: Arrival) -> Iterator[Answer]:
    """Of a first delivery, which is taken as known when it says so, how much is an estimate; of a later one, whose new
    records are known from receipt, whether any table has stopped to say when they were made."""
    if arrival.entry is None:
        events, most = arrival.one.events, arrival.policy.estimated_most
        share = estimated_share(events)
        so = ": how early these records count is mostly an assumption" if share > most else ""
        found = f"{share:.0%} of known dates are estimated{so}"
        yield judged(arrival, len(events), share > most, "warn"), found, f"at most {most:.0%} of a first delivery"
        return
    before = (arrival.entry.get("measured") or {}).get("estimated_by_table") or {}
    now = estimated_by_table(_of_tables_told(arrival, before))
    most = arrival.policy.estimated_warn
    risen = sorted(table for table, share in now.items() if share - before[table] > most)
    named = [f"{table} {now[table]:.0%}, {before[table]:.0%} before" for table in risen]
    found = f"the share of estimated known dates rose among the new records of {'; '.join(named)}"
    limit = f"a rise of at most {most:.0%} in any table"
    yield judged(arrival, len(arrival.news), bool(risen), "warn"), found if risen else "it rose in no table", limit


def _of_tables_told(arrival: Arrival, before: dict[str, float]) -> pd.DataFrame:
    """New records of tables that came before too, and have enough of them to judge a share."""
    table = table_of(arrival.news["record_id"])
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
    yield judged(arrival, rows, share > policy.refused_warn, worst), f"{refused:,} of {rows:,} rows", limit


QUESTIONS: dict[str, Question] = {
    "agreement": _agreement,
    "kinds_agreed": _kinds_agreed,
    "kept_for": _kept_for,
    "late": _late,
    "volume": whole_checked.volume,
    "tables": whole_checked.tables,
    "quiet": whole_checked.quiet,
    "withdrawn": whole_checked.withdrawn,
    "changed": whole_checked.changed,
    "codes": words_checked.codes,
    "new_codes": words_checked.new_codes,
    "vanished_codes": words_checked.vanished_codes,
    "recoded": words_checked.recoded,
    "lag": _lag_drift,
    "estimates": _estimates,
    "refused_rows": _refused_rows,
}
