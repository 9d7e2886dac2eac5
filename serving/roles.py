"""Who may do what: pure rules over an actor. `may_x` answers yes or no, `check_x` raises with the reason.

Police tokens see no lists, no bands and no reason from social care: a use as a suspect lead is what this tool must
never become (shared design, contract and domain). A model's stage decides who sees its bands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from serving.problem import Problem

ROLES = ("worker", "data_scientist", "board", "administrator")
STAGES = ("silent", "limited", "live")
Action = Literal[
    "score", "score_records", "list", "records", "review", "correct", "refer", "look_up", "reports", "register", "link"
]

MAY: dict[str, frozenset[str]] = {
    "worker": frozenset(("score", "score_records", "list", "records", "review", "correct", "refer", "look_up")),
    "data_scientist": frozenset(("score", "score_records", "reports", "register")),
    "board": frozenset(("reports", "register")),
    "administrator": frozenset(("register", "link")),  # who is one person; identifying fields are shown nowhere else
}
POLICE_MAY = frozenset(("refer", "correct"))
POLICE = "police"
PURPOSES: dict[str, tuple[str, ...]] = {
    "worker": ("early_help", "adolescent_support", "panel", "desk_review"),
    "data_scientist": ("model_review",),
    "board": ("model_review",),
    "administrator": (),
}


@dataclass(frozen=True)
class Actor:
    """Who asks: the token or session behind the request, and what it carries. `purposes` come from policy.toml."""

    id: str
    name: str
    role: str
    agency: str | None = None
    area: str | None = None
    team: str | None = None
    purposes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "purposes": list(self.purposes)}


def actor_from(saved: dict[str, Any]) -> Actor:
    """The actor that `as_json` wrote."""
    return Actor(**{**saved, "purposes": tuple(saved["purposes"])})


def is_police(actor: Actor) -> bool:
    """True for an actor of the police, however an older sign-in spells it."""
    return (actor.agency or "").strip().casefold() == POLICE


def may(actor: Actor, action: Action) -> bool:
    """True when the actor's role, and for police its agency, allow the action."""
    allowed = MAY.get(actor.role, frozenset())
    return action in (allowed & POLICE_MAY if is_police(actor) else allowed)


def check_may(actor: Actor, action: Action) -> None:
    """Raises 403 unless `may`."""
    if not may(actor, action):
        who = "Police sign-ins see no lists, no bands and no reasons" if is_police(actor) else None
        role = actor.role.replace("_", " ")
        raise Problem(403, f"{who or f'This is not open to the role of {role}'}; what was asked is recorded.")


def check_purpose(actor: Actor, purpose: str, allowed: dict[str, str]) -> None:
    """Raises 403 unless the purpose is in the policy's list and on the actor's sign-in."""
    if purpose not in allowed:
        raise Problem(403, f"The purpose must be one of {', '.join(allowed)}; what was asked is recorded.")
    if purpose not in actor.purposes:
        raise Problem(403, "This sign-in does not carry that purpose; what was asked is recorded.")


def may_see_area(actor: Actor, area: str | None) -> bool:
    """True when the young person lives in the actor's area, or the actor has none."""
    return actor.area is None or actor.area == area


def may_see_agency(actor: Actor, agency: str) -> bool:
    """True when records of `agency` may be shown to the actor."""
    return not is_police(actor) or agency == POLICE


def may_see_stage(actor: Actor, stage: str, teams: tuple[str, ...]) -> bool:
    """True when a model at `stage` may be shown: live to every worker, limited to the teams named (any team when
    none is named), silent to data scientists alone."""
    if actor.role == "data_scientist" or stage == "live":
        return True
    named = actor.team is not None and (not teams or actor.team in teams)
    return stage == "limited" and named
