"""`reachable ledger`: does it still say what was written, a copy to keep elsewhere, and erasing what must go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from records.refusal import Refused
from serving.commands.printing import Json, ledger_of

ledger = typer.Typer(no_args_is_help=True)


@ledger.command("verify")
def verify(
    head: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A file kept elsewhere: checked if there, then renewed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check every row of the ledger; exit 3 names the rows that don't hold."""
    from serving.ledger_check import NAMED, read_head, write_head
    from serving.ledger_check import verify as check

    verdict = check(ledger_of(), read_head(head) if head and head.is_file() else None)
    if as_json:
        counts = {"rows": verdict.rows, "erased": verdict.erased, "unexplained": verdict.unexplained}
        typer.echo(json.dumps({"good": verdict.good, **counts, "faults": list(verdict.faults)}, indent=1))
    if not verdict.good:
        rest = len(verdict.faults) - NAMED
        raise Refused(*verdict.faults[:NAMED], *([f"and {rest} more"] if rest > 0 else []))
    if head and verdict.head:
        write_head(head, verdict.head)
    if not as_json:
        typer.echo(f"Good: {verdict.rows:,} rows, {verdict.erased:,} erased.")
        if verdict.unexplained:
            typer.echo(f"Of those erased, {verdict.unexplained:,} have no row that says who erased them and why.")


@ledger.command("export")
def export(
    contents: Annotated[bool, typer.Option(help="Also what each row is about; this names people.")] = False,
) -> None:
    """Print the chain as one JSON object a line, for keeping elsewhere."""
    from serving.ledger_check import export as lines

    for line in lines(ledger_of(), contents):
        typer.echo(json.dumps(line, ensure_ascii=False))


@ledger.command("erase")
def erase(
    person: Annotated[str, typer.Option(help="Whose payloads are to be erased.")],
    by: Annotated[str, typer.Option(help="Who decided it.")],
    because: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Erase what the ledger holds about a person; the chain still verifies and says so."""
    book = ledger_of()
    rows = book.find(person_id=person)
    gone = book.erase([row.seq for row in rows], by, because) if rows else 0
    typer.echo(f"{gone} payloads erased.")
