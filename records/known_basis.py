"""How much of what a store holds rests on estimated known dates, feed by feed and table by table."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

FEED_AND_TABLE = r"^(?P<table>[^:]+:[^:]+)"  # what a record id begins with


def known_basis_shares(events: pa.Table) -> dict[str, tuple[int, float]]:
    """By `feed:table` of the records in `events`: how many versions there are, and the share of them whose known date
    is estimated."""
    table = pc.struct_field(pc.extract_regex(events["record_id"], FEED_AND_TABLE), "table")
    estimated = pc.equal(events["known_basis"], "estimated").cast(pa.float64())
    whole = pa.table({"table": table, "estimated": estimated}).group_by("table")
    rows = whole.aggregate([("estimated", "count"), ("estimated", "mean")]).sort_by("table").to_pylist()
    return {row["table"]: (row["estimated_count"], row["estimated_mean"]) for row in rows if row["table"]}
