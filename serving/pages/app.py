"""The pages' application: every address, and the view that answers it. `create(state)` is mounted by the service."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from serving.pages import board, corrections, decision, linking, look_up, protection, referral, register, signing_in
from serving.pages import weekly as weekly
from serving.pages import what_counts as counted
from serving.pages import young_person as young
from serving.pages.answering import View, answered_by, said_no
from serving.pages.asking import Ask
from serving.problem import Problem
from serving.state import State

STATIC_FILES = {"govuk-frontend.css": "text/css", "reachable.css": "text/css", "reachable.svg": "image/svg+xml"}
OPEN_TO_ALL = (signing_in.home, signing_in.link_page, signing_in.use_link)
PAGES: tuple[tuple[str, str, View, View | None], ...] = (
    ("/", "home", signing_in.home, None),
    ("/sign-in/{code}", "use_link", signing_in.link_page, signing_in.use_link),
    ("/list", "weekly", weekly.weekly, None),
    ("/list/find", "find", weekly.find, None),
    ("/young-people/{person_id:path}", "young_person", young.young_person, young.own_view),
    ("/assessments/{assessment_id}", "assessment", young.assessment, None),
    ("/assessments/{assessment_id}/decision", "decision", decision.decision_form, decision.decide),
    ("/assessments/{assessment_id}/correction", "correction", corrections.correction_form, corrections.correct),
    ("/referrals", "refer", referral.refer_form, referral.refer),
    ("/was-i-scored", "look_up", look_up.look_up, look_up.looked_up),
    ("/what-counts", "what_counts", counted.what_counts, None),
    ("/reports", "reports", board.reports, None),
    ("/reports/{sha}", "report", board.report, None),
    ("/reports/{sha}/{name}", "report_file", board.report_file, None),
    ("/register", "register", register.register, None),
    ("/same-person", "same_person", linking.same_person, linking.links_of_one),
    ("/same-person/{review_id}", "same_person_pair", linking.compare, linking.decide),
)


def create(state: State) -> Starlette:
    """The application over a state; it holds nothing of its own between requests."""
    routes = [route for page in PAGES for route in _routes(state, *page)]
    routes.append(Route("/sign-out", answered_by(signing_in.sign_out, state), methods=["POST"], name="sign_out"))
    routes.append(Route("/static/{name}", answered_by(static, state), methods=["GET"], name="static"))
    routes.append(Route("/{anything:path}", answered_by(not_here, state), methods=["GET", "POST"]))

    async def refused(request: Request, no: Exception) -> Response:
        assert isinstance(no, HTTPException)
        return protection.guard(said_no(Ask(request, state, None), no))

    return Starlette(routes=routes, exception_handlers={HTTPException: refused})


def not_here(_ask: Ask) -> Response:
    """Every other address."""
    raise Problem(404, "There is no page at this address. Check it, or start again from your first page.")


def static(ask: Ask) -> Response:
    """One of our own three files; they hold nothing personal, so a signed-in browser may keep them for an hour."""
    name = ask.param("name")
    if name not in STATIC_FILES:
        raise Problem(404, "There is no such file.")
    headers = {"Cache-Control": "private, max-age=3600"}
    return FileResponse(protection.STATIC / name, media_type=STATIC_FILES[name], headers=headers)


def _routes(state: State, address: str, name: str, see: View, send: View | None) -> list[Route]:
    open_to_all = see in OPEN_TO_ALL
    shown = Route(address, answered_by(see, state, open_to_all), methods=["GET"], name=name)
    if send is None:
        return [shown]
    return [shown, Route(address, answered_by(send, state, open_to_all), methods=["POST"])]
