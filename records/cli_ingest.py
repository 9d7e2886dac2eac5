"""`reachable records ingest`: what came in, what was asked of it, what was refused, and under which agreement."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.printed import print_rows
from records.refusal import WrongUse
from records.writable import folder_at

if TYPE_CHECKING:
    from records.ingest import IngestResult


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="CONNECTOR:PATH or mapped:MAPPING.toml")],
    out: Annotated[Path, typer.Option(help="The store: a new folder, or our own.")],
    received_on: Annotated[str | None, typer.Option(help="The day the deliveries came; today by default.")] = None,
    data: Annotated[Path | None, typer.Option(help="What ${DATA} means in a mapping file.")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="A check that may not stop it: CHECK or FEED:CHECK.")] = None,
    because: Annotated[list[str] | None, typer.Option(help="Why, once for each --accept.")] = None,
    by: Annotated[str | None, typer.Option(help="Who accepts it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Take deliveries in, all or none; print what was asked of them, what was refused and why."""
    from records.arrivals import accepted
    from records.ingest import ingest as take_in

    words = accepted(accept or [], because or [], by)
    result = take_in(sources, folder_at(out), _day(received_on), data, words)
    if as_json:
        typer.echo(json.dumps(_for_a_program(result)))
    else:
        _print(result)


def _for_a_program(result: IngestResult) -> dict:
    return {
        "snapshot": result.snapshot.sha,
        "rows": result.rows,
        "records": {feed: asdict(one) for feed, one in result.changes.items()},
        "links": {feed: asdict(one) for feed, one in result.links.items()},
        "checks": [asdict(one) for one in result.checks],
        "refused": [asdict(one) for one in result.refused],
        "past_their_time": result.past_their_time,
        "purged": asdict(result.purged),
    }


def _print(result: IngestResult) -> None:
    for feed, rows in result.rows.items():
        print_rows(f"{feed}: rows taken", [{"table": name, "rows": f"{count:,}"} for name, count in rows.items()])
        print_rows(f"{feed}: records", [{name: f"{count:,}" for name, count in asdict(result.changes[feed]).items()}])
        if any((links := asdict(result.links[feed])).values()):
            print_rows(f"{feed}: links", [{name: f"{count:,}" for name, count in links.items()}])
    print_rows("Checks", [asdict(one) for one in result.checks])
    for one in result.checks:
        if one.check == "agreement" and one.verdict == "warn":
            typer.echo(f"{one.feed}: {one.found}")
    for feed, records in result.past_their_time.items():
        if records:
            typer.echo(f"{feed}: {records:,} records are past their time and were left out")
    if any(asdict(result.purged).values()):
        print_rows("Past their time, and purged from the store", [asdict(result.purged)])
    if result.refused:
        print_rows("Refused", [asdict(one) for one in result.refused])
    else:
        typer.echo("Nothing was refused")
    print_rows("Known dates that are estimated", _estimated(result))


def _estimated(result: IngestResult) -> list[dict[str, str]]:
    """The tables of the feeds that came of whose records any rests on an estimated known date, and how many do."""
    from records.known_basis import known_basis_shares

    shares = known_basis_shares(result.snapshot.events())
    ours = {table: found for table, found in shares.items() if table.partition(":")[0] in result.rows and found[1]}
    return [{"table": table, "records": f"{n:,}", "estimated": f"{share:.0%}"} for table, (n, share) in ours.items()]


def _day(text: str | None) -> date | None:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError as error:
        raise WrongUse("--received-on must be a date as YYYY-MM-DD") from error
    from records.conform import EARLIEST

    if day and day < EARLIEST:
        raise WrongUse(
            f"--received-on must not be before {EARLIEST.year}; it is: give the day on which the extracts came"
        )
    if day and day > date.today():
        raise WrongUse("--received-on must not be after today: no earlier delivery could follow it")
    return day
