"""What may be read without being scored: a person's records, audit reports and the register of models."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from serving.approvals import approvals, history
from serving.home import Home
from serving.ledger import Ledger
from serving.problem import Problem
from serving.reasons import SHOWN
from serving.roles import Actor, may_see_agency
from serving.spells import open_spells

OWN_FILES = ("report.html", "report.json", "report.pdf", "transparency.json", "transparency.md", "model_card.md")
REPORT_FILES = {name: name for name in OWN_FILES} | {  # the name of a file on the pages → where the audit keeps it
    "published.html": "published/report.html",
    "published.json": "published/report.json",
}


def records_told(events: pa.Table, actor: Actor, as_of: date) -> list[dict[str, Any]]:
    """The records that the actor may see in order of time, dates as ISO text, each with whether it is still open."""
    still = set(open_spells(events, as_of)["record_id"].to_pylist())
    rows = sorted(events.to_pylist(), key=lambda row: (row["happened_on"], row["record_id"]))
    return [
        {**{name: _plain(row[name]) for name in (*SHOWN, "ended_on")}, "open": row["record_id"] in still}
        for row in rows
        if may_see_agency(actor, row["agency"])
    ]


def reports(home: Home, ledger: Ledger) -> list[dict[str, Any]]:
    """Each audit: the bundle's hash, its files, verdicts in brief, and the approvals that rest on it; newest first."""
    standing = {one.sha256: one.as_json() for one in approvals(ledger)}
    folders = sorted(home.audits.glob("*/report.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [
        {
            "bundle_sha256": file.parent.name,
            "files": [name for name, place in REPORT_FILES.items() if (file.parent / place).is_file()],
            "approval": standing.get(file.parent.name),
            **_brief(json.loads(file.read_text(encoding="utf-8"))),
        }
        for file in folders
    ]


def report_file(home: Home, bundle_sha256: str, name: str) -> Path:
    """The path of a report's file, or Problem 404; no name outside the list is ever looked for."""
    place = REPORT_FILES.get(name)
    file = home.audits / bundle_sha256 / place if place and bundle_sha256.isalnum() else None
    if file is None or not file.is_file():
        raise Problem(404, "There is no such report.")
    return file


def register(ledger: Ledger) -> list[dict[str, Any]]:
    """Every approval and retirement, oldest first, each with whether it stands today."""
    standing = {(one.sha256, one.stage, one.at) for one in approvals(ledger)}
    return [{**row, "stands": (row["sha256"], row.get("stage"), row["at"]) in standing} for row in history(ledger)]


def _brief(report: dict[str, Any]) -> dict[str, Any]:
    judged = [group for group in report.get("groups", []) if not group.get("reference")]  # not against itself
    verdicts = [group.get("verdict") for group in judged]
    return {
        "model": report.get("model"),
        "checks": report.get("checks", []),
        "verdicts": {verdict: verdicts.count(verdict) for verdict in sorted({v for v in verdicts if v})},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
