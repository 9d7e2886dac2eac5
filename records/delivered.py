"""Reads a delivered CSV file as text, and refuses what can't be read: one line, or the file where that is no use.

Everything is text here; `validate` decides what it means. No message repeats what a file holds.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pv

from records.refusal import Refused

LONGEST_LINE = 1 << 20  # bytes; a longer one is a fault of the export, and a way to fill the memory
LARGEST_FILE = 1 << 31  # bytes after unpacking: what the CSV reader takes in one piece
WHOLE_LINE = "(all)"  # the column of a refusal that is of a line as a whole
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Refusal:
    """Rows that were refused: of which file, for which column, why, and how many. Never what stood in them."""

    file: str
    column: str
    reason: str
    rows: int


def read_text_rows(path: Path) -> tuple[pd.DataFrame, list[Refusal]]:
    """The rows of a CSV file (or .csv.gz), every column text, blanks null; and the lines that had to be left out.

    Refused when the file is missing, a folder, empty, not UTF-8 from its header on, or names a column twice.
    """
    content = _content(path)
    content, refused = _without_bad_lines(content, path.name)
    rows, ragged = _parsed(content, path.name)
    if ragged:
        refused.append(Refusal(path.name, WHOLE_LINE, "must have as many cells as the header", ragged))
    return rows, refused


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise Refused(f"{path.name} must be a CSV file; it is a folder or a device")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(LARGEST_FILE)
    except FileNotFoundError as error:
        raise Refused(f"{path.name} must be in the delivery; it is missing") from error
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"{path.name} must be readable; it could not be read to its end") from error
    if len(content) == LARGEST_FILE:
        raise Refused(f"{path.name} must be smaller than 2 GB; deliver it in parts")
    content = content.removeprefix(BYTE_ORDER_MARK)
    if not content.strip():
        raise Refused(f"{path.name} must have a header and rows; it is empty")
    return content


def _without_bad_lines(content: bytes, file: str) -> tuple[bytes, list[Refusal]]:
    header, _, rest = content.partition(b"\n")
    if not _is_utf8(header) or b"\x00" in header or len(header) > LONGEST_LINE:
        raise Refused(f"{file} must be CSV in UTF-8; its header is not")
    if _is_sound(rest):
        return content, []
    lines = rest.split(b"\n")
    faults = Counter(fault for line in lines if (fault := _fault(line)))
    if not faults:
        return content, []
    kept = [line for line in lines if not _fault(line)]
    return b"\n".join([header, *kept]), [Refusal(file, WHOLE_LINE, fault, rows) for fault, rows in faults.items()]


def _is_sound(rest: bytes) -> bool:
    """Whether no line has a fault, found without walking the lines one by one."""
    letters = np.frombuffer(rest, np.uint8)
    ends = np.append(np.flatnonzero(letters == ord("\n")), len(letters))
    quotes = np.append(0, np.cumsum(letters == ord('"')))[ends]
    return bool(np.diff(ends, prepend=-1).max() <= LONGEST_LINE) and not (quotes % 2).any() and _is_utf8(rest)


def _fault(line: bytes) -> str | None:
    """What is wrong with a line by itself. A quote left open would swallow the lines after it unseen."""
    if len(line) > LONGEST_LINE:
        return "must be shorter than 1 MiB"
    if not line.isascii() and not _is_utf8(line):
        return "must be in UTF-8"
    return "must close its quotes on its own line" if line.count(b'"') % 2 else None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parsed(content: bytes, file: str) -> tuple[pd.DataFrame, int]:
    header, _, rest = content.partition(b"\n")
    names = _header(header, file)
    if not rest.strip():
        return pd.DataFrame(columns=names, dtype="str"), 0
    ragged: list[int] = []
    read = pv.ReadOptions(use_threads=False, block_size=len(rest) + 1, column_names=names)
    parse = pv.ParseOptions(invalid_row_handler=lambda row: _leave_out(row, ragged))
    text = pv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""])
    try:
        table = pv.read_csv(io.BytesIO(rest), read_options=read, parse_options=parse, convert_options=text)
    except pa.ArrowInvalid as error:
        raise Refused(f"{file} must be CSV: rows of cells, quotes closed; it could not be read as such") from error
    return table.to_pandas(), len(ragged)


def _leave_out(row: pv.InvalidRow, ragged: list[int]) -> str:
    ragged.append(row.actual_columns)
    return "skip"


def _header(header: bytes, file: str) -> list[str]:
    try:
        names = [name.strip() for name in next(csv.reader([header.decode("utf-8")]), [])]
    except csv.Error as error:
        raise Refused(f"{file} must be CSV with a header, its lines ended by a line feed; it is not") from error
    if len(set(names)) < len(names):
        raise Refused(f"{file} must name each column once; some names stand twice")
    return names


def is_folder(path: Path) -> bool:
    """Whether a folder stands at `path`; a path that can't be one (too long, say) is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
