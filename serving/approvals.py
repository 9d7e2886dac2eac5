"""Which models may be shown: read from the ledger, where each approval and retirement is a row.

MLflow's aliases keep no history, so they only mirror what stands here (shared design, architecture 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from serving.ledger import Found, Ledger

APPROVED, RETIRED = "model_approved", "model_retired"


@dataclass(frozen=True)
class Approval:
    """One model's standing approval. `accepted` pairs each accepted check with why; `teams` see it when limited;
    `unsigned` names the assessments that nobody had signed then."""

    name: str
    version: str
    target: str
    sha256: str
    stage: str
    by: str
    minute: str
    at: str
    teams: tuple[str, ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()
    demo: bool = False
    unsigned: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            **self.__dict__,
            "teams": list(self.teams),
            "accepted": dict(self.accepted),
            "unsigned": list(self.unsigned),
        }

    def warnings(self) -> list[str]:
        """A line for each assessment that nobody had signed: a release gate by the shared design (domain), though no
        approval is refused for it."""
        ask = "have it signed before anybody relies on this model, and enter by, on and reference in signoffs.toml"
        return [f"WARNING: {what}: not signed; {ask}" for what in self.unsigned]


def approvals(ledger: Ledger) -> list[Approval]:
    """The approvals that stand, oldest first: a later one of the same target and stage, or of the same model, replaces
    an earlier one; a retirement ends it."""
    standing: list[Approval] = []
    for row in ledger.find(APPROVED, RETIRED):
        standing = [one for one in standing if one.sha256 != row.ref]
        if row.action == APPROVED:
            new = _approval(row)
            standing = [one for one in standing if (one.target, one.stage) != (new.target, new.stage)]
            standing.append(new)
    return standing


def history(ledger: Ledger) -> list[dict[str, Any]]:
    """Every approval and retirement there ever was, oldest first."""
    return [
        {"seq": row.seq, "at": row.at.isoformat(), "action": row.action, "sha256": row.ref, **row.payload}
        for row in ledger.find(APPROVED, RETIRED)
    ]


def _approval(row: Found) -> Approval:
    said = row.payload
    return Approval(
        **{name: said[name] for name in ("name", "version", "target", "stage", "by", "minute", "demo")},
        sha256=str(row.ref),
        at=row.at.isoformat(),
        teams=tuple(said["teams"]),
        accepted=tuple(sorted(said["accepted"].items())),
        unsigned=tuple(said.get("unsigned", ())),  # entries of before do not say
    )
