"""Records as small text tables, and one bundle of each form, fitted once on made-up rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features.catalogue import Catalogue
from records.events import EVENTS, PEOPLE
from training.bands import set_bands
from training.boosting import fit_boosted
from training.bundle import Bundle
from training.calibration import calibrate
from training.cohort import usual_cohort
from training.outcome import usual_outcome
from training.points import fit_points
from training.policy import Policy, load_policy
from training.split import Split

USUAL = {"version": "1", "person_id": "P1", "agency": "police", "kind": "serious_violence", "role": "victim"}
USUAL |= {"status": "recorded", "known_basis": "recorded", "may_discuss": "ask_source_first"}
INPUTS = 6


def table_of(text: str, schema: pa.Schema, usual: dict[str, str]) -> pa.Table:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    rows = []
    for place, line in enumerate(lines):
        cells = {"record_id": f"R{place}"} | usual | {k: v for k, v in zip(head, line, strict=True) if v}
        cells.setdefault("known_on", cells.get("happened_on", ""))
        rows.append({f.name: _typed(cells.get(f.name), f.type) for f in schema})
    return pa.Table.from_pylist(rows, schema=schema)


def _typed(word: str | None, kind: pa.DataType) -> object:
    if not word:
        return None
    return date.fromisoformat(word) if pa.types.is_date(kind) else int(word) if pa.types.is_integer(kind) else word


@pytest.fixture(scope="session")
def events_of() -> Callable[[str], pa.Table]:
    return lambda text: table_of(text, EVENTS, USUAL)


@pytest.fixture(scope="session")
def people_of() -> Callable[[str], pa.Table]:
    return lambda text: table_of(text, PEOPLE, {"person_id": "P1"})


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(Path(__file__).resolve().parents[3] / "policy.toml")


@pytest.fixture(scope="session")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """2,000 rows of 1,000 people: inputs with holes, the outcome driven by the first two."""
    draw = np.random.default_rng(11)
    inputs = draw.poisson(0.6, (2000, INPUTS)).astype(float)
    inputs[draw.random(inputs.shape) < 0.1] = np.nan
    log_odds = -2.2 + np.nan_to_num(inputs[:, 0]) + 0.6 * np.nan_to_num(inputs[:, 1])
    return inputs, draw.random(2000) < 1 / (1 + np.exp(-log_odds)), np.arange(2000) // 2


@pytest.fixture(scope="session", params=["boosted", "points"])
def bundle(request: pytest.FixtureRequest, rows: tuple[np.ndarray, ...], policy: Policy) -> Bundle:
    """A small bundle of either form."""
    inputs, labels, people = rows
    names = tuple(f"input_{i}" for i in range(INPUTS))
    directions = ["raises"] * INPUTS
    if request.param == "points":
        scorer = fit_points(inputs, labels, directions, names)
    else:
        scorer, _ = fit_boosted(inputs, labels, people, directions)
    margins = scorer.margins(inputs)
    figure = {"auc": {"value": 0.7, "low": 0.6, "high": 0.8}}
    evidence = {"data_sha256": "0" * 64, "parameters": {"rounds": 1}, "metrics": figure, "baselines": {}, "bar": []}
    return Bundle(
        name="harmed",
        target="harmed",
        form=request.param,
        inputs=names,
        catalogue=Catalogue("none", ()),
        scorer=scorer,
        calibration=calibrate(margins, labels, people),
        bands=set_bands(margins, 50, 3),
        outcome=usual_outcome("harmed", policy),
        cohort=usual_cohort(policy),
        dates=Split((date(2020, 1, 1),), (date(2021, 4, 1),), (date(2022, 7, 1),)),
        policy=policy.model_dump(mode="json"),
        evidence=evidence,
    )
