"""A few whom a column does not name take nobody else out of the audit: groups are rounded where that tells of more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from audits.assemble import internal, published
from audits.figures import figures
from audits.rows import NOT_KNOWN, AuditRows
from training.policy import load_policy

POLICY = load_policy().audit
CELLS = {"Female": (60, 140, 90, 910), "Male": (70, 130, 80, 920)}
FEW = (1, 0, 1, 6)


def audited(few: tuple[int, ...]) -> AuditRows:
    """Rows with so many true and false positives, false and true negatives of each sex."""
    sizes = [(sex, cell, n) for sex, four in {**CELLS, NOT_KNOWN: few}.items() for cell, n in enumerate(four)]
    sex, cell = (list(column) for column in zip(*((s, c) for s, c, n in sizes for _ in range(n)), strict=True))
    label, selected = np.isin(cell, (0, 2)), np.isin(cell, (0, 1))
    groups = pd.DataFrame({"sex": sex}, dtype=object)
    why = dict.fromkeys(("auc", "average_precision"), "no ranking")
    return AuditRows(label, selected, selected * 1.0, None, np.arange(len(label)), groups, (("sex",),), why)


@pytest.mark.parametrize("version", [internal, published])
def test_eight_of_unknown_sex_hide_no_young_woman(version) -> None:  # type: ignore[no-untyped-def]
    """The demo once told the board of young men alone, since eight rows were of unknown sex."""
    told = version(figures(audited(FEW), POLICY.confidence), POLICY).figures
    by_sex = {entry["group"]: entry for entry in told["groups"]}
    assert told["rounded_to"] == POLICY.round_to
    assert by_sex["Female"]["metrics"]["tpr"]["low"] < 0.4 < by_sex["Female"]["metrics"]["tpr"]["high"]
    assert by_sex["Female"]["n"] == 1200
    assert by_sex[NOT_KNOWN]["metrics"]["tpr"]["value"] is None


def test_where_nothing_has_to_be_hidden_the_board_sees_exact_counts() -> None:
    told = internal(figures(audited((10, 20, 30, 40)), POLICY.confidence), POLICY).figures
    by_sex = {entry["group"]: entry for entry in told["groups"]}
    assert told["rounded_to"] == 1
    assert (by_sex["Female"]["n"], by_sex["Female"]["metrics"]["tpr"]["value"]) == (1200, 0.4)
    assert by_sex[NOT_KNOWN]["n"] == 100
