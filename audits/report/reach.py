"""Reach by group, first among the fairness measures: missing someone is the harm that a short list does."""

from __future__ import annotations

from typing import Any

from audits.measures import NOBODY
from audits.report.charts import intervals_chart
from audits.report.markup import HIDDEN, MINUS, count, figure, number, paragraph, per_cent, section, table, tag, text
from audits.report.words import group_words, in_words, people, tables
from audits.rounding import TOLD, TOO_FEW

Json = dict[str, Any]
SAID_ONCE = (NOBODY["tpr"], TOO_FEW)  # why there is nothing to compare: it stands where the reach would
HEADS = ("Group", "Tested", "With outcome", "Reach", "Ratio", "Difference", "Smallest gap it could find", "Verdict")


def reach(report: Json) -> str:
    """A chart and a table for each characteristic, and for the two crossed."""
    return section(
        "Reach by group", _told(report), _withheld(report), *(_one(report, *entry) for entry in tables(report))
    )


def _told(report: Json) -> str:
    policy = report["policy"]
    rounded = f" Counts of groups are rounded to {policy['round_to']} first. {TOLD}" if report["rounded_to"] > 1 else ""
    return paragraph(
        f"Reach is the share of {people(report)} with the outcome that the list would have held. Each group is set "
        f"beside the largest one that is known. The board calls it a gap from a ratio under {policy['gap_ratio']:.2f} "
        f"(or over {1 / policy['gap_ratio']:.2f}) or a difference of {100 * policy['gap_difference']:.0f} points, "
        f"whichever is narrower. Intervals are 95%; verdicts are corrected for the number of comparisons.{rounded}"
    ) + paragraph(
        "The smallest gap it could find is the shortfall in reach that this audit would have noticed four times in "
        "five. A dash means that it would not have noticed even a group that was never reached."
    )


def _withheld(report: Json) -> str:
    """Why a verdict may stand where no figure does: it says no more than many possible counts would."""
    if not report.get("suppressed"):
        return ""
    why = "Not shown: the figure would tell a small count, or let one be worked out from the figures beside it."
    if report["published"]:
        return paragraph(f"{why} No verdict stands there either: it may be any of them, a concern too.")
    return paragraph(
        f"{why} A verdict stands there all the same, with its direction, where several possible counts would lead to "
        "the same one; where too few would, it says no more than that there is not enough evidence."
    )


def _one(report: Json, title: str, groups: list[Json]) -> str:
    return f"<h3>{text(title)}</h3>{_source(report, groups)}{_chart(report, title, groups)}{_table(title, groups)}"


def _source(report: Json, groups: list[Json]) -> str:
    said = report.get("sources", {}).get(groups[0]["by"] if isinstance(groups[0]["by"], str) else "")
    return paragraph(f"Source: {said}.") if said else ""


def _chart(report: Json, title: str, groups: list[Json]) -> str:
    shown = [(group_words(g["group"]), g["metrics"]["tpr"]) for g in groups]
    points = [(name, m["value"], m["low"], m["high"]) for name, m in shown if m["value"] is not None]
    if not points:
        return ""
    drawn = intervals_chart(points, "Reach, with 95% interval", f"Reach by {title}", report["overall"]["tpr"]["value"])
    return (
        f"<figure>{drawn}<figcaption>Reach by {text(title.lower())}. The dashed line is everyone.</figcaption></figure>"
    )


def _table(title: str, groups: list[Json]) -> str:
    return table(f"Reach by {title.lower()}", HEADS, [_row(group) for group in groups])


def _row(group: Json) -> list[str]:
    if group["reference"]:
        judged = ["", "", "", '<span class="muted">the largest known group: the others are set beside it</span>']
    elif group["metrics"]["tpr"].get("why") in SAID_ONCE:
        judged = ["", "", "", _verdict(group)]
    else:
        gap = group["reach_difference"]
        judged = [figure("ratio", group["reach_ratio"]), _points(gap), _smallest(group), _verdict(group)]
    who = text(group_words(group["group"]))
    return [who, count(group["n"]), count(group["positives"]), figure("tpr", group["metrics"]["tpr"]), *judged]


def _verdict(group: Json) -> str:
    """The verdict; a concern with its direction, which the figures may be too small to show."""
    if group["verdict"] != "concern":
        return tag(group["verdict"])
    because = group["because"][:1].upper() + group["because"][1:]
    return f'{tag(group["verdict"])} <br><span class="muted">{text(because)}.</span>'


def _points(gap: Json) -> str:
    if gap["value"] is None:
        return HIDDEN
    return f'{_signed(gap["value"])}<br><span class="ends">{_signed(gap["low"])} to {_signed(gap["high"])}</span>'


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", MINUS)


def _smallest(group: Json) -> str:
    found = group["smallest_gap_found_at_80"]
    if found is not None:
        return per_cent(found)
    reached, compared = (f["value"] is not None for f in (group["metrics"]["tpr"], group["reach_difference"]))
    withheld = group["positives"] is None or group["verdict"] is None or (reached and not compared)
    return HIDDEN if withheld else "\u2013"


def fnr_ratios(report: Json) -> str:
    """Printed because boards know them, never judged: at a short list they stay near 1 whatever happens."""
    rows = [
        [text(in_words(g)), number(g["fnr_ratio"]["value"])]
        for g in report["groups"]
        if g["fnr_ratio"]["value"] is not None
    ]
    told = paragraph(
        "Ratios of false negative rates are printed and never judged: at a list as short as a real one they stay "
        "under 1.25 even if a whole group is never reached."
    )
    return section(
        "False negative rate ratios", told if rows else "", table("Against the largest group", ["Group", "Ratio"], rows)
    )
