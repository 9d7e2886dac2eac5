"""The looked-after return through its connector: every episode in, and every planted fault refused with its reason."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.ingest import IngestResult, ingest

SOURCE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ssda903_fake"
RECEIVED = date(2018, 7, 1)
EPISODES, CHILDREN, MISSING = 5050, 2675, 43
Fault = Callable[[pd.DataFrame, int], None]

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="the shared data folder ssda903_fake is not here")


def put(column: str, value: str) -> Fault:
    """A fault that overwrites one cell."""

    def plant(rows: pd.DataFrame, at: int) -> None:
        rows.loc[at, column] = value

    return plant


def ends_before_it_starts(rows: pd.DataFrame, at: int) -> None:
    start = pd.to_datetime(rows.loc[at, "DECOM"], dayfirst=True)
    rows.loc[at, "DEC"] = (start - pd.Timedelta(days=3)).strftime("%d/%m/%Y")


# What is planted in episodes.csv, in which column it must be refused, and a word of the reason.
FAULTS: list[tuple[Fault, str, str]] = [
    (put("DECOM", "31/02/2016"), "DECOM", "date that exists"),
    (put("DECOM", "2016-02-15"), "DECOM", "date that exists"),
    (put("DECOM", "soon"), "DECOM", "date that exists"),
    (put("DECOM", ""), "DECOM", "filled in"),
    (put("DECOM", "01/01/2099"), "DECOM", "after the day of receipt"),
    (put("DECOM", "01/01/1755"), "DECOM", "before 1900"),
    (put("DECOM", "01/01/1999"), "DECOM", "before birth"),
    (ends_before_it_starts, "DEC", "before DECOM"),
    (put("DEC", "99/99/9999"), "DEC", "date that exists"),
    (put("DEC", "24/12/2031"), "DEC", "after the day of receipt"),
    (put("CHILD", ""), "CHILD", "filled in"),
    (put("CHILD", "000000"), "CHILD", "header.csv"),
    (put("CHILD", "no such child"), "CHILD", "form"),
    (put("CHILD", "9" * 200), "CHILD", "characters long"),
    (put("RNE", "Q"), "RNE", "codes"),
    (put("RNE", ""), "RNE", "filled in"),
    (put("LS", "X9"), "LS", "codes"),
    (put("CIN", "N99"), "CIN", "codes"),
    (put("PLACE", "HOME"), "PLACE", "codes"),
    (put("PLACE_PROVIDER", "PR9"), "PLACE_PROVIDER", "codes"),
    (put("REC", "E99"), "REC", "codes"),
    (put("REASON_PLACE_CHANGE", "WHY"), "REASON_PLACE_CHANGE", "codes"),
    (put("URN", "NaN"), "URN", "form"),
    (put("RNE", "S\x07"), "RNE", "control characters"),
]


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(SOURCE / f"{name}.csv", dtype=str, keep_default_na=False)


def taken_in(folder: Path, out: Path) -> IngestResult:
    return ingest([f"ssda903:{folder}"], out, RECEIVED)


def kinds(result: IngestResult) -> Counter[str]:
    return Counter(result.snapshot.events()["kind"].to_pylist())


def test_every_row_of_the_return_goes_in(tmp_path: Path) -> None:
    result = taken_in(SOURCE, tmp_path / "store")
    every = {"header": CHILDREN, "episodes": EPISODES, "missing": MISSING, "oc2": CHILDREN}
    assert result.rows["ssda903"] == every
    assert result.refused == ()
    assert kinds(result)["placement"] < EPISODES  # where only the legal status changed it is the same placement
    assert result.snapshot.people().num_rows == CHILDREN


def test_what_happened_in_the_year_is_dated_at_its_end_and_known_when_the_return_was_due(tmp_path: Path) -> None:
    """Counts are those of oc2.csv: rows that say 1, and scores that were given."""
    oc2, events = read("oc2"), taken_in(SOURCE, tmp_path / "store").snapshot.events().to_pandas()
    told = events[events["record_id"].str.startswith("ssda903:oc2:")]
    found = Counter(told["kind"])
    assert found["conviction_in_care"] == (oc2["CONVICTED"] == "1").sum()
    assert found["substance_misuse_in_care"] == (oc2["SUBSTANCE_MISUSE"] == "1").sum()
    assert found["sdq_score"] == (oc2["SDQ_SCORE"] != "").sum()
    assert found["wellbeing_concern"] == (pd.to_numeric(oc2["SDQ_SCORE"]) >= 17).sum()
    assert set(told["happened_on"]) == {date(2018, 3, 31)}
    assert set(told["known_on"]) == {date(2018, 7, 1)}


def test_a_legal_status_goes_on_over_episodes_and_none_tells_of_adoption(tmp_path: Path) -> None:
    events = taken_in(SOURCE, tmp_path / "store").snapshot.events().to_pandas()
    told = events[events["kind"] == "legal_status"]
    assert 0 < len(told) < EPISODES
    assert set(told["code"]) <= {"C1", "C2", "V2", "L1", "L2", "L3", "J1", "J2", "J3"}


def test_two_hundred_planted_faults_are_refused_with_their_reasons_and_the_rest_goes_in(tmp_path: Path) -> None:
    folder, expected = tmp_path / "return", Counter[tuple[str, str]]()
    shutil.copytree(SOURCE, folder)
    episodes = read("episodes")
    for turn, at in enumerate(np.random.default_rng(7).choice(EPISODES, 180, replace=False)):
        plant, column, reason = FAULTS[turn % len(FAULTS)]
        plant(episodes, int(at))
        expected[column, reason] += 1
    repeated = episodes.iloc[[i for i in range(EPISODES) if len(episodes.loc[i, "CHILD"]) == 6][-20:]]
    repeated = repeated[repeated["DECOM"].str.fullmatch(r"\d\d/\d\d/201\d")].head(10)
    whole = pd.concat([episodes, repeated]).to_csv(index=False).encode()
    ragged, not_utf8 = b"1,2,3\n" * 5, b"566910,15/02/2016,L,C2,\xff,T2,PR0,,X1,,,,\n" * 5
    (folder / "episodes.csv").write_bytes(whole + ragged + not_utf8)
    result = taken_in(folder, tmp_path / "store")
    for (column, reason), rows in expected.items():
        found = [one for one in result.refused if one.column == column and reason in one.reason]
        assert sum(one.rows for one in found) == rows, (column, reason)
    told = {one.reason: one.rows for one in result.refused}
    assert told["must be distinct; an earlier row has the same"] == 10
    assert told["must have as many cells as the header"] == 5
    assert told["must be in UTF-8"] == 5
    assert sum(one.rows for one in result.refused) == 200
    assert result.rows["ssda903"]["episodes"] == EPISODES - 180


def test_a_child_whose_header_row_is_refused_keeps_its_episodes(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "return")
    header = read("header")
    header.loc[0, "ETHNIC"] = "Martian"
    header.to_csv(tmp_path / "return" / "header.csv", index=False)
    result = taken_in(tmp_path / "return", tmp_path / "store")
    assert [(one.file, one.column, one.rows) for one in result.refused] == [("header.csv", "ETHNIC", 1)]
    assert result.rows["ssda903"]["episodes"] == EPISODES
    person = result.snapshot.person(f"social_care-{header.loc[0, 'CHILD']}")
    assert person is not None
    assert person.person["born_on"] is None


def test_the_same_return_again_changes_nothing(tmp_path: Path) -> None:
    first = taken_in(SOURCE, tmp_path / "store")
    again = ingest([f"ssda903:{SOURCE}"], tmp_path / "store", date(2019, 7, 1))
    assert again.changes["ssda903"].unchanged == first.snapshot.events().num_rows
    assert again.snapshot.events().equals(first.snapshot.events())
