"""Writes an audit's files: the internal report, and the published version in a folder of its own.

The same report gives the same bytes: keys sorted, no clock, no path of this machine.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from audits.report.page import page
from records.refusal import WrongUse

Json = dict[str, Any]
PUBLISHED = "published"


def write_reports(internal: Json, published: Json, out: Path) -> None:
    """report.json and report.html in `out`, their published version in `out/published`."""
    for report, folder in ((internal, out), (published, out / PUBLISHED)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(as_json(report), encoding="utf-8")
        (folder / "report.html").write_text(page(report), encoding="utf-8")


def check_folder(out: Path) -> None:
    """WrongUse where a report could not be written into `out`: told before the work, so that nothing is half done."""
    try:
        standing = next(place for place in (out, *out.absolute().parents) if place.exists())
    except (OSError, ValueError) as error:
        raise WrongUse("--out must be the path of a folder; it can't be one") from error
    if not standing.is_dir():
        raise WrongUse(f"--out must be a folder; {standing.name} is a file")
    if not os.access(standing, os.W_OK | os.X_OK):
        raise WrongUse(f"--out must be a folder that can be written to; {standing.name} can't be")


def written(out: Path) -> tuple[Json, Json]:
    """The internal and the published report that stand in `out`."""
    internal, published = (
        json.loads((folder / "report.json").read_text(encoding="utf-8")) for folder in (out, out / PUBLISHED)
    )
    return internal, published


def as_json(report: Any) -> str:
    """Canonical text; NaN is refused rather than written."""
    return json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
