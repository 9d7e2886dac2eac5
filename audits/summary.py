"""A report in a few plain lines, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from audits.report.markup import MINUS, RATES, number, per_cent
from audits.signoffs import unsigned

Json = dict[str, Any]
SHOWN = ("auc", "ppv", "tpr", "selection_rate", "brier")


def summary(report: Json) -> Iterator[str]:
    """The assessments not signed, the figures of everyone, how many verdicts of each kind, each concern by name, and
    the checks."""
    for what in unsigned(report.get("signoffs", [])):
        yield f"not signed: {what}"
    for name in SHOWN:
        yield f"{name}: {said(report['overall'][name])}"
    verdicts = Counter(group["verdict"] or "not shown" for group in report["groups"] if not group["reference"])
    yield "verdicts on reach: " + ", ".join(f"{n} {verdict}" for verdict, n in sorted(verdicts.items()))
    for group in report["groups"]:
        if group["verdict"] == "concern":
            yield f"concern: {group_name(group)}: {group['because']} (reach {said(group['metrics']['tpr'])})"
    for check in report["checks"]:
        yield f"check {check['name']}: {'passed' if check['passed'] else 'FAILED'} ({check['detail']})"


def said(figure: Json) -> str:
    """`0.28 (0.26 to 0.31)`, or why there is none."""
    if figure["value"] is None:
        why = figure.get("why", "not shown")
        return why if why.startswith("not shown") else f"none: {why}"
    if figure["low"] is None:
        return f"{figure['value']:.3f} (no interval)".replace("-", MINUS)
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})".replace("-", MINUS)


def figure_in_text(name: str, found: Json) -> str:
    """As a page says it, `8.6% (6.6% to 11%)`, for a record that is none."""
    if found["value"] is None:
        return said(found)
    say = per_cent if name in RATES else number
    ends = "no interval" if found["low"] is None else f"{say(found['low'])} to {say(found['high'])}"
    return f"{say(found['value'])} ({ends})"


def group_name(group: Json) -> str:
    """`ethnicity=Black`, or `ethnicity=Black+sex=Female` for a crossing."""
    by, value = group["by"], group["group"]
    pairs = [(by, value)] if isinstance(by, str) else list(zip(by, value, strict=True))
    return "+".join(f"{b}={v}" for b, v in pairs) or "everyone"
