"""The gate before approval: a failed check refuses; every concern and every lack of evidence must be accepted by
name, with the reason why, and that stands on every report of the model from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audits.kept import ACCEPTED, accepted_of, folder_of, report_of
from audits.summary import group_name
from audits.verdict import CONCERN, NOT_ENOUGH
from audits.write import as_json, rewrite_pages

Json = dict[str, Any]


def checks(report: Json) -> list[Json]:
    """The report's checks: name, passed, detail."""
    return list(report["checks"])


def to_accept(report: Json) -> list[str]:
    """The names that an approval must accept one by one: `reach:ethnicity=Black`, or crossed
    `reach:ethnicity=Black+sex=Female`."""
    judged = [group for group in report["groups"] if group["verdict"] in (CONCERN, NOT_ENOUGH)]
    return [f"reach:{group_name(group)}" for group in judged]


def refusals(report: Json, bundle_sha256: str, accepted: Mapping[str, str]) -> list[str]:
    """Why a bundle may not be approved on this report; empty when it may. `accepted` maps a name to its because."""
    needed = to_accept(report)
    return [
        *_another_bundle(report, bundle_sha256),
        *(f"check {c['name']} failed: {c['detail']}" for c in checks(report) if not c["passed"]),
        *(_ask(report, name) for name in needed if name not in accepted),
        *(f"{name} was accepted without a because" for name, why in accepted.items() if not why.strip()),
        *(f"there is nothing named {name} to accept" for name in accepted if name not in needed),
    ]


def keep_accepted(bundle_sha256: str, accepted: list[Json]) -> None:
    """Keeps what was accepted at an approval (check, because, by, minute, on) and shows it on the bundle's report."""
    folder = folder_of(bundle_sha256)
    every = {entry["check"]: entry for entry in (*accepted_of(bundle_sha256), *accepted)}
    rewrite_pages(report_of(bundle_sha256), list(every.values()), folder)
    (folder / ACCEPTED).write_text(as_json(list(every.values())), encoding="utf-8")


def _another_bundle(report: Json, bundle_sha256: str) -> list[str]:
    if report["inputs"].get("bundle") == bundle_sha256 and not report.get("published", False):
        return []
    return ["this report is not the internal audit of this very bundle: audit it before approving it"]


def _ask(report: Json, name: str) -> str:
    group = next(g for g in report["groups"] if f"reach:{group_name(g)}" == name)
    word = "a concern" if group["verdict"] == CONCERN else "not enough evidence"
    return f"{name} is {word} ({group['because']}): accept it by name with --accept and --because, or do not approve"
