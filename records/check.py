"""What a store holds, once all of its tables have been held to the record contract."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from records.conform import read_conforming
from records.store import open_store


def findings(store: Path) -> list[dict[str, str]]:
    """Table by table the rows and what stands out; Refused when a table breaks the contract or its bytes changed."""
    snapshot = open_store(store)
    snapshot.check()
    if groups := snapshot.group_path():
        read_conforming(groups, "groups")
    people, events, links = snapshot.people(), snapshot.events(), snapshot.links()
    unknown = _strangers(people, events["person_id"])
    unlinked = _strangers(people, links["person_id"]) + _strangers(people, links["other_id"])
    return [
        _row("people", people.num_rows, f"{people['born_on'].null_count:,} without a date of birth"),
        _row("events", events.num_rows, f"{unknown:,} of people who are not in the people table"),
        _row(
            "links", links.num_rows, f"{unlinked:,} ends at people who are not in the people table; {_one_way(links)}"
        ),
        _row("coverage", snapshot.coverage().num_rows, f"last receipt {snapshot.last_receipt().isoformat()}"),
        _row("groups", 1 if groups else 0, "present, for audits only" if groups else "absent: nothing can be audited"),
        _row("snapshot", 1, snapshot.sha),
    ]


def _strangers(people: pa.Table, ids: pa.ChunkedArray) -> int:
    return pc.sum(pc.invert(pc.is_in(ids, value_set=people["person_id"]))).as_py() or 0


def _one_way(links: pa.Table) -> str:
    """How many links stand for one of the two people alone: the other's indicators do not see them."""
    ends = ("person_id", "other_id", "kind", "started_on")
    there = set(zip(*(links[name].to_pylist() for name in ends), strict=True))
    alone = sum((other, person, *rest) not in there for person, other, *rest in there)
    return f"{alone:,} in one direction only"


def _row(table: str, rows: int, what: str) -> dict[str, str]:
    return {"table": table, "rows": f"{rows:,}", "what": what}
