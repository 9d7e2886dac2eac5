"""What stands whatever the figures say: purpose and prohibited uses, who owns what, hashes, what was not shown."""

from __future__ import annotations

from typing import Any

from audits.report.markup import bullets, paragraph, section, table, text
from audits.report.words import by_words, group_words, plain_date, plain_dates
from audits.rounding import TOLD

Json = dict[str, Any]
SLICES = {"train": "Trained", "calibration": "Calibrated", "test": "Tested"}
PERMITTED = (
    "To help a practitioner decide with whom to start a conversation about support, after checking the records and "
    "writing down their own view.",
    "To show a governance board how a model does, before and after it is used.",
)
PROHIBITED = (
    "As a lead about a suspect, for enforcement, for surveillance, or in evidence.",
    "To refuse, end or ration a service that a young person is entitled to.",
    "As a decision by itself: a person reads the records, may disagree, and says why.",
)

NOT_MEASURED = (
    "Missing data by group: whose records are thinner or later than others'. Who was left out by ethnicity is told.",
    "Drift: whether records or outcomes have moved since the test dates.",
    "Use by group: how often practitioners confirmed, did not confirm or deferred what they were shown.",
    "Explanations by group: what moves the score is told for everyone together.",
)


def purpose(report: Json) -> str:
    """Permitted and prohibited uses, and the point at which anybody steps in."""
    said = report["model"]
    return section(
        "What it is for, and what it must not be used for",
        paragraph(f"{said['title']}: {said['question']}. Owner: {said['owner']}, {said['partnership']}."),
        "<h3>For</h3>" + bullets(PERMITTED),
        "<h3>Never</h3>" + bullets(PROHIBITED),
    )


def not_measured(report: Json) -> str:
    """What a board expects of an audit and this one does not hold, so that nobody takes silence for a pass."""
    if report["kind"] != "model":
        return ""
    told = paragraph(
        "A board should expect these too. This audit does not hold them: ask for them before relying on it."
    )
    return section("Not yet measured", told, bullets(NOT_MEASURED))


def hidden(report: Json) -> str:
    """Which figures are not shown, and the rule; nothing that would tell why for any one group."""
    policy, to = report["policy"], report["rounded_to"]
    few = f"of {policy['published_low']} to {policy['published_high']}"
    rules = [f"Counts {few if report['published'] else 'under ' + str(policy['internal_threshold'])} are hidden."]
    if to > 1:
        rules.append(f"Those of groups are rounded to {to}, and rates are taken from rounded counts. {TOLD}")
    if to > 1 and not report["published"]:
        rules.append("From exact counts more groups would have to be hidden.")
    told = paragraph(
        " ".join([*rules, "Further figures are hidden where the hidden ones could be worked out from them."])
    )
    names = (f"{by_words(e['by'])}: {group_words(e['group'])}" for e in report["suppressed"] if e["by"])
    return section("What is not shown", told, bullets(names))


def made_from(report: Json) -> str:
    """Dates, and the sha256 of everything that this report was made from."""
    rows = [[text(name.replace("_", " ")), f"<code>{text(sha)}</code>"] for name, sha in report["inputs"].items()]
    return section("What this report was made from", _dates(report), table("Inputs", ["What", "sha256 or name"], rows))


def _dates(report: Json) -> str:
    if report["kind"] != "model":
        return ""
    dates = report["model"]["dates"]
    slices = [f"{done} as of {plain_dates(dates[name])}" for name, done in SLICES.items() if dates.get(name)]
    return bullets([*slices, f"Records received to {plain_date(report['data']['received_to'])}"])
