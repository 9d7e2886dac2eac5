"""`reachable audit table`: the same audit on anybody's predictions, with nothing known about where they came from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from audits.assemble import internal, published
from audits.checks import identities, leakage, without_figures
from audits.cut import at_capacity
from audits.figures import figures
from audits.predictions import Columns, read_predictions
from audits.rows import AuditRows
from training.policy import Policy

Json = dict[str, Any]


def audit_table(path: Path, columns: Columns, policy: Policy) -> tuple[Json, Json]:
    """The internal and the published report on a table of predictions. Refused as in `read_predictions`."""
    rows = read_predictions(path, columns)
    found = figures(rows, policy.audit.confidence)
    most = min(target.bar.auc_at_most for target in policy.targets.values())
    checks = [identities(found), leakage(found[0], most), *_cut(rows, columns)]
    about = {
        "kind": "table",
        "checks": checks,
        "inputs": {"predictions": sha256_of(path), "policy": policy_sha256(policy)},
        "policy": policy.audit.model_dump(),
        "title": f"Audit of predictions: {path.name}",
        "operating_point": {"rule": _rule(columns), "label": columns.label, "score": columns.score},
    }
    exact, rounded = internal(found, policy.audit), published(found, policy.audit)
    return {**exact.figures, **about, "published": False}, {
        **rounded.figures,
        **about,
        "checks": without_figures(checks),
        "published": True,
    }


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def policy_sha256(policy: Policy) -> str:
    """The sha256 of the policy's entries, whatever the file's layout."""
    return hashlib.sha256(policy.model_dump_json().encode()).hexdigest()


def _rule(columns: Columns) -> str:
    if columns.capacity is not None:
        return f"the rows with the highest score, as near to {columns.capacity} as ties allow"
    if columns.threshold is not None:
        return f"rows with a score of at least {columns.threshold:g}"
    return f"rows whose column {columns.selected} is 1"


def _cut(rows: AuditRows, columns: Columns) -> list[Json]:
    return [] if columns.capacity is None else [at_capacity(rows.selected, columns.capacity)]
