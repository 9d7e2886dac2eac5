"""Whose records were joined less often, or wrongly: the linkage section of the report."""

from __future__ import annotations

from typing import Any

from audits.report.markup import HIDDEN, count, paragraph, section, table, text
from audits.report.words import CHARACTERISTICS

Json = dict[str, Any]
TITLE = "Linkage by group"
HEADS = ("Group", "Pairs that are one person", "Missed", "Found (recall)", "Of links made, right (precision)")


def linked(report: Json) -> str:
    """Precision, recall and missed links by group, with 95% intervals; or that they can't be had."""
    found = report["data"].get("linkage")
    if found is None:
        return section(TITLE, paragraph("Not measured: no two agencies' records carry a shared reference to count by."))
    told = paragraph(
        "People who carry a shared reference were linked by names, births, homes and numbers, the reference hidden. "
        "A missed link is two agencies' records of one person that stay apart, so that neither agency's facts reach "
        "the other's. Where only a few were missed, or wrong, the table says no more than that."
    )
    tables = [_table(CHARACTERISTICS.get(one["by"], one["by"]), one["groups"]) for one in found["tables"]]
    return section(TITLE, told, _table("Everyone", [found["overall"]]), *tables)


def _table(caption: str, rows: list[Json]) -> str:
    cells = [
        [text(row["group"]), count(row["pairs"]), *(_rate(row[name]) for name in ("missed", "recall", "precision"))]
        for row in rows
    ]
    return table(caption, HEADS, cells)


def _rate(found: Json) -> str:
    if found["value"] is None:
        return HIDDEN if found["bound"] is None else _bound(found["bound"])
    value, low, high = (f"{100 * found[name]:.1f}%" for name in ("value", "low", "high"))
    return f'{value}<br><span class="ends">{low} to {high}</span>'


def _bound(share: float) -> str:
    """Too few to show how many, which itself says on which side the share lies."""
    return f"under {100 * share:.0f}%" if share < 0.5 else f"over {100 * share:.0f}%"
