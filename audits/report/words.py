"""The words of one report: about whom, which outcome, and how a group is named to a reader."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
VERDICTS = {"no_gap_found": "No gap found", "concern": "Concern", "not_enough_evidence": "Not enough evidence"}
CHARACTERISTICS = {
    "ethnicity": "Ethnicity",
    "ethnicity_detail": "Ethnicity, reported apart",
    "gender": "Gender",
    "sex": "Sex",
    "send": "Special educational needs",
    "care_experience": "Care experience",
}


def people(report: Json) -> str:
    """`young people` for our own models; `rows` for a table that may be about anybody."""
    return "young people" if report["kind"] == "model" else "rows"


def outcome(report: Json) -> str:
    """What the model predicts, in words."""
    if report["kind"] == "model":
        return str(report["model"]["question"])
    return f"{report['operating_point']['label']} is 1"


def by_words(by: str | list[str]) -> str:
    """A table's characteristics: `Ethnicity`, or `Ethnicity and sex` where they are crossed."""
    columns = [by] if isinstance(by, str) else by
    named = [CHARACTERISTICS.get(column, column.replace("_", " ").capitalize()) for column in columns]
    return " and ".join([*named[:1], *(name.lower() for name in named[1:])])


def group_words(group: str | list[str]) -> str:
    """A group's name: `Black`, or `Black, Female`."""
    return group if isinstance(group, str) else ", ".join(group)


def in_words(group: Json) -> str:
    """One entry of `groups`: `Ethnicity: Black`, or `Ethnicity and sex: Black, Female`."""
    return f"{by_words(group['by'])}: {group_words(group['group'])}"


def finding_words(name: str) -> str:
    """What an approval accepts by name: `reach:sex=Male` as `Reach, Sex: Male`, a check as the report names it."""
    measure, colon, rest = name.partition(":")
    pairs = [one.partition("=") for one in rest.split("+")]
    if not colon:
        return check_words(name)
    if not all(equals for _, equals, _ in pairs):  # a group whose own name holds a plus
        return name
    group = {"by": [by for by, _, _ in pairs], "group": [value for _, _, value in pairs]}
    return f"{check_words(measure)}, {in_words(group)}"


def check_words(name: str) -> str:
    """A check's name: `auc_at_least` as `AUC at least`."""
    return name.replace("_", " ").capitalize().replace("Auc", "AUC")


def tables(report: Json) -> list[tuple[str, list[Json]]]:
    """The report's tables in order, each with its groups."""
    found: dict[str, list[Json]] = {}
    for group in report["groups"]:
        found.setdefault(by_words(group["by"]), []).append(group)
    return list(found.items())
