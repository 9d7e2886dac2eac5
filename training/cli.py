"""`reachable train STORE`, `reachable train table FILE` and `reachable features build STORE`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.writable import file_at
from training import options
from training.options import ON_STORE, ManyValues, StoreUnlessNamed

if TYPE_CHECKING:
    import pandas as pd

    from training.bundle import Bundle
    from training.fitting import Slice

train = typer.Typer(cls=StoreUnlessNamed, no_args_is_help=True, help="Train a tracked model on a store or a table.")
File = Annotated[Path | None, typer.Option()]
Words = list[str] | None


@train.command(ON_STORE, cls=ManyValues)
def train_store(
    store: Annotated[Path, typer.Argument(help="A store, or a flat folder of tables.")],
    target: Annotated[str | None, typer.Option(help="harmed or involved; both when left out.")] = None,
    cohort: File = None,
    catalogue: File = None,
    outcome: File = None,
    quick: Annotated[bool, typer.Option("--quick", help="No search over parameters.")] = False,
    test_date: Annotated[Words, typer.Option(help="Test dates, YYYY-MM-DD; the latest ripe quarters if none.")] = None,
    look_back: Annotated[int | None, typer.Option(min=0, help="Days of history before the first date.")] = None,
    policy: File = None,
) -> None:
    """Train, track and register one model for each target: `reachable train STORE`."""
    from records.store import open_store
    from training.policy import load_policy
    from training.train import Order, train_store

    terms = load_policy(policy)
    order = Order(
        outcomes=options.outcomes_of(target, outcome, terms),
        cohort=options.cohort_of(cohort, terms),
        catalogue=options.catalogue_of(catalogue),
        quick=quick,
        test_dates=tuple(options.day(one) for one in options.names(test_date)),
        look_back_days=look_back,
    )
    for one in train_store(open_store(store), order, terms, typer.echo):
        register(one.bundle, one.test)


@train.command("table", cls=ManyValues)
def train_table(
    file: Annotated[Path, typer.Argument(help="A CSV or Parquet file, one row a case.")],
    label: Annotated[str, typer.Option(help="The column of outcomes, 0 or 1.")],
    time: Annotated[str | None, typer.Option(help="A column to order rows by.")] = None,
    split: Annotated[str | None, typer.Option(help="A column that holds train or test.")] = None,
    drop: Annotated[Words, typer.Option(help="Columns to leave out.")] = None,
    groups: Annotated[Words, typer.Option(help="Group columns: judged by, and no predictors.")] = None,
    keep: Annotated[Words, typer.Option(help="Group columns to keep as predictors all the same.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the test rows with their score go: CSV or Parquet.")] = None,
    name: Annotated[str | None, typer.Option(help="The registered model's name; else the file's.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="No search over parameters.")] = False,
    policy: File = None,
) -> None:
    """Train, track and register a model on a table, and score its test rows."""
    from training.account import by_group
    from training.brought import Asked, bring
    from training.fitting import fit
    from training.policy import load_policy

    terms, out = load_policy(policy), file_at(out, file, policy) if out else None
    asked = Asked(label, time, split, options.names(drop), options.names(groups), options.names(keep))
    brought = bring(file, name or options.model_name(file), asked, terms)
    for left in brought.left_out:
        typer.echo(f"not a predictor: {left}")
    bundle, test = fit(brought.study, terms, quick), brought.study.test
    chances = bundle.chances(test.rows)
    if out is not None:
        write_frame(brought.test_rows.assign(score=chances), out)
        typer.echo(f"{len(chances):,} test rows with their score in {out}")
    register(bundle, test, by_group(brought.test_rows, asked.groups, chances, test.labels, terms.training.bootstraps))


def build(
    store: Annotated[Path, typer.Argument(help="A store, or a flat folder of tables.")],
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")],
    as_of: Annotated[Words, typer.Option(help="As-of dates, YYYY-MM-DD.")] = None,
    monthly: Annotated[tuple[str, str] | None, typer.Option(help="The first of each month, FROM TO.")] = None,
    people: Annotated[Path | None, typer.Option(help="One id a line; else everyone in the cohort.")] = None,
    cohort: File = None,
    catalogue: File = None,
    outcome: Annotated[str | None, typer.Option(help="harmed, involved or a TOML file: adds `label`.")] = None,
    engine: Annotated[str, typer.Option(help="local or spark.")] = "local",
    policy: File = None,
) -> None:
    """Build indicators: one row for each person and as-of date. People named in a file are in whoever they are."""
    from records.store import open_store
    from training.named_kinds import refuse_unknown_kinds
    from training.policy import load_policy
    from training.table import columns_for, missing_from, write_table

    file = Path(outcome) if outcome and outcome not in options.USUAL_OUTCOMES else None
    terms, out = load_policy(policy), file_at(out, store, people, cohort, catalogue, file, policy)
    rule = None if people and cohort is None else options.cohort_of(cohort, terms)
    chosen, wanted = options.catalogue_of(catalogue), options.outcome_of(outcome, terms) if outcome else None
    snapshot = open_store(store).holding(columns_for(chosen, wanted))
    refuse_unknown_kinds(snapshot, [wanted] if wanted else [], rule)
    named = options.lines(people) if people else None
    if named and (missing := missing_from(snapshot, named)):
        typer.echo(f"{missing:,} of {len(set(named)):,} people named are not in the store")
    out.parent.mkdir(parents=True, exist_ok=True)
    written = write_table(
        snapshot,
        options.days(as_of, monthly),
        rule,
        chosen,
        wanted,
        out,
        engine,
        named,
    )
    if wanted is not None:
        typer.echo(f"{written.unripe:,} of {written.rows:,} rows have no label yet: it isn't ripe in this store")
    typer.echo(f"{written.rows:,} rows, {written.columns} columns in {out}")


def register(bundle: Bundle, test: Slice, more: list[str] | None = None) -> None:
    """Tells what a model showed, then tracks and registers it."""
    from training.account import account
    from training.runs import log_training

    told = [*account(bundle), *(more or [])]
    typer.echo("\n".join(told))
    registered = log_training(bundle, test, told)
    typer.echo(f"registered {registered.ref}, bundle {registered.sha256}")


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """A table as CSV, or as Parquet where the name ends so: whole or not at all, as an indicator table is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.suffix == ".parquet":
            frame.to_parquet(beside, index=False)
        else:
            frame.to_csv(beside, index=False)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
