"""The register of models: what was approved, by whom, what was accepted and why, and when it was retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from serving.approvals import RETIRED
from serving.pages import words
from serving.pages.asking import Ask
from serving.pages.words import Tag
from serving.roles import may

DEMO = Tag("Demo approval: not a board’s", "yellow")
REPLACED = Tag("Replaced by a later approval", "grey")


@dataclass(frozen=True)
class Accepted:
    """Findings of the audit that were accepted for one and the same reason."""

    because: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """An approval or a retirement."""

    when: str
    what: str
    more: str
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True)
class RegisteredModel:
    """One model with its history, oldest step first."""

    title: str
    sha: str
    tags: tuple[Tag, ...]
    steps: tuple[Step, ...]


def registered(rows: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> list[RegisteredModel]:
    """The register's rows (oldest first) by model, the newest model first; `titles` are those of the targets."""
    by_model: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_model.setdefault(row["sha256"], []).append(row)
    return [_model(sha, of_model, titles) for sha, of_model in reversed(by_model.items())]


def register(ask: Ask) -> Response:
    """The page of the register."""
    titles = {name: target.title for name, target in ask.state.policy.targets.items()}
    models = registered(ask.state.register(ask.actor), titles)
    return ask.page("register.html", "Register of models", models=models, may_read_reports=may(ask.actor, "reports"))


def _model(sha: str, rows: list[Mapping[str, Any]], titles: Mapping[str, str]) -> RegisteredModel:
    last = rows[-1]
    named = next((row for row in rows if "name" in row), {"name": sha[:12], "version": "?"})
    tags = (_standing(last), *([DEMO] if any(row.get("demo") for row in rows) else []))
    purpose = titles.get(named.get("target", ""), "Another outcome")
    title = f"{purpose}: {named['name']}, version {named['version']}"
    return RegisteredModel(title, sha, tags, tuple(map(_step, rows)))


def _standing(row: Mapping[str, Any]) -> Tag:
    if row["action"] == RETIRED:
        return words.STAGES["retired"]
    return words.STAGES[row["stage"]] if row["stands"] else REPLACED


def _step(row: Mapping[str, Any]) -> Step:
    retired = row["action"] == RETIRED
    what = f"Retired by {row['by']}" if retired else f"Approved by {row['by']} at stage {row['stage']}"
    because = row.get("because")
    more = [f"Minute: {row['minute']}"] if row.get("minute") else []
    more += [f"Teams: {words.listed(row['teams'])}"] if row.get("teams") else []
    more += [f"Not signed then: {words.listed(row['unsigned'])}"] if row.get("unsigned") else []
    more += [str(because)] if because else []
    return Step(words.plain_date(row["at"]), what, ". ".join(more), _accepted(row.get("accepted", {})))


def _accepted(because_by_check: Mapping[str, str]) -> tuple[Accepted, ...]:
    from audits.report.words import finding_words  # here: a service that scores does without the audit

    findings: dict[str, list[str]] = {}
    for check, because in sorted(because_by_check.items()):
        findings.setdefault(because, []).append(finding_words(check))
    return tuple(Accepted(because, tuple(named)) for because, named in findings.items())
