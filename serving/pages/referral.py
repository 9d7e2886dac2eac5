"""Referring a young person: a practitioner's worry puts them on the list, whatever the band says."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from serving.pages.asking import Ask
from serving.pages.forms import Form, required_text, sent_back
from serving.problem import Problem
from serving.roles import may

ON_THEIR_PAGE = "It stands at the top of a young person’s page, such as P0000123."
FROM_A_WORKER = (
    "The partnership’s own reference for the young person, such as P0000123. It stands on no page that you can open: "
    "ask a worker of the partnership for it."
)
NOBODY = "We hold nobody with this reference in your area: check it, it looks like P0000123"


def refer_form(ask: Ask) -> Response:
    """The form, with the reference filled in where one came along; only for those who may send it, so that nobody
    writes what is then refused."""
    with ask.state.asked(ask.actor, "refer"):
        return _page(ask, Form({"person_id": ask.request.query_params.get("person", "")}))


def refer(ask: Ask) -> Response:
    """Records the referral, or shows the form again with what is missing."""
    errors = required_text(ask.typed, "person_id", "Enter the young person’s partnership reference")
    errors |= required_text(ask.typed, "rationale", "Say what worries you")
    if errors:
        return _page(ask, Form(ask.typed, errors))
    purpose = next(iter(ask.actor.purposes), "none")
    said = {"person_id": ask.typed["person_id"], "purpose": purpose, "rationale": ask.typed["rationale"]}
    try:
        ask.state.refer(ask.actor, said, ask.key)
    except Problem as no:
        return _page(ask, sent_back(ask.typed, "person_id", no, NOBODY))
    return ask.go("weekly" if may(ask.actor, "list") else "refer", "referral")


def _page(ask: Ask, form: Form) -> Response:
    key = form.value("key") or secrets.token_urlsafe()
    where = ON_THEIR_PAGE if may(ask.actor, "records") else FROM_A_WORKER
    return ask.page("refer.html", "Refer a young person", form=form, key=key, where_it_stands=where)
