"""The commands `reachable records …`: make the county, take deliveries in, link, check, look at one person."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from records.delivered import Refusal
from records.kinds import kinds as all_kinds
from records.refusal import WrongUse

app = typer.Typer(no_args_is_help=True)
Store = Annotated[Path, typer.Argument(help="Our own store, or a flat folder of tables.")]


@app.command()
def county(
    out: Annotated[Path, typer.Option(help="A folder for the extracts, one for each agency, and truth/.")],
    people: Annotated[int, typer.Option(help="Young people aged 10 to 24 known to an agency.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 7,
) -> None:
    """Write the made-up county's agency extracts, each agency with its own ids."""
    from records.county import write_county

    if out.exists() and not out.is_dir():
        raise WrongUse("--out must be a folder; it is a file")
    write_county(people, seed, out)
    typer.echo(f"A county of {people:,} young people stands in {out}")


@app.command()
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="CONNECTOR:PATH or mapped:MAPPING.toml")],
    out: Annotated[Path, typer.Option(help="The store: a new folder, or our own.")],
    received_on: Annotated[str | None, typer.Option(help="The day the deliveries came; today by default.")] = None,
    data: Annotated[Path | None, typer.Option(help="What ${DATA} means in a mapping file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Take deliveries in, all or none, and print what was refused and why."""
    from records.ingest import ingest as take_in

    result = take_in(sources, out, _day(received_on), data)
    if as_json:
        refused = [asdict(one) for one in result.refused]
        changes = {feed: asdict(one) for feed, one in result.changes.items()}
        typer.echo(
            json.dumps({"snapshot": result.snapshot.sha, "rows": result.rows, "records": changes, "refused": refused})
        )
        return
    for feed, rows in result.rows.items():
        print_rows(f"{feed}: rows taken", [{"table": name, "rows": f"{count:,}"} for name, count in rows.items()])
        print_rows(f"{feed}: records", [{name: f"{count:,}" for name, count in asdict(result.changes[feed]).items()}])
    _print_refused(result.refused)


@app.command()
def link(store: Store) -> None:
    """Join the same person across agencies under one partnership id."""
    from records.linkage import link as join

    found = join(store)
    typer.echo(
        f"{found.with_key:,} agency records of people carry a shared key and are {found.persons:,} persons; "
        f"{found.without_key:,} carry none and stay as their agency knows them"
    )


@app.command()
def check(store: Store) -> None:
    """Hold a store to the record contract and count what it has."""
    from records.check import findings

    print_rows("The store holds to the record contract", findings(store))


@app.command()
def show(store: Store, person: Annotated[str, typer.Argument(metavar="PERSON")]) -> None:
    """Print one person's records in order of time, with what may be said aloud of each."""
    from records.store import open_store

    found = open_store(store).person(person)
    if found is None:
        raise WrongUse("PERSON must be a person_id of the store; it is not")
    print_rows("Person", [found.person])
    events = found.events.sort_by([("happened_on", "ascending"), ("record_id", "ascending"), ("version", "ascending")])
    shown = ("happened_on", "known_on", "superseded_on", "ended_on", "agency", "kind", "role", "status", "may_discuss")
    print_rows("Records", events.select([*shown, "record_id"]).to_pylist())


@app.command()
def kinds(as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False) -> None:
    """List every kind of record in plain words."""
    rows = [asdict(kind) for kind in all_kinds().values()]
    if as_json:
        typer.echo(json.dumps(rows))
    else:
        print_rows("Kinds of record", rows)


def print_rows(title: str, rows: list[dict]) -> None:
    """A table on a terminal; elsewhere one line a row, tab-separated, under a line of column names."""
    console = Console()
    names = list(rows[0]) if rows else []
    if not console.is_terminal:
        lines = [names, *([_word(row[name]) for name in names] for row in rows)] if rows else []
        typer.echo("\n".join([title, *("\t".join(line) for line in lines)]))
        return
    table = Table(*names, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(_word(row[name]) for name in names))
    console.print(table)


def _print_refused(refused: tuple[Refusal, ...]) -> None:
    if refused:
        print_rows("Refused", [asdict(one) for one in refused])
    else:
        typer.echo("Nothing was refused")


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _day(text: str | None) -> date | None:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError as error:
        raise WrongUse("--received-on must be a date as YYYY-MM-DD") from error
    if day and day > date.today():
        raise WrongUse("--received-on must not be after today: no earlier delivery could follow it")
    return day
