"""The review list of linkage: pairs of agencies' records that may be of one person, and what somebody says of them.

A decision is a row of the ledger, then a file beside the store that the next `records link` takes in. What identifies
people is shown side by side here and nowhere else; neither the ledger nor a log holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from records.linkage.comparing import links_of, open_reviews, side_by_side
from records.linkage.reviews import LinkDecision, waiting, write_decision
from records.store import open_store
from serving.ledger import Entry
from serving.problem import Problem
from serving.requests import SamePersonRequest, checked
from serving.reviews import new_id
from serving.roles import Actor
from serving.state import State

DECIDED = "link_decided"
MOST_SHOWN = 50  # pairs on one page; the surest first


def listed(state: State, actor: Actor) -> dict[str, Any]:
    """`pairs` that nobody decided, surest first and no more than a page, each with what was `said` of it before;
    `open` and `waiting` count them all."""
    with state.asked(actor, "link"):
        state.note(actor, "link_reviews_shown")
        said = {one.review_id for one in waiting(state.home.store)}
        found = [pair for pair in open_reviews(open_store(state.home.store)) if pair["review_id"] not in said]
        before = _said_before(state)
        pairs = [{**pair, "said": before.get(pair["review_id"], [])} for pair in found[:MOST_SHOWN]]
        return {"pairs": pairs, "open": len(found), "waiting": len(said)}


def joined(state: State, actor: Actor, person_id: str) -> list[dict[str, Any]]:
    """The links of one person that a decision can undo, surest first, each with what was `said` of it before; who asked
    about whom is in the ledger before they are shown."""
    with state.asked(actor, "link", person_id):
        _of_all(actor)
        state.note(actor, "links_of_person_shown", person_id=person_id)
        before = _said_before(state)
        found = links_of(open_store(state.home.store), person_id)
        return [{**pair, "said": before.get(pair["review_id"], [])} for pair in found]


def compared(state: State, actor: Actor, review_id: str) -> dict[str, Any]:
    """One pair with both sides' identifying fields and what was `said` of it before, oldest first; that it was opened
    is in the ledger before it is shown."""
    with state.asked(actor, "link"):
        pair = _pair(state, actor, review_id)
        state.note(actor, "link_pair_shown", ref=review_id)
        return {**pair, "said": _said_before(state, review_id).get(review_id, [])}


def decide(state: State, actor: Actor, body: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    """What an administrator says of a pair: in the ledger first, then beside the store for the next linking."""
    asked: SamePersonRequest = checked(SamePersonRequest, body)
    with state.asked(actor, "link"):
        pair = _pair(state, actor, asked.review_id)
        answer = state.recorded_once(actor, key, asked, [_entry(actor, asked, state.now())])
        one, other = (side["agency_person_id"] for side in pair["sides"])
        said = (answer["decision_id"], answer["review_id"], one, other, answer["verdict"])
        write_decision(state.home.store, LinkDecision(*said, actor.id, answer["recorded_at"]))
        return answer


def _pair(state: State, actor: Actor, review_id: str) -> dict[str, Any]:
    """Problem 404 where there is no such pair, 403 for a sign-in of one area or agency: the list is of all."""
    _of_all(actor)
    pair = side_by_side(open_store(state.home.store), review_id)
    if pair is None:
        raise Problem(404, "There is no such pair to decide. A shared key may have joined it since, or it was parted.")
    return pair


def _of_all(actor: Actor) -> None:
    if actor.area is not None or actor.agency is not None:
        raise Problem(403, "The review list needs a sign-in for the whole partnership; what was asked is recorded.")


def _said_before(state: State, review_id: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """By pair, every decision in the ledger, oldest first: `verdict`, `by`, `at` (ISO time) and the `note`, if any."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in state.ledger.find(DECIDED, ref=review_id):
        told = {"verdict": row.payload["verdict"], "by": row.payload["by"], "note": row.payload.get("note")}
        found.setdefault(str(row.ref), []).append({**told, "at": row.at.isoformat()})
    return found


def _entry(actor: Actor, asked: SamePersonRequest, at: datetime) -> Entry:
    """The ledger's row: who said what of which pair, and when."""
    answer = {
        "decision_id": new_id("D"),
        "review_id": asked.review_id,
        "verdict": asked.verdict,
        "recorded_at": at.isoformat(),
    }
    payload = {**asked.model_dump(mode="json", exclude_none=True), "by": actor.name, "answer": answer}
    return Entry(actor.id, DECIDED, payload, ref=asked.review_id)
