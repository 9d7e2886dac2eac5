"""The first page: what the list would have done, what the verdicts mean, what was left out, what nobody has signed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from audits.report.markup import HIDDEN, bullets, figure, paragraph, section, table, tag, text
from audits.report.words import check_words, in_words, outcome, people, plain_dates
from audits.signoffs import unsigned

Json = dict[str, Any]
MEANING = {
    "concern": "reach differs from the largest group by more than the board allows, and chance does not explain it",
    "no_gap_found": "a gap of the size that the board calls a concern would have been found, and none was",
    "not_enough_evidence": "too few had the outcome to say either way. This is not a pass: a named person must accept "
    "it, say what stands in for it, and set a review date",
}


def front(report: Json) -> str:
    """The summary that stands before everything else."""
    return section(
        "At a glance",
        _unsigned(report),
        _stated(report),
        _cards(report),
        _verdicts(report),
        _checks(report),
        _limits(report),
    )


def _unsigned(report: Json) -> str:
    """First of all, for a board that reads no further: an assessment without a signature."""
    missing = unsigned(report.get("signoffs", []))
    told = f"{' and '.join(missing)}. Each must be signed before a model is used."
    return f'<p><strong class="tag concern">Not signed</strong> {text(told)}</p>' if missing else ""


def _stated(report: Json) -> str:
    rule = report["operating_point"]["rule"]
    return paragraph(f"The outcome: {outcome(report)}. Listed in this audit: {rule}.{_tested(report)}")


def _tested(report: Json) -> str:
    """When, and that one person may stand for several of the numbers below."""
    days = report["model"]["dates"].get("test") if report["kind"] == "model" else None
    if not days:
        return ""
    again = ": a young person counts once for each date" if len(days) > 1 else ""
    return f" Tested as of {plain_dates(days)}{again}."


def _cards(report: Json) -> str:
    who, overall = people(report), report["overall"]
    cards = (
        ("ppv", "Precision", f"of the {who} listed, the share that had the outcome"),
        ("tpr", "Reach", f"of the {who} that had the outcome, the share that was listed"),
        ("observed", "Outcome rate", f"of all {who} tested, the share that had the outcome"),
        ("auc", "AUC", "how often one with the outcome scores above one without; 0.5 is chance"),
    )
    return '<div class="cards">' + "".join(_card(overall[name], name, *words) for name, *words in cards) + "</div>"


def _card(found: Json, name: str, title: str, meaning: str) -> str:
    return f'<div class="card"><h3>{title}</h3><p class="big">{figure(name, found)}</p>{paragraph(meaning)}</div>'


def _verdicts(report: Json) -> str:
    judged = Counter(group["verdict"] for group in report["groups"] if not group["reference"])
    rows = [[tag(kind), str(judged[kind]), text(meaning) + _named(report, kind)] for kind, meaning in MEANING.items()]
    if judged[None]:
        rows.append(
            [
                HIDDEN,
                str(judged[None]),
                "a verdict would tell a small count, or let one be worked out: it may be any of these, a concern too",
            ]
        )
    return table("Verdicts on reach, group by group", ["Verdict", "Groups", "What it means"], rows)


def _named(report: Json, kind: str) -> str:
    """The groups of a concern and which way it goes, for a board that reads this page alone."""
    found = [group for group in report["groups"] if group["verdict"] == kind == "concern"]
    return bullets(f"{in_words(group)}: {group['because']}" for group in found)


def _checks(report: Json) -> str:
    rows = [[text(check_words(c["name"])), _passed(c["passed"]), text(c["detail"])] for c in report["checks"]]
    return table("Checks: one that fails bars approval", ["Check", "Result", "Detail"], rows)


def _passed(passed: bool) -> str:
    return (
        '<strong class="tag no_gap_found">Passed</strong>' if passed else '<strong class="tag concern">Failed</strong>'
    )


def _limits(report: Json) -> str:
    said = [_hidden(report)]
    if report["kind"] == "model":
        said += [*_police(report), *_deciders(report), *_signoffs(report)]
    return "<h3>What to bear in mind</h3>" + bullets(filter(None, said))


def _hidden(report: Json) -> str:
    hidden = len(report["suppressed"])
    return (
        f"Some figures of {hidden} groups are not shown, so that no small number can be worked out." if hidden else ""
    )


def _police(report: Json) -> list[str]:
    agencies = ", ".join(report["data"]["label_agencies"])
    return [
        f"The outcome is only what was recorded by: {agencies}. {_followed(report['data']['untested'])} "
        "Harm that nobody reported is not in it."
    ]


def _followed(untested: Json | None) -> str:
    if untested is None:
        return "Its records do not say whether a charge, caution or conviction followed."
    share = untested["overall"][0]["per_cent"]
    rests = f"{share}% of" if share is not None else "a share that cannot be shown of"
    return f"In {rests} those with the outcome, no charge, caution or conviction followed any of the reports."


def _deciders(report: Json) -> list[str]:
    decided = report["operating_point"]["decided_by"]
    left = sum(entry["people"] for entry in report["data"]["left_out"])
    return [
        f"The thresholds were decided by: {decided} (policy.toml).",
        f"About {left:,} young people of whom records are held were not scored at the last test date: see below.",
        "Not prioritised does not mean that no harm will come: most harm comes to young people who are not listed.",
    ]


def _signoffs(report: Json) -> list[str]:
    return [
        f"{entry['what']}: signed by {entry['by']} on {entry['on']}" if entry["by"] else f"{entry['what']}: not signed"
        for entry in report["signoffs"]
    ]
