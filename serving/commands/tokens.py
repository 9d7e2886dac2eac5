"""`reachable tokens`: who may ask. A token is for programs and a link for the pages; each is shown once, when made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from records.refusal import WrongUse
from serving.commands.printing import OPERATOR, Json, opened, table

if TYPE_CHECKING:
    from serving.state import State

tokens = typer.Typer(no_args_is_help=True)

Role = Annotated[str, typer.Option(help="worker, data_scientist, board or administrator")]
Name = Annotated[str, typer.Option(help="Who uses it.")]
Agency = Annotated[str | None, typer.Option(help="Whom they work for; the police see no lists and no bands.")]
Area = Annotated[str | None, typer.Option(help="Sees young people of this area only.")]
Team = Annotated[str | None, typer.Option(help="Sees models that are limited to this team.")]
Purposes = Annotated[list[str] | None, typer.Option("--purpose", help="Repeat; by default those of the role.")]
Address = Annotated[str, typer.Option(help="Where the pages are served.")]


@tokens.command("create")
def create(
    role: Role, name: Name, agency: Agency = None, area: Area = None, team: Team = None, purposes: Purposes = None
) -> None:
    """Make a token; the last line printed is the token itself, shown this once."""
    from serving.ledger import Entry
    from serving.tokens import new_actor

    state = opened(begin=True)
    _check_words(state, area, purposes or [])
    actor = new_actor(role, name, agency, area, team, tuple(purposes or ()))
    state.ledger.append(Entry(OPERATOR, "token_created", actor.as_json()))
    secret = state.tokens.create(actor)
    typer.echo(f"Token {actor.id} for {actor.name}. Keep it: only its hash is stored.", err=True)
    typer.echo(secret)


@tokens.command("link")
def link(
    role: Role,
    name: Name,
    agency: Agency = None,
    area: Area = None,
    team: Team = None,
    purposes: Purposes = None,
    address: Address = "http://127.0.0.1:3000",
) -> None:
    """Make a link that signs somebody in to the pages once; the last line printed is the link, shown this once."""
    from serving.ledger import Entry
    from serving.signin import LINK_HOURS
    from serving.tokens import new_actor

    state = opened(begin=True)
    _check_words(state, area, purposes or [])
    actor = new_actor(role, name, agency, area, team, tuple(purposes or ()))
    state.ledger.append(Entry(OPERATOR, "link_created", actor.as_json()))
    path = state.signin.create_link(actor)
    typer.echo(f"Link {actor.id} for {actor.name}: good once, for {LINK_HOURS} hours.", err=True)
    typer.echo(address.rstrip("/") + path)


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
def revoke(actor_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """End at once the token of this ID, or its link and the sessions that the link opened."""
    from serving.ledger import Entry

    state = opened()
    ended = int(state.tokens.revoke(actor_id)) + state.signin.end(actor_id)
    if not ended:
        raise WrongUse("no token, link or session in use has this id; `reachable tokens list` shows the tokens")
    state.ledger.append(Entry(OPERATOR, "token_revoked", {"id": actor_id}))
    typer.echo(f"{actor_id} is revoked.")


def _check_words(state: State, area: str | None, purposes: list[str]) -> None:
    """WrongUse for a purpose outside policy.toml, or an area where nobody of the store lives."""
    from records.store import open_store

    if [one for one in purposes if one not in state.policy.purposes]:
        raise WrongUse(f"--purpose must be one of {', '.join(state.policy.purposes)}")
    if area is None or not state.home.store.exists():
        return
    areas = sorted(filter(None, open_store(state.home.store).people()["area"].unique().to_pylist()))
    if area not in areas:
        raise WrongUse(f"--area must be one of the store's: {', '.join(areas) or 'its people have none'}")
