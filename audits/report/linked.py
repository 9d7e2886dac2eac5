"""Whose records were joined less often, or wrongly: the linkage section of the report."""

from __future__ import annotations

from typing import Any

from audits.report.markup import HIDDEN, count, paragraph, section, table, text
from audits.report.words import CHARACTERISTICS

Json = dict[str, Any]
TITLE = "Linkage by group"
SLICES = {"train": "training", "calibration": "calibration", "test": "test"}
HEADS = ("Group", "Pairs that are one person", "Missed", "Found (recall)", "Of links made, right (precision)")


def linked(report: Json) -> str:
    """Precision, recall and missed links by group, with 95% intervals; or that they can't be had."""
    later = [paragraph(said) for said in linked_later(report)]
    found = report["data"].get("linkage")
    if found is None:
        none = "Not measured by group: no two agencies' records carry a shared reference to count by."
        return section(TITLE, *later, paragraph(none))
    told = paragraph(
        "People who carry a shared reference were linked by names, births, homes and numbers, the reference hidden. "
        "A missed link is two agencies' records of one person that stay apart, so that neither agency's facts reach "
        "the other's. Where only a few were missed, or wrong, the table says no more than that."
        + (f" Counts are to the nearest {to}, and shares are of these." if (to := found["rounded_to"]) > 1 else "")
    )
    tables = [_table(CHARACTERISTICS.get(one["by"], one["by"]), one["groups"]) for one in found["tables"]]
    return section(TITLE, *later, told, _table("Everyone", [found["overall"]]), *tables)


def linked_later(report: Json) -> list[str]:
    """A sentence on how far the model was made and tested on links that nobody had made yet; none where none told."""
    found = report["data"].get("linked_later") or {}
    shares = [
        f"{_share(found[name]['linked_later'])} of the {said} rows"
        for name, said in SLICES.items()
        if name in found and found[name]["rows"]
    ]
    if not shares:
        return []
    keyless = max(one["without_key"] for one in found.values() if one["rows"])
    return [
        f"Some rows rest on links between agencies that were made after the row's date: {', '.join(shares)}. For at "
        f"most {_share(keyless)} of rows such a link was made by likeness or by a reviewer, not by a shared reference. "
        "On that date nobody could have seen those records together: in use, a model may know less of somebody than "
        "it did here."
    ]


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


def _share(found: float) -> str:
    return "under 1%" if 0 < found < 0.01 else f"{100 * found:.0f}%"


def _bound(share: float) -> str:
    """Too few to show how many, which itself says on which side the share lies."""
    return f"under {100 * share:.0f}%" if share < 0.5 else f"over {100 * share:.0f}%"
