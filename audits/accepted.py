"""What a board accepted by name, told alike on every report of a model: what has one reason stands together."""

from __future__ import annotations

from typing import Any

from audits.report.words import finding_words, plain_date

Json = dict[str, Any]
ONE_DECISION = ("because", "by", "minute", "on")


def decisions(report: Json) -> list[tuple[list[str], Json]]:
    """The names accepted, and why, by whom, in which minute and when, in order of the first name of each decision."""
    found: dict[tuple[str, ...], list[str]] = {}
    for entry in report.get("accepted", []):
        found.setdefault(tuple(str(entry.get(key, "")) for key in ONE_DECISION), []).append(entry["check"])
    return [(names, dict(zip(ONE_DECISION, said, strict=True))) for said, names in found.items()]


def sentences(report: Json) -> list[str]:
    """Each decision in a sentence, on one line whatever its reason's layout."""
    return [
        f"Accepted by {said['by']} (minute: {said['minute']}; {plain_date(said['on'])}): "
        f"{'; '.join(map(finding_words, names))}. Because: {' '.join(said['because'].split())}"
        for names, said in decisions(report)
    ]
