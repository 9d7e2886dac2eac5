"""The shapes of requests: strict types, unknown fields refused, texts of a bounded length, dates as ISO text.

Pydantic's own messages quote the input, so a fault is told only by the field's name in our shape and a plain sentence.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from records.conform import EARLIEST
from records.events import MAY_DISCUSS, MOST_AMOUNT, ROLES, STATUSES
from records.kinds import LINK_KINDS
from serving.problem import Problem

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_EVENTS = 5_000
MOST_LINKS = 1_000
MOST_THEMES = 60


def _day(value: Any) -> date:
    """ISO text as a date no earlier than the store takes. BentoML puts its own shape around ours, so that a day may
    come here a second time."""
    day = date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value
    if type(day) is date and day >= EARLIEST:
        return day
    raise ValueError("a date is written as 2025-01-31")


def _said(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "the text is blank")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Note = Annotated[str, Field(max_length=4_000, pattern=r"^[^\x00]*$")]
Said = Annotated[Note, Field(min_length=1), AfterValidator(_said)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)


class ScoreRequest(_Strict):
    """Score one person of the store."""

    person_id: Id
    purpose: Word
    as_of: Day | None = None


class PersonGiven(_Strict):
    """A person whose records the caller holds; nothing protected is taken."""

    person_id: Id
    born_on: Day | None = None
    area: Word | None = None
    left_on: Day | None = None
    left_known_on: Day | None = None


class EventGiven(_Strict):
    """One record version as in the store's contract."""

    record_id: Id
    agency: Word
    kind: Word
    role: Literal[ROLES] = "concerned"  # type: ignore[valid-type]
    status: Literal[STATUSES] = "recorded"  # type: ignore[valid-type]
    happened_on: Day
    known_on: Day
    version: Annotated[int, Field(ge=1, le=100_000)] = 1
    known_basis: Literal["recorded", "estimated"] = "recorded"
    superseded_on: Day | None = None
    ended_on: Day | None = None
    ended_known_on: Day | None = None
    code: Word | None = None
    amount: Annotated[float, Field(ge=0, le=MOST_AMOUNT)] | None = None
    place: Word | None = None
    incident_id: Id | None = None
    may_discuss: Literal[MAY_DISCUSS] | None = None  # type: ignore[valid-type]
    our_flag: bool | None = None
    expires_on: Day | None = None


class LinkGiven(_Strict):
    """One link as in the store's contract."""

    record_id: Id
    other_id: Id
    kind: Literal[LINK_KINDS]  # type: ignore[valid-type]
    started_on: Day
    known_on: Day
    superseded_on: Day | None = None
    ended_on: Day | None = None
    ended_known_on: Day | None = None


class ScoreRecordsRequest(_Strict):
    """Score records that the caller holds."""

    person: PersonGiven
    events: Annotated[list[EventGiven], Field(max_length=MOST_EVENTS)]
    links: Annotated[list[LinkGiven], Field(max_length=MOST_LINKS)] = []
    as_of: Day
    purpose: Word


class ThemeVerdict(_Strict):
    """What the reviewer says of one reason."""

    theme: Word
    verdict: Literal["agrees", "disagrees", "out_of_date", "wrong_person", "unknown"]
    note: Note | None = None


class ReviewRequest(_Strict):
    """A person's judgement of an assessment."""

    assessment_id: Id
    outcome: Literal["confirmed", "not_confirmed", "insufficient_information"]
    rationale: Said
    reasons: Annotated[list[ThemeVerdict], Field(max_length=MOST_THEMES)] = []
    own_view: Note | None = None
    next_step: Note | None = None


class CorrectionRequest(_Strict):
    """A record or a theme of an assessment is said to be wrong; the record may be any of theirs that may be seen."""

    assessment_id: Id
    what_is_wrong: Literal["out_of_date", "wrong_person", "not_true", "missing"]
    note: Said
    theme: Word | None = None
    record_id: Id | None = None


class SamePersonRequest(_Strict):
    """What somebody says of two agencies' records on the review list of linkage; asked by a page alone."""

    review_id: Id
    verdict: Literal["same", "not_same", "cannot_tell"]
    note: Note | None = None


class ReferRequest(_Strict):
    """A practitioner puts a young person on the list."""

    person_id: Id
    purpose: Word
    rationale: Said


SHAPES: dict[str, type[_Strict]] = {
    "/score": ScoreRequest,
    "/score_records": ScoreRecordsRequest,
    "/review": ReviewRequest,
    "/correction": CorrectionRequest,
    "/refer": ReferRequest,
}
MUST = {
    "missing": "is missing",
    "extra_forbidden": "has a field that is not in the contract",
    "string_type": "must be text",
    "string_unicode": "must be text in UTF-8",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "value_error": f"must be a date written as 2025-01-31, and not before {EARLIEST.year}",
    "literal_error": "must be one of the words that the contract lists",
    "too_long": "has too many entries",
    "string_too_long": "is too long",
    "string_too_short": "must not be empty",
    "blank": "must say something: the text is blank",
    "string_pattern_mismatch": "must hold text without control characters",
}
MOST_TOLD = 20


def checked(shape: type[_Strict], body: Any) -> Any:
    """The body in its shape, or Problem 422 with one plain sentence for each fault and nothing of the input."""
    if isinstance(body, shape):
        return body
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        told = tuple(dict.fromkeys(_told(fault) for fault in error.errors(include_input=False, include_url=False)))
        raise Problem(
            422, "The request does not have the shape that the contract gives it.", told[:MOST_TOLD]
        ) from None


def _told(fault: Any) -> str:
    """Only names of our own shapes and row numbers are told: an unknown field's name came from the caller."""
    path = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    where = ".".join(str(part) for part in path) or "the body"
    return f"{where} {MUST.get(fault['type'], 'can not be used')}"
