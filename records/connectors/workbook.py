"""Reads the sheets of a delivered workbook (.xlsx) as rows of text: nothing is calculated, nothing outside it fetched.

A cell with a formula gives what the spreadsheet last showed. What a workbook may unpack to is limited beforehand.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from records.refusal import Refused

LARGEST_UNPACKED = 1 << 30  # bytes; a larger one is a way to fill the memory
MOST_ROWS, MOST_COLUMNS = 1_048_576, 500  # the first is the spreadsheet's own limit
HEADER_WITHIN = 20  # rows: councils put a title above the header


def read_sheets(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each sheet by its name, every cell text, blank where it is empty. Refused when it is no workbook."""
    _hold_size(path)
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which say nothing here
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            return {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    except Exception as error:  # over a damaged workbook its reader stumbles in ways of any kind
        raise Refused(f"{path.name} must be a workbook as .xlsx; it could not be read to its end") from error


def table_of(rows: Sequence[tuple[str, ...]], names: Sequence[str], where: str) -> pd.DataFrame:
    """The rows under the header that names the first of `names`, with the columns it names; blank rows left out.

    Names are held to be the same whatever their capitals, spaces and question marks. Refused when there is no such
    header, or it names a column twice.
    """
    at = next((n for n, row in enumerate(rows[:HEADER_WITHIN]) if plain(names[0]) in map(plain, row)), None)
    if at is None:
        raise Refused(f"{where} must have a header with the column {names[0]} in its first {HEADER_WITHIN} rows")
    header = [plain(cell) for cell in rows[at]]
    found = {name: header.index(plain(name)) for name in names if plain(name) in header}
    if twice := sorted(name for name in found if header.count(plain(name)) > 1):
        raise Refused(f"{where} must name each column once; it names {', '.join(twice)} twice")
    body = [row for row in rows[at + 1 :] if any(row)]
    return pd.DataFrame(
        {name: pd.Series([row[n] if n < len(row) else "" for row in body], dtype="str") for name, n in found.items()}
    )


def plain(name: str) -> str:
    """A name without what councils' exports differ in."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def _hold_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:  # the last: packed in later ways
        raise Refused(f"{path.name} must be a workbook as .xlsx; it is none") from error
    if size > LARGEST_UNPACKED:
        raise Refused(f"{path.name} must unpack to less than {LARGEST_UNPACKED >> 20} MB; it is larger")


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        yield tuple(_text(cell) for cell in row)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y") if cell.year >= 1900 else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # an id that the spreadsheet holds as a number
    return str(cell).strip()
