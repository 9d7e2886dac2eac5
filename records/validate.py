"""Checks delivered rows against what a feed declares: good rows go on, each bad row is refused with its reason.

A `Sieve` holds the rows of one file that still stand. A row is refused once, for the first thing found wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from records.delivered import WHOLE_LINE, Refusal, read_text_rows
from records.frames import among
from records.refusal import Refused

EARLIEST = pd.Timestamp("1900-01-01")  # nobody whom these feeds describe was recorded before
PLANNED_DAYS = 366  # what these feeds plan is a conference, due within 15 working days: a later day is a slip
LONGEST_TEXT = 10_000  # characters in a cell: the longest list of codes that an export has reason to hold
LONGEST_ID = 100
ISO = "%Y-%m-%d"
A_DAY = pd.Timestamp("2025-12-31")  # shows how days are written: no part of it can be taken for another
TIME_OF_DAY = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"


@dataclass(frozen=True)
class Column:
    """What a file must hold in one column: `form` is a regular expression that the whole of a text must match.

    Dates may carry a time of day, which is dropped, and a `whole_number` the ".0" that a spreadsheet gave it. A file
    may leave an `optional` column out: then it is null in every row.
    """

    name: str
    holds: Literal["text", "id", "day", "number"] = "text"
    required: bool = False
    words: frozenset[str] | None = None
    form: str | None = None
    day_format: str = ISO
    whole_number: bool = False
    may_be_planned: bool = False
    optional: bool = False
    at_least: float = -np.inf
    at_most: float = np.inf


class Sieve:
    """The rows of one delivered file that still stand (`rows`), what was refused, and the refused rows themselves, as
    far as they could be read (`left_out`). `passed_over` counts rows that were not read at all."""

    def __init__(self, file: str, rows: pd.DataFrame, refused: list[Refusal], key: Sequence[str] = ()) -> None:
        self.file, self.rows, self.refused, self.key = file, rows, refused, list(key)
        self.left_out: list[pd.DataFrame] = []
        self.passed_over = 0

    def pass_over(self, unwanted: np.ndarray) -> None:
        """Takes out rows that may not be read, as if they had not come: they keep nothing that was held of them."""
        self.passed_over += int(unwanted.sum())
        self.rows = self.rows[~unwanted].reset_index(drop=True)

    def refuse(self, bad: pd.Series | np.ndarray, column: str, reason: str) -> None:
        """Takes the rows out for which `bad` is true, and counts them under `column` and `reason`. A column of the key
        that can't be right tells nobody which record its row was: it is left out unread."""
        self._take_out(bad, column, reason, [column] if column in self.key else [])

    def refuse_repeats(self, columns: Sequence[str] = ()) -> None:
        """Refuses rows whose key (or `columns`) stood in an earlier row: which one is right can't be known."""
        columns = list(columns) or self.key
        repeated = self.rows.duplicated(columns)
        self._take_out(repeated, " and ".join(columns), "must be distinct; an earlier row has the same", [])

    def refuse_alike(self) -> None:
        """Refuses rows whose key makes the same id as another's, as a:b with c does, and a with b:c: records are held
        by their ids, and neither row comes before the other."""
        if len(self.key) > 1:
            alike = joined(self.rows[self.key]).duplicated(keep=False)
            self._take_out(alike, " and ".join(self.key), "must make an id of their own, joined by a colon", [])

    def _take_out(self, bad: pd.Series | np.ndarray, column: str, reason: str, unread: list[str]) -> None:
        bad = np.asarray(bad, dtype=bool)
        if not bad.any():
            return
        self.refused.append(Refusal(self.file, column, reason, int(bad.sum())))
        self.left_out.append(self.rows[bad].assign(**dict.fromkeys(unread)))
        self.rows = self.rows[~bad].reset_index(drop=True)

    def ids(self, column: str) -> pd.Series:
        """Every id that came in `column`, of rows that stand and of rows that were refused for something else."""
        return pd.concat([self.rows[column], *(rows[column] for rows in self.left_out)]).dropna()

    def in_doubt(self, column: str) -> pd.Series:
        """The ids in `column` of whom a row could not be read: every id, where it is not known whose a row was."""
        left_out = pd.concat([rows[column] for rows in self.left_out] or [pd.Series(dtype="str")])
        lines = any(one.column == WHOLE_LINE for one in self.refused)
        return self.ids(column) if lines or left_out.isna().any() else left_out

    def refuse_unknown(self, column: str, known: pd.Series, where: str) -> None:
        """Refuses rows whose `column` is not among `known`, the ids that stand in the file `where`."""
        self._take_out(~among(self.rows[column], known), column, f"must be in {where}", [])

    def refuse_before(self, later: str, earlier: str) -> None:
        """Refuses rows whose date `later` comes before their date `earlier`."""
        self.refuse(self.rows[later] < self.rows[earlier], later, f"must not be before {earlier}")


First = Callable[[Sieve], None]  # passes over what may not be read, before anything is asked of a row


def sieve_file(
    path: Path, columns: Sequence[Column], received_on: date, key: Sequence[str] = (), first: First | None = None
) -> Sieve:
    """Reads a CSV file and holds it to `columns`; rows of the declared columns alone, typed.

    Refused when the file can't be read or a column is missing; a row is refused when a cell is not what was declared.
    """
    text, refused = read_text_rows(path)
    return sieve_rows(path.name, text, refused, columns, received_on, key, first)


def sieve_rows(
    file: str,
    text: pd.DataFrame,
    refused: list[Refusal],
    columns: Sequence[Column],
    received_on: date,
    key: Sequence[str] = (),
    first: First | None = None,
) -> Sieve:
    """Rows already read as text (of `file`, `refused` left out) held to `columns`, as those of a CSV file are."""
    missing = [column.name for column in columns if column.name not in text and not column.optional]
    if missing:
        raise Refused(f"{file} must have the columns {', '.join(missing)}; they are missing ({len(text)} rows)")
    text = text.reindex(columns=[column.name for column in columns])
    sieve = Sieve(file, pd.DataFrame({one.name: _tidied(text[one.name], one) for one in columns}), refused, key)
    if first:
        first(sieve)
    for column in columns:
        _hold(sieve, column, pd.Timestamp(received_on))
    if key:
        sieve.refuse_repeats()
        sieve.refuse_alike()
    return sieve


def _hold(sieve: Sieve, column: Column, received_on: pd.Timestamp) -> None:
    name = column.name
    if column.required:
        sieve.refuse(sieve.rows[name].isna(), name, "must be filled in")
    check = {"day": _hold_day, "number": _hold_number, "id": _hold_text, "text": _hold_text}[column.holds]
    check(sieve, column, received_on)
    if column.words is not None:
        known = among(sieve.rows[name], column.words) | sieve.rows[name].isna()
        sieve.refuse(~known, name, "must be one of the codes that this feed may hold")


def _hold_day(sieve: Sieve, column: Column, received_on: pd.Timestamp) -> None:
    name, text = column.name, sieve.rows[column.name]
    days = days_of(text, column.day_format)
    sieve.rows = sieve.rows.assign(**{name: days})
    written = A_DAY.strftime(column.day_format)
    sieve.refuse((text.notna() & days.isna()), name, f"must be a date that exists, written as in {written}")
    sieve.refuse(sieve.rows[name] < EARLIEST, name, "must not be before 1900")
    if not column.may_be_planned:
        sieve.refuse(sieve.rows[name] > received_on, name, "must not be after the day of receipt")
    far = sieve.rows[name] > received_on + pd.Timedelta(days=PLANNED_DAYS)
    sieve.refuse(far, name, "must not be more than a year after the day of receipt")


def _hold_number(sieve: Sieve, column: Column, _: pd.Timestamp) -> None:
    name, text = column.name, sieve.rows[column.name]
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    sieve.rows = sieve.rows.assign(**{name: numbers})
    sieve.refuse(text.notna() & ~np.isfinite(numbers), name, "must be a finite number")
    outside = (sieve.rows[name] < column.at_least) | (sieve.rows[name] > column.at_most)
    sieve.refuse(outside, name, f"must lie between {column.at_least:.10g} and {column.at_most:.10g}")


def _hold_text(sieve: Sieve, column: Column, _: pd.Timestamp) -> None:
    name = column.name
    longest = LONGEST_ID if column.holds == "id" else LONGEST_TEXT
    sieve.refuse(sieve.rows[name].str.len() > longest, name, f"must be at most {longest:,} characters long")
    unprintable = sieve.rows[name].str.contains(r"[\x00-\x08\x0b-\x1f\x7f]", regex=True, na=False)
    sieve.refuse(unprintable, name, "must not hold control characters")
    if column.form:
        misshapen = ~sieve.rows[name].str.fullmatch(column.form, na=True)
        sieve.refuse(misshapen, name, "must have the form that this feed gives it")


def days_of(text: pd.Series, day_format: str = ISO) -> pd.Series:
    """Text as days, each distinct value parsed once; what is not a date in `day_format` becomes null."""
    codes, distinct = pd.factorize(text)
    distinct = pd.Series(distinct, dtype="str")
    day = distinct.str.replace(TIME_OF_DAY + "$", "", regex=True)
    parsed = pd.to_datetime(day, format=day_format, errors="coerce", exact=True).astype("datetime64[s]")
    with_null = np.append(parsed.to_numpy(), np.datetime64("NaT"))
    return pd.Series(with_null[codes], index=text.index)


def joined(key: pd.DataFrame) -> pd.Series:
    """The cells of each row as one id, a colon between them; none where the key has no columns."""
    text = [key[name].astype("str").fillna("") for name in key]
    return text[0].str.cat(text[1:], sep=":") if text else pd.Series(dtype="str")


def _tidied(text: pd.Series, column: Column) -> pd.Series:
    tidied = text.astype("str").str.strip()
    if column.whole_number:
        tidied = tidied.str.replace(r"\.0$", "", regex=True)
    return tidied.mask(tidied == "")
