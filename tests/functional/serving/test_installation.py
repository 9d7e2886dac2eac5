"""An installation that is not there, lost its key or can't be written to: refused in a line, nothing made anew."""

from __future__ import annotations

import json
import os

import pytest

import reachable
from records.refusal import Refused
from serving.home import Home
from serving.ledger import open_ledger
from serving.problem import Problem
from serving.state import State

SERVE = ("serve", "--port", "3999")
CREATE = ("tokens", "create", "--role", "worker", "--name", "A")
READING = [
    ("ledger", "verify"),
    ("ledger", "export"),
    ("ledger", "erase", "--person", "P", "--by", "B", "--because", "b"),
    ("models", "list"),
    ("models", "history"),
    ("models", "retire", "harmed:1", "--by", "B", "--because", "b"),
    ("tokens", "list"),
    ("tokens", "revoke", "T"),
    ("queue", "--capacity", "2"),
]


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command; one that would go on to become the server fails, instead of taking the place of the tests."""
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("the server would have started"))

    def command(home, *arguments):
        monkeypatch.setenv("REACHABLE_HOME", str(home))
        code = reachable.run([str(one) for one in arguments])
        return code, capsys.readouterr()

    return command


@pytest.mark.parametrize("arguments", READING)
def test_a_command_that_reads_makes_nothing_where_nothing_is(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    code, said = run(tmp_path / "var", *arguments)
    assert (code, said.out) == (2, "")
    assert "must hold an installation" in said.err
    assert list(tmp_path.iterdir()) == []


def test_listing_models_makes_no_registry(run, world, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)  # mlflow leaves it behind once a test has trained
    before = sorted(tmp_path.iterdir())
    code, said = run(world.home.path, "models", "list", "--json")
    assert (code, json.loads(said.out)) == (0, [])
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("arguments", [("queue", "--capacity", "2"), ("ledger", "verify"), SERVE])
def test_a_lost_key_is_never_replaced_once_there_are_rows(run, world, arguments):
    rows = len(list(world.state.ledger.rows()))
    key = world.home.path / "secrets" / "ledger.key"
    key.unlink()
    code, said = run(world.home.path, *arguments)
    assert (code, said.out) == (3, "")
    assert "ledger.key" in said.err
    assert not key.exists()
    assert len(list(world.state.ledger.rows())) == rows


def test_a_key_that_is_not_whole_is_refused(world):
    (world.home.path / "secrets" / "ledger.key").write_bytes(b"")
    with pytest.raises(Refused, match="32 bytes"):
        State(world.home, world.state.policy)


@pytest.mark.parametrize("blocked", ["ledger.db", "secrets"])
@pytest.mark.parametrize(
    "arguments", [("serve", "--port", "3999"), ("tokens", "create", "--role", "worker", "--name", "A")]
)
def test_a_home_that_cant_be_written_is_refused_in_a_line(run, tmp_path, blocked, arguments):
    """A folder stands where the ledger's file should, or a file where the folder of secrets should: as root too."""
    if blocked == "ledger.db":
        (tmp_path / blocked).mkdir()
    else:
        (tmp_path / blocked).write_text("")
    code, said = run(tmp_path, *arguments)
    assert (code, said.out) == (3, "")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:9/none", "nonsense", "mysql://127.0.0.1/x"])
def test_a_ledger_url_that_answers_nothing_is_refused_without_its_password(run, tmp_path, monkeypatch, url):
    monkeypatch.setenv("REACHABLE_LEDGER_URL", url)
    for arguments in (("ledger", "verify"), CREATE):
        code, said = run(tmp_path, *arguments)
        assert (code, said.out) == (3, "")
        assert "secret" not in said.err


def test_a_ledger_that_stops_taking_rows_while_serving_shows_nothing(world):
    state = State(world.home, world.state.policy, world.state.now)
    assert state.why_not_ready() is None
    ask = [
        lambda: state.score_person(world.worker, "P0001", "early_help"),
        lambda: state.weekly_list(world.worker, 3),
        lambda: state.person_records(world.worker, "P0001"),
        lambda: state.scores_of(world.worker, "P0001"),
        lambda: state.score_person(world.worker, "nobody", "early_help"),
    ]
    with open_ledger(Home(world.home.path)).engine.begin() as connection:
        connection.exec_driver_sql("CREATE TRIGGER f BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'full'); END")
    for one in ask:
        with pytest.raises(Problem) as no:
            one()
        assert no.value.status == 503
    with world.state.ledger.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ledger RENAME TO gone")
    assert "ledger" in state.why_not_ready()


def test_contents_that_nobody_erased_are_told_to_programs_too(run, world):
    world.state.score_person(world.worker, "P0001", "early_help")
    with world.state.ledger.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ledger_contents WHERE seq = 2")
    code, said = run(world.home.path, "ledger", "verify", "--json")
    assert code == 0
    assert json.loads(said.out) == {"good": True, "rows": 2, "erased": 1, "unexplained": 1, "faults": []}


def test_a_file_that_is_no_database_and_a_head_that_is_no_file_are_refused(run, world):
    assert run(world.home.path, "ledger", "verify", "--head", world.home.path)[0] == 2
    other = Home(world.home.path.with_name("other"))
    other.path.mkdir()
    (other.path / "ledger.db").write_bytes(b"no database" * 100)
    code, said = run(other.path, "ledger", "verify")
    assert (code, said.out) == (3, "")


def test_a_command_whose_row_cant_be_written_is_refused_and_gives_nothing(run, world):
    with world.state.ledger.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TRIGGER f BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'full'); END")
    for arguments in (CREATE, ("queue", "--capacity", "2")):
        code, said = run(world.home.path, *arguments)
        assert (code, said.out) == (3, "")
        assert "can't be written" in said.err
