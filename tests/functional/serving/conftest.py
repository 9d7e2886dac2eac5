"""A small real world for the service: a store of made-up people, a model trained on it by our own training, and a
ledger in a folder of its own. Nothing in it is a stand-in."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from records.events import EVENTS, GROUPS, PEOPLE
from records.kinds import kinds
from records.store import open_store
from serving.approvals import APPROVED
from serving.home import Home
from serving.ledger import Entry
from serving.roles import PURPOSES, Actor
from serving.state import State
from training.bundle import Bundle, write_bundle
from training.cohort import usual_cohort
from training.outcome import usual_outcome
from training.policy import Policy, load_policy
from training.train import Order, Trained, train_store

with warnings.catch_warnings():  # MLflow warns of its own type hints while it is imported
    warnings.simplefilter("ignore")
    import training.runs  # noqa: F401

FIRST, LAST = date(2017, 1, 1), date(2025, 12, 31)
TODAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE_IN_WORLD = 260
INPUT_KINDS = {
    "missing_episode",
    "suspension",
    "serious_violence",
    "robbery",
    "domestic_abuse_incident",
    "good_attendance",
}
AREAS = ("North", "South")


@dataclass(frozen=True)
class World:
    """An installation: its folder, the state over it, the bundle that it serves, and some people who may ask."""

    home: Home
    state: State
    bundle: Bundle
    worker: Actor
    scientist: Actor


@pytest.fixture(scope="session")
def policy() -> Policy:
    """Our policy, with fewer resamples behind each interval: no test looks at those."""
    ours = load_policy(Path(__file__).resolve().parents[3] / "policy.toml")
    return ours.model_copy(update={"training": ours.training.model_copy(update={"bootstraps": 20})})


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    rng = np.random.default_rng(3)
    people = [_person(number, rng) for number in range(PEOPLE_IN_WORLD)]
    events = [event for person in people for event in _events(person["person_id"], rng)]
    pq.write_table(pa.Table.from_pylist(people, schema=PEOPLE), folder / "people.parquet")
    pq.write_table(pa.Table.from_pylist(_groups(people), schema=GROUPS), folder / "groups.parquet")
    pq.write_table(pa.Table.from_pylist(events, schema=EVENTS), folder / "events.parquet")
    return folder


@pytest.fixture(scope="session")
def trained(store_folder: Path, policy: Policy) -> Trained:
    chosen = [one for one in CATALOGUE.indicators if "harmed" in one.direction and INPUT_KINDS & set(one.kinds)]
    order = Order(
        (usual_outcome("harmed", policy),), usual_cohort(policy), Catalogue("small", tuple(chosen)), quick=True
    )
    return train_store(open_store(store_folder), order, policy, lambda _line: None)[0]


@pytest.fixture(scope="session")
def bundle_folder(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("bundle") / "b"
    return folder, write_bundle(trained.bundle, folder)


@pytest.fixture
def world(tmp_path: Path, store_folder: Path, bundle_folder: tuple[Path, str], policy: Policy) -> World:
    return make_world(tmp_path / "home", store_folder, bundle_folder, policy)


@pytest.fixture(scope="session")
def shared_world(
    tmp_path_factory: pytest.TempPathFactory, store_folder: Path, bundle_folder: tuple[Path, str], policy: Policy
) -> World:
    return make_world(tmp_path_factory.mktemp("shared") / "home", store_folder, bundle_folder, policy)


def make_world(folder: Path, store_folder: Path, bundle_folder: tuple[Path, str], policy: Policy) -> World:
    home, (bundle, sha) = Home(folder), bundle_folder
    home.bundles.mkdir(parents=True)
    (home.bundles / sha).symlink_to(bundle, target_is_directory=True)
    home.store.symlink_to(store_folder, target_is_directory=True)
    state = State(home, policy, lambda: TODAY)
    said = {"name": "harmed", "version": "1", "target": "harmed", "stage": "live", "by": "B", "minute": "M"}
    state.ledger.append(Entry("test", APPROVED, {**said, "accepted": {}, "teams": [], "demo": True}, ref=sha))
    worker = Actor("w1", "A Worker", "worker", purposes=PURPOSES["worker"])
    scientist = Actor("d1", "A Scientist", "data_scientist", purposes=PURPOSES["data_scientist"])
    return World(home, state, state._views.current().models[0].bundle, worker, scientist)


def _person(number: int, rng: np.random.Generator) -> dict[str, object]:
    born = date(2003, 1, 1) + timedelta(days=int(rng.integers(0, 365 * 9)))
    return {"person_id": f"P{number:04}", "born_on": born.replace(day=1), "area": AREAS[number % 2]}


def _groups(people: list[dict[str, object]]) -> list[dict[str, object]]:
    codes = ["WBRI", "WBRI", "BCRB", "BAFR", "AIND", "MWBC"]
    rows = []
    for place, one in enumerate(people):
        shown = {"ethnicity": codes[place % 6], "ethnicity_source": "self", "sex": "MF"[place // 6 % 2]}
        support = {"send": "NK"[place // 12 % 2], "care_experience": ("yes", "no")[place // 24 % 2]}
        rows.append({"person_id": one["person_id"], **shown, **support})
    return rows


def _events(person_id: str, rng: np.random.Generator) -> list[dict[str, object]]:
    hazard = rng.gamma(1.2, 1.0)
    rates = {"missing_episode": 1.2, "suspension": 1.0, "serious_violence": 0.5, "robbery": 0.3, "good_attendance": 2.0}
    rates |= {"domestic_abuse_incident": 0.4, "child_in_need": 0.3, "contact": 1.0}
    rows = []
    for kind, rate in rates.items():
        for number in range(rng.poisson(rate * (3 if kind == "good_attendance" else 3 * hazard))):
            happened = FIRST + timedelta(days=int(rng.integers(0, (LAST - FIRST).days - 40)))
            rows.append(_event(person_id, kind, number, happened, rng))
    return rows


def _event(person_id: str, kind: str, number: int, happened: date, rng: np.random.Generator) -> dict[str, object]:
    known = kinds()[kind]
    by_police = known.agency == "police" and kind in ("serious_violence", "robbery")
    ended = happened + timedelta(days=400) if known.spell and rng.random() < 0.5 else None
    ended = min(ended, LAST) if ended else None
    return {
        "record_id": f"{kind}:{person_id}:{number}",
        "version": 1,
        "person_id": person_id,
        "agency": known.agency,
        "kind": kind,
        "role": str(rng.choice(["victim", "suspect"])) if by_police else "concerned",
        "status": "recorded",
        "happened_on": happened,
        "known_on": happened + timedelta(days=int(rng.integers(0, 30))),
        "known_basis": "recorded",
        "ended_on": ended,
        "ended_known_on": ended,
        "place": "A secret place",
        "incident_id": f"I{number}",
        "may_discuss": known.may_discuss,
    }
