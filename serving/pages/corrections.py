"""Asking for a correction: of one record, of the whole answer, or of something missing. Both versions are kept.

Whoever says that a record is wrong is believed enough to have it checked by the agency that made it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from serving.pages.accounts import Line, newest_first, reasons_of, record_line
from serving.pages.asking import Ask
from serving.pages.decision import shown
from serving.pages.forms import Form, choice, options, required_text, sent_back
from serving.problem import Problem

PROBLEMS = {
    "not_true": "It did not happen like that",
    "out_of_date": "It is out of date",
    "wrong_person": "It is about somebody else",
    "missing": "Something is missing",
}
OPEN = 12  # of the records behind a reason, how many stand open; the older ones unfold
WHOLE = "The whole answer, or something that is missing"


@dataclass(frozen=True)
class Choice:
    """One record that can be chosen, in the words of the page that shows it; `place` tells it from others in the same
    words, such as "1 of 2"."""

    line: Line
    place: str
    behind: bool


def choices_of(answer: Mapping[str, Any], held: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """Every record that the page of the answer shows, newest first, each with whether it stands behind a reason."""
    behind = {record["record_id"]: record for reason in reasons_of(answer) for record in reason["records"]}
    shown = {record["record_id"]: record for record in held}
    together = shown | behind | shown  # in the order of the page, and in its words where it knows the record
    lines = [record_line(record) for record in newest_first(together.values())]
    alike, before = Counter(map(_words, lines)), Counter[tuple[str, ...]]()
    found = []
    for line in lines:
        before[_words(line)] += 1
        place = f"{before[_words(line)]} of {alike[_words(line)]}" if alike[_words(line)] > 1 else ""
        found.append(Choice(line, place, line.record_id in behind))
    return found


def correction_form(ask: Ask) -> Response:
    """The empty form, with the record chosen where one came along."""
    named = ask.request.query_params.get("record")
    return _correction(ask, Form({} if named is None else {"record_id": named}))


def correct(ask: Ask) -> Response:
    """Records that a correction is asked for."""
    records = {"": WHOLE} | {one.line.record_id: one.line.what for one in _choices(ask, shown(ask))}
    errors = choice(ask.typed, "record_id", records, "Choose one of the records, or the whole answer")
    errors |= choice(ask.typed, "problem", PROBLEMS, "Say what is wrong")
    errors |= required_text(ask.typed, "detail", "Say what it should say and how you know")
    if errors:
        return _correction(ask, Form(ask.typed, errors))
    said = {
        "assessment_id": ask.param("assessment_id"),
        "what_is_wrong": ask.typed["problem"],
        "note": ask.typed["detail"],
        "record_id": ask.typed["record_id"],
    }
    try:
        ask.state.correction(ask.actor, {name: value for name, value in said.items() if value}, ask.key)
    except Problem as no:
        return _correction(ask, sent_back(ask.typed, "detail", no))
    return ask.go("assessment", "correction", assessment_id=said["assessment_id"])


def _correction(ask: Ask, form: Form) -> Response:
    answer = shown(ask)
    choices = _choices(ask, answer)
    behind = [one for one in choices if one.behind]
    return ask.page(
        "correction.html",
        "Ask for a correction",
        form=form,
        key=form.value("key") or secrets.token_urlsafe(),
        assessment_id=ask.param("assessment_id"),
        person_id=answer["person_id"],
        whole=WHOLE,
        chosen=form.values.get("record_id"),
        behind=behind[:OPEN],
        older=behind[OPEN:],
        others=[one for one in choices if not one.behind],
        problems=options(PROBLEMS),
    )


def _choices(ask: Ask, answer: Mapping[str, Any]) -> list[Choice]:
    """Of records that a caller brought, those behind the reasons alone: no page shows others."""
    held = ask.state.person_records(ask.actor, answer["person_id"]) if answer["snapshot"] else []
    return choices_of(answer, held)


def _words(line: Line) -> tuple[str, ...]:
    return (line.when, line.what, line.source)
