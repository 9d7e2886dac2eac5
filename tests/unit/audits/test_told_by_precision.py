"""Precision is of the links that were made: how many these are must not tell how few of known pairs were missed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audits.linkage import linkage
from records.store import Snapshot
from training.policy import load_policy

POLICY = load_policy(Path(__file__).resolve().parents[3] / "policy.toml").audit
AGENCIES = ("police", "school")


def everyone(folder: Path, pairs: int, missed: int, wrong: int, to: int) -> str:
    """What is told of everyone in such a store."""
    checks = [(*_ends(n), n < pairs, n >= missed) for n in range(pairs + wrong)]
    identities = [{"agency_person_id": end, "person_id": f"P{n}"} for n in range(pairs + wrong) for end in _ends(n)]
    tables = {
        "key_checks": pa.table(pd.DataFrame(checks, columns=["one", "other", "by_key", "by_model"])),
        "identities": pa.Table.from_pylist(identities),
        "groups": pa.table({"person_id": [f"P{n}" for n in range(pairs + wrong)], "sex": ["male"] * (pairs + wrong)}),
        "people": pa.table({"person_id": pa.array([], pa.string())}),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    found = linkage(Snapshot(folder), POLICY, to)
    assert found is not None
    return str(found["overall"])


def _ends(n: int) -> list[str]:
    return [f"{agency}-{n}" for agency in AGENCIES]


@pytest.mark.parametrize("to", [1, POLICY.round_to])
@pytest.mark.parametrize("pairs", [100, 101, 102, 108, 1002])
@pytest.mark.parametrize("wrong", [0, 12])
def test_few_missed_are_told_alike_however_few(tmp_path: Path, pairs: int, wrong: int, to: int) -> None:
    """Of 101 pairs with one missed the precision was told, of 101 with two it was not."""
    assert len({everyone(tmp_path, pairs, missed, wrong, to) for missed in (1, 2, 3, 8, 9)}) == 1


@pytest.mark.parametrize("to", [1, POLICY.round_to])
@pytest.mark.parametrize("pairs", [99, 105, 247, 995])
def test_few_wrong_links_are_told_alike_however_few(tmp_path: Path, pairs: int, to: int) -> None:
    """Of 247 pairs, all found, two wrong links were "over 95%" and three "over 96%"."""
    assert len({everyone(tmp_path, pairs, 0, wrong, to) for wrong in (1, 2, 3, 8, 9)}) == 1
