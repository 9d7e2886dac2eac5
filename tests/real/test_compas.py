"""The audit reproduces published figures on data that no one here made: COMPAS, decile 5 and above listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audits.cli import app

COMPAS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "aequitas" / "compas_for_aequitas.csv"
pytestmark = pytest.mark.skipif(not COMPAS.is_file(), reason="../shared/data/aequitas is not on this machine")

PUBLISHED = {  # Aequitas's worked example and ProPublica's tables; see the data folder's README
    "African-American": {"fpr": 0.4485, "fnr": 0.2799, "fdr": 0.3703, "for": 0.3495},
    "Caucasian": {"fpr": 0.2345, "fnr": 0.4772, "fdr": 0.4087, "for": 0.2881},
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict:
    out = tmp_path_factory.mktemp("compas")
    options = ["--label", "label_value", "--score", "score", "--selected", "score", "--groups", "race"]
    done = CliRunner().invoke(app, ["table", str(COMPAS), *options, "--out", str(out)])
    assert done.exit_code == 0, done.output
    return json.loads((out / "report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", PUBLISHED)
def test_published_figures_to_four_decimals(report: dict, group: str) -> None:
    found = next(g["metrics"] for g in report["groups"] if g["group"] == group)
    assert {name: round(found[name]["value"], 4) for name in PUBLISHED[group]} == PUBLISHED[group]


def test_what_a_selection_cannot_have_is_null_with_a_why(report: dict) -> None:
    for name in ("auc", "brier", "calibration_slope", "calibration_intercept", "mean_predicted"):
        assert report["overall"][name]["value"] is None
        assert "selection itself" in report["overall"][name]["why"]


def test_the_known_gap_in_reach_is_a_concern(report: dict) -> None:
    assert next(g["verdict"] for g in report["groups"] if g["group"] == "Caucasian") == "concern"
