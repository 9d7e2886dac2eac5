"""What changed since the last report on the same model, so that nobody has to lay two reports side by side."""

from __future__ import annotations

from typing import Any

from audits.summary import group_name

Json = dict[str, Any]
FOLLOWED = {"auc": "AUC", "ppv": "precision", "tpr": "reach", "brier": "Brier score", "observed": "outcome rate"}
FROM_COUNTS = ("ppv", "tpr", "observed")  # never published as a change: the earlier report's are from exact counts


def changes(report: Json, earlier: Json | None) -> Json:
    """Figures before and now, verdicts that moved, indicators added and gone; `since` is null on a first report."""
    if earlier is None:
        return {"since": None, "figures": [], "verdicts": [], "added": [], "gone": []}
    before, now = set(earlier["model"]["inputs"]), set(report["model"]["inputs"])
    return {
        "since": earlier["model"]["version"],
        "figures": _figures(report, earlier),
        "verdicts": [] if report["published"] else _verdicts(report, earlier),
        "added": sorted(now - before),
        "gone": sorted(before - now),
    }


def _figures(report: Json, earlier: Json) -> list[Json]:
    digits = 2 if report["published"] else 3
    followed = {n: words for n, words in FOLLOWED.items() if not (report["published"] and n in FROM_COUNTS)}
    pairs = [(words, earlier["overall"][name], report["overall"][name]) for name, words in followed.items()]
    return [
        {"what": words, "before": round(old["value"], digits), "now": round(new["value"], digits)}
        for words, old, new in pairs
        if old["value"] is not None and new["value"] is not None
    ]


def _verdicts(report: Json, earlier: Json) -> list[Json]:
    old = {group_name(group): group["verdict"] for group in earlier["groups"]}
    new = {group_name(group): group["verdict"] for group in report["groups"]}
    moved = [name for name in new if name in old and old[name] != new[name]]
    return [{"group": name, "before": old[name], "now": new[name]} for name in moved]
