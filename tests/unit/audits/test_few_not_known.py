"""A few whom a column does not name take nobody else out of the audit: groups are rounded where that tells of more."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from audits.assemble import internal, published
from audits.disclosure import Rule
from audits.figures import figures
from audits.nearest import nearest
from audits.rows import NOT_KNOWN, AuditRows
from training.policy import load_policy

POLICY = load_policy().audit
CELLS = {"Female": (60, 140, 90, 910), "Male": (70, 130, 80, 920)}
FEW = (1, 0, 1, 6)


def audited(cells: Mapping[str, tuple[int, ...]]) -> AuditRows:
    """Rows with so many true and false positives, false and true negatives of each sex."""
    sizes = [(sex, cell, n) for sex, four in cells.items() for cell, n in enumerate(four)]
    sex, cell = (list(column) for column in zip(*((s, c) for s, c, n in sizes for _ in range(n)), strict=True))
    label, selected = np.isin(cell, (0, 2)), np.isin(cell, (0, 1))
    groups = pd.DataFrame({"sex": sex}, dtype=object)
    why = dict.fromkeys(("auc", "average_precision"), "no ranking")
    return AuditRows(label, selected, selected * 1.0, None, np.arange(len(label)), groups, (("sex",),), why)


@pytest.mark.parametrize("version", [internal, published])
def test_eight_of_unknown_sex_hide_no_young_woman(version) -> None:  # type: ignore[no-untyped-def]
    """The demo once told the board of young men alone, since eight rows were of unknown sex."""
    told = version(figures(audited(CELLS | {NOT_KNOWN: FEW}), POLICY.confidence), POLICY).figures
    by_sex = {entry["group"]: entry for entry in told["groups"]}
    assert told["rounded_to"] == POLICY.round_to
    assert by_sex["Female"]["metrics"]["tpr"]["low"] < 0.4 < by_sex["Female"]["metrics"]["tpr"]["high"]
    assert by_sex["Female"]["n"] == 1200
    assert by_sex[NOT_KNOWN]["metrics"]["tpr"]["value"] is None


def test_where_nothing_has_to_be_hidden_the_board_sees_exact_counts() -> None:
    told = internal(figures(audited(CELLS | {NOT_KNOWN: (10, 20, 30, 40)}), POLICY.confidence), POLICY).figures
    by_sex = {entry["group"]: entry for entry in told["groups"]}
    assert told["rounded_to"] == 1
    assert (by_sex["Female"]["n"], by_sex["Female"]["metrics"]["tpr"]["value"]) == (1200, 0.4)
    assert by_sex[NOT_KNOWN]["n"] == 100


def test_ten_told_where_under_ten_are_hidden_is_no_five_to_fourteen() -> None:
    """Everyone's 11 listed of those who came to harm, and a 10 for women that can't be 5 to 9, left 0 or 1 to those of
    unknown sex."""
    cells = {"Female": (10, 60, 90, 600), NOT_KNOWN: (1, 20, 20, 60)}
    told = internal(figures(audited(cells), POLICY.confidence), POLICY).figures
    assert told["overall"]["tpr"]["n"] == 121
    assert [entry["metrics"]["tpr"]["value"] for entry in told["groups"]] == [None, None]


def test_one_and_two_are_not_told_by_what_the_others_leave_over() -> None:
    """Both groups are named, so that neither is empty: of three left over one has one, the other two."""
    cells = {"Female": (20, 30, 40, 50), "Other": (1, 0, 0, 0), NOT_KNOWN: (1, 1, 0, 0)}
    told = internal(figures(audited(cells), POLICY.confidence), POLICY).figures
    assert told["rounded_to"] > 1 or all(entry["n"] is None for entry in told["groups"])


@pytest.mark.parametrize("to", [2, 5, 7, 10])
def test_what_lies_behind_a_count_holds_it_and_nothing_small(to: int) -> None:
    rule = Rule(1, 9)
    for count in (0, *range(10, 40)):
        least, most = rule.behind(count, to)
        assert least <= count <= most
        assert nearest(least, to) == nearest(most, to) == nearest(count, to)
    assert (rule.behind(12, 10), rule.behind(0, 10), Rule(1, 5).behind(7, 10)) == ((10, 14), (0, 0), (6, 14))
