"""Ofsted's Annex A, lists that every council can make: a workbook with a sheet a list, or a folder with a CSV a list.

Lists 1 to 5 reach back six months and lists 6 to 9 say how things stand, so what a later delivery no longer lists has
not been withdrawn by that. Lists 10 and 11 tell of adoption and are never read, nor are workers, teams and postcodes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from records.connectors import annex_a_facts
from records.connectors.annex_a_lists import BORN, CHILD, CHILD_ID, LISTS, NOT_READ, SEX_OF, YES, AnnexList
from records.connectors.known_dates import DatedFeed
from records.connectors.workbook import plain, read_sheets, table_of
from records.delivered import Refusal, is_folder, read_text_rows
from records.delivery import Delivery, Feed, delivery_of, month_of
from records.kinds import words_of
from records.refusal import Refused
from records.validate import Sieve, sieve_rows

NAME, AGENCY = "annex_a", "social_care"
MONTHLY_DAYS = 31  # councils make the lists once a month as practice for inspection: an assumption
REACHES_BACK_DAYS = 183  # lists hold what happened or ended in the six months before: Ofsted's guide to Annex A
LETTERING = r"^[a-z]\d?\)\s*"  # the form's own: "a) Yes", "p1) 5D: LA services"
CODE = r"^([A-Z]*\d*[A-Z]?)(?=\s*[:-]|\s|$)"
ISO_DAY = r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$"
NUMBERED = re.compile(r"list\s*0?(\d{1,2})(?!\d)|^0?(\d{1,2})(?!\d)")
T = TypeVar("T")
ETHNICITIES = words_of("ethnicity.csv", "code")


def read(path: Path, received_on: date) -> Delivery:
    """The delivery at `path`: a workbook, or a folder of CSV files or with one workbook in it."""
    feed = DatedFeed(NAME, AGENCY, MONTHLY_DAYS, "estimated", received_on)
    sieves = {one.table: _sieve(one, *given, received_on) for one, given in _lists(path).items()}
    children = _children(sieves)
    ids = feed.person_ids(children[CHILD_ID])
    known_on = pd.Timestamp(received_on)
    identifiers = pd.DataFrame({"agency_person_id": ids, "born_on": children[BORN], "known_on": known_on})
    events = annex_a_facts.events(feed, sieves)
    people = pd.DataFrame({"person_id": ids, "born_on": month_of(children[BORN])})
    delivery = delivery_of(
        feed, sieves, people, events, groups=_groups(feed, children, sieves), identifiers=identifiers
    )
    return replace(delivery, reaches_back_to=received_on - timedelta(days=REACHES_BACK_DAYS))


def _lists(path: Path) -> dict[AnnexList, tuple[str, pd.DataFrame, list[Refusal]]]:
    """What came of each list: the name of its file or sheet, its rows as text, and the lines that were left out."""
    found = _in_folder(path) if is_folder(path) else _in_workbook(path)
    if not found:
        raise Refused(f"{NAME}: there must be a sheet or a CSV file for at least one of lists 1 to 9; there is none")
    return found


def _in_folder(folder: Path) -> dict[AnnexList, tuple[str, pd.DataFrame, list[Refusal]]]:
    books = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".xlsx")
    files = [file for file in sorted(folder.iterdir()) if file.name.lower().endswith((".csv", ".csv.gz"))]
    if books and (files or len(books) > 1):
        raise Refused(f"{NAME}: the folder must hold one workbook or CSV files; it holds more than that")
    if books:
        return _in_workbook(books[0])
    if nameless := [file.name for file in files if number_of(file.name) is None]:
        raise Refused(
            f"{NAME}: each CSV file must have its list's number in its name, as list_1.csv has;"
            f" {', '.join(nameless)} has none"
        )
    found = {}
    for one, file in _numbered({file.name: file for file in files}).items():
        text, refused = read_text_rows(file)
        rows = [tuple(map(str, text.columns)), *text.fillna("").itertuples(index=False, name=None)]
        found[one] = (file.name, table_of(rows, _names(one), file.name), refused)
    return found


def _in_workbook(path: Path) -> dict[AnnexList, tuple[str, pd.DataFrame, list[Refusal]]]:
    sheets = read_sheets(path)
    named = {one: title for one, title in _numbered({title: title for title in sheets}).items() if sheets[title]}
    wheres = {one: f"{path.name} list {one.number}" for one in named}
    return {one: (wheres[one], table_of(sheets[at], _names(one), wheres[one]), []) for one, at in named.items()}


def _numbered(named: dict[str, T]) -> dict[AnnexList, T]:
    """What has a list's number in its name, by list. Refused when two have the same number."""
    by_number: dict[int, T] = {}
    for name, what in named.items():
        number = number_of(name)
        if number is None:
            continue
        if number in by_number and number not in NOT_READ:
            raise Refused(f"{NAME}: there must be one sheet or file for list {number}; there are two")
        by_number |= {number: what}
    return {one: by_number[one.number] for one in LISTS if one.number in by_number}


def number_of(name: str) -> int | None:
    """The number of the list that a sheet or a file is named after, None where it is of none."""
    match = NUMBERED.search(plain(name))
    return int(match[1] or match[2]) if match else None


def _names(one: AnnexList) -> list[str]:
    return [column.name for column in (*CHILD, *one.columns)]


def _sieve(one: AnnexList, file: str, text: pd.DataFrame, refused: list[Refusal], received_on: date) -> Sieve:
    columns = (*CHILD, *one.columns)
    written = text.apply(_tidied)
    for name in written.columns.intersection([*one.coded, "Ethnicity"]):
        written[name] = written[name].str.extract(CODE, expand=False).fillna(written[name])
    sieve = sieve_rows(file, written, refused, columns, received_on, one.key)
    for earlier, later in one.in_order:
        sieve.refuse_before(later, earlier)
    for column in [column.name for column in one.columns if column.holds == "day"]:
        sieve.refuse(sieve.rows[column] < sieve.rows[BORN], column, "must not be before birth")
    return sieve


def _tidied(cells: pd.Series) -> pd.Series:
    """Cells without the form's lettering, days as the form writes them."""
    bare = cells.str.strip().str.replace(LETTERING, "", regex=True)
    return bare.str.replace(ISO_DAY, r"\3/\2/\1", regex=True)


def _children(sieves: dict[str, Sieve]) -> pd.DataFrame:
    """One row for each child, each column as the first list that filled it in has it."""
    rows = pd.concat([sieve.rows[[column.name for column in CHILD]] for sieve in sieves.values()], ignore_index=True)
    return rows.groupby(CHILD_ID, as_index=False).first()


def _groups(feed: Feed, children: pd.DataFrame, sieves: dict[str, Sieve]) -> pd.DataFrame:
    ethnicity, disabled = children["Ethnicity"], children["Does the Child have a Disability"]
    cared_for = pd.concat([sieves[t].rows[CHILD_ID] for t in ("list_8", "list_9") if t in sieves] or [pd.Series()])
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(children[CHILD_ID]),
            "ethnicity": ethnicity.where(ethnicity.isin(ETHNICITIES)),
            "ethnicity_source": "social_care",
            "sex": children["Gender"].map(SEX_OF),
            "disability": pd.Series(np.where(disabled.isin(YES), "yes", "no"), children.index).where(disabled.notna()),
            "care_experience": children[CHILD_ID].isin(cared_for).map({True: "yes"}),
        }
    )
