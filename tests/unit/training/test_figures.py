"""Calibration, bands and metrics: against sklearn where it has them, and against what each must never do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from records.refusal import Refused
from training.bands import set_bands, slots
from training.calibration import Calibration, calibrate, logistic_line, wilson
from training.metrics import Judged, judge

DRAW = np.random.default_rng(3)
MARGINS = np.round(DRAW.normal(-2, 1, 3000), 1)
LABELS = DRAW.random(3000) < 1 / (1 + np.exp(-(0.4 + 1.3 * MARGINS)))
PEOPLE = np.arange(3000) // 3


def test_calibration_recovers_the_line_that_sklearn_finds() -> None:
    theirs = LogisticRegression(C=np.inf).fit(MARGINS[:, None], LABELS)
    ours = logistic_line(MARGINS, LABELS)
    assert ours == pytest.approx((theirs.intercept_[0], theirs.coef_[0, 0]), abs=1e-3)


def test_calibration_keeps_the_ranking_and_its_ranges_are_in_order() -> None:
    fitted = calibrate(MARGINS, LABELS, PEOPLE)
    order = np.argsort(MARGINS, kind="stable")
    assert (np.diff(fitted.chances(MARGINS[order])) >= 0).all()
    assert fitted.chances(MARGINS).mean() == pytest.approx(LABELS.mean(), abs=1e-6)
    starts = [one.margin for one in fitted.ranges]
    assert starts == sorted(starts)
    assert sum(one.low <= one.observed <= one.high for one in fitted.ranges) == len(fitted.ranges)
    assert fitted.observed_range(-99) == (fitted.ranges[0].low, fitted.ranges[0].high)
    assert fitted.observed_range(99) == (fitted.ranges[-1].low, fitted.ranges[-1].high)


def test_several_rows_of_one_person_make_a_range_no_narrower() -> None:
    alone = calibrate(MARGINS, LABELS, np.arange(3000)).ranges[-1]
    together = calibrate(MARGINS, LABELS, PEOPLE).ranges[-1]
    assert together.people < 3000 / 3 + 1
    assert wilson(together.observed * together.people, together.people) == (together.low, together.high)
    assert alone.people > 0


def test_a_score_that_ranks_backwards_or_a_slice_of_one_class_is_refused() -> None:
    with pytest.raises(Refused, match="higher scores"):
        calibrate(-MARGINS, LABELS, PEOPLE)
    with pytest.raises(Refused, match="both outcomes"):
        calibrate(MARGINS, np.zeros(3000, dtype=bool), PEOPLE)


def test_a_full_separation_still_has_a_finite_line() -> None:
    fitted = calibrate(MARGINS, MARGINS > -1, PEOPLE)
    assert np.isfinite([fitted.intercept, fitted.slope]).all()
    assert isinstance(fitted, Calibration)


def test_wilson_matches_the_published_example() -> None:
    low, high = wilson(15, 148)  # Newcombe 1998, table I: 15 of 148 gives .0624 to .1605
    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)


@given(
    margins=arrays(np.float64, st.integers(2, 200), elements=st.integers(-20, 20).map(float)),
    k=st.integers(1, 100),
    multiple=st.integers(1, 5),
)
def test_bands_part_no_ties_and_lie_as_near_to_capacity_as_they_can(margins: np.ndarray, k: int, multiple: int) -> None:
    bands = set_bands(margins, k, multiple)
    named = np.array([bands.band_of(one) for one in margins])
    listed = int((named == "priority").sum())
    sizes = [int((margins >= level).sum()) for level in np.unique(margins)]
    assert abs(listed - k) == min(abs(size - k) for size in sizes)
    assert bands.review_from <= bands.priority_from
    assert not np.isin([bands.priority_from, bands.review_from], margins).any()


def test_slots_count_thirteen_weeks_a_quarterly_date() -> None:
    assert (slots(10, 1), slots(10, 2), slots(4, 0)) == (130, 260, 52)


def test_ranking_figures_are_those_of_sklearn() -> None:
    figures = judge(Judged(MARGINS, LABELS, PEOPLE), 300, 0)
    assert figures["auc"]["value"] == pytest.approx(roc_auc_score(LABELS, MARGINS), abs=1e-12)
    assert figures["average_precision"]["value"] == pytest.approx(average_precision_score(LABELS, MARGINS), abs=1e-12)


def test_the_first_k_share_their_places_with_ties() -> None:
    scores, labels = np.array([2.0, 1.0, 1.0, 1.0, 0.0]), np.array([True, True, False, False, True])
    figures = judge(Judged(scores, labels, np.arange(5)), 2, 0)
    assert figures["precision_at_k"]["value"] == pytest.approx((1 + 1 / 3) / 2)
    assert figures["recall_at_k"]["value"] == pytest.approx((1 + 1 / 3) / 3)


def test_a_calibrated_chance_has_slope_one_and_intercept_nought_and_people_widen_intervals() -> None:
    chances = calibrate(MARGINS, LABELS, PEOPLE).chances(MARGINS)
    figures = judge(Judged(MARGINS, LABELS, PEOPLE, chances), 300, 200)
    assert figures["calibration_slope"]["value"] == pytest.approx(1, abs=1e-4)
    assert figures["calibration_intercept"]["value"] == pytest.approx(0, abs=1e-4)
    assert figures["brier"]["value"] == pytest.approx(np.mean((chances - LABELS) ** 2))
    assert all(one["low"] <= one["value"] <= one["high"] for one in figures.values())
    copies = [np.tile(one, 4) for one in (MARGINS, LABELS, np.arange(3000))]
    alone = judge(Judged(MARGINS, LABELS, np.arange(3000)), 300, 200)["auc"]
    copied = judge(Judged(*copies), 1200, 200)["auc"]
    assert copied["high"] - copied["low"] == pytest.approx(alone["high"] - alone["low"], rel=1e-6)


def test_the_same_rows_give_the_same_intervals() -> None:
    judged = Judged(MARGINS, LABELS, PEOPLE)
    assert judge(judged, 100, 20) == judge(judged, 100, 20)
