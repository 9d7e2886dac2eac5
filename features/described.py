"""A declaration in full: with the exact meaning of its measure, so that a value can be recomputed by hand."""

from __future__ import annotations

from typing import Any

from features.harm import days_by_code
from features.measures import MEASURES
from records.kinds import domains

NONE_HELD = (
    "the value where no record of kinds counts; null instead where the feeds of kinds covered the person on fewer than "
    "half of the days looked at: those of the window (of both for trend and rise), 365 for nearing or without one"
)
WHEN_NONE = {"covered": "the value where no line of coverage is given: everything is covered"}
MEANINGS = ("measure_means", "when_none_means", "of_means", "harm_days", "domains")  # what `described` adds


def described(entry: dict[str, Any]) -> dict[str, Any]:
    """A declaration with all that a value is recomputed from: the exact meaning of its measure, and of the one inside
    for neighbours; the days of each code for the column harm, the domain of each kind for the column domain."""
    told = entry | {"measure_means": MEASURES[entry["measure"]].meaning}
    told["when_none_means"] = WHEN_NONE.get(entry["measure"], NONE_HELD)
    if entry["of"]:
        told["of_means"] = MEASURES[entry["of"]].meaning
    if entry["column"] == "harm":
        told["harm_days"] = {code: f"{days:g}" for code, days in days_by_code(entry["harm_index"]).items()}
    if entry["column"] == "domain":
        told["domains"] = {kind: domain for kind, domain in domains().items() if kind in entry["kinds"] and domain}
    return told
