"""Chicago end to end: an honest AUC on 2012-01-01 over the plain count, and the size of the leak by incident date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from features.catalogue import load_catalogue
from records.ingest import ingest
from training.bundle import Bundle
from training.cohort import load_cohort
from training.outcome import load_outcome
from training.policy import Policy, load_policy
from training.train import Order, train_store

ROOT = Path(__file__).resolve().parents[2]
DATA, EXAMPLES = ROOT.parent / "shared" / "data", ROOT / "examples" / "chicago"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (DATA / "chicago").is_dir(), reason="the shared data folder chicago is not here"),
]


def judged(store: Path, mapping: str, outcome: str) -> Bundle:
    """The model of one mapping and outcome, with fewer dates and intervals than the documented run."""
    taken = ingest([f"mapped:{EXAMPLES / m}.toml" for m in (mapping, "force")], store, date(2013, 1, 1), data=DATA)
    policy = load_policy(ROOT / "policy.toml")
    quicker = policy.training.model_copy(update={"bootstraps": 10, "most_train_dates": 4})
    order = Order(
        outcomes=(load_outcome(EXAMPLES / f"{outcome}.toml"),),
        cohort=load_cohort(EXAMPLES / "cohort.toml"),
        catalogue=load_catalogue(EXAMPLES / "catalogue.toml"),
        quick=True,
        test_dates=(date(2012, 1, 1),),
    )
    terms: Policy = policy.model_copy(update={"training": quicker})
    return train_store(taken.snapshot, order, terms, lambda _: None)[0].bundle


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return judged(tmp_path_factory.mktemp("honest") / "store", "complaints", "outcome")


def test_the_model_beats_the_plain_count_of_complaints(honest: Bundle) -> None:
    auc = honest.evidence["metrics"]["auc"]["value"]
    assert 0.77 < auc < 0.83
    assert auc > honest.evidence["baselines"]["plain_count"]["auc"]["value"] + 0.05
    assert honest.evidence["slices"]["test"] == {"rows": 12_534, "people": 12_534, "positives": 1_007}


def test_records_that_count_before_anyone_knew_look_like_a_better_model(honest: Bundle, tmp_path: Path) -> None:
    leaking = judged(tmp_path / "store", "complaints_by_incident", "outcome_of_the_leak")
    gain = leaking.evidence["metrics"]["auc"]["value"] - honest.evidence["metrics"]["auc"]["value"]
    assert leaking.evidence["slices"]["test"] == honest.evidence["slices"]["test"]
    assert 0.01 < gain < 0.035
