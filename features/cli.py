"""`reachable features list` and `explain`: every indicator in words, and exactly enough to recompute it by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from features.catalogue import Catalogue, declaration, load_catalogue
from features.measures import MEASURES

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
        typer.echo(f"{key:<{width}}  {in_words(value)}")


def described(entry: dict[str, Any]) -> dict[str, Any]:
    """A declaration with the exact meaning of its measure beside it."""
    return entry | {"measure_means": MEASURES[entry["measure"]].meaning}


def in_words(value: Any) -> str:
    """A value of a declaration as one cell: `any` for an empty list, a dash for nothing."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {way}" for key, way in value.items())
    if isinstance(value, list):
        return ", ".join(value) or "any"
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


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
