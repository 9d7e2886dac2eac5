"""A young person's pages: first one's own view, with what is open and on record; then the band with its reasons.

The view is kept in the ledger with the score; the second page shows that stored answer and can be reloaded freely.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

from serving.pages import words
from serving.pages.accounts import Target, Year, by_year, newest_first
from serving.pages.asking import Ask
from serving.pages.decision import claims_of, shown, targets_of
from serving.pages.forms import Form, choice, options, too_long
from serving.pages.openings import also_lines, open_lines, spell_of
from serving.score import LIMITS

RECENT = 12  # as many of the newest records stand open before the band; the earlier ones, and all beside it, unfold
VIEWS = {
    "yes": "Yes, soon",
    "no": "No, not at the moment",
    "unknown": "I do not know them well enough to say",
}


def young_person(ask: Ask) -> Response:
    """The page before the band."""
    return _before(ask, Form({"purpose": next(iter(_purposes(ask)), "")}))


def own_view(ask: Ask) -> Response:
    """Saves the view, then has the band worked out."""
    form = checked_view(ask.typed, _purposes(ask))
    if form.errors:
        return _before(ask, form)
    said = ". ".join(filter(None, [VIEWS[ask.typed["view"]], ask.typed.get("known", "")]))
    answer = ask.state.score_person(ask.actor, ask.param("person_id"), ask.typed["purpose"], own_view=said)
    return ask.go("assessment", assessment_id=answer["assessment_id"])


def checked_view(typed: Mapping[str, str], purposes: Mapping[str, str]) -> Form:
    """The typed view with its faults, in the order of the page."""
    errors = choice(typed, "view", VIEWS, "Say whether someone should have a conversation with them soon")
    errors |= too_long(typed, "known")
    errors |= choice(typed, "purpose", purposes, "Choose why you are looking")
    return Form(typed, errors)


def assessment(ask: Ask) -> Response:
    """The page with the band, its reasons and the records."""
    answer = shown(ask)
    targets = targets_of(ask, answer)
    about = _about(ask, answer["person_id"], open_records=0)
    return ask.page(
        "assessment.html",
        f"Young person {answer['person_id']}",
        answer=answer,
        expired=ask.state.now().date() > date.fromisoformat(answer["expires_on"]),
        assessment_id=ask.param("assessment_id"),
        scored=[one for one in targets if one.model],
        to_confirm=bool(claims_of(targets, answer["listed"])),
        not_scored=[one for one in targets if not one.model],
        decided=decided_lines(answer["decided"]),
        missing=words.listed([words.agency(name) for name in answer["missing_feeds"]]),
        gaps=[words.set_in_type(line) for line in answer["limits"] if line not in LIMITS],
        always=LIMITS,
        silent=silent_about(targets, [*about["years"], *about["earlier"]]),
        **about,
    )


def decided_lines(decided: list[dict[str, Any]]) -> list[str]:
    """What was decided since about this answer, oldest first."""
    return [f"{words.DECIDED[row.get('outcome', row['action'])]}, {words.plain_date(row['at'])}" for row in decided]


def silent_about(targets: list[Target], years: list[Year]) -> str:
    """What must not be said aloud: reasons by name, and whether other records are marked so; empty when nothing is."""
    shown = [theme for one in targets for theme in (*one.first, *one.further, *one.lowers) if theme.silent]
    names = [f"“{theme.name}”" for theme in shown]
    behind = {line.record_id for theme in shown for line in (*theme.lines, *theme.rest)}
    marked = {line.record_id for year in years for line in year.lines if line.silent}
    others = ["the records below that are marked so"] if marked - behind else []
    return words.listed([*dict.fromkeys(names), *others])


def _before(ask: Ask, form: Form) -> Response:
    return ask.page(
        "young_person.html",
        f"Young person {ask.param('person_id')}",
        form=form,
        views=options(VIEWS),
        purposes=options(_purposes(ask)),
        **_about(ask, ask.param("person_id")),
    )


def _about(ask: Ask, person_id: str, open_records: int = RECENT) -> dict[str, Any]:
    """What both pages say of a young person: who, what is open, and the records in order of time, the newest open."""
    records = newest_first(ask.state.person_records(ask.actor, person_id))
    spells = [spell_of(record) for record in records if record["open"]]
    return {
        "person_id": person_id,
        "open": open_lines(spells),
        "also": also_lines(spells),
        "years": by_year(records[:open_records]),
        "earlier": by_year(records[open_records:]),
    }


def _purposes(ask: Ask) -> dict[str, str]:
    """The purposes of this sign-in, in the words of policy.toml."""
    return {name: said for name, said in ask.state.policy.purposes.items() if name in ask.actor.purposes}
