"""Links that can't be: of a kind that nothing counts, of somebody with themselves, to nobody, and both ways."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from features.build import from_snapshot
from features.indicators import CATALOGUE
from records.check import findings
from records.refusal import Refused
from records.store import open_store

PEOPLE = "person_id,born_on,area\nP1,2008-05-01,North\nP2,2009-01-01,South\nP3,2009-01-01,South\n"
EVENTS = (
    "record_id,person_id,agency,kind,role,status,happened_on,known_on\n"
    "r1,P2,police,robbery,suspect,recorded,2024-03-01,2024-03-02\n"
)
HEAD = "record_id,person_id,other_id,kind,started_on,known_on\n"
TO_P2 = "l1,P1,P2,associate,2024-01-01,2024-01-02\n"
BACK = "l2,P2,P1,associate,2024-01-01,2024-01-02\n"


def store(folder: Path, links: str) -> Path:
    for name, text in (("people", PEOPLE), ("events", EVENTS), ("links", HEAD + links)):
        (folder / f"{name}.csv").write_text(text)
    return folder


def counted(folder: Path, person: str) -> dict[str, object]:
    """Every indicator over linked people, as of the summer."""
    rows = pa.table({"person_id": [person], "as_of": pa.array([date(2024, 7, 1)], pa.date32())})
    row = from_snapshot(open_store(folder), rows, CATALOGUE).to_pylist()[0]
    return {one.name: row[one.name] for one in CATALOGUE.indicators if one.measure == "neighbours"}


@pytest.mark.parametrize(
    ("links", "column"), [(TO_P2.replace("associate", "friend"), "kind"), (TO_P2.replace("P2", "P1"), "other_id")]
)
def test_a_link_that_says_nothing_is_refused_with_what_it_must_be(tmp_path: Path, links: str, column: str) -> None:
    with pytest.raises(Refused, match=f"links.csv, column {column}: must be .*; 1 rows are not") as no:
        open_store(store(tmp_path, BACK + links)).links()
    assert "friend" not in str(no.value)


def test_a_link_to_nobody_counts_nothing_and_is_found_by_the_check(tmp_path: Path) -> None:
    (nobody := tmp_path / "nobody").mkdir()
    (alone := tmp_path / "alone").mkdir()
    folder = store(nobody, TO_P2.replace("P2", "P9"))
    assert counted(folder, "P1") == counted(store(alone, ""), "P1")
    assert {row["table"]: row["what"] for row in findings(folder)}["links"].startswith("1 ends at people who are not")


def test_a_link_given_both_ways_or_twice_counts_once_for_each(tmp_path: Path) -> None:
    (once := tmp_path / "once").mkdir()
    (more := tmp_path / "more").mkdir()
    single = counted(store(once, TO_P2), "P1")
    twice = counted(store(more, TO_P2 + BACK + TO_P2.replace("l1", "l3")), "P1")
    assert single == twice
    assert any(single.values())
    assert counted(once, "P2") == counted(once, "P3")  # a flat folder says it once for each of the two
    told = [{row["table"]: row["what"] for row in findings(folder)}["links"] for folder in (once, more)]
    assert [what.rpartition("; ")[2] for what in told] == ["1 in one direction only", "0 in one direction only"]
