"""Approving and retiring models: only on an audit of that very bundle, by a named person, with a minute.

The verified copy that will be served is laid down before the approval is written; the ledger keeps the history, and
MLflow's alias only mirrors it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audits.gate import keep_accepted, refusals
from audits.kept import report_of
from audits.signoffs import signoffs, unsigned
from records.refusal import Refused, WrongUse
from serving.approvals import APPROVED, RETIRED, Approval, approvals
from serving.home import Home
from serving.ledger import Entry, Ledger
from serving.roles import STAGES
from training import runs
from training.bundle import Bundle, read_bundle
from training.policy import Policy


@dataclass(frozen=True)
class Decision:
    """A board's decision on one model: the stage, who decided, in which minute, and what was accepted and why."""

    ref: str
    stage: str
    by: str
    minute: str
    accepted: dict[str, str] = field(default_factory=dict)
    teams: tuple[str, ...] = ()
    demo: bool = False


def approve(home: Home, ledger: Ledger, policy: Policy, decision: Decision) -> Approval:
    """Approves a registered model; Refused with every reason when its audit, its bundle or the decision won't do."""
    _check_words(decision)
    registered = runs.find(decision.ref)
    why_not = refusals(report_of(registered.sha256), registered.sha256, decision.accepted)
    if why_not:
        raise Refused(*why_not)
    bundle = _lay_down(home, decision.ref, registered.sha256)
    _check_servable(bundle, policy)
    ledger.append(_entry(decision, registered, bundle))
    standing = next(one for one in approvals(ledger) if one.sha256 == registered.sha256)
    keep_accepted(bundle, _accepted(decision, standing.at))
    runs.set_stage(decision.ref, decision.stage)
    return standing


def retire(ledger: Ledger, ref: str, by: str, because: str) -> Approval:
    """Ends a model's approval; WrongUse when it has none."""
    if not because.strip() or not by.strip():
        raise WrongUse("--by and --because must say who retires the model and why")
    name, _, version = ref.rpartition(":")
    found = [one for one in approvals(ledger) if (one.name, one.version) == (name, version)]
    if not found:
        raise WrongUse(f"{ref} has no approval that stands; `reachable models list` shows those that have")
    payload = {"name": name, "version": version, "target": found[0].target, "by": by, "because": because}
    ledger.append(Entry(by, RETIRED, payload, ref=found[0].sha256))
    runs.set_stage(ref, None)
    return found[0]


def listed(ledger: Ledger) -> list[dict[str, Any]]:
    """Every registered version with its stage: that of its approval, or none."""
    standing = {one.sha256: one for one in approvals(ledger)}
    return [
        {
            "model": one.ref,
            "target": one.target,
            "form": one.form,
            "stage": standing[one.sha256].stage if one.sha256 in standing else None,
            "demo": one.sha256 in standing and standing[one.sha256].demo,
            "sha256": one.sha256,
        }
        for one in runs.versions()
    ]


def _check_words(decision: Decision) -> None:
    if decision.stage not in STAGES:
        raise WrongUse(f"--stage must be one of {', '.join(STAGES)}")
    if not decision.by.strip() or not decision.minute.strip():
        raise WrongUse("--by and --minute must say who approved the model and where that is minuted")
    if decision.teams and decision.stage != "limited":
        raise WrongUse("--team goes with --stage limited")


def _check_servable(bundle: Bundle, policy: Policy) -> None:
    if bundle.target not in policy.targets or bundle.cohort is None:
        raise Refused(f"only models of {' or '.join(policy.targets)} that were trained on a store can be approved")


def _lay_down(home: Home, ref: str, sha256: str) -> Bundle:
    """The bundle's verified copy under bundles/<sha256>: whole or not there."""
    place = home.bundles / sha256
    if not place.is_dir():
        home.bundles.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.bundles, prefix=".fetch-") as scratch:
            fetched = runs.fetch_bundle(ref, Path(scratch) / "bundle")
            read_bundle(fetched, sha256)
            _move(fetched, place)
    return read_bundle(place, sha256)


def _move(fetched: Path, place: Path) -> None:
    try:
        os.replace(fetched, place)
    except OSError:
        if not place.is_dir():
            raise
        shutil.rmtree(fetched)


def _entry(decision: Decision, registered: runs.Registered, bundle: Bundle) -> Entry:
    payload = {
        "name": registered.name,
        "version": str(registered.version),
        "target": bundle.target,
        "stage": decision.stage,
        "by": decision.by,
        "minute": decision.minute,
        "accepted": decision.accepted,
        "teams": list(decision.teams),
        "demo": decision.demo,
        "unsigned": unsigned(signoffs()),
    }
    return Entry(decision.by, APPROVED, payload, ref=registered.sha256)


def _accepted(decision: Decision, at: str) -> list[dict[str, str]]:
    return [
        {"check": check, "because": because, "by": decision.by, "minute": decision.minute, "on": at[:10]}
        for check, because in decision.accepted.items()
    ]
