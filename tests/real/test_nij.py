"""NIJ's recidivism table through `train table`: at or under the Brier score of the challenge's best small teams."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reachable import run

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "nij" / "nij_year1_train.csv.gz"
LABEL = "Recidivism_Arrest_Year1"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the shared data folder nij is not here")


def test_men_and_women_average_a_brier_of_at_most_174(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    words = ["train", "table", str(FILE), "--label", LABEL, "--groups", "Race", "Gender", "--quick", "--out", "p.csv"]
    assert run(words) == 0
    brought, scored = pd.read_csv(FILE), pd.read_csv(tmp_path / "p.csv")
    assert len(scored) == len(brought) - int(len(brought) * 0.8)
    pd.testing.assert_frame_equal(scored[brought.columns], brought.tail(len(scored)).reset_index(drop=True))
    missed = (scored["score"] - scored[LABEL]) ** 2
    assert missed.groupby(scored["Gender"]).mean().mean() <= 0.174
    constant = (brought[LABEL].head(len(brought) - len(scored)).mean() - scored[LABEL]) ** 2
    assert np.mean(constant.groupby(scored["Gender"]).mean()) == pytest.approx(0.1926, abs=0.0002)
    told = capsys.readouterr().out
    assert "not a predictor: Race" in told
    assert "Gender 1: brier" in told
