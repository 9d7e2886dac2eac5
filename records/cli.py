"""The commands `reachable records …`: make the county, take deliveries in, link, check, look at one person."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from records import cli_feeds, cli_ingest, cli_link
from records.kinds import kinds as all_kinds
from records.printed import print_rows
from records.refusal import WrongUse
from records.writable import folder_at

app = typer.Typer(no_args_is_help=True)
Store = Annotated[Path, typer.Argument(help="Our own store, or a flat folder of tables.")]


@app.command()
def county(
    out: Annotated[Path, typer.Option(help="A folder for the extracts, one for each agency, and truth/.")],
    people: Annotated[int, typer.Option(help="Young people aged 10 to 24 known to an agency.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 7,
    disparity: Annotated[float, typer.Option(help="How unequally groups are recorded: 0 not at all, up to 2.")] = 0.0,
    profile: Annotated[str, typer.Option(help="Which county: first or second.")] = "first",
) -> None:
    """Write the made-up county's agency extracts, each agency with its own ids."""
    from records.county import write_county

    write_county(people, seed, folder_at(out), disparity, profile)
    typer.echo(f"A county of {people:,} young people stands in {out}")


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


app.command()(cli_ingest.ingest)
app.command()(cli_link.link)
for command in (cli_feeds.feeds, cli_feeds.purge, cli_feeds.erase, cli_feeds.mark):
    app.command()(command)
