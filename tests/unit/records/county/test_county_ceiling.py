"""The best possible ranking: an AUC that agrees with scikit-learn's, a ceiling above chance, and plain refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from records.county.ceiling import auc, ceilings, main
from records.refusal import WrongUse

DAYS = ("2022-01-01", "2023-07-01")


def test_auc_agrees_with_a_twin_with_ties() -> None:
    rng = np.random.default_rng(3)
    score = rng.integers(0, 40, 3000) / 40
    befell = rng.random(3000) < 0.02 + 0.2 * score
    assert auc(score, befell) == pytest.approx(roc_auc_score(befell, score), abs=1e-12)


def test_auc_of_chances_is_what_draws_from_them_come_to() -> None:
    rng = np.random.default_rng(4)
    rate = rng.lognormal(-3.5, 1.2, 4000)
    chance = 1 - np.exp(-rate)
    drawn = [auc(rate, rng.random(4000) < chance) for _ in range(60)]
    assert auc(rate, chance) == pytest.approx(np.mean(drawn), abs=0.01)


def test_the_true_rates_foretell_the_year_and_a_shuffle_of_them_does_not(county: Path) -> None:
    for one in ceilings(county / "truth", DAYS):
        assert one.people > 4000
        assert 0.02 < one.befell < 0.07
        assert 0.77 < one.reached < 0.92
        assert one.reached < one.expected < 0.95  # rates change within the year: who is ranked on the day does worse


def test_the_table_has_a_row_for_each_target_and_day(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(county / "truth")]) == 0
    printed = capsys.readouterr().out
    assert printed.count("| harmed |") == printed.count("| involved |") == 4


@pytest.mark.parametrize("day", ["2025-07-01", "2023-02-01"])
def test_a_day_without_hazards_or_without_a_year_to_come_is_wrong_use(county: Path, day: str) -> None:
    with pytest.raises(WrongUse, match="the day must be"):
        ceilings(county / "truth", (day,))


def test_a_folder_that_is_no_truth_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="truth folder"):
        ceilings(tmp_path)
