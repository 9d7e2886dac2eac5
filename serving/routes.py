"""How an answer leaves: every route's work runs here, so that a refusal is a problem and a fault keeps its trace.

BentoML's APIs are POSTs; the two reads of the contract are this small Starlette application beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from records.refusal import Refused, WrongUse
from serving.asking import ASKING, Asking
from serving.middleware import our_fault, said_no
from serving.problem import Problem, not_written
from serving.state import State

Work = Callable[[Asking], dict[str, Any]]


def answered(work: Work) -> Any:
    """A Response with the work's answer as JSON, or with the problem that it raised.

    BentoML passes a Response on as it is, but can't describe one: its APIs declare what the JSON holds."""
    try:
        return JSONResponse(work(ASKING.get()))
    except Problem as no:
        return said_no(no)
    except SQLAlchemyError:
        return said_no(not_written())
    except (Refused, WrongUse) as refusal:
        return said_no(Problem(503, f"The store or a model can't be used: {refusal}"))
    except Exception as fault:  # nothing that BentoML would log with its values gets past here
        return our_fault(fault)


def reads(state: State) -> Starlette:
    """GET /queue and GET /people/{person_id}/scores."""

    async def queue(request: Request) -> Response:
        return await run_in_threadpool(answered, lambda asking: _queue(state, asking, request))

    async def scores(request: Request) -> Response:
        person_id = str(request.path_params["person_id"])
        return await run_in_threadpool(answered, lambda asking: state.scores_of(asking.actor, person_id))

    return Starlette(routes=[Route("/queue", queue), Route("/people/{person_id:path}/scores", scores)])


def _queue(state: State, asking: Asking, request: Request) -> dict[str, Any]:
    asked = request.query_params.multi_items()
    if [name for name, _ in asked] not in ([], ["capacity"]):
        raise Problem(422, "The query may hold capacity, once, and nothing else.")
    text = asked[0][1] if asked else str(state.policy.capacity.weekly_slots)
    if not (text.isascii() and text.isdigit() and len(text) <= len("9999")):
        most = state.policy.capacity.most_per_request
        raise Problem(422, f"capacity must be a whole number between 1 and {most}.")
    return state.weekly_list(asking.actor, int(text))
