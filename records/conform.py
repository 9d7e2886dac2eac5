"""Holds a table to the record contract: columns, types, words and dates, or a refusal that counts rows.

A refusal names the file, the column and how many rows; it never repeats what stood in them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from records.at_once import at_once
from records.chronology import misordered, standing_twice, told_in_future
from records.distinct import repeats
from records.events import KNOWN_BASES, MAY_DISCUSS, MOST_AMOUNT, ROLES, STATUSES, TABLES
from records.held_once import not_among, of_each_word
from records.kinds import LINK_KINDS, kinds
from records.refusal import Refused

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)  # nobody alive was recorded before; no plan reaches beyond
ROWS_A_PIECE = 1 << 16
UNKNOWN_KIND_MAY_DISCUSS = "ask_source_first"
PLAIN, HELD_ONCE = "plain", "held once"
REPEATED = ("agency", "kind", "role", "status", "known_basis", "code", "place", "may_discuss", "area")
WORDS = {"role": ROLES, "status": STATUSES, "known_basis": KNOWN_BASES, "may_discuss": MAY_DISCUSS}
KEYS = {"people": ["person_id"], "groups": ["person_id"], "events": ["record_id", "version"]}
PAIRED_DATES = (("ended_on", "ended_known_on"), ("left_on", "left_known_on"))


def read_conforming(path: Path, name: str, words: str = PLAIN) -> pa.Table:
    """Table `name` of the contract from a Parquet or CSV file, columns in its order; Refused if it can't be. With
    `words` HELD_ONCE those of REPEATED come as dictionaries, which takes a fraction of the memory."""
    return conform(_read(path, words), name, path.name, words)


def conform(raw: pa.Table, name: str, file: str, words: str = PLAIN) -> pa.Table:
    """`raw` as table `name` of the contract: optional columns filled, others cast, words and dates checked."""
    schema = _held_once(TABLES[name]) if words == HELD_ONCE else TABLES[name]
    if len(set(raw.column_names)) < len(raw.column_names):
        raise Refused(f"{file} must name each column once; some names stand twice")
    filled = _with_defaults(raw, schema, file) if name == "events" else raw
    table = pa.table([_said(_column(filled, field, file)) for field in schema], schema=schema)
    checks: list[Callable[[pa.Table], list[str]]] = [
        *(_unknown_words, _impossible_dates, _impossible_amounts, _unpaired_dates, misordered, told_in_future),
        *(partial(_repeated, name=name), {"events": standing_twice, "links": impossible_links}.get(name, _nothing)),
    ]
    problems = [
        problem for found in at_once([partial(check, table) for check in checks], len(table)) for problem in found
    ]
    if problems:
        raise Refused(*(f"{file}, {problem}" for problem in problems))
    return table


def _held_once(schema: pa.Schema) -> pa.Schema:
    words = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([field.with_type(words) if field.name in REPEATED else field for field in schema])


def _read(path: Path, words: str) -> pa.Table:
    repeated = REPEATED if words == HELD_ONCE else ()
    try:
        return pq.read_table(path, read_dictionary=repeated) if path.suffix == ".parquet" else _read_csv(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        kind = "Parquet" if path.suffix == ".parquet" else "CSV with a header, in UTF-8"
        raise Refused(f"{path.name} must be a readable {kind} file; it could not be read") from error


def _read_csv(path: Path) -> pa.Table:
    with pv.open_csv(path) as opening:
        names = opening.schema.names
    options = pv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return pv.read_csv(path, convert_options=options)


def _with_defaults(raw: pa.Table, schema: pa.Schema, file: str) -> pa.Table:
    for name, default in (("version", "1"), ("known_basis", "recorded")):
        if name not in raw.column_names:
            raw = raw.append_column(name, _throughout(default, raw.num_rows, schema.field(name).type))
    if "may_discuss" not in raw.column_names and "kind" in raw.column_names:
        raw = raw.append_column("may_discuss", may_discuss_by_kind(_cast(raw["kind"], schema.field("kind"), file)))
    return raw


def may_discuss_by_kind(kind: pa.ChunkedArray) -> pa.ChunkedArray:
    """What may be said aloud of each record, by its kind; a kind that is not ours asks its source first."""
    return of_each_word(kind, _may_discuss)


def _may_discuss(named: pa.Array) -> pa.Array:
    at = pc.index_in(named, value_set=pa.array(kinds()))
    return pc.fill_null(pa.array([one.may_discuss for one in kinds().values()]).take(at), UNKNOWN_KIND_MAY_DISCUSS)


def _column(raw: pa.Table, field: pa.Field, file: str) -> pa.ChunkedArray:
    if field.name not in raw.column_names:
        if not field.nullable:
            raise Refused(f"{file} must have the column {field.name}; it is missing")
        return _throughout(None, raw.num_rows, field.type)
    column = _cast(raw[field.name], field, file)
    if not field.nullable and column.null_count:
        raise Refused(f"{file}, column {field.name}: must be filled in; {column.null_count} rows are blank")
    return column


def _throughout(value: str | None, rows: int, of: pa.DataType) -> pa.ChunkedArray:
    """One value in every row, in pieces that share their memory: what nobody brought takes none, however many rows."""
    whole, rest = divmod(rows, ROWS_A_PIECE)
    piece = pa.repeat(pa.scalar(value, pa.string()), min(rows, ROWS_A_PIECE)).cast(of)
    return pa.chunked_array([*[piece] * whole, piece.slice(0, rest)], of)


def _said(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What is true or false is false where it was not said."""
    return pc.fill_null(column, False) if pa.types.is_boolean(column.type) else column


def _cast(column: pa.ChunkedArray, field: pa.Field, file: str) -> pa.ChunkedArray:
    try:
        cast = column.cast(field.type)
        cast.validate(full=True)  # a Parquet file may hold text that is no UTF-8, which nothing reads until it is shown
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        bad = _uncastable(column, field.type)
        raise Refused(f"{file}, column {field.name}: must be of type {field.type}; {bad} rows are not") from error
    if pa.types.is_floating(field.type) and (bad := pc.sum(pc.invert(pc.is_finite(cast))).as_py()):
        raise Refused(f"{file}, column {field.name}: must be a finite number or blank; {bad} rows are not")
    return cast


def _uncastable(column: pa.ChunkedArray, to: pa.DataType) -> int:
    try:
        distinct = column.value_counts()
    except pa.ArrowNotImplementedError:  # lists and other nested types: no row of them is of a type of ours
        return len(column)
    return sum(one["counts"].as_py() for one in distinct if not _castable(one["values"], to))


def _castable(value: pa.Scalar, to: pa.DataType) -> bool:
    try:
        value.cast(to).as_py()
    except (ValueError, OverflowError, pa.ArrowNotImplementedError):
        return False
    return True


def _unknown_words(table: pa.Table) -> list[str]:
    return [
        f"column {name}: must be one of {', '.join(words)}; {bad} rows are not"
        for name, words in WORDS.items()
        if name in table.column_names and (bad := not_among(table[name], words))
    ]


def _impossible_dates(table: pa.Table) -> list[str]:
    problems = []
    for field in table.schema:
        if field.type != pa.date32():
            continue
        outside = pc.or_(pc.less(table[field.name], EARLIEST), pc.greater(table[field.name], LATEST))
        if bad := _count(outside):
            problems.append(f"column {field.name}: must lie between 1900 and 2200; {bad} rows do not")
    return problems


def _impossible_amounts(table: pa.Table) -> list[str]:
    if "amount" not in table.column_names:
        return []
    outside = pc.or_(pc.less(table["amount"], 0.0), pc.greater(table["amount"], float(MOST_AMOUNT)))
    bad = _count(outside)
    return [f"column amount: must lie between 0 and {MOST_AMOUNT:,}; {bad} rows do not"] if bad else []


def _unpaired_dates(table: pa.Table) -> list[str]:
    return [
        f"column {on}: needs {known}, the day it became known; {bad} rows have none"
        for on, known in PAIRED_DATES
        if on in table.column_names and (bad := _count(pc.and_(pc.is_valid(table[on]), pc.is_null(table[known]))))
    ]


def impossible_links(links: pa.Table) -> list[str]:
    """A sentence for links of a kind that nothing would count, and one for people linked to themselves."""
    unknown = not_among(links["kind"], LINK_KINDS)
    themselves = _count(pc.equal(links["person_id"], links["other_id"]))
    return [
        *([f"column kind: must be one of {', '.join(LINK_KINDS)}; {unknown} rows are not"] if unknown else []),
        *([f"column other_id: must be somebody else than person_id; {themselves} rows are not"] if themselves else []),
    ]


def _nothing(_: pa.Table) -> list[str]:
    return []


def _repeated(table: pa.Table, name: str) -> list[str]:
    keys = KEYS.get(name, [])
    bad = repeats(table, keys) if keys else 0
    return [f"column {' and '.join(keys)}: must be distinct; {bad} rows repeat an earlier one"] if bad else []


def _count(mask: pa.ChunkedArray) -> int:
    return pc.sum(mask).as_py() or 0
