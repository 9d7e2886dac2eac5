"""Whatever stands in the ledger's tables, the check names the row: nothing is trusted before it holds."""

from __future__ import annotations

import json

import pytest

from records.refusal import Refused, WrongUse
from serving.database import open_database
from serving.ledger import Entry, Ledger
from serving.ledger_check import export, read_head, verify, write_head

ERASING = 11


@pytest.fixture
def book(tmp_path):
    book = Ledger(open_database(f"sqlite:///{tmp_path / 'ledger.db'}"), b"k" * 32)
    for number in range(10):
        book.append(Entry("worker", "score_shown", {"n": number}, f"P{number}", f"A{number}"))
    book.erase([3], "board", "asked")
    yield book
    book.engine.dispose()


def change(book: Ledger, statement: str) -> None:
    with book.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("row", "statement"),
    [
        (ERASING, "UPDATE ledger_contents SET payload = 'x' WHERE seq = 11"),
        (ERASING, "UPDATE ledger_contents SET payload = '{}' WHERE seq = 11"),
        (ERASING, "UPDATE ledger_contents SET payload = '{\"rows\":[[]]}' WHERE seq = 11"),
        (5, "UPDATE ledger SET action = 'erased' WHERE seq = 5"),
        (5, "UPDATE ledger SET link = 'é' WHERE seq = 5"),
        (5, "UPDATE ledger SET digest = 'é' WHERE seq = 5"),
        (5, "UPDATE ledger SET actor = x'00ff' WHERE seq = 5"),
        (5, "UPDATE ledger SET link = x'00ff' WHERE seq = 5"),
        (5, "UPDATE ledger SET actor = CAST(x'ff' AS TEXT) WHERE seq = 5"),
        (5, "UPDATE ledger_contents SET payload = x'00ff' WHERE seq = 5"),
        (5, "UPDATE ledger_contents SET payload = CAST(x'ff' AS TEXT) WHERE seq = 5"),
        (5, "UPDATE ledger_contents SET salt = x'00ff' WHERE seq = 5"),
        (5, "UPDATE ledger_contents SET person_id = 5 WHERE seq = 5"),
        (9999, "INSERT INTO ledger_contents (seq, salt, payload) VALUES (9999, '', '{}')"),
        (ERASING, "DELETE FROM ledger WHERE seq = 11"),
    ],
)
def test_the_changed_row_is_named_whatever_was_put_there(book, row, statement):
    change(book, statement)
    verdict = verify(book)
    assert not verdict.good
    assert all(fault.startswith((f"row {row}:", f"row {row + 1}:")) for fault in verdict.faults)
    assert verdict.faults[0].startswith(f"row {row}:")


@pytest.mark.parametrize("value", ["x'00ff'", "CAST(x'ff' AS TEXT)", "'x'"])
def test_a_changed_content_is_refused_by_the_export_and_by_whoever_reads_it(book, value):
    change(book, f"UPDATE ledger_contents SET payload = {value} WHERE seq = 5")
    with pytest.raises(Refused, match="row 5 was changed"):
        list(export(book, contents=True))
    assert len(list(export(book, contents=False))) == 11


def test_a_changed_content_is_refused_by_whoever_looks_it_up(book):
    change(book, "UPDATE ledger_contents SET payload = 'x' WHERE seq = 5")
    with pytest.raises(Refused, match="row 5"):
        book.find("score_shown")


def test_a_database_that_cant_be_read_to_its_end_is_refused(book):
    change(book, "DROP TABLE ledger_contents")
    with pytest.raises(Refused, match="readable from beginning to end"):
        verify(book)


@pytest.mark.parametrize(
    "head", [{}, [], {"seq": 0, "link": "x"}, {"seq": True, "link": "x"}, {"seq": 1e999, "link": "x"}, {"seq": 1}, "é"]
)
def test_a_file_that_is_no_head_is_refused(tmp_path, head):
    file = tmp_path / "head.json"
    file.write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(Refused, match="must hold the head"):
        read_head(file)


def test_a_head_that_cant_be_kept_is_wrong_use(book, tmp_path):
    with pytest.raises(WrongUse, match="--head"):
        write_head(tmp_path / "nowhere" / "head.json", verify(book).head)
