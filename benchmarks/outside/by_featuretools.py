"""The sixty indicators by featuretools. Runs in the peers' own environment, on fewer people: time is scaled by rows.

featuretools knows one date an event, so it is given events that were known on the day they happened.
Usage: python by_featuretools.py EVENTS.parquet ROWS.parquet INDICATORS.json OUT.parquet TIMES
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

import featuretools as ft
import pandas as pd
from featuretools.primitives import Count, Sum, TimeSinceLast

DAY = 86_400


def main(events: str, rows: str, indicators: str, out: str, times: str) -> None:
    """Load, run so many times (the best counts) and print {"seconds", "peer"} as JSON."""
    warnings.filterwarnings("ignore")
    asked = pd.read_parquet(rows)
    with open(indicators, encoding="utf-8") as file:
        declared = json.load(file)
    entities = _entities(pd.read_parquet(events), asked)
    cutoff = pd.DataFrame({"person_id": asked["person_id"], "time": pd.to_datetime(asked["as_of"])})
    seconds = float("inf")
    for _ in range(int(times)):
        began = time.perf_counter()
        parts = [_computed(entities, cutoff, declared, *which) for which in _calls(declared)]
        seconds = min(seconds, time.perf_counter() - began)
    answer = _answer(pd.concat(parts, axis=1), declared, asked)
    answer.to_parquet(out)
    print(json.dumps({"seconds": seconds, "peer": f"featuretools {ft.__version__}"}))


def _entities(events: pd.DataFrame, asked: pd.DataFrame) -> ft.EntitySet:
    kept = events[~events["status"].isin(("cancelled", "diverted"))].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "id": kept.index,
            "person_id": kept["person_id"],
            "kind": kept["kind"],
            "time": pd.to_datetime(kept["happened_on"]),
            "amount": kept["amount"],
        }
    )
    entities = ft.EntitySet("records")
    people = pd.DataFrame({"person_id": asked["person_id"].drop_duplicates()})
    entities.add_dataframe(dataframe_name="people", dataframe=people, index="person_id")
    entities.add_dataframe(
        dataframe_name="events",
        dataframe=frame,
        index="id",
        time_index="time",
        logical_types={"kind": "Categorical", "person_id": "Categorical"},
    )
    entities.add_relationship("people", "person_id", "events", "person_id")
    return entities


def _calls(declared: list[dict]) -> list[tuple[str, int | None]]:
    """(measure, window): featuretools takes one window a call."""
    found = {(one["measure"], one["window_days"]) for one in declared}
    trends = {("trend", 2 * days) for measure, days in found if measure == "trend"}
    return sorted(found | trends, key=str)


def _computed(
    entities: ft.EntitySet, cutoff: pd.DataFrame, declared: list[dict], measure: str, days: int | None
) -> pd.DataFrame:
    kinds = sorted({one["kinds"][0] for one in declared})
    matrix = ft.calculate_feature_matrix(
        [_feature(entities, measure, kind) for kind in kinds],
        entities,
        cutoff_time=cutoff,
        cutoff_time_in_index=True,
        training_window=None if days is None else f"{days} days",
        include_cutoff_time=False,
        verbose=False,
    )
    return matrix.set_axis([f"{measure}/{days}/{kind}" for kind in kinds], axis=1)


def _feature(entities: ft.EntitySet, measure: str, kind: str) -> Any:
    only = ft.Feature(entities["events"].ww["kind"]) == kind
    base, primitive = {
        "total": ("amount", Sum),
        "days_since": ("time", TimeSinceLast),
    }.get(measure, ("id", Count))
    return ft.Feature(entities["events"].ww[base], parent_dataframe_name="people", primitive=primitive, where=only)


def _answer(found: pd.DataFrame, declared: list[dict], asked: pd.DataFrame) -> pd.DataFrame:
    index = pd.MultiIndex.from_arrays([asked["person_id"], pd.to_datetime(asked["as_of"])])
    found = found.reindex(index)
    return pd.DataFrame({one["name"]: _column(found, one).to_numpy() for one in declared})


def _column(found: pd.DataFrame, one: dict) -> pd.Series:
    measure, days, kind = one["measure"], one["window_days"], one["kinds"][0]
    values = found[f"{measure}/{days}/{kind}"].astype("float64")
    match measure:
        case "ever":
            return (values.fillna(0) > 0).astype("float64")
        case "days_since":
            return values / DAY
        case "trend":
            return 2 * values.fillna(0) - found[f"trend/{2 * (days or 0)}/{kind}"].astype("float64").fillna(0)
        case _:
            return values.fillna(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
