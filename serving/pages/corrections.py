"""Asking for a correction: of one record, of the whole answer, or of something missing. Both versions are kept.

Whoever says that a record is wrong is believed enough to have it checked by the agency that made it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from serving.pages import words
from serving.pages.accounts import reasons_of
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


def correction_form(ask: Ask) -> Response:
    """The empty form."""
    return _correction(ask, Form({"record_id": ask.request.query_params.get("record", "")}))


def correct(ask: Ask) -> Response:
    """Records that a correction is asked for."""
    records = _records(shown(ask))
    errors = choice(ask.typed, "record_id", {"": "", **records}, "Choose one of the records, or the whole answer")
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
    records = {"": "The whole answer, or something that is missing", **_records(answer)}
    return ask.page(
        "correction.html",
        "Ask for a correction",
        form=form,
        key=form.value("key") or secrets.token_urlsafe(),
        assessment_id=ask.param("assessment_id"),
        person_id=answer["person_id"],
        records=options(records),
        problems=options(PROBLEMS),
    )


def _records(answer: Mapping[str, Any]) -> dict[str, str]:
    """The records behind the answer's reasons, by id: the date and what it is."""
    found = {record["record_id"]: record for reason in reasons_of(answer) for record in reason["records"]}
    newest = sorted(found.values(), key=lambda record: str(record["happened_on"]), reverse=True)
    return {one["record_id"]: f"{words.plain_date(one['happened_on'])}: {words.kind(one['kind'])}" for one in newest}
