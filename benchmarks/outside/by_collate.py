"""The sixty indicators by collate, the feature builder of triage, on PostgreSQL. Runs in the peers' own environment.

collate knows one date an event, so it is given events that were known on the day they happened and never replaced.
Usage: python by_collate.py EVENTS.parquet ROWS.parquet INDICATORS.json OUT.parquet TIMES DATABASE
"""

from __future__ import annotations

import json
import sys
import time
from io import StringIO
from typing import Any

import pandas as pd
from sqlalchemy import create_engine, text
from triage.component.collate import Aggregate, SpacetimeAggregation

SCHEMA = "reachable_bench"
NOTHING = {"all": {"type": "zero_noflag"}, "coltype": "aggregate"}
KEYS = ["person_id", "date"]
TABLES = {"count": "within", "trend": "within", "total": "total", "ever": "ever", "days_since": "ever"}


def main(events: str, rows: str, indicators: str, out: str, times: str, database: str) -> None:
    """Load, run so many times (the best counts), fetch, and print {"seconds", "peer"} as JSON."""
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    asked = pd.read_parquet(rows)
    with open(indicators, encoding="utf-8") as file:
        declared = json.load(file)
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        _load(connection, pd.read_parquet(events))
        parts = _aggregations(declared, sorted(asked["as_of"].unique()))
        seconds = min(_timed(connection, parts) for _ in range(int(times)))
        answer = _fetched(connection, parts, declared, asked)
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    answer.to_parquet(out)
    print(json.dumps({"seconds": seconds, "peer": "triage 6.0.0 collate on PostgreSQL"}))


def _load(connection: Any, events: pd.DataFrame) -> None:
    columns = ["person_id", "kind", "happened_on", "amount"]
    kept = events.loc[~events["status"].isin(("cancelled", "diverted")), columns]
    connection.execute(text(f"CREATE TABLE {SCHEMA}.events (person_id text, kind text, date date, amount float8)"))
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {SCHEMA}.events FROM STDIN CSV", StringIO(kept.to_csv(index=False, header=False)))
    connection.execute(text(f"CREATE INDEX ON {SCHEMA}.events (person_id, date)"))
    connection.execute(text(f"ANALYZE {SCHEMA}.events"))


def _aggregations(declared: list[dict], days: list) -> list[SpacetimeAggregation]:
    """As few as can be without work for nothing, for each reads the events anew: collate applies every window of one to
    every quantity of it, so those that share quantities or windows stand together."""
    kinds = sorted({one["kinds"][0] for one in declared})
    windows = {one["measure"]: one["window_days"] for one in declared}

    def part(name: str, quantities: dict[str, str], intervals: list[str]) -> SpacetimeAggregation:
        return SpacetimeAggregation(
            [
                Aggregate({kind: quantity.format(kind=kind) for kind in kinds}, [function], NOTHING)
                for function, quantity in quantities.items()
            ],
            groups=["person_id"],
            intervals=intervals,
            from_obj=f"{SCHEMA}.events",
            dates=[str(pd.Timestamp(day).date()) for day in days],
            state_table="none",
            state_group="person_id",
            prefix=name,
            schema=SCHEMA,
        )

    flag = "(kind = '{kind}')::int"
    amount = "CASE WHEN kind = '{kind}' THEN amount ELSE 0 END"
    since = "CASE WHEN kind = '{kind}' THEN '{{collate_date}}'::date - date END"
    counted = (windows["count"], windows["trend"], 2 * windows["trend"])
    return [
        part("within", {"sum": flag}, [f"{days} days" for days in counted]),
        part("total", {"sum": amount}, [f"{windows['total']} days"]),
        part("ever", {"max": flag, "min": since}, ["all"]),
    ]


def _timed(connection: Any, parts: list[SpacetimeAggregation]) -> float:
    for part in parts:
        for drop in part.get_drops().values():
            connection.execute(drop)
    began = time.perf_counter()
    for part in parts:
        _execute(connection, part)
    return time.perf_counter() - began


def _execute(connection: Any, part: SpacetimeAggregation) -> None:
    for group, create in part.get_creates().items():
        connection.execute(create)
        for insert in part.get_inserts()[group]:
            connection.execute(insert)
        connection.execute(part.get_indexes()[group])


def _fetched(connection: Any, parts: list[SpacetimeAggregation], declared: list[dict], asked: pd.DataFrame) -> Any:
    tables = [pd.read_sql(text(f"SELECT * FROM {part.get_table_name('person_id')}"), connection) for part in parts]
    by_name = {part.prefix: table.set_index(KEYS) for part, table in zip(parts, tables, strict=True)}
    index = pd.MultiIndex.from_arrays([asked["person_id"], pd.to_datetime(asked["as_of"]).dt.date], names=KEYS)
    found = {one["name"]: _column(by_name[TABLES[one["measure"]]], one).reindex(index).to_numpy() for one in declared}
    answer = pd.DataFrame(found).astype("float64")
    nulls = [one["name"] for one in declared if one["measure"] == "days_since"]
    return answer.fillna({name: 0.0 for name in answer.columns if name not in nulls})


def _column(table: pd.DataFrame, one: dict) -> pd.Series:
    """collate names a column prefix_group_interval_quantity_function, shortened by PostgreSQL at 63 letters."""
    kind, measure, days = one["kinds"][0], one["measure"], one["window_days"]
    function = {"ever": "max", "days_since": "min"}.get(measure, "sum")

    def named(interval: str) -> pd.Series:
        return table[f"{TABLES[measure]}_person_id_{interval}_{kind}_{function}"[:63]]

    if measure == "trend":
        return 2 * named(f"{days} days").fillna(0) - named(f"{2 * days} days").fillna(0)
    found = named("all" if days is None else f"{days} days")
    return found if measure == "days_since" else found.fillna(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
