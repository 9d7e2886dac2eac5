"""Was I scored: when, by whom and why, for a young person or for a parent who asks on their behalf.

Standing on a list, being looked at with no band and having a band shown are three things, and each is told as itself.
"""

from __future__ import annotations

from collections import Counter
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
WHAT = {
    "listed": "Worked out for the list:",
    "band": "Shown:",
    "no_band": "No band was shown: they were not scored.",
    "hidden": "What was shown came from a model that this sign-in may not see.",
}


@dataclass(frozen=True)
class PastScore:
    """One past score as it is told to the person whom it is about; `kind` is one of WHAT, `why` empty where no purpose
    was given for it."""

    kind: str
    when: str
    where: str
    by: str
    why: str
    what: str
    bands: tuple[str, ...]
    assessment_id: str | None


def past_scores(scores: Iterable[Mapping[str, Any]], policy: Policy) -> list[PastScore]:
    """Past scores, newest first, in the words of policy.toml; a list looked at often in a day is one line."""
    newest = sorted(scores, key=lambda score: str(score["at"]), reverse=True)
    told = [_past(score, policy) for score in newest]
    return [one for place, one in enumerate(told) if one.kind != "listed" or one not in told[:place]]


def in_brief(scores: Iterable[PastScore]) -> list[str]:
    """What happened, a sentence for each sort; none where nothing did."""
    times = Counter(one.kind for one in scores)
    shown = times["band"] + times["hidden"]
    said = {
        f"A band was shown {_times(shown)}.": shown,
        "They stood on a list of young people to find out more about.": times["listed"],
        f"They were looked up {_times(times['no_band'])} and not scored: no band was shown.": times["no_band"],
    }
    return [sentence for sentence, there in said.items() if there]


def _past(score: Mapping[str, Any], policy: Policy) -> PastScore:
    kind = _kind(score, policy)
    bands = [f"{policy.targets[name].title}: {words.band(band).text}" for name, band in score["bands"].items()]
    why = score["purpose"]
    return PastScore(
        kind=kind,
        when=words.plain_date(score["at"]),
        where=WHERE[score["shown_in"]],
        by=score["by"] + (", on records of their own" if score["held_by"] == CALLER else ""),
        why=_start_low(policy.purposes.get(why, why)) if why else "",
        what=WHAT[kind] if bands or kind != "listed" else "",
        bands=tuple(bands) if kind in ("listed", "band") else (),
        assessment_id=score["assessment_id"],
    )


def _kind(score: Mapping[str, Any], policy: Policy) -> str:
    """What happened; a target that is left out of an answer has a model that this sign-in may not see."""
    if score["shown_in"] == "list":
        return "listed"
    if any(band != "not_scored" for band in score["bands"].values()):
        return "band"
    return "no_band" if set(score["bands"]) >= set(policy.targets) else "hidden"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def look_up(ask: Ask) -> Response:
    """The form, for those whom it would answer."""
    with ask.state.asked(ask.actor, "look_up"):
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
    asked, brief = form.value("person_id"), in_brief(scores or ())
    return ask.page("look_up.html", "Was I scored?", form=form, scores=scores, brief=brief, asked=asked)


def _start_low(text: str) -> str:
    return text[:1].lower() + text[1:]
