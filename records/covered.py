"""What feeds cover: agency, kind, ages, area and span of days. Nothing recorded is not the same as nothing covered.

A feed covers the kinds of which its delivered tables can tell (codes/feed_kinds.csv): from its first record to the last
day on which it recorded anything, never beyond the end of its agreement or further back than the kind is kept.
A first delivery covers the past, as its records do. A later one that came in time lengthens the line. One that came
after a gap, or reaches further back, is a line of its own, which counts as of dates after it came, as its records do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from records.agreed_checks import IngestChecks
from records.agreements import Agreement
from records.delivery import Delivery
from records.events import COVERAGE
from records.frames import typed
from records.in_time import in_time_to
from records.policy import read_section
from records.retention import Retention

ONE_ROW_FOR = ["feed", "agency", "kind", "area", "min_age", "max_age"]
AGES = {"min_age": "Int64", "max_age": "Int64"}
SPAN = {"from": ("from", "min"), "to": ("to", "max"), "received_on": ("received_on", "max")}


def coverage_after(
    held: pd.DataFrame, one: Delivery, agreement: Agreement | None, received_on: date, first: bool
) -> pd.DataFrame:
    """The coverage table after a delivery, the `first` of its feed or a later one: rows for each kind that its tables
    could tell, held or not, and each area that its agreement names."""
    if one.events.empty:
        return held
    held, now = _lines(held), _lines(_told(one, agreement, received_on))
    now["known_on"] = _known_on(held, now, agreement, first)
    rows = pd.concat([frame for frame in (held, now) if len(frame)] or [held], ignore_index=True)
    return typed(rows.groupby([*ONE_ROW_FOR, "known_on"], as_index=False, dropna=False).agg(**SPAN), COVERAGE)


def _told(one: Delivery, agreement: Agreement | None, received_on: date) -> pd.DataFrame:
    """What the delivery itself covers, no further back than records are kept on the day on which it came."""
    agreed = one.may_tell & set(agreement.kinds) if agreement and agreement.kinds else one.may_tell
    kinds = pd.DataFrame({"kind": sorted(agreed | set(one.events["kind"]))})
    ages = [agreement.ages(kind) if agreement else (None, None) for kind in kinds["kind"]]
    until = one.events["known_on"].max()
    now = kinds.assign(
        feed=one.feed,
        agency=one.agency,
        min_age=pd.array([youngest for youngest, _ in ages], "Int64"),
        max_age=pd.array([oldest for _, oldest in ages], "Int64"),
        received_on=pd.Timestamp(received_on),
        to=min(until, pd.Timestamp(agreement.expires_on)) if agreement else until,
    )
    now["from"] = one.events["happened_on"].min()
    areas = pd.DataFrame({"area": list(agreement.areas) if agreement and agreement.areas else [None]})
    agreed_years = {one.feed: agreement.keep_years if agreement else None}
    kept = read_section("retention", Retention)
    return while_kept(now.merge(areas, how="cross"), pd.Timestamp(received_on), kept, agreed_years)


def _lines(frame: pd.DataFrame) -> pd.DataFrame:
    return typed(frame, COVERAGE).astype(AGES)


def _known_on(held: pd.DataFrame, now: pd.DataFrame, agreement: Agreement | None, first: bool) -> pd.Series:
    """The day after which each line counts: that of the held line which it lengthens, else the day on which it came;
    null for a first delivery's."""
    newest = held.sort_values("received_on", kind="stable").drop_duplicates(ONE_ROW_FOR, keep="last")
    before = now[ONE_ROW_FOR].merge(newest, on=ONE_ROW_FOR, how="left").set_axis(now.index)
    policy = read_section("ingest_checks", IngestChecks)
    until = [pd.NaT if pd.isna(day) else in_time_to(day.date(), agreement, policy) for day in before["received_on"]]
    came_in_time = now["received_on"] <= pd.to_datetime(pd.Series(until, index=now.index))
    lengthens = came_in_time & (now["from"] >= before["from"])
    return before["known_on"].where(lengthens, pd.NaT if first else now["received_on"])


def while_kept(
    coverage: pd.DataFrame, as_of: pd.Timestamp, policy: Retention, agreed_years: Mapping[str, int | None]
) -> pd.DataFrame:
    """`coverage` that reaches no further back than records of each kind are kept as of the day."""
    years = [
        _years(kind if isinstance(kind, str) else None, agreed_years.get(feed), policy)
        for kind, feed in zip(coverage["kind"], coverage["feed"], strict=True)
    ]
    earliest = [
        first if one is None else as_of - pd.DateOffset(years=one)
        for one, first in zip(years, coverage["from"], strict=True)
    ]
    earliest = pd.Series(earliest, index=coverage.index)
    start = coverage["from"].clip(lower=earliest.astype("datetime64[s]"))
    return coverage.assign(**{"from": start})[start <= coverage["to"]].reset_index(drop=True)


def _years(kind: str | None, agreed: int | None, policy: Retention) -> int | None:
    if kind is None:
        return agreed or policy.years
    kept = policy.of(kind, agreed)
    return None if kept is None else kept.years
