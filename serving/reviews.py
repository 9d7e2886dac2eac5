"""What people decide: a review of an assessment, a request for a correction, a referral. Each is a row of the ledger.

An override needs no supervisor. A reason said to be out of date or about somebody else opens a correction by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Set
from datetime import date, datetime
from typing import Any

from serving.ledger import Entry, Found
from serving.problem import Problem
from serving.queue import REFERRED, REVIEWED, REVIEWED_GIVEN
from serving.requests import CorrectionRequest, ReferRequest, ReviewRequest
from serving.roles import Actor
from serving.shown import CALLER, reasons_shown

CORRECTION = "correction_asked"
DECISIONS = (REVIEWED, REVIEWED_GIVEN, CORRECTION)
OPENS_CORRECTION = ("out_of_date", "wrong_person")


def new_id(letter: str) -> str:
    """An id of an assessment (A), review (R), correction (C) or referral (F)."""
    return f"{letter}{secrets.token_hex(8)}"


def check_current(shown: Found, now: datetime) -> None:
    """Raises 409 when the assessment has expired."""
    if now.date() > date.fromisoformat(shown.payload["answer"]["expires_on"]):
        raise Problem(409, "This assessment has expired. Ask for a new score and review that one.")


def check_verdicts(shown: Found, asked: ReviewRequest) -> None:
    """Raises 422 unless each verdict is on a theme that the assessment showed, and no theme has two."""
    themes = [one.theme for one in asked.reasons]
    if not set(themes) <= {reason["theme"] for reason in reasons_shown(shown)}:
        raise Problem(422, "Each theme under reasons must be one that the assessment showed.")
    if len(set(themes)) < len(themes):
        raise Problem(422, "Each theme under reasons must be named once, with one verdict.")


def check_named(shown: Found, asked: CorrectionRequest, held: Callable[[], Set[str]]) -> None:
    """Raises 422 where the theme is none that the assessment showed, or the record is neither of those behind its
    reasons nor of those that are `held`, by id, and stand beside it on its page."""
    reasons = list(reasons_shown(shown))
    if asked.theme is not None and asked.theme not in {reason["theme"] for reason in reasons}:
        raise Problem(422, "theme must be one that the assessment showed.")
    records = {None} | {record["record_id"] for reason in reasons for record in reason.get("records", ())}
    if asked.record_id not in records and asked.record_id not in held():
        raise Problem(422, "record_id must be that of a record of this young person that this sign-in may see.")


def review_entries(actor: Actor, shown: Found, asked: ReviewRequest, at: datetime) -> list[Entry]:
    """The review, and a correction for each reason that says a record is out of date or somebody else's."""
    wrong = [one for one in asked.reasons if one.verdict in OPENS_CORRECTION]
    corrections = [
        _correction(actor, shown, {"theme": one.theme, "what_is_wrong": one.verdict, "note": one.note or ""}, at)
        for one in wrong
    ]
    answer = {
        "review_id": new_id("R"),
        "assessment_id": asked.assessment_id,
        "outcome": asked.outcome,
        "recorded_at": at.isoformat(),
        "corrections": [entry.payload["answer"]["correction_id"] for entry in corrections],
    }
    payload = {**_plain(asked), "answer": answer}
    action = REVIEWED_GIVEN if shown.payload.get("held_by") == CALLER else REVIEWED
    return [Entry(actor.id, action, payload, shown.person_id, asked.assessment_id), *corrections]


def correction_entries(actor: Actor, shown: Found, asked: CorrectionRequest, at: datetime) -> list[Entry]:
    """The request for a correction."""
    return [_correction(actor, shown, _plain(asked), at)]


def referral_entries(actor: Actor, asked: ReferRequest, at: datetime) -> list[Entry]:
    """The referral."""
    answer = {"referral_id": new_id("F"), "person_id": asked.person_id, "recorded_at": at.isoformat()}
    return [Entry(actor.id, REFERRED, {**_plain(asked), "answer": answer}, asked.person_id, answer["referral_id"])]


def _correction(actor: Actor, shown: Found, said: Mapping[str, Any], at: datetime) -> Entry:
    answer = {"correction_id": new_id("C"), "assessment_id": shown.ref, "recorded_at": at.isoformat()}
    return Entry(actor.id, CORRECTION, {**said, "answer": answer}, shown.person_id, shown.ref)


def _plain(asked: ReviewRequest | CorrectionRequest | ReferRequest) -> dict[str, Any]:
    return asked.model_dump(mode="json", exclude_none=True)
