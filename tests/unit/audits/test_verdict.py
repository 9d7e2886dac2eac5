"""Verdicts: a planted gap is found, a fair list with enough people passes, few people are never a pass."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from audits.figures import figures
from audits.rows import AuditRows
from audits.verdict import Verdict, holm, judge, smallest_gap
from training.policy import load_policy

POLICY = load_policy().audit


def judged(reach: dict[str, float], harmed: int, seed: int = 0) -> dict[str, Verdict]:
    """Groups with a given reach, `harmed` young people with the outcome in each and as many without; the first
    group has some more without."""
    rng = np.random.default_rng(seed)
    sizes = [(name, share, 2 * harmed + (10 if at == 0 else 0)) for at, (name, share) in enumerate(reach.items())]
    label = np.concatenate([np.arange(n) < harmed for _, _, n in sizes])
    hit = np.concatenate([rng.permutation(harmed) < round(share * harmed) for _, share, n in sizes])
    selected = np.zeros(len(label), dtype=bool)
    selected[label] = hit
    group = pd.DataFrame({"g": [name for name, _, n in sizes for _ in range(n)]}, dtype=object)
    why = dict.fromkeys(("auc", "average_precision"), "not ranked")
    rows = AuditRows(label, selected, selected * 1.0, None, np.arange(len(label)), group, (("g",),), why)
    found = figures(rows, POLICY.confidence)
    return {f.group[0]: v for f, v in zip(found[1:], judge(found, POLICY), strict=True)}


def test_a_planted_gap_is_a_concern() -> None:
    found = judged({"large": 0.5, "missed": 0.3, "same": 0.5}, harmed=1000)
    assert found["missed"].verdict == "concern"
    assert found["missed"].reach_difference.value == pytest.approx(-0.2)
    assert found["missed"].reach_ratio.value == pytest.approx(0.6)


def test_a_fair_list_with_enough_people_passes() -> None:
    assert judged({"large": 0.5, "same": 0.5}, harmed=3000)["same"].verdict == "no_gap_found"


def test_few_people_are_not_a_pass() -> None:
    found = judged({"large": 0.5, "few": 0.5}, harmed=30)["few"]
    assert found.verdict == "not_enough_evidence"
    assert found.smallest_gap > POLICY.gap_difference


def test_at_a_short_list_a_group_never_reached_is_still_a_concern() -> None:
    found = judged({"large": 0.1, "never": 0.0}, harmed=500)["never"]
    assert found.verdict == "concern"
    assert found.fnr_ratio.value < 1.25  # which is why that ratio is never judged


def test_no_gap_could_be_found_is_said() -> None:
    assert judged({"large": 0.1, "few": 0.1}, harmed=20)["few"].smallest_gap is None


def test_the_largest_group_is_the_reference() -> None:
    found = judged({"large": 0.5, "other": 0.5}, harmed=100)
    assert found["large"].is_reference
    assert found["other"].reference == ("large",)


def test_holm_as_published() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_the_smallest_gap_is_found_four_times_in_five() -> None:
    n, reach, comparisons = 4000, 0.4, 5
    gap = smallest_gap(n, reach, n, comparisons, 0.95, 0.8)
    rng = np.random.default_rng(5)
    low, high = rng.binomial(n, reach - gap, 4000) / n, rng.binomial(n, reach, 4000) / n
    pooled = (low + high) / 2
    z = (high - low) / np.sqrt(pooled * (1 - pooled) * 2 / n)
    assert (np.abs(z) > norm.ppf(1 - 0.025 / comparisons)).mean() == pytest.approx(0.8, abs=0.02)
