"""The commands of the service, run as a user runs them: exit codes, the token alone, the ledger's verdict."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import reachable
from serving.home import Home
from serving.ledger import open_ledger
from serving.roles import PURPOSES
from serving.state import State


@pytest.fixture
def run(world, monkeypatch, capsys):
    monkeypatch.setenv("REACHABLE_HOME", str(world.home.path))

    def command(*arguments):
        code = reachable.run([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return command


def test_the_token_is_the_last_line_alone_and_only_once(run, world):
    code, lines, _ = run("tokens", "create", "--role", "worker", "--name", "A", "--area", "North")
    assert code == 0
    actor = world.state.tokens.actor_of(lines[-1])
    assert (actor.name, actor.area, actor.purposes) == ("A", "North", PURPOSES["worker"])
    listed = json.loads("\n".join(run("tokens", "list", "--json")[1]))
    assert lines[-1] not in json.dumps(listed)
    assert run("tokens", "revoke", actor.id)[0] == 0
    assert world.state.tokens.actor_of(lines[-1]) is None


def test_a_link_is_the_last_line_and_revoking_ends_it_and_its_session(run, world):
    code, lines, said = run("tokens", "link", "--role", "worker", "--name", "A", "--area", "South")
    assert code == 0
    secret = lines[-1].removeprefix("http://127.0.0.1:3000/sign-in/")
    signin = State(world.home, world.state.policy).signin  # by the clock of the command
    session = signin.use_link(secret)
    assert (session.actor.name, session.actor.area) == ("A", "South")
    assert session.actor.id in said
    assert world.state.ledger.find("link_created")[0].payload["id"] == session.actor.id
    assert run("tokens", "revoke", session.actor.id)[0] == 0
    assert signin.session(session.cookie) is None


def test_an_area_is_one_of_the_stores_and_any_before_there_is_a_store(run, world):
    asked = ("tokens", "create", "--role", "worker", "--name", "A", "--area")
    code, _, said = run(*asked, "north")
    assert (code, "North, South" in said) == (2, True)
    world.home.store.unlink()
    assert run(*asked, "north")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("tokens", "create", "--role", "officer", "--name", "A"),
        ("tokens", "create", "--role", "worker"),
        ("tokens", "create", "--role", "worker", "--name", "A", "--agency", "Police"),
        ("tokens", "link", "--role", "worker", "--name", "A", "--agency", "Police"),
        ("tokens", "create", "--role", "worker", "--name", "A", "--purpose", "enforcement"),
        ("tokens", "revoke", "nobody"),
        ("queue", "--capacity", "51"),
        ("queue", "--capacity", "x"),
        ("models", "retire", "harmed:9", "--by", "B", "--because", "b"),
        ("models", "approve", "harmed:1", "--stage", "live", "--by", "B", "--minute", "M", "--accept", "x"),
        ("serve", "--port", "70000"),
    ],
)
def test_wrong_use_is_exit_2_in_one_line(run, arguments):
    code, _, said = run(*arguments)
    assert code == 2
    assert said.strip()
    assert "Traceback" not in said


def test_the_list_is_printed_and_recorded(run, world):
    code, lines, _ = run("queue", "--capacity", "3")
    assert code == 0
    assert [line.split("\t")[0] for line in lines] == [row.person_id for row in world.state.ledger.find("list_shown")]


def test_verify_says_good_then_erased_then_names_the_changed_row(run, world, tmp_path):
    world.state.score_person(world.worker, "P0001", "early_help")
    head = tmp_path / "head.json"
    assert run("ledger", "verify", "--head", head)[:2] == (0, ["Good: 2 rows, 0 erased."])
    assert run("ledger", "erase", "--person", "P0001", "--by", "B", "--because", "asked")[0] == 0
    assert run("ledger", "verify", "--head", head)[:2] == (0, ["Good: 3 rows, 1 erased."])
    with open_ledger(Home(world.home.path)).engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger SET actor = 'x' WHERE seq = 2")
    code, _, said = run("ledger", "verify")
    assert code == 3
    assert "row 2" in said


def test_the_export_holds_the_chain_and_no_person_unless_asked(run, world):
    world.state.score_person(world.worker, "P0001", "early_help")
    assert "P0001" not in "".join(run("ledger", "export")[1])
    assert json.loads(run("ledger", "export", "--contents")[1][-1])["about"]["person_id"] == "P0001"


def test_help_is_there_for_every_group():
    for group in (reachable.serving.cli.tokens, reachable.serving.cli.models, reachable.serving.cli.ledger):
        assert CliRunner().invoke(group, ["--help"]).exit_code == 0
