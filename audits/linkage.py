"""Whose records linkage misses: precision, recall and missed links by group, where shared keys tell what is true.

People who carry a shared key are linked with their keys hidden (`records link` keeps what came of it); what the model
missed, and whom it joined wrongly, is counted here by ethnicity and gender. A missed link is records that nobody sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from audits.groups import groups_of, people_of
from audits.intervals import Interval, effective_size
from audits.nearest import nearest
from audits.rounding import share_of
from audits.rows import NOT_KNOWN
from audits.taken_away import Line, Sum, hide_what_follows
from records.store import Snapshot
from training.policy import AuditPolicy

Json = dict[str, Any]
EVERYONE = "Everyone"
BROAD, APART = "ethnicity", "ethnicity_detail"  # every group reported apart lies in a broad one
BY = (BROAD, APART, "gender", "sex")
LEAST_FOR_PER_CENT, LEAST_FOR_TENTHS = 100, 1000  # pairs: with fewer a rounded rate could be turned back into a count
HIDES, HALF = "not shown", 0.5
HIDDEN: Json = {"value": None, "low": None, "high": None, "bound": None}


def linkage(snapshot: Snapshot, policy: AuditPolicy, to: int = 1) -> Json | None:
    """The tables by group, from counts to the nearest `rounded_to`; None where no two agencies' people share a key.

    Asked for exact counts (`to` 1) it gives rounded ones where these tell of more groups: to hide one pair of a group,
    exact ones would take another whole group out. Each pair is seen from both ends; intervals allow for a person in
    several pairs.
    """
    checks, identities = snapshot.kept("key_checks"), snapshot.kept("identities")
    if checks is None or identities is None or not checks.num_rows:
        return None
    ends = _ends(checks.to_pandas(), identities.to_pandas())
    ids = pa.chunked_array([pa.array(ends["person_id"], pa.string())])
    columns = groups_of(snapshot, ids).columns
    ways, least = ((to, policy.round_to), policy.internal_threshold) if to == 1 else ((to,), policy.published_high + 1)
    counted = [_Counted(ends, people_of(ids), policy, way, least) for way in ways]
    return max((_tables(one, columns) for one in counted), key=_groups_told)


def _tables(counted: _Counted, columns: pd.DataFrame) -> Json:
    everyone = counted.line(EVERYONE, np.ones(len(counted.ends), dtype=bool))
    tables = {by: counted.table(columns[by].to_numpy()) for by in BY if by in columns}
    lines, sums = _added_up(counted, columns, everyone, tables)
    least = _least(counted.policy)
    leasts = {"pairs": counted.least_pairs} | dict.fromkeys(("missed", "right", "wrong"), least)
    hide_what_follows(lines, sums, leasts, counted.to)
    told = [{"by": by, "groups": [line.told for line in table.values()]} for by, table in tables.items()]
    return {"overall": everyone.told, "tables": told, "rounded_to": counted.to}


def _groups_told(found: Json) -> int:
    """Of how many groups the tables tell how many pairs they have, without which nothing of a group is told."""
    return sum(row["pairs"] is not None for table in found["tables"] for row in table["groups"])


def printed(found: Json) -> list[dict[str, str]]:
    """The tables as rows of text: a group's pairs, and each share in per cent with the ends of its interval."""
    tables = [{"by": "", "groups": [found["overall"]]}, *found["tables"]]
    return [
        {"by": table["by"], "group": row["group"], "pairs": HIDES if row["pairs"] is None else f"{row['pairs']:,}"}
        | {name: _per_cent(row[name]) for name in ("missed", "recall", "precision")}
        for table in tables
        for row in table["groups"]
    ]


def _per_cent(share: Json) -> str:
    if share["value"] is not None:
        value, low, high = (f"{100 * share[name]:.1f}" for name in ("value", "low", "high"))
        return f"{value}% ({low} to {high})"
    bound = share["bound"]
    return HIDES if bound is None else f"{'under' if bound < HALF else 'over'} {100 * bound:.0f}%"


@dataclass(frozen=True)
class _Counted:
    """Both ends of every pair, who each is of, and how exactly their counts may be told."""

    ends: pd.DataFrame
    person: np.ndarray
    policy: AuditPolicy
    to: int
    least_pairs: int

    def table(self, column: np.ndarray) -> dict[str, Line]:
        """A line for each group of a column."""
        names = {str(group) for group in column if group is not None}
        order = sorted(names, key=lambda name: (name == NOT_KNOWN, name))
        return {name: self.line(name, column == name) for name in order}

    def line(self, name: str, mine: np.ndarray) -> Line:
        """The figures of a group, small ones hidden, and its true counts."""
        by_key, by_model = self._linked(mine)
        counts, missed = self._counts(by_key, by_model), self._rate(~by_model, by_key)
        pairs = int(counts["pairs"])
        told = {
            "group": name,
            "pairs": None if 0 < pairs < self.least_pairs else nearest(pairs, self.to),
            "missed": missed,
            "recall": _rest(missed),
            "precision": self._precision(by_key, by_model, counts),
        }
        return Line(told, counts)

    def _rate(self, hit: np.ndarray, among: np.ndarray) -> Json:
        size = effective_size(hit, among, self.person)
        return _rate(float((hit & among).sum()) / 2, float(among.sum()) / 2, size, self.policy, self.to)

    def _precision(self, by_key: np.ndarray, by_model: np.ndarray, counts: Mapping[str, float]) -> Json:
        """Of links as many as if every small count were one and the same, and none missed as few: a link that is missed
        is not among them, so what is told of so many, and how finely, would else tell those missed of known pairs."""
        if counts["pairs"] < LEAST_FOR_PER_CENT or not by_model.any():
            return dict(HIDDEN)
        missed, right, wrong = (counts[name] for name in ("missed", "right", "wrong"))
        seen = effective_size(by_key, by_model, self.person) / (right + wrong)
        least = _least(self.policy)
        right = _alike(right + missed - (_alike(missed, least) or least / 2), least)
        n = right + _alike(wrong, least)
        return _rate(right, n, seen * n, self.policy, self.to)

    def counts(self, mine: np.ndarray) -> dict[str, float]:
        """True pairs of a group, those missed and those linked, and links that were wrong; half of what stands at both
        ends."""
        return self._counts(*self._linked(mine))

    def _linked(self, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whose pairs the keys, and whose the model, joined."""
        by_key, by_model = (self.ends[column].to_numpy(dtype=bool) & mine for column in ("by_key", "by_model"))
        return by_key, by_model

    @staticmethod
    def _counts(by_key: np.ndarray, by_model: np.ndarray) -> dict[str, float]:
        found = {"pairs": by_key, "missed": by_key & ~by_model, "right": by_key & by_model}
        found["wrong"] = by_model & ~by_key
        return {name: float(those.sum()) / 2 for name, those in found.items()}


def _added_up(
    counted: _Counted, columns: pd.DataFrame, everyone: Line, tables: dict[str, dict[str, Line]]
) -> tuple[list[Line], list[Sum]]:
    """Every line, and which of them add up to which: everyone to each table, and broad groups to those apart."""
    lines, sums = [everyone], []
    at: dict[tuple[str, str], int] = {}
    for by, table in tables.items():
        at |= {(by, name): len(lines) + nth for nth, name in enumerate(table)}
        lines += table.values()
        if by != APART:
            sums.append(Sum(0, tuple(at[by, name] for name in table)))
    broad, apart = (columns[by].to_numpy() for by in (BROAD, APART))
    for name in sorted({str(group) for group in broad[pd.notna(apart)]}):
        parts = [at[APART, one] for one in tables[APART] if (broad[apart == one] == name).all()]
        rest = Line(None, counted.counts((broad == name) & pd.isna(apart)))
        sums.append(Sum(at[BROAD, name], (*parts, *([len(lines)] if any(rest.counts.values()) else []))))
        lines += [rest] if any(rest.counts.values()) else []
    return lines, sums


def _ends(checks: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """A row for each end of each pair, with the person whose record it is."""
    ends = pd.concat([checks.assign(record=checks["one"]), checks.assign(record=checks["other"])], ignore_index=True)
    ids = identities.set_index("agency_person_id")["person_id"].reindex(ends["record"])
    return ends.assign(person_id=ids.fillna(pd.Series(ids.index, index=ids.index)).to_numpy())


def _alike(count: float, least: int) -> float:
    """A count, or half of `least` for every small one."""
    return least / 2 if 0 < count < least else count


def _rate(hits: float, n: float, size: float, policy: AuditPolicy, to: int) -> Json:
    """The share of `hits` in `n`, seen in `size` effective rows, with its interval, rounded so that no count can be
    worked out of it. Null where either part is small; then `bound` says where the share must lie below (or, of a large
    share, above)."""
    least = _least(policy)
    if n < LEAST_FOR_PER_CENT:
        return dict(HIDDEN)
    if any(0 < part < least for part in (hits, n - hits)):
        bound = ceil(100 * least / n) / 100
        return {**HIDDEN, "bound": bound if hits < least else round(1 - bound, 2)}
    share = share_of(nearest(hits, to), nearest(n, to), size, to)
    if share is None:
        return dict(HIDDEN)
    return {**_rounded(share.interval(policy.confidence), 3 if n >= LEAST_FOR_TENTHS else 2), "bound": None}


def _rest(share: Json) -> Json:
    """The share of the others, with its interval or bound: of one count, so that the two add up to all of them."""
    ends = {"value": share["value"], "low": share["high"], "high": share["low"], "bound": share["bound"]}
    return {name: None if end is None else round(1 - end, 3) for name, end in ends.items()}


def _least(policy: AuditPolicy) -> int:
    return max(policy.internal_threshold, policy.published_high + 1)


def _rounded(found: Interval, digits: int) -> Json:
    return {name: round(getattr(found, name), digits) + 0.0 for name in ("value", "low", "high")}
