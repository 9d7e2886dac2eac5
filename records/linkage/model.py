"""How likely two agencies' records are of one person: a Fellegi-Sunter model, by Splink on DuckDB.

How often values agree by chance (u) is taken from the store itself; how often they agree for one person (m) begins
at the numbers in `comparisons` and is estimated where the records allow it. One thread, a fixed seed and ordered rows:
the same store gives the same chances.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from records.linkage.comparisons import STEPS, comparisons, needs_a_second_look
from records.linkage.rows import KEYS, LISTED

SEED = 20260101
U_PAIRS = 300_000  # random pairs behind each chance agreement: ten times as many moved no link in the county
EM_PAIRS = 1_000_000  # pairs that each round of estimation looks at
STRICT_RECALL = 0.6  # share of true pairs that agree in all of STRICT: an assumption, for the prior alone
PRIORS = (1e-6, 0.2)  # the prior stays within these: a store may be tiny, or all blank
LEAST_SCORED = 0.01  # pairs less likely than this are neither linked nor shown, and are not kept
STRICT = ["forename", "surname", "born_on"]  # who shares all of these is nearly always one person
FEW = 500  # with fewer people than this nothing is estimated: a handful of pairs would say anything
TRAINED_ON = (("forename", "surname"), ("born_on",))  # each estimates the comparisons that it does not hold fixed
TAKEN = ("agency_person_id_l", "agency_person_id_r", "match_probability", "match_weight", *STEPS)
SCORED = {"one": "str", "other": "str", "probability": "float64", "weight": "float64", "second_look": "bool"}


def scored(people: pd.DataFrame, within: bool = False) -> pd.DataFrame:
    """Pairs of two agencies' people (of one agency's when `within`) that share a key, surest first.

    `people` is from `rows.comparable`. Columns: `one` and `other` (agency person ids, one < other), `probability`,
    `weight` (log2 odds) and `second_look`: whether a person must look before they may be linked.
    """
    frames = [part for _, part in people.groupby("agency", sort=True)]
    if len(people) < 2 or (len(frames) < 2 and not within):
        return nothing_scored()
    with _quiet() as api:
        tables = [api.register(_table(frame), dataset_display_name=frame["agency"].iloc[0]) for frame in frames]
        return _ordered(_predicted(tables, _prior(people, within), within, len(people) >= FEW))


def nothing_scored() -> pd.DataFrame:
    """No pairs."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SCORED.items()})


@contextmanager
def _quiet() -> Iterator[Any]:
    """A database in memory: one thread, nothing written to disk, nothing fetched, nothing said."""
    import duckdb
    from splink import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    still: dict[str, Any] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(":memory:", config=still) as connection:
        connection.execute("SET enable_progress_bar = false")
        yield DuckDBAPI(connection)


def _table(frame: pd.DataFrame) -> pa.Table:
    """The columns as text and lists of text, also where nobody has a value."""
    lists = set(LISTED.values())
    columns = {name: frame[name].astype("object").where(frame[name].notna(), None) for name in frame}
    types = {name: pa.list_(pa.string()) if name in lists else pa.string() for name in columns}
    return pa.table({name: pa.array(column, types[name]) for name, column in columns.items()})


def _prior(people: pd.DataFrame, within: bool) -> float:
    """The share of all pairs that is of one person, from how many agree in everything that matters."""
    alike = _pairs(people.dropna(subset=STRICT).groupby(STRICT), within)
    every = _pairs(people.groupby(lambda _: 0), within)
    low, high = PRIORS
    return float(np.clip(alike / STRICT_RECALL / max(every, 1.0), low, high))


def _pairs(groups: Any, within: bool) -> float:
    """How many pairs the groups hold, of two agencies or, `within`, of any."""
    n = groups.size().to_numpy(dtype="float64")
    if within:
        return float((n * (n - 1) / 2).sum())
    by_agency = groups["agency"].value_counts().to_numpy(dtype="float64")
    return float(((n**2).sum() - (by_agency**2).sum()) / 2)


def _predicted(tables: list[Any], prior: float, within: bool, estimate: bool) -> pd.DataFrame:
    from splink import Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only" if within else "link_only",
        unique_id_column_name="agency_person_id",
        source_dataset_column_name="agency",
        probability_two_random_records_match=prior,
        comparisons=comparisons(by_frequency=estimate),
        blocking_rules_to_generate_predictions=[block_on(key) for key in KEYS],
        retain_matching_columns=True,  # the steps (gamma) come with them
    )
    linker = Linker(tables, settings, log_level=None)
    if estimate:
        _estimate(linker)
    found = linker.inference.predict(threshold_match_probability=LEAST_SCORED).as_duckdbpyrelation()
    return found.select(", ".join(TAKEN)).df()


def _estimate(linker: Any) -> None:
    """Takes from the records what they can tell; where they can't (a column blank for all), the beginning stands."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED, num_chunks=1)
    for columns in TRAINED_ON:
        with suppress(EMTrainingException):  # no pair shares these: nothing to learn from
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns), max_pairs=EM_PAIRS)


def _ordered(pairs: pd.DataFrame) -> pd.DataFrame:
    left, right = pairs["agency_person_id_l"].astype("str"), pairs["agency_person_id_r"].astype("str")
    found = pd.DataFrame(
        {
            "one": left.where(left < right, right),
            "other": right.where(left < right, left),
            "probability": pairs["match_probability"].astype("float64"),
            "weight": pairs["match_weight"].astype("float64").round(6),
            "second_look": needs_a_second_look(pairs),
        }
    )
    found = found.drop_duplicates(["one", "other"])
    return found.sort_values(["weight", "one", "other"], ascending=[False, True, True], ignore_index=True)
