"""Reads the children in need census as XML into rows of text: no DTD, no entity, no tree in memory, known tags alone.

Names and layout are those of the Department for Education's census (Message, Header, Children, Child, CINdetails). What
an element means is decided in `cin_census`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pandas as pd
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from records.refusal import Refused

LARGEST_FILE = 1 << 28  # bytes: more than twice the census of the largest authority
DEEPEST = 12  # elements within each other; the census has seven
MOST_ROWS_OF_A_CHILD = 10_000  # a child with more is no child: a way to fill the memory
MOST_IN_A_CELL = 10_000  # characters in an element, or in all of those that may repeat
PIECE = 1 << 20
CHILD_ID = "LAchildID"
ROWS = {  # each element that makes a row of its own, with the elements that are read from it
    "Child": (CHILD_ID, "UPN", "PersonBirthDate", "PersonDeathDate", "Sex", "GenderCurrent", "Ethnicity", "Disability"),
    "CINdetails": (
        *("CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "DateOfInitialCPC"),
        "ReferralNFA",
    ),
    "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate", "AssessmentFactors"),
    "CINPlanDates": ("CINPlanStartDate", "CINPlanEndDate"),
    "Section47": ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC"),
    "ChildProtectionPlans": ("CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse"),
    "Reviews": ("CPPreviewDate",),
}
READ = frozenset(leaf for leaves in ROWS.values() for leaf in leaves) | {"ReferenceDate"}

Row = dict[str, str]


@dataclass(frozen=True)
class Census:
    """One file: its reference date as text (None where the header has none) and each table's rows as text."""

    file: str
    reference_date: str | None
    tables: dict[str, pd.DataFrame]


class _TooMuch(ValueError):
    """The file holds more within one element than a census can."""


class _Reader:
    """Hears the XML parser; a value that stands twice in a row is kept as two words, which fit no date."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in ROWS}
        self.header: Row = {}
        self.has_children = False
        self._open: list[tuple[str, Row | None]] = []
        self._text: list[str] | None = None
        self._of_child: list[Row] = []

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if len(self._open) >= DEEPEST:
            raise _TooMuch
        self.has_children |= name == "Children"
        if name == "Child":
            self._of_child = []  # whatever stood outside a child belongs to none, and is refused for that
        self._open.append((name, {} if name in ROWS else None))
        self._text = [] if name in READ else None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, _: str) -> None:
        name, row = self._open.pop()
        if self._text is not None:
            self._put(name, "".join(self._text).strip())
        self._text = None
        if row is not None:
            self._finish(name, row)

    def close(self) -> None:
        """Nothing is left to do: every row was finished with its element."""

    def _put(self, name: str, text: str) -> None:
        around, row = next(((name, row) for name, row in reversed(self._open) if row is not None), ("", self.header))
        if not text or (around and name not in ROWS[around]):
            return
        told = f"{row[name]} {text}" if name in row else text
        if len(told) > MOST_IN_A_CELL:
            raise _TooMuch
        row[name] = told

    def _finish(self, name: str, row: Row) -> None:
        self.rows[name].append(row)
        self._of_child.append(row)
        if len(self._of_child) > MOST_ROWS_OF_A_CHILD:
            raise _TooMuch
        if name == "Child":
            for one in self._of_child:
                one[CHILD_ID] = row.get(CHILD_ID, "")
            self._of_child = []


def read_census(path: Path) -> Census:
    """The rows of one census file. Refused when it is too large, no XML, has a DTD or entities, or no Child in it."""
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        for piece in _pieces(path):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as error:
        raise Refused(f"{path.name} must not hold a DTD, an entity or a reference to another file; it does") from error
    except _TooMuch as error:
        raise Refused(f"{path.name} must be a census as published; it holds more within one element") from error
    except (ParseError, LookupError, ValueError, OSError) as error:
        raise Refused(f"{path.name} must be well-formed XML; it could not be read to its end") from error
    if not reader.has_children:
        raise Refused(f"{path.name} must be a census, with the element Children in it; it has none")
    return Census(
        path.name, reader.header.get("ReferenceDate"), {n: _frame(n, rows) for n, rows in reader.rows.items()}
    )


def _pieces(path: Path) -> Iterator[bytes]:
    read = 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            read += len(piece)
            if read > LARGEST_FILE:
                raise Refused(f"{path.name} must be smaller than {LARGEST_FILE >> 20} MB; deliver it in parts")
            yield piece


def _frame(name: str, rows: list[Row]) -> pd.DataFrame:
    columns = list(dict.fromkeys([CHILD_ID, *ROWS[name]]))
    return pd.DataFrame({column: pd.Series([row.get(column) for row in rows], dtype="str") for column in columns})
