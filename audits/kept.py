"""Where audits are kept, by the sha256 of the bundle they are of: the gate and the next report read them here."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from records.refusal import Refused

Json = dict[str, Any]
ACCEPTED = "accepted.json"
PRINTED = "report.pdf"  # made after the rest: what stands in a folder before may be of another audit


def folder_of(bundle_sha256: str) -> Path:
    """The folder of one bundle's audit, under REACHABLE_HOME (./var when unset)."""
    return Path(os.environ.get("REACHABLE_HOME", "var")) / "audits" / bundle_sha256


def keep(out: Path, bundle_sha256: str) -> Path:
    """Copies a finished audit to where the gate looks; what a board accepted of the same bundle before stays."""
    folder = folder_of(bundle_sha256)
    if folder.resolve() != out.resolve():
        shutil.copytree(out, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(PRINTED))
        (folder / PRINTED).unlink(missing_ok=True)
    return folder


def keep_printed(out: Path, bundle_sha256: str) -> None:
    """Copies the printed report of a kept audit to it, where this machine could print one."""
    folder = folder_of(bundle_sha256)
    if (out / PRINTED).is_file() and folder.resolve() != out.resolve():
        shutil.copy2(out / PRINTED, folder / PRINTED)


def report_of(bundle_sha256: str) -> Json:
    """The internal report of that very bundle; Refused where there is none."""
    path = folder_of(bundle_sha256) / "report.json"
    if not path.is_file():
        raise Refused("this model has no audit: run `reachable audit MODEL STORE --out DIR` before approving it")
    return json.loads(path.read_text(encoding="utf-8"))


def accepted_of(bundle_sha256: str) -> list[Json]:
    """What a board accepted of that bundle: check, because, by, minute and on; empty where nothing was."""
    path = folder_of(bundle_sha256) / ACCEPTED
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def earlier_report(name: str, version: int) -> Json | None:
    """The kept report of the latest earlier version of a model, if there is one."""
    found = [json.loads(p.read_text(encoding="utf-8")) for p in folder_of("").glob("*/report.json")]
    mine = [r for r in found if r.get("model", {}).get("name") == name and r["model"]["version"] < version]
    return max(mine, key=lambda r: r["model"]["version"], default=None)
