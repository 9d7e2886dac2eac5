"""From when to when a store can say whether an outcome came: beyond it a label isn't false, it isn't known.

A label of an as-of date D is ripe when D + horizon + maturity is not after the last day of that span.
"""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from records.refusal import Refused
from records.store import Snapshot
from training.days import day_number, day_numbers
from training.outcome import Outcome


def span(snapshot: Snapshot, outcome: Outcome) -> tuple[date, date]:
    """From the month in which a record of the outcome's kinds first became known to the day after the last one.

    Not the span of all records: an old spell begins long before its feed does, and a feed that was lost ends before
    the store does; labels beyond it would all be false. Refused where there is no such record."""
    events = snapshot.events()
    known = events.filter(pc.is_in(events["kind"], pa.array(outcome.kinds, pa.string())))["known_on"]
    if not len(known):
        raise Refused(f"{outcome.name}: the store must hold records of {', '.join(outcome.kinds)}; it holds none")
    days = pc.min_max(known).as_py()
    return days["min"].replace(day=1), min(snapshot.last_receipt(), days["max"] + timedelta(days=1))


def only_ripe(table: pa.Table, snapshot: Snapshot, outcome: Outcome) -> pa.Table:
    """The table of `build_table` with `label` null in each row whose label is not ripe. Refused as `span` is."""
    _, last = span(snapshot, outcome)
    ripe = day_numbers(table["as_of"]) + outcome.horizon_days + outcome.maturity_days <= day_number(last)
    labels = pc.if_else(pa.array(ripe), table["label"], pa.scalar(None, pa.bool_()))
    return table.set_column(table.schema.get_field_index("label"), "label", labels)
