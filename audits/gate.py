"""The gate before approval: a failed check refuses; every concern and every lack of evidence must be accepted by
name, with the reason why, and that stands on every report of the model from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audits.kept import ACCEPTED, accepted_of, folder_of
from audits.pdf import rewrite_pdf
from audits.summary import group_name
from audits.transparency import write_records
from audits.verdict import CONCERN, NOT_ENOUGH
from audits.write import as_json, write_reports, written
from training.bundle import Bundle

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


def keep_accepted(bundle: Bundle, accepted: list[Json]) -> None:
    """Keeps what was accepted at an approval (check, because, by, minute, on) and makes every kept file of the
    bundle's audit again with it; nothing is written where nothing was accepted."""
    if not accepted:
        return
    folder = folder_of(bundle.sha256)
    every = list({entry["check"]: entry for entry in (*accepted_of(bundle.sha256), *accepted)}.values())
    (folder / ACCEPTED).write_text(as_json(every), encoding="utf-8")
    internal, published = (report | {"accepted": every} for report in written(folder))
    write_reports(internal, published, folder)
    write_records(published, bundle, folder)
    rewrite_pdf(folder)


def _another_bundle(report: Json, bundle_sha256: str) -> list[str]:
    if report["inputs"].get("bundle") == bundle_sha256 and not report.get("published", False):
        return []
    return ["this report is not the internal audit of this very bundle: audit it before approving it"]


def _ask(report: Json, name: str) -> str:
    group = next(g for g in report["groups"] if f"reach:{group_name(g)}" == name)
    word = "a concern" if group["verdict"] == CONCERN else "not enough evidence"
    return f"{name} is {word} ({group['because']}): accept it by name with --accept and --because, or do not approve"
