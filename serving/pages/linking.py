"""Are these the same person? The review list of linkage, and one pair side by side, for an administrator.

The list holds nothing that identifies anybody; a pair does, and opening it is recorded.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from serving.pages import words
from serving.pages.asking import Ask
from serving.pages.forms import Form, choice, options, required_text, sent_back, too_long
from serving.problem import Problem
from serving.same_person import compared, joined, listed
from serving.same_person import decide as record

WHY = {
    "close_call": "Much agrees, not enough to link them unasked",
    "other_forename": "The forename differs or is not held, and no school or NHS number says that they are one person: "
    "it may be a twin, or a name that changed",
    "two_alike": "Another record is about as likely",
    "other_reference": "They look alike and carry different references",
    "linked": "They were joined by likeness, or because somebody said so",
}
VERDICTS = {
    "same": "They are the same person",
    "not_same": "They are not the same person",
    "cannot_tell": "I can’t tell",
}
FIELDS = {
    "forename": "Forename",
    "surname": "Surname",
    "born_on": "Date of birth",
    "address": "Address",
    "postcode": "Postcode",
    "school_number": "School number",
    "nhs_number": "NHS number",
}


SAME, DIFFERENT, NOT_COMPARED = "the same", "not the same", "can’t be compared"
ADDRESS_DIFFERS = "not written alike"  # 29 Yew Road and 29 YEW RD are one: whoever looks must say


@dataclass(frozen=True)
class Line:
    """One field of both records: every form that each agency has, newest first, and whether they have one in common."""

    field: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    alike: bool

    @property
    def told(self) -> str:
        """What can truly be said of the field: nothing, where an agency does not hold it."""
        if not (self.one and self.other):
            return NOT_COMPARED
        if self.alike:
            return SAME
        return ADDRESS_DIFFERS if self.field == FIELDS["address"] else DIFFERENT


def same_person(ask: Ask) -> Response:
    """The list."""
    return _list(ask, Form())


def links_of_one(ask: Ask) -> Response:
    """The list, and one person's links that a decision can undo. The reference is posted: it stands in no address."""
    errors = required_text(ask.typed, "person_id", "Enter the partnership reference")
    if errors:
        return _list(ask, Form(ask.typed, errors))
    found = joined(ask.state, ask.actor, ask.typed["person_id"].strip())
    return _list(ask, Form(ask.typed), [_listed(pair) for pair in found])


def _list(ask: Ask, form: Form, links: list[dict[str, Any]] | None = None) -> Response:
    found = listed(ask.state, ask.actor)
    pairs = [_listed(pair) for pair in found["pairs"]]
    told = {"pairs": pairs, "open": found["open"], "waiting": found["waiting"], "links": links}
    return ask.page("same_person.html", "Same person?", form=form, **told)


def compare(ask: Ask) -> Response:
    """One pair with the empty form."""
    return _pair(ask, Form())


def decide(ask: Ask) -> Response:
    """Records what was said of the pair."""
    errors = choice(ask.typed, "verdict", VERDICTS, "Say whether they are the same person")
    errors |= too_long(ask.typed, "note")
    if errors:
        return _pair(ask, Form(ask.typed, errors))
    said = {"review_id": ask.param("review_id"), "verdict": ask.typed["verdict"], "note": ask.typed.get("note") or None}
    try:
        record(ask.state, ask.actor, said, ask.key)
    except Problem as no:
        return _pair(ask, sent_back(ask.typed, "verdict", no))
    return ask.go("same_person", "link")


def lines(sides: list[Mapping[str, Any]]) -> list[Line]:
    """The two records field by field."""
    return [_line(name, label, *(side["known_as"] for side in sides)) for name, label in FIELDS.items()]


def _line(name: str, label: str, one: list[Mapping[str, Any]], other: list[Mapping[str, Any]]) -> Line:
    left, right = (tuple(dict.fromkeys(_shown(row[name]) for row in rows if row[name])) for rows in (one, other))
    alike = bool(set(map(_bare, left)) & set(map(_bare, right)))
    return Line(label, left, right, alike)


def _bare(text: str) -> str:
    """What is said, without how it was typed: XM1 0AJ and xm10aj are one postcode."""
    return "".join(filter(str.isalnum, text.casefold()))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else words.plain_date(value)


def _pair(ask: Ask, form: Form) -> Response:
    pair = compared(ask.state, ask.actor, ask.param("review_id"))
    return ask.page(
        "same_person_pair.html",
        "Are these the same person?",
        form=form,
        key=form.value("key") or secrets.token_urlsafe(),
        review_id=pair["review_id"],
        why=WHY.get(pair["why"], ""),
        chance=_chance(pair["probability"]),
        linked_on=pair["linked_on"] and words.plain_date(pair["linked_on"]),
        agencies=[words.agency(side["agency"]) for side in pair["sides"]],
        lines=lines(pair["sides"]),
        verdicts=options(VERDICTS),
        said=[_said(one) for one in pair["said"]],
    )


def _listed(pair: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "review_id": pair["review_id"],
        "agencies": words.listed([words.agency(name) for name in pair["agencies"]]),
        "why": WHY.get(pair["why"], ""),
        "chance": _chance(pair["probability"]),
        "listed_on": words.plain_date(pair["listed_on"]),
        "said": [_said(one)["line"] for one in pair["said"]],
    }


def _said(one: Mapping[str, Any]) -> dict[str, str]:
    """An earlier decision in a line, and the note that came with it."""
    return {
        "line": f"{one['by']} said on {words.plain_date(one['at'])}: “{VERDICTS[one['verdict']]}”",
        "note": one["note"] or "",
    }


def _chance(probability: float | None) -> str:
    """A chance in words that do not claim more than they know."""
    if probability is None:
        return "not worked out"
    return "over 99 in 100" if probability > 0.99 else f"about {max(1, round(100 * probability))} in 100"
