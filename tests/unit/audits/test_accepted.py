"""What a board accepted by name stands in every kept file of the audit, and the gate still knows the bundle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audits.accepted import decisions, sentences
from audits.gate import keep_accepted, refusals, to_accept
from audits.kept import accepted_of, folder_of
from audits.predictions import Columns
from audits.report.page import page
from audits.report.words import finding_words
from audits.table import audit_table
from audits.transparency import write_records
from audits.write import write_reports
from features.catalogue import Catalogue
from training.bands import Bands
from training.bundle import Bundle
from training.calibration import Calibration, ObservedRange
from training.points import PointsScore
from training.policy import load_policy
from training.split import Split

BUNDLE = Bundle(
    name="harmed",
    target="harmed",
    form="points",
    inputs=("age",),
    catalogue=Catalogue("none", ()),
    scorer=PointsScore(1, -3.0, 0.5, ()),
    calibration=Calibration(0.0, 1.0, (ObservedRange(-9.0, 0.0, 0.1, 0.05, 900),)),
    bands=Bands(-0.5, -1.5),
    outcome=None,
    cohort=None,
    dates=Split(),
    policy={},
    evidence={},
    sha256="d" * 64,
)
MODEL = {
    "model": {
        "title": "Harmed",
        "question": "harmed",
        "version": 1,
        "owner": "The Board",
        "partnership": "P",
        "dates": {"train": []},
    },
    "signoffs": [],
    "data": {"received_to": "2026-01-01"},
    "inputs": {"bundle": BUNDLE.sha256},
}
ENTRY = {"because": "<b>few</b>\n# people", "by": "A. Chair", "minute": "12", "on": "2026-01-05"}
PAGES = ("report.html", "published/report.html")
TEXTS = ("report.json", "published/report.json", "transparency.json", "transparency.md", "model_card.md")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict:
    """The internal report of an audit that is kept where the gate looks."""
    monkeypatch.setenv("REACHABLE_HOME", str(tmp_path))
    rng = np.random.default_rng(8)
    chance = rng.beta(1, 5, 900)
    table = pd.DataFrame({"y": (rng.random(900) < chance) * 1, "s": chance, "g": rng.choice(["a", "b"], 900)})
    table.to_csv(tmp_path / "predictions.csv", index=False)
    found = audit_table(tmp_path / "predictions.csv", Columns("y", "s", ("g",), capacity=100), load_policy())
    internal, published = ({**one, **MODEL} for one in found)
    write_reports(internal, published, folder_of(BUNDLE.sha256))
    write_records(published, BUNDLE, folder_of(BUNDLE.sha256))
    return internal


def test_what_was_accepted_stands_in_every_kept_file(report: dict) -> None:
    (name,) = to_accept(report)
    folder = folder_of(BUNDLE.sha256)
    said = finding_words(name)
    assert not any(said in (folder / file).read_text(encoding="utf-8") for file in TEXTS)
    keep_accepted(BUNDLE, [{"check": name, **ENTRY}])
    for file in (*PAGES, *TEXTS):
        shown = (folder / file).read_text(encoding="utf-8")
        assert (name if file.endswith("report.json") else said) in shown, file
        assert "A. Chair" in shown, file
    assert all("&lt;b&gt;few&lt;/b&gt;" in (folder / file).read_text(encoding="utf-8") for file in PAGES)
    assert "\n# people" not in (folder / "model_card.md").read_text(encoding="utf-8")


def test_the_gate_reads_the_kept_report_as_before(report: dict) -> None:
    (name,) = to_accept(report)
    keep_accepted(BUNDLE, [{"check": name, **ENTRY}])
    kept = json.loads((folder_of(BUNDLE.sha256) / "report.json").read_text(encoding="utf-8"))
    assert kept == {**report, "accepted": accepted_of(BUNDLE.sha256)}
    assert refusals(kept, BUNDLE.sha256, {name: "seen"}) == []
    assert refusals(kept, "e" * 64, {name: "seen"})


def test_nothing_changes_where_nothing_new_was_accepted(report: dict) -> None:
    folder = folder_of(BUNDLE.sha256)
    files = (*PAGES, *TEXTS)
    before = [(folder / file).read_bytes() for file in files]
    keep_accepted(BUNDLE, [])
    assert [(folder / file).read_bytes() for file in files] == before
    entry = {"check": to_accept(report)[0], **ENTRY}
    keep_accepted(BUNDLE, [entry])
    once = [(folder / file).read_bytes() for file in files]
    keep_accepted(BUNDLE, [entry])
    assert [(folder / file).read_bytes() for file in files] == once != before


def test_a_later_approval_adds_to_what_an_earlier_one_accepted(report: dict) -> None:
    keep_accepted(BUNDLE, [{"check": to_accept(report)[0], **ENTRY}])
    keep_accepted(BUNDLE, [{"check": "reach:g=other", **ENTRY}])
    assert [entry["check"] for entry in accepted_of(BUNDLE.sha256)] == [to_accept(report)[0], "reach:g=other"]


def test_what_has_one_reason_is_told_once() -> None:
    entries = [{"check": "a", **ENTRY}, {"check": "b", **ENTRY, "because": "else"}, {"check": "c", **ENTRY}]
    assert [names for names, _ in decisions({"accepted": entries})] == [["a", "c"], ["b"]]
    assert len(sentences({"accepted": entries})) == 2
    assert sentences({}) == []


def test_the_page_tells_it_below_the_reach_that_it_is_about(report: dict) -> None:
    entries = [{"check": f"reach:g={group}", **ENTRY} for group in "abc"]
    shown = page({**report, "accepted": entries})
    assert shown.index('id="reach-by-group"') < shown.index('id="accepted-by-name"')
    assert shown.index('id="accepted-by-name"') < shown.index('id="other-measures-by-group"')
    assert shown.count("A. Chair") == 1
    assert all(f"Reach, G: {group}" in shown for group in "abc")


def test_what_is_accepted_by_name_is_told_in_words() -> None:
    assert finding_words("reach:ethnicity=Black+sex=Male") == "Reach, Ethnicity and sex: Black, Male"
    assert finding_words("reach:send=SEN support") == "Reach, Special educational needs: SEN support"
    assert finding_words("auc_at_least") == "AUC at least"
    assert finding_words("reach:g=a+b") == "reach:g=a+b"
