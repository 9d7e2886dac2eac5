"""What the figures rest on: who was left out, what the label is made of, what moves the score, what changed."""

from __future__ import annotations

from typing import Any

from audits.accepted import decisions
from audits.report.markup import HIDDEN, bullets, count, number, paragraph, per_cent, section, table, tag, text
from audits.report.words import CHARACTERISTICS, finding_words, named_words, plain_date

Json = dict[str, Any]
SHARES = ("precision", "reach", "outcome rate")


def left_out(report: Json) -> str:
    """Who was not scored at the last test date, why, and how that falls by group."""
    data = report["data"]
    reasons = [[text(entry["why"].capitalize()), count(entry["people"])] for entry in data["left_out"]]
    shares = [[text(entry["group"]), _whole(entry["per_cent"])] for entry in data["share_left_out"]]
    return section(
        "Who was left out",
        table("Not scored at the last test date", ["Why", "People (rounded)"], reasons),
        table("Share not scored, by ethnicity", ["Group", "Not scored"], shares),
    )


def label(report: Json) -> str:
    """How the outcome is defined, and how much of it is report alone."""
    data = report["data"]
    told = paragraph(
        f"The outcome: {report['model']['question']}, as recorded by: {', '.join(data['label_agencies'])}. A report "
        "is not proof, and what is never reported is not counted. Where one group's experiences are recorded more "
        "or less often than another's, the label carries that difference, and no figure here can show it."
    )
    return section(
        "What the outcome rests on",
        told,
        _untested(data["untested"]),
    )


def _untested(found: Json | None) -> str:
    if found is None:
        return paragraph("These records do not say whether a charge, caution or conviction followed.")
    rows = [[text(e["group"]), _whole(e["per_cent"])] for e in found["groups"]]
    return table("Outcomes with no charge, caution or conviction behind them", ["Group", "Share"], rows)


def explained(report: Json) -> str:
    """Which themes move the score, and whether the score stands in for a characteristic."""
    themes = [[text(e["theme"]), number(e["size"])] for e in report.get("explanations", [])]
    proxies = [
        [text(f"{CHARACTERISTICS.get(e['by'], e['by'])}: {e['group']}"), number(e["auc"])]
        for e in report.get("proxies", [])
    ]
    told = paragraph(
        "The larger its size, the further a theme moves a score, up or down, on average. Of log-odds 0.69 doubles or "
        "halves the odds, and 0.10 changes them by about a tenth."
    )
    return section(
        "What moves the score",
        told if themes else "",
        table("Mean change to a score, in log-odds", ["Theme", "Size"], themes),
        table(
            "How well the score alone tells a group from everybody else (0.5: not at all)", ["Group", "AUC"], proxies
        ),
    )


def changed(report: Json) -> str:
    """What is different from the last report on the same model."""
    found = report["changes"]
    if found["since"] is None:
        return section("Changes since the last report", paragraph("This is the first report kept on this model."))
    figures = [[text(f["what"]), *(_told(f["what"], f[when]) for when in ("before", "now"))] for f in found["figures"]]
    verdicts = [[text(named_words(v["group"])), tag(v["before"]), tag(v["now"])] for v in found["verdicts"]]
    inputs = [f"Indicator added: {name}" for name in found["added"]] + [f"Indicator gone: {n}" for n in found["gone"]]
    return section(
        "Changes since the last report",
        paragraph(f"Compared with version {found['since']}."),
        table("Figures", ["Figure", "Before", "Now"], figures),
        table("Verdicts that moved", ["Group", "Before", "Now"], verdicts),
        bullets(inputs),
    )


def accepted(report: Json) -> str:
    """Every concern or lack of evidence that somebody accepted by name; one row for all that share a reason."""
    rows = [
        [
            text(said["because"]),
            bullets(map(finding_words, names)),
            *(text(said[key]) for key in ("by", "minute")),
            text(plain_date(said["on"])),
        ]
        for names, said in decisions(report)
    ]
    heads = ["Because", "Accepted", "By", "Minute", "On"]
    return section("Accepted by name", table("Accepted at approval", heads, rows))


def _told(what: str, value: float) -> str:
    return per_cent(value) if what in SHARES else number(value)


def _whole(per_cent: int | None) -> str:
    return HIDDEN if per_cent is None else f"{per_cent}%"
