"""The board's reports: each audit in a frame that can run nothing, with its figures and records to take away.

A report is our own file, but it stands in a sandbox all the same: nothing in it can act for whoever reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import FileResponse, Response

from serving.pages import protection, words
from serving.pages.asking import Ask
from serving.pages.words import Tag
from serving.problem import Problem

VERDICTS = {
    "no_gap_found": ("group where no gap was found", "groups where no gap was found"),
    "concern": ("group with a concern", "groups with a concern"),
    "not_enough_evidence": ("group with not enough evidence", "groups with not enough evidence"),
}
FILES = {
    "report.html": "Open the report on a page of its own",
    "report.pdf": "The report as a PDF",
    "report.json": "Every figure, as JSON",
    "published.html": "The version for publication, small numbers hidden",
    "published.json": "Its figures, as JSON, for publication",
    "transparency.md": "Algorithmic transparency record",
    "transparency.json": "Algorithmic transparency record, as JSON",
    "model_card.md": "Model card",
}
SEEN_HERE = ("report.html", "published.html")
NO_AUDIT = Tag("Not approved", "grey")


@dataclass(frozen=True)
class ReportEntry:
    """One audit in the list of reports."""

    sha: str
    title: str
    tag: Tag
    verdicts: str
    failed: str


def entry(report: Mapping[str, Any]) -> ReportEntry:
    """An audit in brief: whose, at what stage its model is, its verdicts and the checks that failed."""
    failed = [check["name"].replace("_", " ") for check in report["checks"] if not check["passed"]]
    return ReportEntry(
        sha=report["bundle_sha256"],
        title=title(report),
        tag=_stage(report["approval"]),
        verdicts=_verdicts(report["verdicts"]),
        failed=words.listed(failed),
    )


def _stage(approval: Mapping[str, Any] | None) -> Tag:
    if approval is None:
        return NO_AUDIT
    tag = words.STAGES[approval["stage"]]
    return replace(tag, text=f"{tag.text}, demo approval") if approval.get("demo") else tag


def title(report: Mapping[str, Any]) -> str:
    """What the model is about, its name and version where they are known, else the start of its hash."""
    known = report["approval"] or report["model"]
    if not isinstance(known, Mapping) or "name" not in known:
        return f"Model {report['bundle_sha256'][:12]}"
    about = report["model"].get("title") if isinstance(report["model"], Mapping) else None
    return f"{about or 'Model'}: {known['name']}, version {known['version']}"


def reports(ask: Ask) -> Response:
    """The list of audits."""
    return ask.page("reports.html", "Reports", reports=list(map(entry, ask.state.reports(ask.actor))))


def report(ask: Ask) -> Response:
    """One audit: its files, and the report in a frame."""
    sha = ask.param("sha")
    found = next((one for one in ask.state.reports(ask.actor) if one["bundle_sha256"] == sha), None)
    if found is None:
        raise Problem(404, "There is no audit of that model here.")
    files = [
        {"name": name, "text": FILES[name], "download": name not in SEEN_HERE}
        for name in FILES
        if name in found["files"]
    ]
    return ask.page("report.html", title(found), sha=sha, files=files, framed="report.html" in found["files"])


def report_file(ask: Ask) -> Response:
    """A file of an audit; a page of it runs in a sandbox without scripts."""
    name = ask.param("name")
    file = ask.state.report_file(ask.actor, ask.param("sha"), name)
    response = FileResponse(file, filename=None if name in SEEN_HERE else name)
    response.headers["Content-Security-Policy"] = protection.REPORT_POLICY
    return response


def _verdicts(counts: Mapping[str, int]) -> str:
    said = [f"{counts[name]} {names[counts[name] != 1]}" for name, names in VERDICTS.items() if counts.get(name)]
    return words.listed(said) or "No verdicts"
