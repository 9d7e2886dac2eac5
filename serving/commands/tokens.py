"""`reachable tokens`: who may ask. A token is shown once, when it is made."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from records.refusal import WrongUse
from serving.commands.printing import OPERATOR, Json, opened, table

tokens = typer.Typer(no_args_is_help=True)


@tokens.command("create")
def create(
    role: Annotated[str, typer.Option(help="worker, data_scientist, board or administrator")],
    name: Annotated[str, typer.Option(help="Who uses it.")],
    agency: Annotated[str | None, typer.Option()] = None,
    area: Annotated[str | None, typer.Option(help="Sees young people of this area only.")] = None,
    team: Annotated[str | None, typer.Option(help="Sees models that are limited to this team.")] = None,
    purpose: Annotated[list[str] | None, typer.Option(help="Repeat; by default those of the role.")] = None,
) -> None:
    """Make a token; the last line printed is the token itself, shown this once."""
    from serving.ledger import Entry
    from serving.tokens import new_actor

    state = opened()
    unknown = [one for one in purpose or () if one not in state.policy.purposes]
    if unknown:
        raise WrongUse(f"--purpose must be one of {', '.join(state.policy.purposes)}")
    actor = new_actor(role, name, agency, area, team, tuple(purpose or ()))
    state.ledger.append(Entry(OPERATOR, "token_created", actor.as_json()))
    secret = state.tokens.create(actor)
    typer.echo(f"Token {actor.id} for {actor.name}. Keep it: only its hash is stored.", err=True)
    typer.echo(secret)


@tokens.command("list")
def list_tokens(as_json: Json = False) -> None:
    """Every token ever made, without its secret."""
    rows = [
        {**one.actor.as_json(), "created_at": one.created_at, "revoked_at": one.revoked_at}
        for one in opened().tokens.all()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    columns = ("id", "name", "role", "agency", "area", "team", "created_at", "revoked_at")
    table("Tokens", columns, [tuple(str(row[name] or "") for name in columns) for row in rows])


@tokens.command("revoke")
def revoke(token_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """End a token at once."""
    from serving.ledger import Entry

    state = opened()
    state.tokens.revoke(token_id)
    state.ledger.append(Entry(OPERATOR, "token_revoked", {"id": token_id}))
    typer.echo(f"Token {token_id} is revoked.")
