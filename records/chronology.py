"""What the dates and versions of a table can't be, taken together: an order of things that never happens.

That a record is known before it happened is no fault: a hearing or a move may be planned.
"""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from records.distinct import repeats

IN_ORDER = (
    ("known_on", "superseded_on"),
    ("happened_on", "ended_on"),
    ("started_on", "ended_on"),
)
TOLD = ("known_on", "ended_known_on", "left_known_on", "superseded_on", "received_on")
CLOCKS_DIFFER = timedelta(days=1)  # whoever wrote the store may have been a time zone ahead of whoever reads it


def misordered(table: pa.Table) -> list[str]:
    """A sentence for each pair of dates of which the later comes first, with how many rows."""
    return [
        f"column {later}: must not be before {earlier}; {bad} rows are"
        for earlier, later in IN_ORDER
        if {earlier, later} <= set(table.column_names) and (bad := _count(pc.less(table[later], table[earlier])))
    ]


def told_in_future(table: pa.Table) -> list[str]:
    """A sentence for each column of days of telling that holds days yet to come, with how many rows."""
    latest = date.today() + CLOCKS_DIFFER
    return [
        f"column {name}: must not be after today; {bad} rows are"
        for name in TOLD
        if name in table.column_names and (bad := _count(pc.greater(table[name], latest)))
    ]


def standing_twice(events: pa.Table) -> list[str]:
    """A sentence where a record has several versions that nothing has replaced, with how many are too many."""
    bad = repeats(events.select(["record_id"]).filter(pc.is_null(events["superseded_on"])), ["record_id"])
    return [f"column superseded_on: must close every version but a record's last; {bad} rows are open"] if bad else []


def _count(mask: pa.ChunkedArray) -> int:
    return pc.sum(mask).as_py() or 0
