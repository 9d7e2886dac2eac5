"""Who was left out and why, and what the label rests on: how much of it is police contact that nothing tested."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from audits.groups import groups_of
from audits.nearest import nearest
from audits.rows import NOT_KNOWN
from audits.tested import Tested
from training.cohort import eligibility
from training.outcome import Outcome, labels
from training.policy import AuditPolicy

Json = dict[str, Any]
TESTED_STATUSES = ("charged", "cautioned_or_convicted")
LEAST_FOR_A_SHARE = 100  # a whole per cent of fewer people than this could be turned back into a count


def left_out(tested: Tested, policy: AuditPolicy) -> list[Json]:
    """Each reason for not being scored at the last test date, with how many (rounded; small ones put together)."""
    why = _why_not(tested).to_pylist()
    counts = Counter(reason for reason in why if reason)
    small = {reason for reason, n in counts.items() if n < policy.internal_threshold}
    if len(small) == 1 and len(counts) > 1:
        small.add(min((r for r in counts if r not in small), key=lambda r: (counts[r], r)))
    kept = {reason: n for reason, n in counts.items() if reason not in small}
    rest = sum(counts[reason] for reason in small)
    if rest >= policy.internal_threshold:
        kept["other reasons"] = rest
    ordered = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    return [{"why": reason, "people": nearest(n, policy.round_to)} for reason, n in ordered]


def share_left_out(tested: Tested, by: str, policy: AuditPolicy, to: int = 1) -> list[Json]:
    """The share of each group that was not scored at the last test date, to a whole per cent; from
    counts to the nearest `to`."""
    people = tested.snapshot.people()["person_id"]
    column = groups_of(tested.snapshot, people).columns[by].to_numpy()
    gone = np.array([reason is not None for reason in _why_not(tested).to_pylist()])
    return _shares(column, gone, np.ones(len(gone), dtype=bool), policy, to)


def untested(tested: Tested, by: str, policy: AuditPolicy, to: int = 1) -> Json | None:
    """Of the rows with the outcome, the share in which every record behind it is a report that no charge, caution
    or conviction followed: overall, and by group. None where records of that role never say what followed, as a
    victim's do not: an outcome of the case is about the suspect.
    From counts to the nearest `to`."""
    outcome = tested.bundle.outcome
    assert outcome is not None
    if not _says_what_followed(tested, outcome):
        return None
    narrow = replace(outcome, statuses=TESTED_STATUSES)
    rows = tested.table.select(["person_id", "as_of"])
    followed = labels(tested.snapshot.events(), rows, narrow)
    harmed = tested.rows.label
    everyone = np.full(len(harmed), "everyone", dtype=object)
    return {
        "overall": _shares(everyone, ~followed, harmed, policy, to),
        "groups": _shares(tested.rows.groups[by].to_numpy(), ~followed, harmed, policy, to),
        "by": by,
    }


def _says_what_followed(tested: Tested, outcome: Outcome) -> bool:
    events = tested.snapshot.events()
    mine = pc.and_(
        pc.is_in(events["kind"], pa.array(outcome.kinds)), pc.is_in(events["status"], pa.array(TESTED_STATUSES))
    )
    if outcome.roles:
        mine = pc.and_(mine, pc.is_in(events["role"], pa.array(outcome.roles)))
    return bool(pc.any(mine).as_py())


def agencies_behind_label(tested: Tested) -> list[str]:
    """The agencies whose records make the label, in order."""
    outcome, events = tested.bundle.outcome, tested.snapshot.events()
    assert outcome is not None
    mine = events.filter(pc.is_in(events["kind"], pa.array(outcome.kinds, pa.string())))
    return sorted(pc.unique(mine["agency"]).to_pylist())


def _why_not(tested: Tested) -> pa.ChunkedArray:
    rule = tested.bundle.cohort
    assert rule is not None
    snapshot = tested.snapshot
    return eligibility(snapshot.people(), snapshot.events(), tested.bundle.dates.test[-1], rule)["why_not"]


def _shares(column: np.ndarray, hit: np.ndarray, among: np.ndarray, policy: AuditPolicy, to: int) -> list[Json]:
    found = []
    for group in sorted({str(g) for g in column[among]}, key=lambda g: (g == NOT_KNOWN, g)):
        mine = among & (column == group)
        hits, n = int((hit & mine).sum()), int(mine.sum())
        small = any(0 < part < policy.internal_threshold for part in (hits, n - hits))
        enough = n >= LEAST_FOR_A_SHARE and not small
        share = round(100 * nearest(hits, to) / nearest(n, to)) if enough else None
        found.append({"group": group, "per_cent": share})
    return found
