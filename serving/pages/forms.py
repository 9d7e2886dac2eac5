"""What a person typed into a form: kept as typed when something is missing, with one plain sentence for each fault.

The pages never lose a word that someone wrote; the error summary links to the field at fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serving.idempotency import SentBefore
from serving.problem import Problem

LONGEST_TEXT = 4000
NOT_RECORDED = (404, 409, 422)  # faults of what was typed or of its moment, which its writer can put right
SENT_BEFORE = "You sent this form before with other words, and those are recorded. Send it again to record these too"


@dataclass(frozen=True)
class Form:
    """Typed values by field, and the faults found by field in the order of the page."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> list[dict[str, str]]:
        """The entries of the error summary, each linked to its field."""
        return [{"text": text, "href": f"#{name}"} for name, text in self.errors.items()]

    def value(self, name: str) -> str:
        """What was typed into a field, or nothing."""
        return self.values.get(name, "")

    def error(self, name: str) -> dict[str, str] | None:
        """The fault of a field in the shape that the GOV.UK macros take."""
        return {"text": self.errors[name]} if name in self.errors else None


def choice(values: Mapping[str, str], name: str, allowed: Mapping[str, str], missing: str) -> dict[str, str]:
    """The fault of a set of radios: nothing chosen, or something that was not offered."""
    return {} if values.get(name) in allowed else {name: missing}


def required_text(values: Mapping[str, str], name: str, missing: str) -> dict[str, str]:
    """The fault of a text that must be there and may not be too long."""
    return too_long(values, name) if values.get(name, "").strip() else {name: missing}


def too_long(values: Mapping[str, str], name: str) -> dict[str, str]:
    """The fault of a text over the limit."""
    typed = len(values.get(name, ""))
    said = f"Use {LONGEST_TEXT:,} characters or fewer; this text has {typed:,}"
    return {name: said} if typed > LONGEST_TEXT else {}


def sent_back(values: Mapping[str, str], name: str, no: Problem, why: str = "") -> Form:
    """The form as typed, under a new key, with why it was not recorded at a field; raises any other problem again."""
    if no.status not in NOT_RECORDED:
        raise no
    said = SENT_BEFORE if isinstance(no, SentBefore) else why or no.detail.removesuffix(".")
    return Form({**values, "key": ""}, {name: said})


def options(words_by_value: Mapping[str, str]) -> list[dict[str, str]]:
    """Choices in the shape that the GOV.UK macros take."""
    return [{"value": value, "text": text} for value, text in words_by_value.items()]
