"""Tokens and one-time links: shown once, kept as hashes, usable once, ended when revoked or expired."""

from __future__ import annotations

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from records.refusal import WrongUse
from serving.database import open_database
from serving.home import Home
from serving.signin import LINK_HOURS, SESSION_HOURS, SignIn
from serving.tokens import Tokens, new_actor

KEY = b"k" * 32


class Clock:
    def __init__(self):
        self.time = datetime(2026, 1, 5, tzinfo=UTC)

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def signin(engine, clock):
    return SignIn(engine, KEY, clock)


def code_of(link):
    return re.fullmatch(r"/sign-in/([\w-]{43})", link)[1]


def test_a_token_lets_its_actor_in_until_it_is_revoked(engine, clock, tmp_path):
    tokens = Tokens(engine, KEY, clock)
    actor = new_actor("worker", "A Worker", agency="social_care", area="North", team="East")
    secret = tokens.create(actor)
    assert tokens.actor_of(secret) == actor
    assert tokens.actor_of(secret[:-1]) is None
    assert secret.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert tokens.revoke(actor.id)
    assert tokens.actor_of(secret) is None
    assert not tokens.revoke(actor.id)


def test_a_token_made_under_another_key_opens_nothing(engine, clock):
    secret = Tokens(engine, KEY, clock).create(new_actor("worker", "W"))
    assert Tokens(engine, b"x" * 32, clock).actor_of(secret) is None


@pytest.mark.parametrize(("role", "name"), [("officer", "N"), ("worker", " ")])
def test_a_token_needs_a_known_role_and_a_name(role, name):
    with pytest.raises(WrongUse):
        new_actor(role, name)


@pytest.mark.parametrize("agency", ["Police", "police ", "constabulary", ""])
def test_an_agency_is_one_that_we_know_by_its_very_word(agency):
    with pytest.raises(WrongUse, match="--agency must be one of"):
        new_actor("worker", "N", agency)
    assert new_actor("worker", "N", "voluntary").agency == "voluntary"


def test_looking_at_a_link_uses_nothing_up_and_using_it_does(signin):
    actor = new_actor("board", "The Board")
    code = code_of(signin.create_link(actor))
    assert signin.link_actor(code) == signin.link_actor(code) == actor
    session = signin.use_link(code)
    assert session is not None
    assert signin.session(session.cookie) == session
    assert signin.link_actor(code) is None
    assert signin.use_link(code) is None


def test_a_link_used_twice_at_once_opens_one_session(signin):
    code = code_of(signin.create_link(new_actor("worker", "W")))
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: signin.use_link(code), range(8)))
    assert sum(one is not None for one in opened) == 1


def test_links_and_sessions_expire(signin, clock):
    code = code_of(signin.create_link(new_actor("worker", "W")))
    other = code_of(signin.create_link(new_actor("worker", "W")))
    session = signin.use_link(code)
    clock.time += timedelta(hours=SESSION_HOURS)
    assert signin.session(session.cookie) is None
    clock.time += timedelta(hours=LINK_HOURS)
    assert signin.use_link(other) is None


def test_signing_out_ends_the_session(signin):
    session = signin.use_link(code_of(signin.create_link(new_actor("worker", "W"))))
    signin.sign_out(session.cookie)
    assert signin.session(session.cookie) is None


def test_ending_an_actor_ends_their_links_and_sessions_and_nobody_elses(signin):
    mine, other = new_actor("worker", "W"), new_actor("worker", "W")
    session, others = (signin.use_link(code_of(signin.create_link(one))) for one in (mine, other))
    code = code_of(signin.create_link(mine))
    assert signin.end(mine.id) == 2
    assert signin.session(session.cookie) is None
    assert signin.use_link(code) is None
    assert signin.session(others.cookie) == others
    assert signin.end(mine.id) == 0


def test_a_forms_code_belongs_to_its_session(signin):
    one, two = (signin.use_link(code_of(signin.create_link(new_actor("worker", "W")))) for _ in range(2))
    assert signin.csrf_holds(one, one.csrf)
    assert not signin.csrf_holds(one, two.csrf)
    assert not signin.csrf_holds(one, None)


def test_keys_are_for_their_owner_alone_and_stay(tmp_path):
    home = Home(tmp_path / "home")
    assert home.key("ledger") == home.key("ledger") != home.key("sign-in")
    assert stat.S_IMODE(os.stat(tmp_path / "home/secrets").st_mode) == 0o700
    assert stat.S_IMODE(os.stat(tmp_path / "home/secrets/ledger.key").st_mode) == 0o600
