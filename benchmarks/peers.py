"""The same sixty indicators as a good analyst would write them in SQL for DuckDB and in pandas.

Like us, both leave out the records of kinds that nothing asks about before they do anything else with them. Neither
puts its answer in order: who compares does, outside the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from features.catalogue import Catalogue
from features.indicator import Indicator

if TYPE_CHECKING:
    import duckdb

SAID = {
    "count": "count(*) FILTER (WHERE {named} AND {recent})",
    "ever": "max(CASE WHEN {named} THEN 1 ELSE 0 END)",
    "total": "coalesce(sum(amount) FILTER (WHERE {named} AND {recent}), 0)",
    "days_since": "r.as_of - max(happened_on) FILTER (WHERE {named})",
    "trend": "2 * count(*) FILTER (WHERE {named} AND {recent})"
    " - count(*) FILTER (WHERE {named} AND happened_on >= r.as_of - {twice})",
}
QUERY = """
SELECT r.person_id, r.as_of, {columns}
FROM rows r LEFT JOIN events e ON e.person_id = r.person_id
 AND happened_on < r.as_of AND known_on < r.as_of AND (superseded_on IS NULL OR superseded_on >= r.as_of)
 AND status NOT IN ('cancelled', 'diverted') AND kind IN ({kinds})
GROUP BY r.person_id, r.as_of
"""


def in_duckdb(events: pa.Table, rows: pa.Table, catalogue: Catalogue) -> tuple[str, Callable[[], pa.Table]]:
    """DuckDB's name and version, and the query to run on tables that it has already loaded."""
    import duckdb

    at = duckdb.connect(config={"threads": 2})
    _load(at, "arrived", events, "events")
    _load(at, "asked", rows, "rows")
    return f"DuckDB {duckdb.__version__}", lambda: at.sql(query_of(catalogue)).to_arrow_table()


def query_of(catalogue: Catalogue) -> str:
    """The statement over `events` and `rows`: one FILTER aggregate an indicator, one pass for all dates."""
    columns = ", ".join(f"({_said(one)})::DOUBLE AS {one.name}" for one in catalogue.indicators)
    return QUERY.format(columns=columns, kinds=", ".join(f"'{kind}'" for kind in asked_about(catalogue)))


def asked_about(catalogue: Catalogue) -> list[str]:
    """The kinds of which the catalogue asks."""
    return sorted({kind for one in catalogue.indicators for kind in one.kinds})


def in_pandas(events: pa.Table, rows: pa.Table, catalogue: Catalogue) -> tuple[str, Callable[[], pa.Table]]:
    """pandas' name and version, and one grouping a measure and date over frames that it has already loaded."""
    held, asked = events.to_pandas(date_as_object=False), rows.to_pandas(date_as_object=False)
    held = held[~held.status.isin(("cancelled", "diverted")) & held.kind.isin(asked_about(catalogue))]
    held = held.astype({"person_id": "category", "kind": "category"})
    held["superseded_on"] = held.superseded_on.fillna(pd.Timestamp.max.as_unit("s"))

    def run() -> pa.Table:
        parts = [_as_of(held, day, people, catalogue) for day, people in asked.groupby("as_of").person_id]
        return pa.Table.from_pandas(pd.concat(parts), preserve_index=False)

    return f"pandas {pd.__version__}", run


def _load(at: duckdb.DuckDBPyConnection, handle: str, table: pa.Table, name: str) -> None:
    at.register(handle, table)
    at.execute(f"CREATE TABLE {name} AS SELECT * FROM {handle}")


def _said(one: Indicator) -> str:
    recent, twice = f"happened_on >= r.as_of - {one.window}", 2 * (one.window or 0)
    return SAID[one.measure].format(named=f"kind = '{one.kinds[0]}'", recent=recent, twice=twice)


def _as_of(held: pd.DataFrame, day: pd.Timestamp, people: pd.Series, catalogue: Catalogue) -> pd.DataFrame:
    seen = held[(held.happened_on < day) & (held.known_on < day) & (held.superseded_on >= day)]
    grouped: dict[tuple[str, int | None], pd.DataFrame] = {}
    columns: dict[str, Any] = {"person_id": people.to_numpy(), "as_of": day}
    for one in catalogue.indicators:
        key = (one.measure, one.window)
        if key not in grouped:
            grouped[key] = _grouped(seen, day, one)
        none = float("nan") if one.when_none is None else 0.0
        columns[one.name] = grouped[key][one.kinds[0]].reindex(people).fillna(none).to_numpy(dtype=float)
    return pd.DataFrame(columns)


def _grouped(seen: pd.DataFrame, day: pd.Timestamp, one: Indicator) -> pd.DataFrame:
    recent = seen if one.window is None else seen[seen.happened_on >= day - pd.Timedelta(days=one.window)]
    by = recent.groupby(["person_id", "kind"], observed=False)
    match one.measure:
        case "count":
            return by.size().unstack()
        case "ever":
            return by.size().unstack().clip(upper=1)
        case "total":
            return by.amount.sum().unstack()
        case "days_since":
            return (day - by.happened_on.max()).dt.days.unstack()
        case _:
            both = seen[seen.happened_on >= day - pd.Timedelta(days=2 * (one.window or 0))]
            return 2 * by.size().unstack() - both.groupby(["person_id", "kind"], observed=False).size().unstack()
