"""Writes an audit's files: the internal report, and the published version in a folder of its own.

The same report gives the same bytes: keys sorted, no clock, no path of this machine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from audits.report.page import page

Json = dict[str, Any]
PUBLISHED = "published"


def write_reports(internal: Json, published: Json, out: Path) -> None:
    """report.json and report.html in `out`, their published version in `out/published`."""
    for report, folder in ((internal, out), (published, out / PUBLISHED)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(as_json(report), encoding="utf-8")
        (folder / "report.html").write_text(page(report), encoding="utf-8")


def written(out: Path) -> tuple[Json, Json]:
    """The internal and the published report that stand in `out`."""
    internal, published = (
        json.loads((folder / "report.json").read_text(encoding="utf-8")) for folder in (out, out / PUBLISHED)
    )
    return internal, published


def as_json(report: Any) -> str:
    """Canonical text; NaN is refused rather than written."""
    return json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
