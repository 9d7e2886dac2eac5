"""The rules of who may do what, as truth tables."""

from __future__ import annotations

import pytest

from serving.problem import Problem
from serving.roles import Actor, check_purpose, may, may_see_agency, may_see_area, may_see_stage

EVERY = ("score", "score_records", "list", "records", "review", "correct", "refer", "look_up", "reports", "register")
EVERY += ("link",)
TABLE = {
    ("worker", None): "score score_records list records review correct refer look_up",
    ("worker", "police"): "correct refer",
    ("worker", "Police "): "correct refer",
    ("data_scientist", None): "score score_records reports register",
    ("data_scientist", "police"): "",
    ("board", None): "reports register",
    ("board", "police"): "",
    ("administrator", None): "register link",
    ("administrator", "police"): "",
    ("somebody", None): "",
}


@pytest.mark.parametrize(("role", "agency"), TABLE)
def test_what_each_role_may_do(role, agency):
    allowed = {action for action in EVERY if may(Actor("a", "A", role, agency), action)}
    assert allowed == set(TABLE[role, agency].split())


@pytest.mark.parametrize(
    ("role", "team", "stage", "teams", "seen"),
    [
        ("worker", None, "live", (), True),
        ("worker", "East", "silent", ("East",), False),
        ("worker", "East", "limited", ("East",), True),
        ("worker", "West", "limited", ("East",), False),
        ("worker", "West", "limited", (), True),
        ("worker", None, "limited", (), False),
        ("data_scientist", None, "silent", (), True),
        ("board", None, "silent", (), False),
    ],
)
def test_who_sees_a_model_at_each_stage(role, team, stage, teams, seen):
    assert may_see_stage(Actor("a", "A", role, team=team), stage, teams) is seen


def test_police_see_no_reason_from_social_care():
    for spelt in ("police", "Police"):
        assert not may_see_agency(Actor("a", "A", "worker", spelt), "social_care")
    assert may_see_agency(Actor("a", "A", "worker", "school"), "social_care")


def test_an_area_is_seen_by_those_who_carry_it_or_none():
    assert may_see_area(Actor("a", "A", "worker", area="North"), "North")
    assert may_see_area(Actor("a", "A", "worker"), "South")
    assert not may_see_area(Actor("a", "A", "worker", area="North"), None)


@pytest.mark.parametrize("purpose", ["enforcement", "panel", ""])
def test_a_purpose_must_be_the_policys_and_the_tokens(purpose):
    actor = Actor("a", "A", "worker", purposes=("early_help", "enforcement"))
    with pytest.raises(Problem):
        check_purpose(actor, purpose, {"early_help": "", "panel": ""})
    check_purpose(actor, "early_help", {"early_help": "", "panel": ""})
