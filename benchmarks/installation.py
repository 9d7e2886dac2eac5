"""An installation to measure: a made-up county through our own ingest, linking and training, with its model live."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from features.indicators import CATALOGUE
from records.county import write_county
from records.county.feeds import sources
from records.ingest import ingest
from records.linkage import link
from records.store import open_store
from serving.approvals import APPROVED
from serving.demo import FEEDS
from serving.home import Home
from serving.ledger import Entry
from serving.state import State
from training.cohort import usual_cohort
from training.outcome import usual_outcome
from training.policy import load_policy
from training.runs import fetch_bundle, log_training
from training.train import Order, train_store

PEOPLE, SEED = 2_000, 7
RECEIVED_ON = date(2026, 1, 1)


@contextmanager
def installed(people: int = PEOPLE) -> Iterator[State]:
    """A state over a county of so many people, in a folder of its own, with MLflow's registry beside it."""
    with TemporaryDirectory(prefix="reachable-bench-") as scratch:
        folder = Path(scratch)
        tracking = f"sqlite:///{folder / 'mlflow.db'}"
        os.environ |= {"REACHABLE_HOME": str(folder / "home"), "MLFLOW_TRACKING_URI": tracking}
        os.environ["MLFLOW_ALLOW_PICKLE_DESERIALIZATION"] = "false"
        home = Home(folder / "home")
        filled(home, folder / "extracts", people)
        yield _with_model(home)


def filled(home: Home, extracts: Path, people: int) -> None:
    """A county of so many people, taken in and linked."""
    write_county(people, SEED, extracts)
    ingest(sources(extracts, FEEDS), home.store, RECEIVED_ON)
    link(home.store)


def _with_model(home: Home) -> State:
    """The model is made live without a board: what is measured is how fast it answers."""
    policy = load_policy()
    order = Order((usual_outcome("harmed", policy),), usual_cohort(policy), CATALOGUE, quick=True)
    trained = train_store(open_store(home.store), order, policy, lambda _line: None)[0]
    registered = log_training(trained.bundle, trained.test, [])
    home.bundles.mkdir(parents=True)
    fetch_bundle(registered.ref, home.bundles / registered.sha256)
    state = State(home, policy)
    said = {"name": "harmed", "version": "1", "target": "harmed", "stage": "live", "by": "bench", "minute": "none"}
    state.ledger.append(
        Entry("bench", APPROVED, {**said, "accepted": {}, "teams": [], "demo": True}, ref=registered.sha256)
    )
    return state
