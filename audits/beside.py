"""What simpler means would have done with the same enquiries, and how often harm came in each band."""

from __future__ import annotations

from typing import Any

import numpy as np

from audits.disclosure import nearest
from audits.intervals import Interval, effective_size, wilson
from audits.tested import Tested
from training.baselines import plain_count
from training.metrics import Figures, Judged, judge
from training.policy import AuditPolicy

Json = dict[str, Any]
BANDS = ("priority", "review", "not_prioritised")
BINS = 10


def baselines(tested: Tested, bootstraps: int) -> dict[str, Figures]:
    """The model and the plain count of flags on the very rows audited, and the logistic regression as measured
    when the model was trained, all at the same capacity."""
    rows = tested.rows
    found = {"model": Judged(tested.margins, rows.label, rows.person, rows.chance)}
    found["plain_count"] = Judged(_flags(tested), rows.label, rows.person)
    measured = {name: judge(one, tested.capacity, bootstraps) for name, one in found.items()}
    return measured | {"logistic_regression": tested.bundle.evidence["baselines"]["logistic_regression"]}


def outcome_by_band(tested: Tested, policy: AuditPolicy) -> list[Json]:
    """Each band of the frozen thresholds: young people in it (rounded) and the share who came to harm."""
    band = np.array([tested.bundle.band_of(margin) for margin in tested.margins])
    return [{"band": name, **_rate(tested, band == name, policy)} for name in BANDS if (band == name).any()]


def calibration_bins(tested: Tested, policy: AuditPolicy) -> list[Json]:
    """Predicted against observed for tenths of the rows by chance, neighbours merged until none has a small count."""
    chance = tested.rows.chance
    assert chance is not None
    order = np.argsort(chance, kind="stable")
    runs = _merged(np.array_split(order, BINS), tested.rows.label, policy.internal_threshold)
    found = []
    for run in runs:
        among = np.zeros(len(chance), dtype=bool)
        among[run] = True
        found.append({"predicted": round(float(chance[run].mean()), 4), **_rate(tested, among, policy)})
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


def _rate(tested: Tested, among: np.ndarray, policy: AuditPolicy) -> Json:
    hits = int(tested.rows.label[among].sum())
    if min(hits, int(among.sum()) - hits) < policy.internal_threshold:
        return {"rows": nearest(int(among.sum()), policy.round_to), "observed": None, "low": None, "high": None}
    size = effective_size(tested.rows.label, among, tested.rows.person)
    found = wilson(hits / int(among.sum()), size, policy.confidence)
    return {"rows": nearest(int(among.sum()), policy.round_to), **_said(found)}


def _said(found: Interval) -> Json:
    ends = {"observed": found.value, "low": found.low, "high": found.high}
    return {name: None if end is None else round(end, 3) for name, end in ends.items()}


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
