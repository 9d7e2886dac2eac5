"""What a delivery covers follows from its tables: of a rare kind there may be nothing to tell."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from records.connectors import CONNECTORS, read_source
from records.county import write_county
from records.county.feeds import sources
from records.ingest import ingest
from records.kinds import code_list, kinds, kinds_told
from records.store import open_store

RECEIVED = date(2026, 1, 1)
WITHOUT_PERSONS = "counts"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    write_county(300, 5, folder)
    return folder


def covered(store: Path) -> set[str]:
    return set(open_store(store).coverage()["kind"].to_pylist())


@pytest.mark.parametrize("feed", [name for name in CONNECTORS if name != WITHOUT_PERSONS])
def test_every_kind_that_a_feed_tells_is_listed_under_its_table(county: Path, feed: str) -> None:
    delivery = read_source(*sources(county, [feed]), RECEIVED)
    table = delivery.events["record_id"].str.split(":").str[1].str.removesuffix("_latest")
    told = set(zip(table, delivery.events["kind"], strict=True))
    assert len(told) > 0
    assert [one for one in told if one[1] not in kinds_told(feed, one[0])] == []


def test_the_list_names_our_feeds_and_kinds_alone_and_every_kind() -> None:
    rows = code_list("feed_kinds.csv")
    assert {row["feed"] for row in rows} == set(CONNECTORS) - {WITHOUT_PERSONS}
    assert {row["kind"] for row in rows} == set(kinds())


def test_a_file_with_no_rows_covers_its_kinds_and_a_file_that_did_not_come_covers_nothing(
    county: Path, tmp_path: Path
) -> None:
    police = shutil.copytree(county / "police", tmp_path / "police")
    header = (police / "nrm.csv").read_text(encoding="utf-8").splitlines()[0]
    (police / "nrm.csv").write_text(header + "\n", encoding="utf-8")
    (police / "custody.csv").unlink()
    ingest([f"police:{police}"], tmp_path / "store", RECEIVED)
    kinds_covered = covered(tmp_path / "store")
    assert {"nrm_referral", "sexual_offence", "other_offence"} <= kinds_covered
    assert not {"police_custody", "intelligence"} & kinds_covered


def test_a_file_of_which_no_row_could_be_taken_says_nothing_by_its_silence(county: Path, tmp_path: Path) -> None:
    police = shutil.copytree(county / "police", tmp_path / "police")
    header, *rows = (police / "nrm.csv").read_text(encoding="utf-8").splitlines()
    cells = (rows or ["N1"])[0].count(",") or header.count(",")
    (police / "nrm.csv").write_text("\n".join([header, "," * cells]) + "\n", encoding="utf-8")
    ingest([f"police:{police}"], tmp_path / "store", RECEIVED)
    assert "nrm_referral" not in covered(tmp_path / "store")
