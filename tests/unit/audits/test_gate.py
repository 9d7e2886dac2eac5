"""The gate: a failed check refuses whatever is accepted; each verdict that is no pass must be accepted by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audits.gate import refusals, to_accept
from audits.predictions import Columns
from audits.table import audit_table
from audits.write import write_reports
from training.policy import load_policy

SHA = "a" * 64


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, dict]:
    rng = np.random.default_rng(8)
    chance = rng.beta(1, 5, 900)
    table = pd.DataFrame({"y": (rng.random(900) < chance) * 1, "s": chance, "g": rng.choice(["a", "b<i>"], 900)})
    path = tmp_path_factory.mktemp("gate") / "predictions.csv"
    table.to_csv(path, index=False)
    return audit_table(path, Columns("y", "s", ("g",), capacity=100), load_policy())


@pytest.fixture
def report(reports: tuple[dict, dict]) -> dict:
    return {**reports[0], "inputs": {"bundle": SHA}}


def test_what_is_no_pass_must_be_accepted_by_name(report: dict) -> None:
    (name,) = to_accept(report)
    assert name.startswith("reach:g=")
    assert any(name in sentence for sentence in refusals(report, SHA, {}))
    assert refusals(report, SHA, {name: "the board sees it again in May"}) == []


def test_an_acceptance_needs_a_because_and_something_to_accept(report: dict) -> None:
    (name,) = to_accept(report)
    assert refusals(report, SHA, {name: " "}) == [f"{name} was accepted without a because"]
    assert refusals(report, SHA, {name: "seen", "reach:g=other": "seen"}) == [
        "there is nothing named reach:g=other to accept"
    ]


def test_a_failed_check_refuses_whatever_is_accepted(report: dict) -> None:
    failed = {**report, "checks": [{"name": "auc_at_least", "passed": False, "detail": "AUC 0.5"}]}
    accepted = dict.fromkeys(to_accept(report), "seen") | {"auc_at_least": "never mind"}
    assert "check auc_at_least failed: AUC 0.5" in refusals(failed, SHA, accepted)


def test_another_bundles_audit_does_not_count(report: dict) -> None:
    accepted = dict.fromkeys(to_accept(report), "seen")
    assert "this very bundle" in refusals(report, "b" * 64, accepted)[0]
    assert "this very bundle" in refusals({**report, "published": True}, SHA, accepted)[0]


def test_the_page_is_self_contained_and_escapes_names(reports: tuple[dict, dict], tmp_path: Path) -> None:
    write_reports(*reports, tmp_path / "one")
    write_reports(*reports, tmp_path / "two")
    for name in ("report.html", "report.json", "published/report.html", "published/report.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    shown = (tmp_path / "one" / "report.html").read_text(encoding="utf-8")
    assert "b&lt;i&gt;" in shown
    assert "b<i>" not in shown
    assert not any(word in shown for word in ("<script", "<link", "url(http", 'src="', "@import"))


def test_published_counts_are_rounded(reports: tuple[dict, dict]) -> None:
    published = reports[1]
    assert all(group["n"] % 10 == 0 for group in published["groups"])
    assert published["published"]
