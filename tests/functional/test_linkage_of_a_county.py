"""A county of 3,000 linked without shared ids, held to the bar of docs/linkage.md by the command that anybody types."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from audits.linkage import linkage
from reachable import run
from records.store import open_store
from training.policy import load_policy

PRECISION, RECALL = 0.99, 0.90
FEEDS = {"ssd": "social_care", "school_exclusions": "school", "police": "police"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The store, and what `records link` printed."""
    folder = tmp_path_factory.mktemp("county")
    county, store = folder / "county", folder / "store"
    sources = [f"{connector}:{county / place}" for connector, place in FEEDS.items()]
    assert run(["records", "county", "--people", "3000", "--seed", "5", "--out", str(county)]) == 0
    assert run(["records", "ingest", *sources, "--received-on", "2026-01-01", "--out", str(store)]) == 0
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["records", "link", str(store), "--without-shared-ids", "--truth", str(county / "truth")]) == 0
    return store, out.getvalue()


def test_precision_and_recall_beside_the_truth(told: tuple[Path, str]) -> None:
    last = told[1].strip().splitlines()[-1].split("\t")
    assert last[0] == "all agencies"
    precision, recall = float(last[3]), float(last[4])
    assert precision >= PRECISION
    assert recall >= RECALL


def test_people_with_keys_hidden_tell_missed_links_by_group(told: tuple[Path, str]) -> None:
    found = linkage(open_store(told[0]), load_policy(Path(__file__).resolve().parents[2] / "policy.toml").audit)
    assert found is not None
    assert found["overall"]["recall"]["low"] >= RECALL
    assert {table["by"] for table in found["tables"]} >= {"ethnicity", "sex"}
