"""Annex A made for tests: one row a list, as a workbook with a sheet a list and as a folder with a CSV a list."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import openpyxl

Row = dict[str, object]
Lists = dict[str, list[Row]]


def about(child: str = "C1", **changed: object) -> Row:
    who = {"Child Unique ID": child, "Gender": "b) Female", "Ethnicity": "n) BCRB", "Date of Birth": "17/05/2010"}
    return {**who, **changed}


def contact(child: str = "C1", **changed: object) -> Row:
    return {**about(child), "Date of Contact": "02/03/2025", "Contact Source": "q) 6: Police", **changed}


LISTS: Lists = {
    "List 1 - Contacts": [contact()],
    "List 2": [{**about(), "Assessment start date": "01/02/2025", "Assessment completion date": "01/04/2025"}],
    "List 3": [{**about(), "Date of referral": "03/03/2025", "Referral Source": "2A", "Referral NFA?": "b) No"}],
    "List 4": [
        {
            **about(),
            "Continuous Assessment Start Date": "04/03/2025",
            "Child Seen During Continuous Assessment": "b) No",
            "Continuous Assessment Date of Authorisation": "20/04/2025",
        }
    ],
    "List 5": [
        {
            **about(),
            "Strategy discussion initiating Section 47 Enquiry Start Date": "01/05/2025",
            "Date of Initial Child Protection Conference": "25/05/2025",
        }
    ],
    "List 6": [
        {
            **about(),
            "CIN Start Date": "03/03/2025",
            "Primary Need Code": "N1 - Abuse or neglect",
            "CIN Closure Date": "",
        }
    ],
    "List 7": [
        {
            **about(),
            "Child Protection Plan Start Date": "25/05/2025",
            "Initial Category of Abuse": "a) Neglect",
            "Date of latest review conference": "20/06/2025",
            "Child Protection Plan End Date": "",
        }
    ],
    "List 8": [
        {
            **about("C2"),
            "Date Started to be Looked After": "01/01/2025",
            "Start date of current legal status": "01/01/2025",
            "Child's Legal Status": "C2",
            "Date Ceased to be Looked After": "",
            "Start Date of Most Recent Placement": "01/06/2025",
            "Placement Type": "U6",
            "Allocated Worker": "Worker Name",
            "Placement postcode": "ZZ1 1ZZ",
        }
    ],
    "List 9": [
        {
            **about("C3", **{"Date of Birth": "01/02/2006"}),
            "Latest Pathway Plan Review Date": "01/02/2025",
            "LA in Touch": "b) No",
            "Latest Date of Contact": "01/03/2025",
            "Type of Accommodation": "S: No fixed abode / homeless",
            "Suitability of Accommodation": "b) Unsuitable",
            "Activity Status": "G4: Not in education, employment or training - illness or disability",
        }
    ],
    "List 10": [{"Child Unique ID": "C9", "Date of Adoption Order": "01/01/2025"}],
}


def workbook(path: Path, lists: Lists) -> Path:
    """A workbook with a sheet a list, a title above each header, and dates as dates."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in lists.items():
        sheet = book.create_sheet(title)
        sheet.append(["Made for inspection"])
        names = list(dict.fromkeys(name for row in rows for name in row))
        sheet.append(names)
        for row in rows:
            sheet.append([_cell(row.get(name)) for name in names])
    book.save(path)
    return path


def _cell(value: object) -> object:
    try:
        return datetime.strptime(str(value), "%d/%m/%Y")
    except ValueError:
        return value


def csvs(folder: Path, lists: Lists) -> Path:
    folder.mkdir()
    for number, rows in enumerate(lists.values(), 1):
        names = list(dict.fromkeys(name for row in rows for name in row))
        with (folder / f"list_{number}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
    return folder
