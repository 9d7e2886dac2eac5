"""The commands of the service: serve, queue and the demo here; tokens, models and ledger a file each."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from serving.commands.ledger import ledger
from serving.commands.models import models
from serving.commands.printing import OPERATOR, Json, opened, table, told_plainly
from serving.commands.tokens import tokens

__all__ = ["demo", "ledger", "models", "queue", "serve", "tokens"]


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 3000,
) -> None:
    """Serve the API and the pages, in front, until SIGTERM or Ctrl-C."""
    from serving.serve import run

    run(host, port)


def demo(
    people: Annotated[int, typer.Option(min=1, help="Young people in the made-up county.")] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same county.")] = 7,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 3000,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve at the end, or stop before.")] = True,
) -> None:
    """The whole path on a made-up county, from agencies' extracts to a served band with reasons."""
    from serving.demo import prepare, present
    from serving.home import home

    prepare(people, seed, home())
    if serving:
        present(port)


def queue(capacity: Annotated[int, typer.Option(min=1)], as_json: Json = False) -> None:
    """This week's list, as a worker of the whole partnership would see it; showing it is recorded."""
    from serving.roles import PURPOSES, Actor

    asking = Actor("cli", OPERATOR, "worker", purposes=PURPOSES["worker"])
    answer = told_plainly(lambda: opened().weekly_list(asking, capacity))
    if as_json:
        typer.echo(json.dumps(answer, indent=1))
        return
    rows = [(one["person_id"], one["because"], _bands(one), _open(one)) for one in answer["people"]]
    table(f"As of {answer['as_of']}", ("person", "listed because of", "bands", "already open"), rows)


def _open(one: dict[str, Any]) -> str:
    return ", ".join(spell["label"] for spell in one["open_to"] if spell["service"]) or "nothing open"


def _bands(one: dict[str, Any]) -> str:
    return ", ".join(f"{target} {place['band']} (rank {place['rank']})" for target, place in one["targets"].items())
