"""What simpler means would have done with the same enquiries, and how often harm came in each band."""

from __future__ import annotations

from typing import Any

import numpy as np

from audits.figures import Figures as Audited
from audits.intervals import Interval, effective_size
from audits.nearest import nearest
from audits.published import CHANCE_DIGITS
from audits.rounding import share_of
from audits.tested import Tested
from training.baselines import plain_count
from training.metrics import Figures, Judged, judge
from training.policy import AuditPolicy

Json = dict[str, Any]
BANDS = ("priority", "review", "not_prioritised")
BINS = 10
AS_AUDITED = {"precision_at_k": "ppv", "recall_at_k": "tpr"}  # what the report calls them where the list is of k
SAME = 1e-5  # nearer than this, two ways to the same figure; its intervals are drawn apart


def baselines(tested: Tested, bootstraps: int) -> dict[str, Figures]:
    """The model and the plain count of flags on the very rows audited, and the logistic regression as measured
    when the model was trained, all at the same capacity."""
    rows = tested.rows
    found = {"model": Judged(tested.margins, rows.label, rows.person, rows.chance)}
    found["plain_count"] = Judged(_flags(tested), rows.label, rows.person)
    measured = {name: judge(one, tested.capacity, bootstraps) for name, one in found.items()}
    return measured | {"logistic_regression": tested.bundle.evidence["baselines"]["logistic_regression"]}


def outcome_by_band(tested: Tested, policy: AuditPolicy, to: int = 1) -> list[Json]:
    """Each band of the frozen thresholds: young people in it (rounded) and the share who came to harm,
    from counts to the nearest `to`."""
    band = np.array([tested.bundle.band_of(margin) for margin in tested.margins])
    return [{"band": name, **_rate(tested, band == name, policy, to)} for name in BANDS if (band == name).any()]


def calibration_bins(tested: Tested, policy: AuditPolicy, to: int = 1) -> list[Json]:
    """Predicted against observed for tenths of the rows by chance, neighbours merged until none has a small count;
    what was observed is from counts to the nearest `to`."""
    chance = tested.rows.chance
    assert chance is not None
    order = np.argsort(chance, kind="stable")
    runs = _merged(np.array_split(order, BINS), tested.rows.label, policy.internal_threshold)
    found = []
    for run in runs:
        among = np.zeros(len(chance), dtype=bool)
        among[run] = True
        predicted = round(float(chance[run].mean()), CHANCE_DIGITS if to > 1 else 4)
        found.append({"predicted": predicted, **_rate(tested, among, policy, to)})
    return found


def as_audited(row: Json, beside: Figures, everyone: Audited, overall: Json) -> Json:
    """The model's own row, `beside` before any rounding, with every figure that the report also gives for everyone
    (`overall`, as shown) as it stands there: one figure has one interval. Where tied scores share the last places of
    the list, its precision and reach are other figures, and stay."""
    found: Json = {}
    for name, figure in beside.items():
        ours = AS_AUDITED.get(name, name)
        audited = everyone.metrics.get(ours)
        if audited is None or abs(audited.value - figure["value"]) > SAME:
            found |= {name: row[name]} if name in row else {}
        elif overall[ours]["value"] is not None:
            found[name] = {end: overall[ours][end] for end in ("value", "low", "high")}
    return found


def _flags(tested: Tested) -> np.ndarray:
    bundle = tested.bundle
    named = bundle.outcome.plain_count if bundle.outcome else None
    if named is not None:
        return np.nan_to_num(tested.inputs[:, bundle.inputs.index(named)])
    declared = {one.name: one for one in bundle.catalogue.indicators}
    inputs = [declared.get(name) for name in bundle.inputs]
    directions = [one.direction.get(bundle.target, "either") if one else "either" for one in inputs]
    return plain_count(tested.inputs, directions, [one.theme if one else "Age" for one in inputs])


def _rate(tested: Tested, among: np.ndarray, policy: AuditPolicy, to: int) -> Json:
    hits, rows = int(tested.rows.label[among].sum()), int(among.sum())
    share = None
    if min(hits, rows - hits) >= policy.internal_threshold:
        share = share_of(hits, rows, effective_size(tested.rows.label, among, tested.rows.person), to)
    return {"rows": nearest(rows, policy.round_to), **_said(share.interval(policy.confidence) if share else None)}


def _said(found: Interval | None) -> Json:
    ends = (found.value, found.low, found.high) if found else (None,) * 3
    named = zip(("observed", "low", "high"), ends, strict=True)
    return {name: None if end is None else round(end, 3) for name, end in named}


def _merged(runs: list[np.ndarray], label: np.ndarray, least: int) -> list[np.ndarray]:
    """Joins runs to the next until each holds at least `least` of both outcomes; a poor last one joins the last."""
    found: list[np.ndarray] = []
    waiting = np.array([], dtype=np.int64)
    for run in runs:
        waiting = np.concatenate([waiting, run])
        if min(label[waiting].sum(), (~label[waiting]).sum()) >= least:
            found.append(waiting)
            waiting = np.array([], dtype=np.int64)
    if len(waiting):
        found = [*found[:-1], np.concatenate([*found[-1:], waiting])]
    return found
