"""Rows that hold what two agencies knew of somebody whom nobody had linked yet are counted, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from audits.report.linked import linked
from audits.report.linked import linked_later as said
from records.linkage import link
from records.linkage.reviews import LinkDecision, review_id_of, write_decision
from records.policy import LinkagePolicy
from records.store import Snapshot, open_store
from tests.unit.records.linkage.small_store import RECEIVED, store_of
from tests.unit.records.linkage.test_likeness import people
from training.account import linked_later_lines
from training.bundle import Bundle
from training.linked_later import linked_later
from training.runs import _metrics

RULES = LinkagePolicy(link_at=0.9, review_at=0.2, times_likelier=10)
TOM = ("Boswell", "2008-05-17", "1 High Street", "CT1 2AB")
ZAINAB = ("Zainab", "Okafor", "2009-01-02", "7 Low Road", "CT3 4CD")
ROWS = (
    ("police-1", "Tom", *TOM),
    ("school-1", "Thomasina", *TOM),
    ("social_care-1", "Tom", *TOM),
    ("police-2", *ZAINAB),
    ("school-2", *ZAINAB),
)
BEFORE, AFTER = date(2024, 6, 1), date(2024, 8, 1)


def table(snapshot: Snapshot, *days: date) -> pa.Table:
    rows = [(person, day) for day in days for person in snapshot.people()["person_id"].to_pylist()]
    return pa.table({"person_id": [who for who, _ in rows], "as_of": pa.array([day for _, day in rows], pa.date32())})


@pytest.mark.parametrize(("keys", "by_likeness"), [({}, 0.667), ({"police-2": "K", "school-2": "K"}, 0.333)])
def test_a_row_before_the_first_linking_rests_on_it_and_one_after_does_not(
    tmp_path: Path, keys: dict[str, str], by_likeness: float
) -> None:
    store = store_of(tmp_path / "store", people(*ROWS), keys)
    found = link(store, RECEIVED, policy=RULES).snapshot
    told = linked_later(found, table(found, BEFORE, AFTER), {"train": (BEFORE,), "test": (AFTER,), "calibration": ()})
    assert told is not None
    assert told["train"] == {"rows": 3, "linked_later": 0.667, "without_key": by_likeness}  # two of three are linked
    assert told["test"] == {"rows": 3, "linked_later": 0.0, "without_key": 0.0}
    assert told["calibration"]["linked_later"] is None


def test_a_link_made_later_that_left_the_past_as_it_was_is_not_counted(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", people(*ROWS[:2]))
    link(store, RECEIVED, policy=RULES)
    said_so = LinkDecision(
        "D1", review_id_of("police-1", "school-1"), "police-1", "school-1", "same", "a", "2024-08-01"
    )
    write_decision(store, said_so)
    found = link(store, date(2024, 9, 1), policy=RULES).snapshot
    told = linked_later(found, table(found, AFTER), {"train": (AFTER,)})
    assert told is not None
    assert told["train"]["linked_later"] == 0.0


def test_a_store_without_linkage_tells_nothing(tmp_path: Path) -> None:
    found = open_store(store_of(tmp_path / "store", people(*ROWS)))
    assert linked_later(found, table(found, BEFORE), {"train": (BEFORE,)}) is None
    assert linked_later_lines(None) == said({"data": {"linked_later": None}}) == []


def test_run_account_and_report_say_the_shares(bundle: Bundle) -> None:
    told = {name: {"rows": 9, "linked_later": 0.4, "without_key": 0.004} for name in ("train", "test")}
    made = replace(bundle, evidence={**bundle.evidence, "linked_later": told})
    assert {k: v for k, v in _metrics(made).items() if "linked" in k} == {
        "linked_later_train": 0.4,
        "linked_later_test": 0.4,
    }
    assert linked_later_lines(told) == [
        "rows that rest on links between agencies made after their date: train 40%, test 40%"
    ]
    page = linked({"data": {"linkage": None, "linked_later": told}})
    assert "40% of the training rows, 40% of the test rows. For at most under 1% of rows" in page
    backwards = linked({"data": {"linkage": None, "linked_later": dict(sorted(told.items()))}})  # as a file keeps them
    assert backwards == page
