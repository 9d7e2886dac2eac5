"""The public record of a model: the Algorithmic Transparency Recording Standard (v3.0) and a model card.

Both are made from the published report alone, so that nothing in them says more than may be published.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audits.accepted import sentences
from audits.compose import HIDDEN
from audits.report.front import MEANING
from audits.report.linked import linked_later
from audits.report.performance import NAMES
from audits.report.standing import NOT_MEASURED, PERMITTED, PROHIBITED
from audits.report.words import VERDICTS, check_words, in_words, plain_date, plain_dates
from audits.rounding import TOLD
from audits.summary import figure_in_text
from audits.verdict import CONCERN
from audits.write import as_json
from training.bundle import Bundle

Json = dict[str, Any]
STANDARD = "Algorithmic Transparency Recording Standard v3.0"
NOT_RECORDED, NOT_SHOWN = "not recorded", "not shown"


def write_records(report: Json, bundle: Bundle, out: Path) -> None:
    """transparency.json, transparency.md and model_card.md in `out`, from the published report."""
    record = transparency_record(report, bundle)
    (out / "transparency.json").write_text(as_json(record), encoding="utf-8")
    (out / "transparency.md").write_text(_markdown(record), encoding="utf-8")
    (out / "model_card.md").write_text(model_card(report, bundle), encoding="utf-8")


def transparency_record(report: Json, bundle: Bundle) -> Json:
    """The record's two tiers, each entry under the standard's own heading."""
    model = report["model"]
    return {
        "standard": STANDARD,
        "tier 1": {
            "name": f"Reachable: {model['title']}, version {model['version']}",
            "description": f"Ranks young people known to an agency by the chance of being {model['question']}, so that "
            "a practitioner can decide with whom to start a conversation about support.",
            "contact": model["owner"],
        },
        "tier 2": {
            "owner and responsibility": f"{model['owner']}, {model['partnership']}",
            "rationale": " ".join(PERMITTED),
            "deployment context": "A band with reasons is shown to a signed-in practitioner, who notes their own view "
            "first, checks the records behind it, and confirms or does not. Nothing follows from a band alone.",
            "human review and appeals": "Every score can be reviewed, corrected and asked about; a young person can "
            "ask whether they were scored, by whom and why.",
            "prohibited uses": list(PROHIBITED),
            "tool specification": f"Dated agency records to {len(bundle.inputs)} inputs; {_form(bundle)}.",
            "model performance": {
                NAMES[name]: figure_in_text(name, figure) for name, figure in report["overall"].items()
            },
            "performance by subgroup": {in_words(g): _reach(g) for g in report["groups"]} | _why_not_shown(report),
            "development data": " ".join([*_trained(model["dates"]), *linked_later(report)]),
            "operational data": f"Records received to {plain_date(report['data']['received_to'])}.",
            "impact assessments": {s["what"]: s["reference"] or s["on"] or NOT_RECORDED for s in report["signoffs"]},
            "risks and mitigations": _risks(report),
        },
    }


def model_card(report: Json, bundle: Bundle) -> str:
    """A model card in Markdown: what it predicts, from what, how well, for whom, and where anybody steps in."""
    model = report["model"]
    indicators = [f"- {one.name}: {one.theme}" for one in bundle.catalogue.indicators if one.name in bundle.inputs]
    figures = [f"| {NAMES[name]} | {figure_in_text(name, figure)} |" for name, figure in report["overall"].items()]
    groups = [f"| {in_words(g)} | {_reach(g)} | {_judged(g)} |" for g in report["groups"]]
    checks = [
        f"- {check_words(c['name'])}: {'passed' if c['passed'] else 'FAILED'}. {c['detail']}" for c in report["checks"]
    ]
    return "\n".join(
        [
            f"# {model['title']}, version {model['version']}",
            "",
            f"Predicts: {model['question']}. Form: {_form(bundle)}. Bundle sha256: `{bundle.sha256}`.",
            "",
            "Point of intervention: the weekly list, where a practitioner decides whether to start a conversation.",
            *("", "## Use", *(f"- {use}" for use in PERMITTED), "", "Never:", *(f"- {use}" for use in PROHIBITED)),
            *(
                "",
                "## Out-of-time figures",
                *_rounded(report),
                "",
                "| Measure | Value (95% interval) |",
                "|---|---|",
                *figures,
            ),
            *(line for said in linked_later(report) for line in ("", "## Linkage", "", said)),
            *("", "## Reach by group", "", "| Group | Reach | Verdict |", "|---|---|---|", *groups),
            *(line for what, why in _why_not_shown(report).items() for line in ("", f"{what}: {why}.")),
            *("", *(f"{VERDICTS[kind]}: {meaning}." for kind, meaning in MEANING.items())),
            *("", "## Checks", *checks),
            *_accepted(report),
            *("", "## Not yet measured", "", *(f"- {what}" for what in NOT_MEASURED)),
            *("", "## Inputs", *indicators, "- age: age in years; never given as a reason", ""),
        ]
    )


def _reach(group: Json) -> str:
    """A group's reach, or that it is not shown; why stands once for all, after them."""
    figure = group["metrics"]["tpr"]
    return NOT_SHOWN if figure.get("why") == HIDDEN else figure_in_text("tpr", figure)


def _why_not_shown(report: Json) -> dict[str, str]:
    hidden = any(_reach(group) == NOT_SHOWN for group in report["groups"])
    return {NOT_SHOWN.capitalize(): HIDDEN.removeprefix(f"{NOT_SHOWN}, ")} if hidden else {}


def _trained(dates: Json) -> list[str]:
    return [f"As of {plain_dates(dates['train'])}."] if dates["train"] else []


def _judged(group: Json) -> str:
    """The verdict; the group that the others are set beside has none, for nothing was compared."""
    if group["reference"]:
        return "the largest known group: the others are set beside it"
    word = VERDICTS.get(group["verdict"], NOT_SHOWN)
    return f"{word}: {group['because']}" if group["verdict"] == CONCERN else word


def _rounded(report: Json) -> list[str]:
    """Why a figure here may differ from the board's own report; nothing where it can't."""
    if not report["published"]:
        return []
    to = report["policy"]["round_to"]
    exact = f"Counts are rounded to {to} and rates are taken from rounded counts: the board's own report is exact."
    return ["", f"{exact} {TOLD}"]


def _accepted(report: Json) -> list[str]:
    said = [f"- {sentence}" for sentence in sentences(report)]
    return ["", "## Accepted by name at approval", "", *said] if said else []


def _form(bundle: Bundle) -> str:
    return "gradient-boosted trees (LightGBM)" if bundle.form == "boosted" else "a points score"


def _risks(report: Json) -> list[str]:
    judged = {group["verdict"] for group in report["groups"]}
    found = [
        f"{VERDICTS[kind]}: {meaning}" for kind, meaning in MEANING.items() if kind in judged and kind != "no_gap_found"
    ]
    return [
        *found,
        *sentences(report),
        "The outcome is what was recorded: harm that nobody reports is not in it.",
        *(f"Not yet measured. {what}" for what in NOT_MEASURED),
    ]


def _markdown(record: Json) -> str:
    lines = [f"# {record['tier 1']['name']}", "", f"Made to the {record['standard']}."]
    for tier in ("tier 1", "tier 2"):
        lines += ["", f"## {tier.capitalize()}"]
        for heading, entry in record[tier].items():
            lines += ["", f"### {heading.capitalize()}", "", _entry(entry)]
    return "\n".join([*lines, ""])


def _entry(entry: Any) -> str:
    if isinstance(entry, dict):
        return "\n".join(f"- {name}: {value}" for name, value in entry.items())
    return "\n".join(f"- {item}" for item in entry) if isinstance(entry, list) else str(entry)
