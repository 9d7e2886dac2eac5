"""The commands that govern what is held: each feed's standing, purge, erase, and marks of what our own flag caused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.printed import print_rows

if TYPE_CHECKING:
    from records.feeds import FeedStanding

OwnStore = Annotated[Path, typer.Argument(metavar="STORE", help="Our own store.")]


def feeds(
    store: OwnStore, as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False
) -> None:
    """Show each feed: its agreement and its end, its last delivery, whether it is late, and what its checks found."""
    from records.feeds import feeds_as_of
    from records.purge import own_store

    found = feeds_as_of(own_store(store), date.today())
    rows = [_row(one) for one in found]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    print_rows("Feeds", [{name: _short(value) for name, value in row.items() if name not in LONG} for row in rows])
    print_rows("Estimated known dates", [row for one in rows for row in _estimates(one)])
    print_rows("Checks of the last delivery", [check for row in rows for check in row["checks"]])
    if words := [{"feed": row["feed"], **word} for row in rows for word in row["accepted"]]:
        print_rows("Accepted all the same", words)


LONG = ("checks", "accepted", "estimated_by_table", "legal_basis")


def purge(store: OwnStore) -> None:
    """Take out what is past its time by policy.toml, \\[retention]; no older snapshot stays."""
    from records.purge import purge as take_out

    gone = take_out(store)
    typer.echo(
        f"{gone.records:,} records and {gone.links:,} links past their time are purged, and {gone.people:,} people of "
        "whom nothing else was held"
    )


def erase(
    store: OwnStore,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person_id; with --allow-again an agency's id.")],
    allow_again: Annotated[
        bool, typer.Option("--allow-again", help="Let later deliveries bring an erased person back.")
    ] = False,
) -> None:
    """Erase one person on request: records, links, identifiers, groups; later deliveries do not bring them back."""
    from records import erase as erasure

    if allow_again:
        erasure.allow_again(store, person)
        typer.echo("The next delivery may bring this person back")
        return
    gone = erasure.erase(store, person)
    typer.echo(
        f"Erased: {gone.records:,} records, {gone.links:,} links, known to agencies by {gone.agency_ids:,} ids. "
        "The ledger of scores shown is erased apart."
    )


def mark(
    store: OwnStore,
    records: Annotated[Path, typer.Option(help="A text file with one record_id a line.")],
    because: Annotated[str, typer.Option(help="Why: how our flag caused them.")],
    by: Annotated[str, typer.Option(help="Who says so.")],
) -> None:
    """Mark records that our own flag caused: nothing counts them, and later deliveries leave the mark."""
    from records.marks import mark as note

    typer.echo(f"{note(store, records, because, by):,} records are newly marked as caused by our own flag")


def _row(one: FeedStanding) -> dict[str, Any]:
    agreement = one.agreement
    return {
        "feed": one.feed,
        "agency": one.agency,
        "standing": one.standing,
        "last_delivery": one.last_delivery.isoformat(),
        "rhythm_days": one.rhythm_days,
        "late_from": one.late_from.isoformat(),
        "agreement": agreement.agreement if agreement else "none is named",
        "expires_on": agreement.expires_on.isoformat() if agreement else None,
        "owner": agreement.owner if agreement else None,
        "legal_basis": agreement.legal_basis if agreement else None,
        "warnings": sum(check["verdict"] in ("warn", "refuse") for check in one.checks),
        "checks": one.checks,
        "accepted": one.accepted,
        "estimated_by_table": one.estimated_by_table,
    }


def _estimates(row: dict[str, Any]) -> list[dict[str, str]]:
    shares = row["estimated_by_table"].items()
    return [{"feed": row["feed"], "table": table, "estimated": f"{share:.0%}"} for table, share in shares]


def _short(value: Any) -> Any:
    return "" if value is None else value
