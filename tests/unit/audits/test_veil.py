"""What a verdict says of a hidden reach leaves at least three counts possible."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from audits.assemble import internal
from audits.figures import figures
from audits.rows import AuditRows, each_and_crossing
from audits.veil import VEILED
from training.policy import load_policy

POLICY = load_policy().audit
WHY = dict.fromkeys(("auc", "average_precision"), "no ranking")


def entry(positives: int, tp: int, listed: int = 500) -> dict:
    """Group B as reported, with so many positives and so many of them listed; A has 990, of them the rest listed."""
    cells = [("A", 1, 1, listed - tp), ("A", 1, 0, 990 - listed + tp), ("A", 0, 1, 500), ("A", 0, 0, 3000)]
    cells += [("B", 1, 1, tp), ("B", 1, 0, positives - tp), ("B", 0, 1, 50), ("B", 0, 0, 300)]
    group, label, selected = (np.array(v) for v in zip(*(c[:3] for c in cells for _ in range(c[3])), strict=True))
    groups = pd.DataFrame({"g": group}, dtype=object)
    tables = each_and_crossing(["g"])
    rows = AuditRows(label == 1, selected == 1, selected * 1.0, None, np.arange(len(label)), groups, tables, WHY)
    report = internal(figures(rows, POLICY.confidence), POLICY).figures
    return next(g for g in report["groups"] if g["group"] == "B")


@pytest.mark.parametrize("positives", [10, 13])
def test_no_verdict_on_a_hidden_reach_is_got_by_fewer_than_three_counts(positives: int) -> None:
    possible = defaultdict(set)
    for tp in range(positives + 1):
        found = entry(positives, tp)
        if found["metrics"]["tpr"]["value"] is None:
            possible[found["verdict"], found["because"]].add(tp)
    assert possible
    assert min(map(len, possible.values())) >= 3, dict(possible)


def test_a_concern_that_many_counts_would_get_stands() -> None:
    assert entry(200, 4)["metrics"]["tpr"]["value"] is None
    assert entry(200, 4)["verdict"] == "concern"


def test_the_concern_that_one_count_alone_gets_is_put_off() -> None:
    assert (entry(10, 1)["verdict"], entry(10, 1)["because"]) == ("not_enough_evidence", VEILED)
