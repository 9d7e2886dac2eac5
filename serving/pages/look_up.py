"""Was I scored: when, by whom and why, for a young person or for a parent who asks on their behalf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from serving.pages import words
from serving.pages.asking import Ask
from serving.pages.forms import Form, required_text, sent_back
from serving.pages.referral import NOBODY
from serving.problem import Problem
from serving.shown import CALLER
from training.policy import Policy

WHERE = {"score": "Looked up by", "list": "On a list of young people to find out more about, seen by"}


@dataclass(frozen=True)
class PastScore:
    """One past score as it is told to the person whom it is about."""

    when: str
    where: str
    by: str
    why: str
    bands: tuple[str, ...]
    assessment_id: str | None


def past_scores(scores: Iterable[Mapping[str, Any]], policy: Policy) -> list[PastScore]:
    """Past scores, newest first, in the words of policy.toml; a list looked at often in a day is one line."""
    newest = sorted(scores, key=lambda score: str(score["at"]), reverse=True)
    return list(dict.fromkeys(_past(score, policy) for score in newest))


def _past(score: Mapping[str, Any], policy: Policy) -> PastScore:
    bands = [f"{policy.targets[name].title}: {words.band(band).text}" for name, band in score["bands"].items()]
    return PastScore(
        when=words.plain_date(score["at"]),
        where=WHERE[score["shown_in"]],
        by=score["by"] + (", on records of their own" if score["held_by"] == CALLER else ""),
        why=words.listed([_start_low(policy.purposes.get(one, one)) for one in score["purposes"]]),
        bands=tuple(bands),
        assessment_id=score["assessment_id"],
    )


def look_up(ask: Ask) -> Response:
    """The form."""
    return _page(ask, Form())


def looked_up(ask: Ask) -> Response:
    """The answer; the reference is posted, so that it stands in no address and no browser history."""
    errors = required_text(ask.typed, "person_id", "Enter the partnership reference")
    if errors:
        return _page(ask, Form(ask.typed, errors))
    try:
        found = ask.state.scores_of(ask.actor, ask.typed["person_id"])
    except Problem as no:
        return _page(ask, sent_back(ask.typed, "person_id", no, NOBODY))
    return _page(ask, Form(ask.typed), past_scores(found["scores"], ask.state.policy))


def _page(ask: Ask, form: Form, scores: list[PastScore] | None = None) -> Response:
    return ask.page("look_up.html", "Was I scored?", form=form, scores=scores, asked=form.value("person_id"))


def _start_low(text: str) -> str:
    return text[:1].lower() + text[1:]
