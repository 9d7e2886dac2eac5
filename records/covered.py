"""What feeds cover: agency, kind, ages, area and span of days. Nothing recorded is not the same as nothing covered.

A feed covers the kinds of which its delivered tables can tell (codes/feed_kinds.csv): from its first record to the last
day on which it recorded anything, never beyond the end of its agreement or further back than the kind is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from records.agreements import Agreement
from records.delivery import Delivery
from records.events import COVERAGE
from records.frames import typed
from records.retention import Retention

ONE_ROW_FOR = ["feed", "agency", "kind", "area", "min_age", "max_age"]
SPAN = {"from": ("from", "min"), "to": ("to", "max"), "received_on": ("received_on", "max")}


def coverage_after(held: pd.DataFrame, one: Delivery, agreement: Agreement | None, received_on: date) -> pd.DataFrame:
    """The coverage table after a delivery: a row for each kind that its tables could tell, held or not, and each area
    that its agreement names."""
    if one.events.empty:
        return held
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
    rows = pd.concat([frame for frame in (held, now.merge(areas, how="cross")) if len(frame)], ignore_index=True)
    return typed(rows, COVERAGE).groupby(ONE_ROW_FOR, as_index=False, dropna=False).agg(**SPAN)


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
