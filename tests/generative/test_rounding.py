"""What is published from rounded counts: every interval holds the truth, and only the rounded counts are known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audits.disclosure import MOST_LEFT_OPEN
from audits.figures import RANKED, Figures
from audits.intervals import Interval, wilson
from audits.measures import RATES, Counts
from audits.nearest import nearest
from audits.published import rounded_rates, rounded_verdicts
from audits.rounding import TOO_FEW, share_of
from audits.scores import TINY
from audits.verdict import judge
from training.policy import load_policy

POLICY = load_policy().audit
FIGURES = ("reach_ratio", "reach_difference", "fnr_ratio")
counts = st.builds(Counts, *[st.one_of(st.integers(0, 60), st.integers(0, 3000))] * 4)


def group(name: str, cells: Counts) -> Figures:
    """A group of a table, each row of another person; exact figures."""
    sums = {rate: [cells.sum(part) for part in parts] for rate, parts in RATES.items()}
    metrics = {rate: wilson(part / whole, whole, 0.95) if whole else None for rate, (part, whole) in sums.items()}
    metrics |= dict.fromkeys(("auc", "brier", "calibration_slope", "calibration_intercept", "mean_predicted"))
    sizes = {rate: float(whole) for rate, (_, whole) in sums.items()}
    return Figures(("g",), (name,), cells, sizes, metrics | {"average_precision": None}, {})


@given(cells=counts)
def test_a_published_interval_holds_the_true_rate_and_the_boards_own_interval(cells: Counts) -> None:
    exact = group("a", cells)
    for name, found in rounded_rates(exact, POLICY).metrics.items():
        true = exact.metrics[name]
        if found is not None and true is not None:
            assert found.low - TINY <= true.low <= true.value <= true.high <= found.high + TINY
            assert found.low <= found.value <= found.high


@given(ends=st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted), name=st.sampled_from(RANKED))
def test_so_does_one_of_a_measure_of_the_score(ends: list[float], name: str) -> None:
    """Of a mean of 4.3% (4.2% to 4.4%) a report once published 4.0% (4.0% to 4.0%), beside an outcome rate of 4.5%."""
    low, value, high = ends
    exact = group("a", Counts(6, 20, 6, 200))
    exact = replace(exact, metrics=exact.metrics | {name: Interval(value, low, high)})
    found = rounded_rates(exact, POLICY).metrics[name]
    assert found.low - TINY <= low
    assert high <= found.high + TINY
    assert found.low <= found.value <= found.high


def test_what_was_predicted_is_published_finely_enough_to_stand_beside_what_was_observed() -> None:
    exact = group("a", Counts(6, 20, 6, 200))
    told = exact.metrics | {"mean_predicted": Interval(0.0434, 0.0425, 0.0443), "auc": Interval(0.737, 0.716, 0.754)}
    found = rounded_rates(replace(exact, metrics=told), POLICY).metrics
    assert found["mean_predicted"] == Interval(0.043, 0.042, 0.045)
    assert found["auc"] == Interval(0.74, 0.71, 0.76)


@given(one=counts, other=counts)
def test_so_do_the_published_difference_and_ratio(one: Counts, other: Counts) -> None:
    found = [group("a", one), group("b", other)]
    exact = judge(found, POLICY)
    for before, after in zip(exact, rounded_verdicts(exact, found, POLICY), strict=True):
        for true, shown in ((getattr(before, f), getattr(after, f)) for f in FIGURES):
            if shown is not None and true is not None:
                assert shown.low - TINY <= true.value <= shown.high + TINY
        if after.reach_difference is not None:
            assert after.reach_difference.low - TINY <= before.reach_difference.low
            assert before.reach_difference.high <= after.reach_difference.high + TINY


@given(one=counts, other=counts, moved=st.lists(st.integers(-9, 9), min_size=8, max_size=8))
def test_counts_that_round_alike_are_published_alike(one: Counts, other: Counts, moved: list[int]) -> None:
    found = [group("a", one), group("b", other)]
    near = [group("a", _moved(one, moved[:4])), group("b", _moved(other, moved[4:]))]
    assume([_known(f) for f in found] == [_known(f) for f in near])
    verdicts = [replace(v, verdict="", because="") for v in judge(found, POLICY)]
    assert [rounded_rates(f, POLICY).metrics for f in found] == [rounded_rates(f, POLICY).metrics for f in near]
    assert rounded_verdicts(verdicts, found, POLICY) == rounded_verdicts(verdicts, near, POLICY)


def _moved(cells: Counts, by: list[int]) -> Counts:
    return Counts(*(max(0, n + step) for n, step in zip((cells.tp, cells.fp, cells.fn, cells.tn), by, strict=True)))


def _known(figures: Figures) -> list[int]:
    parts = {cells for pair in RATES.values() for cells in pair}
    return [nearest(figures.counts.sum(cells), POLICY.round_to) for cells in sorted(parts)]


def test_half_of_twelve_is_never_published_as_all_of_ten() -> None:
    """6 rounds to 10 and 12 rounds to 10: the figure that a report once printed as 100% (72% to 100%)."""
    found = rounded_rates(group("a", Counts(6, 20, 6, 200)), POLICY)
    assert found.metrics["tpr"] is None
    assert found.why["tpr"] == found.why["fnr"] == TOO_FEW
    assert found.metrics["observed"] is not None


@pytest.mark.parametrize(("part", "whole"), [(30, 60), (10, 10), (20, 30), (60, 60)])
def test_what_rounding_leaves_open_is_withheld(part: int, whole: int) -> None:
    least, most = max(0, part - 5) / (whole + 5), min(1.0, (part + 5) / (whole - 5))
    assert (share_of(part, whole, whole, 10) is None) == (most - least > MOST_LEFT_OPEN)


def test_exact_counts_leave_nothing_open() -> None:
    assert share_of(6, 12, 12, 1).interval(0.95) == wilson(0.5, 12, 0.95)
