"""From the registry to the answer: an audit, a board's yes, the served score equal to MLflow's; then retirement."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from audits.cli import app as audits
from audits.gate import to_accept
from audits.kept import keep
from audits.model import audit_model
from records.refusal import Refused, WrongUse
from records.store import open_store
from serving.approvals import history
from serving.commands.models import models
from serving.home import Home
from serving.models import Decision, approve, listed, retire
from serving.roles import PURPOSES, Actor
from serving.state import State
from training.runs import log_training
from training.table import build_table, columns_of

PEOPLE = 100
BAR = ("auc_at_least", "auc_at_most", "lift_over_plain_count", "calibration_slope")


@pytest.fixture
def installation(tmp_path, monkeypatch, store_folder, policy, trained):
    """A home with a registry of its own, the model registered, and an audit of it; the bar is set where it passes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REACHABLE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    home = Home(tmp_path / "home")
    home.path.mkdir()
    home.store.symlink_to(store_folder, target_is_directory=True)
    log_training(replace(trained.bundle, policy=lenient(policy).model_dump(mode="json")), trained.test, [])
    return home


def lenient(policy):
    """Our policy with a bar that the small world passes: what is tested here is the gate, not the model."""
    bar = policy.targets["harmed"].bar.model_copy(
        update={
            "auc_at_least": 0.0,
            "auc_at_most": 1.0,
            "lift_over_plain_count": 0.0,
            "slope_low": -99.0,
            "slope_high": 99.0,
        }
    )
    target = policy.targets["harmed"].model_copy(update={"bar": bar})
    return policy.model_copy(update={"targets": {**policy.targets, "harmed": target}})


def test_a_model_is_served_only_on_an_audit_and_then_as_mlflow_would(installation, policy, tmp_path):
    state = State(installation, policy)
    decision = Decision("harmed:1", "live", "The Board", "Minute 3")
    with pytest.raises(Refused, match="no audit"):
        approve(installation, state.ledger, policy, decision)
    report = audit_model("harmed:1", installation.store, tmp_path / "audit", policy)
    needed = to_accept(report)
    assert needed
    with pytest.raises(Refused) as no:
        approve(installation, state.ledger, policy, decision)
    assert len(no.value.reasons) == len(needed)
    assert state.why_not_ready().startswith("No model is approved")

    accepted = dict.fromkeys(needed, "too few young people; reviewed in six months")
    approval = approve(installation, state.ledger, policy, Decision(**{**decision.__dict__, "accepted": accepted}))
    assert (approval.stage, approval.by) == ("live", "The Board")
    assert "reviewed in six months" in (installation.audits / approval.sha256 / "report.html").read_text()
    assert listed(state.ledger)[0]["stage"] == "live"
    assert_equal_to_mlflow(installation, state)
    assert_the_unsigned_assessments_are_named(approval, accepted, state)

    retire(state.ledger, "harmed:1", "The Board", "replaced")
    assert state.why_not_ready().startswith("No model is approved")
    with pytest.raises(WrongUse):
        retire(state.ledger, "harmed:1", "The Board", "again")


def assert_the_unsigned_assessments_are_named(approval, accepted, state):
    names = ("Data protection impact assessment", "Equality impact assessment")
    assert approval.unsigned == names
    assert history(state.ledger)[-1]["unsigned"] == list(names)
    told = [word for one, why in accepted.items() for word in ("--accept", one, "--because", why)]
    words = ["approve", "harmed:1", "--stage", "live", "--by", "The Board", "--minute", "Minute 3", *told]
    done = CliRunner().invoke(models, words)
    assert done.exit_code == 0
    assert all(f"WARNING: {name}: not signed" in done.output for name in names)


def assert_equal_to_mlflow(installation, state):
    import mlflow

    model = mlflow.pyfunc.load_model("models:/harmed/1")
    view = state._views.current()
    bundle = view.models[0].bundle
    table = build_table(open_store(installation.store), [view.as_of], bundle.cohort, bundle.catalogue, None)
    people = table["person_id"].to_pylist()[:PEOPLE]
    frame = pd.DataFrame(columns_of(table, bundle.inputs)[:PEOPLE], columns=list(bundle.inputs))
    theirs = model.predict(frame)
    worker = Actor("w", "W", "worker", purposes=PURPOSES["worker"])
    ours = [state.score_person(worker, one, "early_help")["targets"]["harmed"]["chance_in_100"] / 100 for one in people]
    assert len(ours) == PEOPLE
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_the_printed_report_is_kept_with_its_audit_and_never_another_ones(installation, tmp_path, monkeypatch):
    """The board's page offers it. Printed last, it was once not kept, and the next audit into the folder kept it."""
    printed = iter((b"of the first", b"of the second"))
    monkeypatch.setattr("audits.pdf.write_pdf", lambda out: (out / "report.pdf").write_bytes(next(printed)))
    out = tmp_path / "audit"
    for said in (b"of the first", b"of the second"):
        done = CliRunner().invoke(audits, ["model", "harmed:1", str(installation.store), "--out", str(out)])
        assert done.exit_code == 0, done.output
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        assert (installation.audits / report["inputs"]["bundle"] / "report.pdf").read_bytes() == said
    keep(out, "another")
    assert not (installation.audits / "another" / "report.pdf").exists()


def test_a_failed_check_can_not_be_accepted(installation, policy, trained, tmp_path):
    strict = lenient(policy).model_dump(mode="json")
    strict["targets"]["harmed"]["bar"]["auc_at_least"] = 1.0
    log_training(replace(trained.bundle, policy=strict), trained.test, [])
    report = audit_model("harmed:2", installation.store, tmp_path / "a", lenient(policy))
    accepted = dict.fromkeys(to_accept(report), "because") | {"auc_at_least": "we like it"}
    with pytest.raises(Refused, match="auc_at_least failed"):
        approve(
            installation, State(installation, policy).ledger, policy, Decision("harmed:2", "live", "B", "M", accepted)
        )


def test_the_served_copy_is_checked_before_it_is_read(world):
    place = world.home.bundles / world.bundle.sha256
    copy = Path(world.home.path / "copy")
    copy.mkdir()
    for file in place.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    model = next(file for file in copy.iterdir() if file.name in ("model.txt", "points.json"))
    model.write_bytes(model.read_bytes().replace(b"1", b"2", 1))
    place.unlink()
    copy.rename(place)
    damaged = State(world.home, world.state.policy)
    assert "damaged" in damaged.why_not_ready()
