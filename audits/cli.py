"""`reachable audit MODEL STORE`, `reachable audit table PREDICTIONS` and `reachable audit linkage STORE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from records.refusal import Refused
from records.writable import folder_at
from training import options


class ModelUnlessNamed(TyperGroup):
    """`audit MODEL STORE` beside `audit table FILE`: what is no subcommand's name is a model's."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["model", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=ModelUnlessNamed, no_args_is_help=True, help="Audit a model, or anybody's table of predictions.")
Out = Annotated[Path, typer.Option(help="Folder for the report.")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", help="policy.toml to judge by.")]


@app.command(hidden=True)
def model(
    name: Annotated[str, typer.Argument(metavar="MODEL", help="NAME:VERSION of a registered model.")],
    store: Annotated[Path, typer.Argument(help="The store whose test dates it is audited on.")],
    out: Out,
) -> None:
    """Audit a registered model on its out-of-time test dates, held to the success bar it was trained under."""
    from audits.kept import keep_printed
    from audits.model import audit_model
    from training.policy import load_policy

    folder_at(out, store)
    report = audit_model(name, store, out, load_policy())
    _say(report, out)
    keep_printed(out, report["inputs"]["bundle"])


@app.command(cls=options.ManyValues)
def table(
    predictions: Annotated[Path, typer.Argument(help="CSV, .csv.gz or Parquet; one row each.")],
    label: Annotated[str, typer.Option(help="Column of what came: 0 or 1.")],
    score: Annotated[str, typer.Option(help="Column of the score.")],
    groups: Annotated[list[str], typer.Option(help="Columns of groups, comma between: each, and all crossed.")],
    out: Out,
    capacity: Annotated[int | None, typer.Option(help="Select this many, highest scores first.")] = None,
    threshold: Annotated[float | None, typer.Option(help="Select scores of at least this.")] = None,
    selected: Annotated[str | None, typer.Option(help="Column of who was selected: 0 or 1.")] = None,
    person: Annotated[str | None, typer.Option(help="Column that says which rows are one person.")] = None,
    policy: PolicyFile = None,
) -> None:
    """Audit a table of predictions that someone brings."""
    from audits.predictions import Columns
    from audits.table import audit_table
    from audits.write import write_reports
    from training.policy import load_policy

    folder_at(out)
    columns = Columns(label, score, options.names(groups), capacity, threshold, selected, person)
    internal, published = audit_table(predictions, columns, load_policy(policy))
    write_reports(internal, published, out)
    _say(internal, out)


@app.command("linkage")
def linkage_by_group(
    store: Annotated[Path, typer.Argument(help="Our own store, linked.")], policy: PolicyFile = None
) -> None:
    """Whose records linkage misses: missed links, recall and precision by group, each with its interval."""
    from audits.linkage import linkage, printed
    from records.printed import print_rows
    from records.store import open_store
    from training.policy import load_policy

    found = linkage(open_store(store), load_policy(policy).audit)
    if found is None:
        raise Refused("linkage by group needs a store that was linked and in which agencies share a key; this has none")
    to = f", to the nearest {found['rounded_to']}" if found["rounded_to"] > 1 else ""
    print_rows(f"Links by group, shared keys hidden; pairs of agencies' records{to}", printed(found))


def _say(report: dict[str, Any], out: Path) -> None:
    from audits.pdf import write_pdf
    from audits.summary import summary

    for line in summary(report):
        typer.echo(line)
    typer.echo(f"Report: {out / 'report.html'}")
    typer.echo(write_pdf(out))
