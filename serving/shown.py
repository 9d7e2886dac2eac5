"""What was shown of a young person, and how much of it somebody else may see again.

Each row keeps the stage of every model behind it: a band of a silent model stays with those who could see it then. A
place on a list is a band too, and is told to whoever asks whether they were scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from serving.ledger import Entry, Found
from serving.roles import Actor, may_see_stage
from serving.view import Model

SCORED, LISTED = "score_shown", "list_shown"
STORE, CALLER = "store", "caller"  # who holds the records that a score rests on
NOT_SCORED = "not_scored"
SIDES = ("raises", "lowers", "context")


def stages(models: Mapping[str, Model]) -> dict[str, Any]:
    """By target, who may see the model's bands."""
    return {
        target: {"stage": model.approval.stage, "teams": list(model.approval.teams)} for target, model in models.items()
    }


def list_entries(
    actor: Actor, listed: Mapping[str, Any], models: Mapping[str, Model], purposes: list[str]
) -> list[Entry]:
    """A row for each person of a queue answer: as looked up later, with the models and why it was asked for."""
    about = {"by": actor.name, "purposes": purposes, "held_by": STORE, "stages": stages(models)}
    cards = {target: {"model": model.card()} for target, model in models.items()}
    rows = []
    for one in listed["people"]:
        targets = {target: place | cards[target] for target, place in one["targets"].items()}
        answer = {**one, "as_of": listed["as_of"], "targets": targets}
        rows.append(Entry(actor.id, LISTED, {**about, "answer": answer}, one["person_id"]))
    return rows


def visible(row: Found, actor: Actor) -> Found:
    """The row without the targets whose model the actor may not see; a model whose stage nobody kept is hidden."""
    answer, kept = row.payload["answer"], row.payload.get("stages", {})
    seen = {
        target: told
        for target, told in answer["targets"].items()
        if "model" not in told or (target in kept and _may_see(actor, kept[target]))
    }
    return replace(row, payload={**row.payload, "answer": {**answer, "targets": seen}})


def by_model(row: Found) -> bool:
    """True when a model's word stands in the row: a band, or why there is none."""
    return any("model" in told for told in row.payload.get("answer", {}).get("targets", {}).values())


def has_band(row: Found) -> bool:
    """True when some model gave the person a band: whoever was looked at and not scored has none."""
    told = row.payload.get("answer", {}).get("targets", {}).values()
    return any(one.get("band", NOT_SCORED) != NOT_SCORED for one in told)


def look_up(row: Found, actor: Actor) -> dict[str, Any]:
    """A past score for the person whom it is about: when, by whom, why, on whose records, which bands by which models.
    Bands that the actor may not see are left out, and with the last of them the assessment_id."""
    seen = visible(row, actor)
    said, answer = seen.payload, seen.payload["answer"]
    return {
        "assessment_id": row.ref if by_model(seen) or not by_model(row) else None,
        "shown_in": "list" if row.action == LISTED else "score",
        "at": row.at.isoformat(),
        "as_of": answer["as_of"],
        "by": said["by"],
        "purpose": said.get("purpose"),
        "purposes": said.get("purposes") or [said["purpose"]],
        "held_by": said.get("held_by", STORE),
        "bands": {target: told["band"] for target, told in answer["targets"].items()},
        "models": {target: told.get("model") for target, told in answer["targets"].items()},
    }


def reasons_shown(row: Found) -> Iterator[Mapping[str, Any]]:
    """Every theme of every target of an assessment."""
    for told in row.payload["answer"]["targets"].values():
        for side in SIDES:
            yield from told.get(side, ())


def _may_see(actor: Actor, kept: Mapping[str, Any]) -> bool:
    return may_see_stage(actor, kept["stage"], tuple(kept["teams"]))
