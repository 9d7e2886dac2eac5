"""One self-contained page from one report: no script, nothing fetched, the same bytes for the same report."""

from __future__ import annotations

from importlib import resources
from typing import Any

from audits.report import evidence, performance, standing
from audits.report.fairness import fairness
from audits.report.front import front
from audits.report.linked import linked
from audits.report.markup import text
from audits.report.reach import fnr_ratios, reach

Json = dict[str, Any]


def page(report: Json) -> str:
    """The whole page of one report."""
    style = resources.files("audits.report").joinpath("style.css").read_text(encoding="utf-8")
    body = "\n".join(filter(None, (front(report), *_sections(report))))
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(report['title'])}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><p>Reachable \u00b7 {_version(report)}</p></header>\n"
        f"<main>\n<h1>{text(report['title'])}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _version(report: Json) -> str:
    return (
        "Published version: small numbers hidden, counts rounded"
        if report["published"]
        else "For the board: not for publication"
    )


def _sections(report: Json) -> list[str]:
    measured = [
        reach(report),
        evidence.accepted(report),
        performance.performance(report),
        fairness(report),
        fnr_ratios(report),
    ]
    closing = [
        performance.everyone(report),
        standing.not_measured(report),
        standing.hidden(report),
        standing.made_from(report),
    ]
    if report["kind"] != "model":
        return [*measured, *closing]
    told = [evidence.left_out(report), linked(report), evidence.label(report), evidence.explained(report)]
    return [standing.purpose(report), *measured, *told, evidence.changed(report), *closing]
