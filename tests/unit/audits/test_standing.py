"""A report on a model says what a board would expect of it and does not find there."""

from __future__ import annotations

import pytest

from audits.report.evidence import changed, label
from audits.report.standing import made_from, not_measured


@pytest.mark.parametrize("subject", ["Missing data by group", "Drift", "Use by group"])
def test_what_is_not_measured_is_said(subject: str) -> None:
    assert subject in not_measured({"kind": "model"})


def test_a_brought_table_promises_none_of_it() -> None:
    assert not_measured({"kind": "table"}) == ""


def test_dates_are_told_in_words_and_in_the_order_of_time() -> None:
    dates = {"calibration": ["2023-01-01"], "test": ["2024-07-01", "2024-10-01"], "train": ["2020-01-01"]}
    told = {"kind": "model", "model": {"dates": dates}, "data": {"received_to": "2026-01-01"}, "inputs": {}}
    shown = made_from(told)
    words = ("Trained as of 1 January 2020", "Calibrated as of", "Tested as of 1 July 2024 and 1 October 2024")
    places = [shown.index(each) for each in (*words, "Records received to 1 January 2026")]
    assert places == sorted(places)


def test_the_outcome_is_named_and_not_reported() -> None:
    model = {"question": "reported as a victim of serious violence in the next 12 months"}
    shown = label({"model": model, "data": {"label_agencies": ["police"], "untested": None}})
    assert "The outcome: reported as a victim" in shown


def test_what_changed_is_told_as_it_stands_elsewhere() -> None:
    figures = [{"what": "reach", "before": 0.081, "now": 0.087}, {"what": "AUC", "before": 0.73, "now": 0.737}]
    verdicts = [{"group": "send=SEN support", "before": "concern", "now": "no_gap_found"}]
    found = {"since": 1, "figures": figures, "verdicts": verdicts, "added": [], "gone": []}
    shown = changed({"changes": found})
    for words in ("Special educational needs: SEN support", "8.1%", "8.7%", "0.74"):
        assert words in shown
