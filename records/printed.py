"""Rows for a reader: a table on a terminal, and lines that a program can cut elsewhere."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table


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


def _word(value: object) -> str:
    return "" if value is None else str(value)
