"""`reachable models`: what is registered, approved and retired, and by whom."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from records.refusal import WrongUse
from serving.commands.printing import Json, ledger_of, table

models = typer.Typer(no_args_is_help=True)


@models.command("list")
def list_models(as_json: Json = False) -> None:
    """Every registered model with its stage."""
    from serving.models import listed

    rows = listed(ledger_of())
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    stages = [f"{one['stage'] or 'not approved'}{' (demo)' if one['demo'] else ''}" for one in rows]
    told = [(one["model"], one["form"], stage, one["sha256"][:12]) for one, stage in zip(rows, stages, strict=True)]
    table("Models", ("model", "form", "stage", "bundle"), told)


@models.command("approve")
def approve(
    ref: Annotated[str, typer.Argument(metavar="NAME:VERSION")],
    stage: Annotated[str, typer.Option(help="silent, limited or live")],
    by: Annotated[str, typer.Option(help="Who approved it.")],
    minute: Annotated[str, typer.Option(help="Where the decision is minuted.")],
    accept: Annotated[list[str] | None, typer.Option(help="A check to accept by name; repeat.")] = None,
    because: Annotated[list[str] | None, typer.Option(help="Why, one for each --accept.")] = None,
    team: Annotated[list[str] | None, typer.Option(help="With --stage limited: who sees it; repeat.")] = None,
) -> None:
    """Approve a model on its audit; a failed check refuses."""
    from serving.home import home
    from serving.models import Decision
    from serving.models import approve as decide
    from training.policy import load_policy

    names, reasons = accept or [], because or []
    if len(names) != len(reasons):
        raise WrongUse(f"each --accept needs its --because; got {len(names)} and {len(reasons)}")
    accepted = dict(zip(names, reasons, strict=True))
    decision = Decision(ref, stage, by, minute, accepted, tuple(team or ()))
    done = decide(home(), ledger_of(begin=True), load_policy(), decision)
    typer.echo(f"{ref} is {done.stage} from now on (bundle {done.sha256[:12]}).")
    for line in done.warnings():
        typer.echo(line, err=True)


@models.command("retire")
def retire(
    ref: Annotated[str, typer.Argument(metavar="NAME:VERSION")],
    by: Annotated[str, typer.Option()],
    because: Annotated[str, typer.Option()],
) -> None:
    """End a model's approval; the register keeps that it was used."""
    from serving.models import retire as end

    end(ledger_of(), ref, by, because)
    typer.echo(f"{ref} is retired.")


@models.command("history")
def history(as_json: Json = False) -> None:
    """Every approval and retirement, oldest first."""
    from serving.approvals import history as every

    rows = every(ledger_of())
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    told = [(r["at"][:16], r["action"], f"{r['name']}:{r['version']}", r.get("stage", ""), r["by"]) for r in rows]
    table("History", ("at", "what", "model", "stage", "by"), told)
