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
DIGITS = 2  # decimals of a published figure


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
        predicted = round(float(chance[run].mean()), DIGITS if to > 1 else 4)
        found.append({"predicted": predicted, **_rate(tested, among, policy, to)})
    return found


def rounded_baselines(beside: dict[str, Figures], tested: Tested, policy: AuditPolicy) -> Json:
    """The same as may be published: shares of the list and of those with the outcome from rounded counts, left out
    where one is small; measures of the score to two decimals."""
    label, capacity = tested.rows.label, tested.capacity
    exact = _wholes(capacity, int(label.sum()), len(label))
    coarse = _wholes(*(nearest(n, policy.round_to) for n in (capacity, int(label.sum()), len(label))))

    def said(name: str, value: float) -> float:
        if name in exact:
            value = nearest(value * exact[name], policy.round_to) / coarse[name]
        return round(value, DIGITS)

    found: Json = {}
    for who, figures in beside.items():
        hits = round(figures["recall_at_k"]["value"] * exact["recall_at_k"]) if "recall_at_k" in figures else 0
        small = hits <= policy.published_high or not all(coarse.values())
        kept = [name for name in figures if not (small and name in exact)]
        found[who] = {name: {end: said(name, value) for end, value in figures[name].items()} for name in kept}
    return found


def _wholes(listed: int, positives: int, rows: int) -> dict[str, float]:
    """What each measure must be multiplied by to be a count of those with the outcome."""
    lift = listed * positives / rows if rows else 0.0
    return {"precision_at_k": listed, "recall_at_k": positives, "lift_at_k": lift, "observed": rows}


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
    hits = int(tested.rows.label[among].sum())
    if min(hits, int(among.sum()) - hits) < policy.internal_threshold:
        return {"rows": nearest(int(among.sum()), policy.round_to), "observed": None, "low": None, "high": None}
    size = effective_size(tested.rows.label, among, tested.rows.person)
    size = size if to == 1 else max(to, nearest(size, to))
    found = wilson(nearest(hits, to) / nearest(int(among.sum()), to), size, policy.confidence)
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
