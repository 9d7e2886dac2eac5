"""The words of one report: about whom, which outcome, and how a group is named to a reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from records.feeds import in_words as day_in_words

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
    if not colon:
        return check_words(name)
    group = named_words(rest)
    return name if group == rest else f"{check_words(measure)}, {group}"


def named_words(name: str) -> str:
    """A group's name in a report: `ethnicity=Black+sex=Female` as `Ethnicity and sex: Black, Female`."""
    pairs = [one.partition("=") for one in name.split("+")]
    if not all(equals for _, equals, _ in pairs):  # a group whose own name holds a plus
        return name
    return in_words({"by": [by for by, _, _ in pairs], "group": [value for _, _, value in pairs]})


def check_words(name: str) -> str:
    """A check's name: `auc_at_least` as `AUC at least`."""
    return name.replace("_", " ").capitalize().replace("Auc", "AUC")


def plain_date(day: str) -> str:
    """`2026-01-05` as `5 January 2026`; what is no date stays as it is."""
    try:
        return day_in_words(date.fromisoformat(day))
    except ValueError:
        return day


def plain_dates(days: Sequence[str]) -> str:
    """Dates in a row: `1 July 2024 and 1 October 2024`."""
    *first, last = map(plain_date, days)
    return f"{', '.join(first)} and {last}" if first else last


def tables(report: Json) -> list[tuple[str, list[Json]]]:
    """The report's tables in order, each with its groups."""
    found: dict[str, list[Json]] = {}
    for group in report["groups"]:
        found.setdefault(by_words(group["by"]), []).append(group)
    return list(found.items())
