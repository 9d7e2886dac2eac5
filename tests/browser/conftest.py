"""One small installation for the pages: real store, bundle and ledger behind the real gate, on 127.0.0.1."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import pytest
import uvicorn

from audits.predictions import Columns
from audits.table import audit_table
from audits.write import write_reports
from records.store import write_snapshot
from serving.approvals import APPROVED
from serving.home import Home
from serving.ledger import Entry
from serving.middleware import Gate
from serving.pages.app import create
from serving.state import State
from tests.browser.small_county import bundle, events, people
from tests.browser.visiting import Installation, signed_in
from training.bundle import write_bundle
from training.policy import Policy, load_policy

PREDICTIONS = 300


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = Home(tmp_path_factory.mktemp("home"))
    policy = load_policy(Path(__file__).resolve().parents[2] / "policy.toml")
    write_snapshot(home.store, {"people": people(), "events": events()}, [])
    state = State(home, policy)
    sha = _approved(home, state, policy)
    server = uvicorn.Server(uvicorn.Config(Gate(create(state), state), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Installation(f"http://127.0.0.1:{port}", state, sha)
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def audited(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The same with an audit of its model: made by `audits` from a seeded table of predictions."""
    rng = np.random.default_rng(7)
    score = rng.random(PREDICTIONS)
    rows = {
        "score": score,
        "label": (rng.random(PREDICTIONS) < score * 0.3).astype(int),
        "ethnicity": rng.choice(["Asian", "Black", "White"], PREDICTIONS),
    }
    file = tmp_path_factory.mktemp("predictions") / "predictions.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    columns = Columns("label", "score", ("ethnicity",), capacity=PREDICTIONS // 10)
    internal, published = audit_table(file, columns, installation.state.policy)
    write_reports(internal, published, installation.state.home.audits / installation.bundle_sha256)
    return installation


@pytest.fixture
def worker(installation: Installation) -> Iterator[httpx.Client]:
    """A worker who signed in by a link of their own."""
    with signed_in(installation) as client:
        yield client


def _approved(home: Home, state: State, policy: Policy) -> str:
    draft = home.path / "draft"
    sha = write_bundle(bundle(policy), draft)
    home.bundles.mkdir(parents=True)
    draft.rename(home.bundles / sha)
    said = {
        "name": "harmed", "version": "1", "target": "harmed", "stage": "live", "by": "Board of the tests",
        "minute": "2026-11", "teams": [], "demo": True,
        "accepted": {"reach:ethnicity=Asian": "Too few people to tell; reviewed again in May 2027"},
    }  # fmt: skip
    state.ledger.append(Entry("tests", APPROVED, said, ref=sha))
    return sha
