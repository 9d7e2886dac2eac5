"""From three slices to one bundle: fit, calibrate, set bands at capacity, judge beside the baselines, hold to the bar.

The store's training and a table that someone brings both end here, so that every model is made and judged alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from features.catalogue import Catalogue
from records.refusal import Refused
from training.bands import Bands, set_bands
from training.baselines import fit_logistic, plain_count, unit_weights
from training.boosting import fit_boosted
from training.bundle import Bundle, Scorer
from training.calibration import Calibration, Floats, calibrate
from training.cohort import CohortRule
from training.metrics import Figures, Judged, judge
from training.outcome import Outcome
from training.points import fit_points
from training.policy import Bar, Policy
from training.split import Split


@dataclass(frozen=True)
class Slice:
    """Rows [n, inputs] with NaN for null, outcomes [n], and a number for the person of each row [n]."""

    rows: Floats
    labels: NDArray[np.bool_]
    people: NDArray[np.int64]

    def counts(self) -> dict[str, int]:
        """Rows, people and positive rows."""
        return {"rows": len(self.labels), "people": len(np.unique(self.people)), "positives": int(self.labels.sum())}


@dataclass(frozen=True)
class Study:
    """What one model is made from. `directions` and `themes` belong to `inputs`, in order; `plain` names the input
    that is the plain count, if one is named; the capacities are k in the calibration and in the test slice."""

    name: str
    target: str
    train: Slice
    calibration: Slice
    test: Slice
    inputs: tuple[str, ...]
    directions: tuple[str, ...]
    themes: tuple[str, ...]
    catalogue: Catalogue
    outcome: Outcome | None
    cohort: CohortRule | None
    dates: Split
    capacities: tuple[int, int]
    min_positives: int
    bar: Bar
    plain: str | None
    evidence: dict[str, Any]


def fit(study: Study, policy: Policy, quick: bool) -> Bundle:
    """The bundle of a study, deterministic in it; Refused where a slice lacks one of the two outcomes."""
    _both_outcomes(study)
    with threadpool_limits(limits=1, user_api="blas"):  # sums in several threads differ in their last bits
        return _fitted(study, policy, quick)


def _fitted(study: Study, policy: Policy, quick: bool) -> Bundle:
    form, scorer, parameters = _scorer(study, 0 if quick else policy.training.search_trials)
    slice_ = study.calibration
    margins = scorer.margins(slice_.rows)
    calibration = calibrate(margins, slice_.labels, slice_.people)
    bands = set_bands(margins, study.capacities[0], policy.capacity.review_multiple)
    figures = _figures(study, scorer, calibration, policy.training.bootstraps)
    evidence = {
        **study.evidence,
        "parameters": parameters,
        "slices": {one: getattr(study, one).counts() for one in ("train", "calibration", "test")},
        "capacity": {"calibration": study.capacities[0], "test": study.capacities[1]},
        "metrics": figures.pop("model"),
        "baselines": figures,
        "bands": _rates(study.test, scorer, bands),
    }
    evidence["bar"] = held_to(study.bar, evidence["metrics"], figures["plain_count"])
    said = {
        name: getattr(study, name) for name in ("name", "target", "inputs", "catalogue", "outcome", "cohort", "dates")
    }
    frozen = policy.model_dump(mode="json")
    return Bundle(
        **said, form=form, scorer=scorer, calibration=calibration, bands=bands, policy=frozen, evidence=evidence
    )


def held_to(bar: Bar, model: Figures, plain: Figures) -> list[dict[str, Any]]:
    """The success bar, written down before training: each line with whether it was passed."""
    auc, slope = model["auc"]["value"], model["calibration_slope"]["value"]
    ours, theirs = model["recall_at_k"]["value"], plain["recall_at_k"]["value"]
    lines = (
        ("auc_at_least", auc >= bar.auc_at_least, f"AUC {auc:.3f}, at least {bar.auc_at_least}"),
        ("auc_at_most", auc <= bar.auc_at_most, f"AUC {auc:.3f}, above {bar.auc_at_most} is treated as leakage"),
        (
            "lift_over_plain_count",
            ours >= bar.lift_over_plain_count * theirs,
            f"reaches {ours:.1%} at capacity, a plain count {theirs:.1%}; at least {bar.lift_over_plain_count} x",
        ),
        (
            "calibration_slope",
            bar.slope_low <= slope <= bar.slope_high,
            f"slope {slope:.2f}, between {bar.slope_low} and {bar.slope_high}",
        ),
    )
    return [{"name": name, "passed": bool(passed), "detail": detail} for name, passed, detail in lines]


def _both_outcomes(study: Study) -> None:
    for name in ("train", "calibration", "test"):
        labels = getattr(study, name).labels
        if not len(labels) or labels.all() or not labels.any():
            raise Refused(
                f"the {name} slice must hold rows with and without the outcome; "
                f"{int(labels.sum())} of {len(labels)} rows have it"
            )


def _scorer(study: Study, trials: int) -> tuple[Any, Scorer, dict[str, Any]]:
    """Boosted trees, or the points score where there are fewer positives than the policy asks for."""
    train = study.train
    if train.counts()["positives"] < study.min_positives:
        points = fit_points(train.rows, train.labels, study.directions, study.themes)
        return "points", points, {"items": len(points.items), "min_positives": study.min_positives}
    boosted, parameters = fit_boosted(train.rows, train.labels, train.people, study.directions, trials)
    return "boosted", boosted, {**parameters, "search_trials": trials, "min_positives": study.min_positives}


def _figures(study: Study, scorer: Scorer, calibration: Calibration, bootstraps: int) -> dict[str, Figures]:
    """The model on the test slice, and how both baselines rank at the same capacity."""
    test, k = study.test, study.capacities[1]
    margins = scorer.margins(test.rows)
    logistic = fit_logistic(study.train.rows, study.train.labels).chances(test.rows)
    judged = {
        "model": (margins, calibration.chances(margins)),
        "logistic_regression": (logistic, None),
        "plain_count": (_plain(study), None),
    }
    return {name: judge(Judged(s, test.labels, test.people, c), k, bootstraps) for name, (s, c) in judged.items()}


def _plain(study: Study) -> Floats:
    if study.outcome is None:
        return unit_weights(study.test.rows, study.train.rows, study.train.labels)
    if study.plain is None:
        return plain_count(study.test.rows, study.directions, study.themes)
    return np.nan_to_num(study.test.rows[:, study.inputs.index(study.plain)])


def _rates(test: Slice, scorer: Scorer, bands: Bands) -> dict[str, dict[str, float]]:
    """How many test rows stand in each band, and how many of them had the outcome."""
    band = np.array([bands.band_of(margin) for margin in scorer.margins(test.rows)])
    names = ("priority", "review", "not_prioritised")
    return {
        name: {"rows": int((band == name).sum()), "positives": int(test.labels[band == name].sum())} for name in names
    }
