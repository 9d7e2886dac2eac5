"""How commands print and what they open: a table on a terminal, plain lines elsewhere, refusals as such."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.refusal import Refused, WrongUse

if TYPE_CHECKING:
    from serving.ledger import Ledger
    from serving.state import State

Json = Annotated[bool, typer.Option("--json", help="For a program to read.")]
OPERATOR = "command line"


def opened(begin: bool = False) -> State:
    """This installation's state; WrongUse where there is none and the command doesn't `begin` one."""
    from serving.home import home
    from serving.state import State

    _check_begun(begin)
    return State(home())


def ledger_of(begin: bool = False) -> Ledger:
    """This installation's ledger; WrongUse where there is none and the command doesn't `begin` one."""
    from serving.home import home
    from serving.ledger import open_ledger

    _check_begun(begin)
    return open_ledger(home())


def _check_begun(begin: bool) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from serving.database import stands
    from serving.home import home

    try:
        begun = begin or stands(home().ledger_url())
    except SQLAlchemyError as error:
        raise Refused(f"REACHABLE_LEDGER_URL must name a database that answers ({type(error).__name__})") from None
    if not begun:
        raise WrongUse("REACHABLE_HOME (./var by default) must hold an installation; there is no ledger in it")


def told_plainly(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The work's answer; a problem of the service becomes a refusal of the command line."""
    from serving.problem import Problem

    try:
        return work()
    except Problem as no:
        raise (WrongUse(no.detail) if no.status == 422 else Refused(no.detail)) from no


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, tab-separated lines elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(*columns, title=title)
    for row in rows:
        drawn.add_row(*row)
    Console().print(drawn)
