"""Confirm, not confirm or not enough information, with a verdict on each reason.

The person decides: no permission is asked, a rationale is. What was typed is never lost to a missing field. What is
confirmed is the band, whichever it is, so that the words of the answers follow the bands shown. Where there is none, it
is the referral, if that is why somebody is on the list: or nobody could take them off it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from serving.pages.accounts import Target, Theme, reasons_of, target, theme
from serving.pages.asking import Ask
from serving.pages.forms import Form, choice, options, required_text, sent_back, too_long
from serving.problem import Problem

OUTCOMES = {
    "confirmed": "Yes: what I know bears this out",
    "not_confirmed": "No: what I know says otherwise",
    "insufficient_information": "I do not have enough information to say",
}
OF_BOTH = {
    "confirmed": "Yes: what I know bears both out",
    "not_confirmed": "No: what I know says otherwise of one or of both",
}
MEANS = {  # what somebody who confirms a band says
    "priority": "a conversation should come first",
    "review": "it is worth finding out more, and others may come first",
    "not_prioritised": "others should come first, which does not say that all is well",
}
NOTHING_TO_CONFIRM = (
    "There is no band here to confirm: this young person was not scored. If a record is wrong, ask for a correction; "
    "if you are worried about them, refer them."
)
VERDICTS = {
    "unknown": "I can’t say",
    "agrees": "Agrees with what I know",
    "disagrees": "Disagrees with what I know",
    "out_of_date": "True once, but out of date",
    "wrong_person": "Not about this young person",
}


def themes_of(answer: Mapping[str, Any]) -> list[Theme]:
    """Every reason that an answer showed, once, in the order shown, with all that was said of it, each text once."""
    by_theme: dict[str, Theme] = {}
    for one in map(theme, reasons_of(answer)):
        by_theme[one.name] = _both(by_theme[one.name], one) if one.name in by_theme else one
    return list(by_theme.values())


def _both(first: Theme, second: Theme) -> Theme:
    """One theme of both targets; where one may not be said aloud, neither may."""
    texts = tuple(dict.fromkeys((*first.texts, *second.texts)))
    return replace(first, texts=texts, silent=first.silent or second.silent)


@dataclass(frozen=True)
class Claim:
    """Something that was shown and can be confirmed: about what, what was shown of it, and what it means."""

    title: str
    shown: str
    means: str


REFERRED = Claim("Referral", "Somebody referred them", MEANS["priority"])


def claims_of(targets: Iterable[Target], listed: Mapping[str, Any]) -> list[Claim]:
    """What there is to confirm: each band; with no band, the referral that put somebody on the list."""
    bands = [Claim(one.title, one.tag.text, MEANS[one.band]) for one in targets if one.band in MEANS]
    return bands or ([REFERRED] if listed["because"] == "referral" else [])


def outcomes(claims: list[Claim]) -> list[dict[str, Any]]:
    """The answers, in the words of what was shown: one bears out all of it or it does not."""
    said = OUTCOMES if len(claims) == 1 else OUTCOMES | OF_BOTH
    borne_out = ". ".join(f"{one.title}: {one.means}" for one in claims)
    hints = {"confirmed": {"hint": {"text": f"{borne_out}."}}}
    hints |= {"not_confirmed": {"hint": {"text": "Say below of which."}}} if len(claims) > 1 else {}
    return [{**item, **hints.get(item["value"], {})} for item in options(said)]


def decision_form(ask: Ask) -> Response:
    """The empty form."""
    return _decision(ask, Form())


def decide(ask: Ask) -> Response:
    """Records the review, or shows the form again with what is missing."""
    answer = shown(ask)
    _to_confirm(ask, answer)
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
    claims = _to_confirm(ask, answer)
    return ask.page(
        "decision.html",
        "Confirm or not",
        form=form,
        key=form.value("key") or secrets.token_urlsafe(),
        assessment_id=ask.param("assessment_id"),
        person_id=answer["person_id"],
        themes=themes_of(answer),
        claims=claims,
        outcomes=outcomes(claims),
        verdicts=options(VERDICTS),
    )


def _to_confirm(ask: Ask, answer: Mapping[str, Any]) -> list[Claim]:
    claims = claims_of(targets_of(ask, answer), answer["listed"])
    if not claims:
        raise Problem(422, NOTHING_TO_CONFIRM)
    return claims


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
