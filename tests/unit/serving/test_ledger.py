"""The ledger: no fork from two processes, every change found and its row named, an erased payload told as erased."""

from __future__ import annotations

import multiprocessing
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy

from serving.database import ReadOnly, open_database
from serving.ledger import Entry, Ledger
from serving.ledger_check import read_head, verify, write_head
from serving.problem import Problem

KEY = b"k" * 32
EACH = 1000
POSTGRES = os.environ.get("REACHABLE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def open_ledger(url: str) -> Ledger:
    return Ledger(open_database(url), KEY)


def write_many(url: str, who: str) -> None:
    book = open_ledger(url)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: book.append(Entry(who, "score_shown", {"n": n}, f"P{n}", f"A{n}")), range(EACH)))


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
def postgres_url():
    """A schema of its own on the local PostgreSQL, dropped afterwards."""
    admin = sqlalchemy.create_engine(POSTGRES.replace("postgresql:", "postgresql+psycopg:"))
    schema = f"reachable_test_{uuid.uuid4().hex[:12]}"
    try:
        with admin.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    except sqlalchemy.exc.OperationalError:
        admin.dispose()
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432 (REACHABLE_TEST_POSTGRES names another)")
    yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
    with admin.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    admin.dispose()


@pytest.fixture
def book(sqlite_url):
    book = open_ledger(sqlite_url)
    for number in range(30):
        book.append(Entry("worker", "score_shown", {"n": number}, f"P{number % 3}", f"A{number}"))
    return book


def change(book: Ledger, statement: str) -> None:
    with book.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("where", ["sqlite_url", "postgres_url"])
def test_two_processes_writing_at_once_never_fork_the_chain(where, request):
    url = request.getfixturevalue(where)
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(url, who)) for who in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    book = open_ledger(url)
    verdict = verify(book)
    assert (verdict.good, verdict.rows, verdict.erased) == (True, 2 * EACH, 0)
    rows = list(book.rows())
    assert len({row.prev for row in rows}) == 2 * EACH
    assert {row.actor for row in rows[: EACH // 2]} | {row.actor for row in rows} == {"one", "two"}
    book.engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'somebody' WHERE seq = 12",
        "UPDATE ledger SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 12",
        "UPDATE ledger SET action = 'nothing' WHERE seq = 12",
        "UPDATE ledger SET digest = prev WHERE seq = 12",
        "UPDATE ledger SET link = digest WHERE seq = 12",
        "UPDATE ledger_contents SET payload = '{\"n\":99}' WHERE seq = 12",
        "UPDATE ledger_contents SET person_id = 'P9' WHERE seq = 12",
        "UPDATE ledger_contents SET ref = 'A9' WHERE seq = 12",
        "UPDATE ledger_contents SET salt = '00' WHERE seq = 12",
    ],
)
def test_one_changed_value_is_found_and_its_row_is_named(book, statement):
    change(book, statement)
    verdict = verify(book)
    assert not verdict.good
    assert verdict.faults[0].startswith("row 12:")


def test_a_row_taken_out_is_found(book):
    change(book, "DELETE FROM ledger WHERE seq = 12")
    assert verify(book).faults[0].startswith("row 13: comes after row 11")


def test_an_erased_payload_is_told_and_the_chain_is_good(book):
    assert book.erase([12], "board", "the young person asked") == 1
    verdict = verify(book)
    assert (verdict.good, verdict.erased, verdict.unexplained) == (True, 1, 0)
    assert 12 not in [row.seq for row in book.find("score_shown")]


def test_an_erasing_that_nobody_recorded_is_counted_apart(book):
    change(book, "DELETE FROM ledger_contents WHERE seq = 12")
    verdict = verify(book)
    assert (verdict.good, verdict.erased, verdict.unexplained) == (True, 1, 1)


def test_nothing_of_an_erased_payload_stays_in_the_file(tmp_path, sqlite_url):
    book = open_ledger(sqlite_url)
    book.append(Entry("worker", "reviewed", {"rationale": "ZEBRACROSSING"}, "P1"))
    book.erase([1], "board", "asked")
    book.engine.dispose()
    assert all(b"ZEBRACROSSING" not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_head_kept_elsewhere_finds_an_end_that_was_cut_off(book, tmp_path):
    write_head(tmp_path / "head.json", verify(book).head)
    head = read_head(tmp_path / "head.json")
    assert verify(book, head).good
    for table in ("ledger", "ledger_contents"):
        change(book, f"DELETE FROM {table} WHERE seq > 28")
    assert verify(book).good
    assert "cut off" in verify(book, head).faults[0]


def test_a_ledger_written_with_another_key_does_not_hold(book):
    assert not verify(Ledger(book.engine, b"x" * 32)).good


def test_all_of_a_group_fails_when_it_cant_be_written(book):
    change(book, "CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(Problem) as no:
        book.append(Entry("worker", "score_shown"))
    assert no.value.status == 503
    assert verify(book).rows == 30


def test_a_server_that_takes_no_writes_is_told_before_anything_is_shown(postgres_url):
    book = open_ledger(postgres_url)
    book.append(Entry("worker", "score_shown"))
    book.engine.dispose()
    with pytest.raises(ReadOnly):
        open_ledger(f"{postgres_url}%20-cdefault_transaction_read_only%3Don")


def test_rows_are_found_by_person_reference_and_time(book):
    assert [row.seq for row in book.find("score_shown", person_id="P1")] == list(range(2, 31, 3))
    assert [row.payload for row in book.find(ref="A4")] == [{"n": 4}]
    assert book.find("score_shown", since=datetime(2999, 1, 1, tzinfo=UTC)) == []
    assert book.people_of("score_shown", datetime(2000, 1, 1, tzinfo=UTC)).keys() == {"P0", "P1", "P2"}
