"""A report on a model says what a board would expect of it and does not find there."""

from __future__ import annotations

import pytest

from audits.report.standing import not_measured


@pytest.mark.parametrize("subject", ["Missing data by group", "Drift", "Use by group"])
def test_what_is_not_measured_is_said(subject: str) -> None:
    assert subject in not_measured({"kind": "model"})


def test_a_brought_table_promises_none_of_it() -> None:
    assert not_measured({"kind": "table"}) == ""
