"""Confirm, not confirm or not enough information, with a verdict on each reason.

The person decides: no permission is asked, a rationale is. What was typed is never lost to a missing field.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from serving.pages.accounts import Target, Theme, reasons_of, target, theme
from serving.pages.asking import Ask
from serving.pages.forms import Form, choice, options, required_text, sent_back, too_long
from serving.problem import Problem

OUTCOMES = {
    "confirmed": "Yes: a conversation should come first",
    "not_confirmed": "No: what I know says otherwise",
    "insufficient_information": "I do not have enough information to say",
}
VERDICTS = {
    "unknown": "I can’t say",
    "agrees": "Agrees with what I know",
    "disagrees": "Disagrees with what I know",
    "out_of_date": "True once, but out of date",
    "wrong_person": "Not about this young person",
}


def themes_of(answer: Mapping[str, Any]) -> list[Theme]:
    """Every reason that an answer showed, once, in the order shown."""
    by_theme: dict[str, Theme] = {}
    for reason in reasons_of(answer):
        by_theme.setdefault(reason["theme"], theme(reason))
    return list(by_theme.values())


def decision_form(ask: Ask) -> Response:
    """The empty form."""
    return _decision(ask, Form())


def decide(ask: Ask) -> Response:
    """Records the review, or shows the form again with what is missing."""
    answer = shown(ask)
    form = checked_decision(ask.typed, len(themes_of(answer)))
    if form.errors:
        return _decision(ask, form)
    try:
        ask.state.review(ask.actor, _review(ask, answer), ask.key)
    except Problem as no:
        return _decision(ask, sent_back(ask.typed, "rationale", no))
    return ask.go("assessment", "review", assessment_id=ask.param("assessment_id"))


def checked_decision(typed: Mapping[str, str], themes: int) -> Form:
    """The typed decision with its faults, in the order of the page."""
    errors = choice(typed, "outcome", OUTCOMES, "Say whether what you know bears this out")
    for name in (f"verdict-{number}" for number in range(themes)):
        if name in typed:
            errors |= choice(typed, name, VERDICTS, "Choose one of the answers for this reason")
    errors |= required_text(typed, "rationale", "Say in a sentence or two why you think so")
    return Form(typed, errors | too_long(typed, "next_step"))


def _decision(ask: Ask, form: Form) -> Response:
    answer = shown(ask)
    return ask.page(
        "decision.html",
        "Confirm or not",
        form=form,
        key=form.value("key") or secrets.token_urlsafe(),
        assessment_id=ask.param("assessment_id"),
        person_id=answer["person_id"],
        themes=themes_of(answer),
        bands=[one for one in targets_of(ask, answer) if one.model],
        outcomes=options(OUTCOMES),
        verdicts=options(VERDICTS),
    )


def _review(ask: Ask, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The review; one's own view is not said again, for it stands in the ledger with the answer."""
    verdicts = [(one.name, ask.typed.get(f"verdict-{n}")) for n, one in enumerate(themes_of(answer))]
    said = {
        "assessment_id": ask.param("assessment_id"),
        "outcome": ask.typed["outcome"],
        "rationale": ask.typed["rationale"],
        "reasons": [{"theme": name, "verdict": verdict} for name, verdict in verdicts if verdict],
        "next_step": ask.typed.get("next_step"),
    }
    return {name: value for name, value in said.items() if value}


def shown(ask: Ask) -> dict[str, Any]:
    """The answer that the address names, as it was shown; nothing is scored again."""
    return ask.state.assessment(ask.actor, ask.param("assessment_id"))


def targets_of(ask: Ask, answer: Mapping[str, Any]) -> list[Target]:
    """The targets of an answer under the titles of policy.toml."""
    policies = ask.state.policy.targets
    return [
        target(name, scored, policies[name].title, policies[name].question)
        for name, scored in answer["targets"].items()
    ]
