"""The command `reachable records link`: one linking, what it did, and how good it was where that is known."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from records.printed import print_rows
from records.refusal import WrongUse


def link(
    store: Annotated[Path, typer.Argument(help="Our own store.")],
    made_on: Annotated[str | None, typer.Option(help="The day of the linking; today by default.")] = None,
    without_shared_ids: Annotated[
        bool, typer.Option("--without-shared-ids", help="By names, births, homes and numbers alone.")
    ] = False,
    truth: Annotated[Path | None, typer.Option(help="The made-up county's truth/, to count what was missed.")] = None,
    policy: Annotated[Path | None, typer.Option(help="policy.toml, for its section \\[linkage].")] = None,
) -> None:
    """Join the same person across agencies under one partnership id; a link once made stands."""
    from records.linkage import link as join
    from records.linkage.checked import against_truth, true_owners
    from records.policy import LinkagePolicy, read_section

    rules = read_section("linkage", LinkagePolicy, policy)
    owners = None if truth is None else true_owners(truth)
    found = join(store, _day(made_on), not without_shared_ids, rules)
    typer.echo(
        f"{found.with_key:,} agency records of people carry a shared key, {found.without_key:,} carry none; with a key "
        f"or linked they are {found.persons:,} persons"
    )
    typer.echo(f"{found.by_likeness:,} links were made by likeness, {found.moved:,} people have another id than before")
    typer.echo(
        f"{found.to_review:,} {'pair waits' if found.to_review == 1 else 'pairs wait'} for somebody to look at them"
    )
    if owners is not None:
        print_rows("Linking beside the truth, in pairs of agencies' records", against_truth(found.snapshot, owners))


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError as error:
        raise WrongUse("--made-on must be a date as YYYY-MM-DD") from error
