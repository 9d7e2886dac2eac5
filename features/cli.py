"""`reachable features`: every indicator in words, and exactly enough to recompute it by hand; which records made a
value; and any catalogue held to the properties that ours is held to.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from features.catalogue import Catalogue, declaration, load_catalogue
from features.described import described
from records.kinds import kinds
from records.refusal import Refused, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from features.trace import Trace

NOTHING_MEANT = ("with_kinds", "links")  # an empty list of these is none; of roles or codes it is any
MANY = 100  # so many indicators are tried within half a minute; of more it is said that they take longer
app = typer.Typer(no_args_is_help=True, help="Indicators: what was true as of a date.")

File = Annotated[Path | None, typer.Option("--catalogue", help="A catalogue in TOML instead of the partnership's.")]
Json = Annotated[bool, typer.Option("--json", help="The whole declarations, for a program to read.")]


@app.command("list")
def list_indicators(as_json: Json = False, catalogue: File = None) -> None:
    """Every indicator, by theme."""
    chosen = _catalogue(catalogue)
    if as_json:
        typer.echo(json.dumps([described(entry) for entry in chosen.declarations()], indent=2, ensure_ascii=False))
    else:
        _print_table(chosen)


@app.command()
def explain(name: str, as_json: Json = False, catalogue: File = None) -> None:
    """One indicator: what it counts, in which words, for which targets, and why."""
    entry = described(declaration(_catalogue(catalogue)[name]))
    if as_json:
        typer.echo(json.dumps(entry, indent=2, ensure_ascii=False))
        return
    width = max(map(len, entry))
    for key, value in entry.items():
        typer.echo(f"{key:<{width}}  {in_words(None if key in NOTHING_MEANT and not value else value)}")


@app.command()
def trace(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="Our own store, or a flat folder of tables.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person_id of the store.")],
    as_of: Annotated[str, typer.Argument(metavar="D", help="The as-of date, YYYY-MM-DD.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The indicator.")],
    as_json: Json = False,
    catalogue: File = None,
) -> None:
    """Which records made this value, and why the others did not count."""
    from features.trace import trace as traced
    from records.store import open_store

    found = traced(open_store(store), person, _day(as_of), _catalogue(catalogue)[name])
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2, default=str))
    else:
        _print_trace(name, found)


@app.command("test")
def test_catalogue(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A catalogue in TOML: the keys of `features list --json`.")
    ],
) -> None:
    """Hold a catalogue to the properties that ours is held to, on made-up histories over its own kinds."""
    from features.properties import findings

    chosen = load_catalogue(file)
    if len(chosen) > MANY:
        typer.echo(f"Trying {len(chosen):,} indicators: each takes some tenths of a second", err=True)
    broken = []
    for found in findings(chosen):
        typer.echo(f"{'failed' if found.broken else 'holds':<7} {found.name} ({found.trials} trials)")
        broken += [f"{found.name}: {', '.join(found.broken)}"] if found.broken else []
    if broken:
        raise Refused(*broken)
    typer.echo(f"All {len(chosen)} indicators of {chosen.name} hold")
    if strange := sorted({kind for one in chosen.indicators for kind in (*one.kinds, *one.with_kinds)} - set(kinds())):
        typer.echo(
            f"Kinds that no connector of ours makes, so that a mapping file must: {', '.join(strange)}", err=True
        )


def in_words(value: Any) -> str:
    """A value of a declaration as one cell: `any` for an empty list, a dash for nothing."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {way}" for key, way in value.items())
    if isinstance(value, list):
        return ", ".join(value) or "any"
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _print_trace(name: str, found: Trace) -> None:
    from records.cli import print_rows

    value = "null" if found.value is None else f"{found.value:g}"
    typer.echo(f"{name} = {value}")
    if not found.covered:
        typer.echo("The feeds of its kinds did not cover this person for half of the days looked at")
    if found.around:
        told = asdict(found.around)
        typer.echo(", ".join(f"{said}: {_count(told[field])}" for field, said in AROUND.items()))
    for title, rows in (("Records that made it", found.counted), ("Of its kinds, not counted", found.left_out)):
        if rows or not found.around:
            print_rows(title if rows else f"{title}: none", _filled(rows))
    typer.echo(f"Records of other kinds: {found.of_other_kinds}")


AROUND = {
    "links": "Links of its kinds ever on record",
    "people": "people linked as of the date with records held",
    "records": "records of theirs held",
}


def _count(number: float | None) -> str:
    return "not covered" if number is None else f"{number:g}"


def _filled(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the columns that are empty in all of them."""
    used = [name for name in (rows[0] if rows else {}) if any(row[name] is not None for row in rows)]
    return [{name: row[name] for name in used} for row in rows]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse("D must be a date as YYYY-MM-DD") from error


def _catalogue(path: Path | None) -> Catalogue:
    from features.indicators import CATALOGUE

    return CATALOGUE if path is None else load_catalogue(path)


def _print_table(chosen: Catalogue) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        for one in chosen.indicators:
            typer.echo(f"{one.name}\t{one.theme}\t{one.measure}\t{in_words(one.direction)}")
        return
    table = Table("Indicator", "Theme", "Measure", "Window", "Direction", title=f"{len(chosen)} indicators")
    for one in chosen.indicators:
        table.add_row(one.name, one.theme, one.measure, in_words(one.window), in_words(one.direction))
    console.print(table)
