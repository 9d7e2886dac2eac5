"""Whose records linkage misses: precision, recall and missed links by group, where shared keys tell what is true.

People who carry a shared key are linked with their keys hidden (`records link` keeps what came of it); what the model
missed, and whom it joined wrongly, is counted here by ethnicity and gender. A missed link is records that nobody sees.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from audits.disclosure import nearest
from audits.groups import groups_of, people_of
from audits.intervals import Interval, effective_size, wilson
from audits.rows import NOT_KNOWN
from records.store import Snapshot
from training.policy import AuditPolicy

Json = dict[str, Any]
EVERYONE = "Everyone"
BY = ("ethnicity", "ethnicity_detail", "gender", "sex")
LEAST_FOR_PER_CENT, LEAST_FOR_TENTHS = 100, 1000  # pairs: with fewer a rounded rate could be turned back into a count
HIDDEN: Json = {"value": None, "low": None, "high": None}
RATES = ("missed", "recall", "precision")


def linkage(snapshot: Snapshot, policy: AuditPolicy, to: int = 1) -> Json | None:
    """The tables by group, from counts to the nearest `to`; None where no two agencies' people share a key.

    Each pair is seen from both of its ends; intervals allow for one person standing in several pairs.
    """
    checks, identities = snapshot.kept("key_checks"), snapshot.kept("identities")
    if checks is None or identities is None or not checks.num_rows:
        return None
    ends = _ends(checks.to_pandas(), identities.to_pandas())
    ids = pa.chunked_array([pa.array(ends["person_id"], pa.string())])
    found = groups_of(snapshot, ids)
    person = people_of(ids)
    everyone = _group(EVERYONE, ends, person, np.ones(len(ends), dtype=bool), policy, to)
    tables = [
        {"by": by, "groups": _table(ends, person, found.columns[by].to_numpy(), policy, to)}
        for by in BY
        if by in found.columns
    ]
    return {"overall": everyone, "tables": tables}


def _ends(checks: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """A row for each end of each pair, with the person whose record it is."""
    ends = pd.concat([checks.assign(record=checks["one"]), checks.assign(record=checks["other"])], ignore_index=True)
    ids = identities.set_index("agency_person_id")["person_id"].reindex(ends["record"])
    return ends.assign(person_id=ids.fillna(pd.Series(ids.index, index=ids.index)).to_numpy())


def _table(ends: pd.DataFrame, person: np.ndarray, column: np.ndarray, policy: AuditPolicy, to: int) -> list[Json]:
    names = sorted({str(group) for group in column if group is not None}, key=lambda name: (name == NOT_KNOWN, name))
    rows = [_group(name, ends, person, column == name, policy, to) for name in names]
    for rate in RATES:
        _hide_a_second(rows, rate)
    _hide_a_second_count(rows)
    return rows


def _group(name: str, ends: pd.DataFrame, person: np.ndarray, mine: np.ndarray, policy: AuditPolicy, to: int) -> Json:
    by_key, by_model = (ends[column].to_numpy(dtype=bool) & mine for column in ("by_key", "by_model"))
    pairs = int(by_key.sum()) // 2
    small = 0 < pairs < (policy.internal_threshold if to == 1 else policy.published_high + 1)
    return {
        "group": name,
        "pairs": None if small else nearest(pairs, to),
        "missed": _rate(~by_model, by_key, person, policy, to),
        "recall": _rate(by_model, by_key, person, policy, to),
        "precision": _rate(by_key, by_model, person, policy, to),
    }


def _rate(hit: np.ndarray, among: np.ndarray, person: np.ndarray, policy: AuditPolicy, to: int) -> Json:
    """A share with its interval, rounded so that no count can be worked out of it. Null where either part is small;
    then `bound` says where the share must lie below (or, of a large share, above)."""
    hits, n = int((hit & among).sum()) / 2, int(among.sum()) / 2
    least = max(policy.internal_threshold, policy.published_high + 1)
    if n < LEAST_FOR_PER_CENT:
        return {**HIDDEN, "bound": None}
    if any(0 < part < least for part in (hits, n - hits)):
        bound = ceil(100 * least / n) / 100
        return {**HIDDEN, "bound": bound if hits < least else round(1 - bound, 2)}
    share = nearest(hits, to) / nearest(n, to)
    found = wilson(min(1.0, share), effective_size(hit, among, person), policy.confidence)
    return {**_rounded(found, 3 if n >= LEAST_FOR_TENTHS else 2), "bound": None}


def _rounded(found: Interval, digits: int) -> Json:
    return {name: round(getattr(found, name), digits) + 0.0 for name in ("value", "low", "high")}


def _hide_a_second(rows: list[Json], rate: str) -> None:
    """Where one group's rate alone is hidden, the next smallest goes too: else it could be had by taking away."""
    hidden = [row for row in rows if row[rate]["value"] is None]
    shown = [row for row in rows if row[rate]["value"] is not None]
    if len(hidden) == 1 and shown:
        smallest = min(shown, key=lambda row: row["pairs"] or 0)
        smallest[rate] = dict.fromkeys(smallest[rate])


def _hide_a_second_count(rows: list[Json]) -> None:
    """The same for the number of pairs, which everyone's number would give back; what bounds a rate goes with it."""
    shown = [row for row in rows if row["pairs"]]
    if sum(row["pairs"] is None for row in rows) == 1 and shown:
        smallest = min(shown, key=lambda row: row["pairs"])
        smallest |= {"pairs": None} | {rate: {**HIDDEN, "bound": None} for rate in RATES}
