"""Plain HTML pieces: text escaped once, tables that stack on a narrow screen, figures as a person would say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from audits.report.words import VERDICTS

Json = dict[str, Any]
HIDDEN = '<span class="muted">not shown</span>'
MINUS = "\u2212"
RATES = {"selection_rate", "tpr", "fnr", "fpr", "ppv", "fdr", "for", "observed", "mean_predicted"}


def text(words: object) -> str:
    """Any text, made safe to stand in HTML."""
    return escape(str(words))


def paragraph(words: str) -> str:
    """One paragraph of plain text."""
    return f"<p>{text(words)}</p>"


def bullets(items: Iterable[str]) -> str:
    """A list of plain text; nothing where there are no items."""
    listed = "".join(f"<li>{text(item)}</li>" for item in items)
    return f"<ul>{listed}</ul>" if listed else ""


def section(title: str, *parts: str) -> str:
    """A section with a heading that can be linked to; nothing where every part is empty."""
    body = "".join(parts)
    anchor = "-".join(title.lower().replace(",", "").split())
    return f'<section id="{text(anchor)}"><h2>{text(title)}</h2>{body}</section>' if body else ""


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are HTML; each cell carries its heading, so that rows can stand as cards on a phone."""
    head = "".join(f'<th scope="col">{text(h)}</th>' for h in heads)
    body = "".join(_row(heads, row) for row in rows)
    if not body:
        return ""
    return f"<table><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    first = f'<th scope="row">{cells[0]}</th>'
    rest = (f'<td data-label="{text(h)}">{c}</td>' for h, c in zip(heads[1:], cells[1:], strict=True))
    return f"<tr>{first}{''.join(rest)}</tr>"


def count(value: int | None) -> str:
    """A count with thousands apart, or that it is not shown."""
    return HIDDEN if value is None else f"{value:,}"


def figure(name: str, found: Json) -> str:
    """A metric with its interval: rates as per cent, other measures as they are; else why there is none."""
    if found["value"] is None:
        why = found.get("why", "")
        return HIDDEN if not why or why.startswith("not shown") else f'<span class="muted">{text(why)}</span>'
    said = per_cent if name in RATES else number
    ends = (
        "" if found["low"] is None else f'<br><span class="ends">{said(found["low"])} to {said(found["high"])}</span>'
    )
    return f"{said(found['value'])}{ends}"


def per_cent(share: float) -> str:
    """A share as per cent, one decimal under ten."""
    return f"{100 * share:.1f}%" if abs(share) < 0.0995 else f"{100 * share:.0f}%"


def number(value: float) -> str:
    """A plain number to two decimals, three where it is small and has as many."""
    small = 0 < abs(value) < 0.1 and value != round(value, 2)
    return (f"{value:.3f}" if small else f"{value:.2f}").replace("-", MINUS)


def tag(verdict: str | None) -> str:
    """A verdict as a coloured tag that also reads without colour."""
    if verdict is None:
        return HIDDEN
    return f'<strong class="tag {text(verdict)}">{VERDICTS[verdict]}</strong>'
