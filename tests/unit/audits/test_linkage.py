"""Missed links by group: counted from what keys say and the model found, and hidden where a count would show."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from audits.cli import app
from audits.linkage import linkage, printed
from audits.report.linked import linked
from records.events import EVENTS
from records.refusal import Refused
from records.store import Snapshot
from training.policy import AuditPolicy, load_policy

GROUPS = {"White": ("WBRI", 400, 20), "Black": ("BAFR", 200, 40), "Asian": ("AIND", 150, 3), "Mixed": ("MWBC", 120, 0)}


@pytest.fixture
def policy() -> AuditPolicy:
    return load_policy(Path(__file__).resolve().parents[3] / "policy.toml").audit


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Pairs of records of people in four groups, of which 5%, 20%, 2% and none were missed; ten wrong pairs."""
    checks, identities, groups = [], [], []
    for name, (code, people, missed) in GROUPS.items():
        for number in range(people):
            person, ends = f"{name}{number}", [f"{agency}-{name}{number}" for agency in ("police", "school")]
            checks.append((*ends, True, number >= missed))
            identities += [{"agency_person_id": end, "person_id": person} for end in ends]
            groups.append({"person_id": person, "ethnicity": code, "sex": "male" if number % 2 else "female"})
    checks += [(f"police-White{n}", f"school-White{n + 10}", False, True) for n in range(20)]
    pq.write_table(
        pa.table(pd.DataFrame(checks, columns=["one", "other", "by_key", "by_model"])), tmp_path / "key_checks.parquet"
    )
    pq.write_table(pa.Table.from_pylist(identities), tmp_path / "identities.parquet")
    pq.write_table(pa.Table.from_pylist(groups), tmp_path / "groups.parquet")
    pq.write_table(pa.table({"person_id": pa.array([], pa.string())}), tmp_path / "people.parquet")
    return Snapshot(tmp_path)


def of(found: dict, by: str, group: str) -> dict:
    table = next(table for table in found["tables"] if table["by"] == by)
    return next(row for row in table["groups"] if row["group"] == group)


def test_missed_links_by_group_with_intervals(snapshot: Snapshot, policy: AuditPolicy) -> None:
    found = linkage(snapshot, policy)
    assert found is not None
    black = of(found, "ethnicity", "Black")
    assert found["rounded_to"] == 1
    assert (black["pairs"], black["missed"]["value"], black["recall"]["value"]) == (200, 0.2, 0.8)
    assert black["missed"]["low"] < 0.16 < 0.25 < black["missed"]["high"]
    assert of(found, "ethnicity", "White")["precision"]["value"] == 0.95
    assert of(found, "sex", "Male")["pairs"] == 435


def test_a_small_number_missed_is_told_as_a_bound_alone(snapshot: Snapshot, policy: AuditPolicy) -> None:
    found = linkage(snapshot, policy)
    assert found is not None
    asian = of(found, "ethnicity", "Asian")["missed"]
    assert (asian["value"], asian["low"], asian["bound"]) == (None, None, 0.07)
    assert of(found, "ethnicity", "Mixed")["missed"]["value"] is None  # else three could be had by taking away


def test_published_rates_come_from_rounded_counts(snapshot: Snapshot, policy: AuditPolicy) -> None:
    found = linkage(snapshot, policy, policy.round_to)
    assert found is not None
    assert found["overall"]["pairs"] == 870
    rows = [row for table in found["tables"] for row in table["groups"] if row["missed"]["value"] is not None]
    assert rows
    assert all(round(row["missed"]["value"] + row["recall"]["value"], 6) == 1 for row in rows), "parts of one whole"
    page = linked({"data": {"linkage": found}})
    assert "Linkage by group" in page
    assert "under 7%" in page


def test_a_small_number_of_pairs_hides_no_other_group_where_rounding_hides_it(
    snapshot: Snapshot, policy: AuditPolicy
) -> None:
    """One young person whose sex nobody knows once took half of everyone out of the table with them."""
    groups = pd.read_parquet(snapshot.path / "groups.parquet")
    few = groups["person_id"].isin([f"White{n}" for n in range(4)])
    groups.assign(ethnicity=groups["ethnicity"].mask(few, "OOTH")).to_parquet(snapshot.path / "groups.parquet")
    found = linkage(Snapshot(snapshot.path), policy)
    assert found is not None
    rows = next(table["groups"] for table in found["tables"] if table["by"] == "ethnicity")
    assert [row["group"] for row in rows if row["pairs"] is None] == ["Other"]
    assert all(row[rate]["value"] is None for row in rows if row["pairs"] is None for rate in ("missed", "precision"))
    assert (found["rounded_to"], found["overall"]["pairs"]) == (10, 870)
    assert [row["pairs"] for row in printed(found) if row["group"] == "Other"] == ["not shown"]
    assert "to the nearest 10" in linked({"data": {"linkage": found}})


def test_without_shared_keys_nothing_can_be_measured(tmp_path: Path, policy: AuditPolicy) -> None:
    assert linkage(Snapshot(tmp_path), policy) is None
    assert "Not measured" in linked({"data": {"linkage": None}})


def test_the_command_prints_each_group_with_intervals_and_no_small_count(snapshot: Snapshot) -> None:
    pq.write_table(EVENTS.empty_table(), snapshot.path / "events.parquet")
    told = CliRunner().invoke(app, ["linkage", str(snapshot.path)]).output.splitlines()
    rows = {(by, group): rest for by, group, *rest in (line.split("\t") for line in told[2:])}
    assert rows["ethnicity", "Black"][:2] == ["200", "20.0% (15.0 to 26.0)"]
    assert rows["ethnicity", "Asian"][1] == "under 7%"
    assert {by for by, _ in rows} >= {"", "ethnicity", "sex"}
    assert not any("%" in share and "(" not in share and "er " not in share for row in rows.values() for share in row)


def test_the_command_refuses_a_store_without_keys(snapshot: Snapshot) -> None:
    pq.write_table(EVENTS.empty_table(), snapshot.path / "events.parquet")
    (snapshot.path / "key_checks.parquet").unlink()
    refused = CliRunner().invoke(app, ["linkage", str(snapshot.path)])
    assert isinstance(refused.exception, Refused)
