"""MLflow holds the very bundle: what its pyfunc answers, without pickle, is the served chance; copies are verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.refusal import Refused, WrongUse
from training.bundle import Bundle, read_bundle
from training.fitting import Slice


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    where = tmp_path_factory.mktemp("tracking")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        patch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
        yield where


def test_pyfunc_answers_the_served_chance(folder: Path, bundle: Bundle, rows: tuple, tmp_path: Path) -> None:
    import mlflow

    from training.runs import fetch_bundle, find, log_training, set_stage, versions

    one = log_training(bundle, Slice(*rows), ["an account"])
    assert (one.name, one.form, one.stage) == ("harmed", bundle.form, None)
    loaded = mlflow.pyfunc.load_model(f"models:/{one.name}/{one.version}")
    answered = loaded.predict(pd.DataFrame(rows[0], columns=list(bundle.inputs)))
    assert np.abs(answered - bundle.chances(rows[0])).max() < 1e-12

    copy = fetch_bundle(one.ref, tmp_path / "copy")
    assert read_bundle(copy, one.sha256).sha256 == one.sha256
    set_stage(one.ref, "live")
    assert (find(one.ref).stage, versions("harmed")[-1].stage) == ("live", "live")
    set_stage(one.ref, None)
    assert find(one.ref).stage is None

    run = mlflow.get_run(one.run_id)
    assert run.data.metrics["auc_low"] == 0.6
    assert run.data.params["data_sha256"] == "0" * 64
    plots = {path.path for path in mlflow.MlflowClient().list_artifacts(one.run_id, "plots")}
    assert plots == {"plots/contributions.png", "plots/importance.png", "plots/calibration.png"}
    assert not list(folder.rglob("*.pkl"))


def test_a_damaged_stored_bundle_is_refused(folder: Path, bundle: Bundle, rows: tuple, tmp_path: Path) -> None:
    from training.runs import fetch_bundle, log_training

    one = log_training(bundle, Slice(*rows), [])
    stored = max(folder.rglob("bands.json"), key=lambda path: path.stat().st_mtime_ns)
    stored.write_bytes(stored.read_bytes() + b" ")
    with pytest.raises(Refused, match="damaged"):
        fetch_bundle(one.ref, tmp_path / "copy")


@pytest.mark.parametrize("ref", ["harmed", "harmed:x", "nobody:1", "harmed:99"])
def test_a_model_that_is_not_there_is_wrong_use(folder: Path, ref: str) -> None:
    from training.runs import find

    with pytest.raises(WrongUse):
        find(ref)
