"""The same kernel past one machine: Spark owns the shuffle and the files, and runs `indicators_as_of` on each bucket.

A bucket is a share of the people with everything that their indicators need: their rows, records and links, and the
records of those they are linked with. The four tables travel as one, told apart by a column, because Spark hands a
function one table a group. Spark is an extra (`pip install reachable[spark]`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from features.build import indicators_as_of
from features.catalogue import Catalogue
from features.spark_session import session
from records.events import EVENTS, LINKS, PEOPLE
from records.refusal import Refused

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PEOPLE_A_BUCKET = 5_000  # enough to outweigh a call of Python, few enough for a worker's memory
TABLE, BUCKET, ROW = "table", "bucket", "row"
ROWS = pa.schema([("person_id", pa.string()), ("as_of", pa.date32()), (ROW, pa.int64())])
PARTS = {"rows": ROWS, "events": EVENTS, "links": LINKS, "people": PEOPLE}
Frames = dict[str, "DataFrame"]


def indicators_on_spark(
    events: pa.Table,
    rows: pa.Table,
    catalogue: Catalogue,
    *,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> pa.Table:
    """The table of `indicators_as_of`, cell for cell, by Spark on this machine.

    WrongUse where pyspark is not installed or no Java is found."""
    numbered = rows.select(["person_id", "as_of"]).append_column(ROW, pa.array(range(len(rows)), pa.int64()))
    given = {"rows": numbered, "events": events, "links": links, "people": people}
    tables = {name: _plain(table, PARTS[name]) for name, table in given.items() if table is not None}
    buckets = 1 + pc.count_distinct(rows["person_id"]).as_py() // PEOPLE_A_BUCKET
    with session(buckets) as spark:
        frames = {name: spark.createDataFrame(table) for name, table in tables.items() if len(table)}
        whole = _together(frames, buckets) if "rows" in frames else None
        built = whole.groupBy(BUCKET).applyInArrow(_work(catalogue, coverage), _said(catalogue)) if whole else None
        answer = built.toArrow() if built else pa.table({})
    return _in_order(answer, rows, catalogue)


def _together(frames: Frames, buckets: int) -> DataFrame:
    """Everything that each bucket needs, as one frame of every column; a linked person's records go with both."""
    from pyspark.sql import functions as f

    asked = frames["rows"].select("person_id").distinct()
    mine = asked.select("person_id", f.pmod(f.hash("person_id"), f.lit(buckets)).alias(BUCKET))
    placed = {name: frame.join(mine, "person_id") for name, frame in frames.items() if name != "events"}
    needed = mine
    if "links" in placed:
        others = placed["links"].select(f.col("other_id").alias("person_id"), BUCKET)
        needed = mine.union(others).distinct()
    if "events" in frames:
        placed["events"] = frames["events"].join(needed, "person_id")
    told_apart = [frame.withColumn(TABLE, f.lit(name)) for name, frame in placed.items()]
    whole = told_apart[0]
    for frame in told_apart[1:]:
        whole = whole.unionByName(frame, allowMissingColumns=True)
    return whole


def _work(catalogue: Catalogue, coverage: pa.Table | None) -> Callable[[pa.Table], pa.Table]:
    """What runs in a worker for one bucket."""

    def compute(bucket: pa.Table) -> pa.Table:
        parts = {name: _part(bucket, name) for name in PARTS}
        rows = parts.pop("rows")
        around = {name: parts[name] for name in ("links", "people")}
        built = indicators_as_of(
            parts["events"], rows.select(["person_id", "as_of"]), catalogue, coverage=coverage, **around
        )
        return pa.table({ROW: rows[ROW], **{name: built[name] for name in catalogue.names}})

    return compute


def _part(bucket: pa.Table, name: str) -> pa.Table:
    """One of the tables that travelled together, with its own columns; empty where none came."""
    schema = PARTS[name]
    mine = bucket.filter(pc.equal(bucket[TABLE], name))
    columns = {
        field.name: mine[field.name].cast(field.type)
        if field.name in mine.column_names
        else pa.nulls(len(mine), field.type)
        for field in schema
    }
    return pa.table(columns)


def _said(catalogue: Catalogue) -> str:
    """The answer's columns in Spark's words."""
    return ", ".join([f"`{ROW}` bigint", *(f"`{name}` double" for name in catalogue.names)])


def _plain(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table's own columns among the schema's, all nullable: the tables travel in one frame."""
    held = [field for field in schema if field.name in table.column_names]
    try:
        return pa.table({field.name: table[field.name].cast(field.type) for field in held})
    except pa.ArrowException as error:
        raise Refused(
            "a column of the store must have the contract's type; one has another: run `records check`"
        ) from error


def _in_order(answer: pa.Table, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """The answer in the order of `rows`, which Spark does not keep."""
    place = pc.sort_indices(answer, sort_keys=[(ROW, "ascending")]) if len(answer) else pa.array([], pa.int64())
    kept = {"person_id": rows["person_id"], "as_of": rows["as_of"]}
    ordered = (
        answer.take(place) if len(answer) else pa.table({name: pa.array([], pa.float64()) for name in catalogue.names})
    )
    return pa.table({**kept, **{name: ordered[name] for name in catalogue.names}})
