"""A sample of the children in need census: the dataset's own rows, as the XML of a return for each of two years.

The census says what was open at any time in the year to 31 March, as it stood on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from records.county.dates import NEVER, Array, day
from records.county.extracts import Dates, Extract
from records.county.people import People

YEARS = (2024, 2025)  # the 31 March that each return reports to
CATEGORIES = {
    "Neglect": "NEG",
    "Emotional Abuse": "EMO",
    "Physical Abuse": "PHY",
    "Sexual Abuse": "SAB",
}
AUTHORITY = "999"  # no authority has this number

Row = dict[str, str]
Under = dict[str, list[tuple[int, Row]]]


def write_census(folder: Path, tables: dict[str, Extract], people: People, own_ids: Array) -> None:
    """Writes `census_<year>.xml` for each of `YEARS` from social care's tables; `own_ids` are its ids by person."""
    folder.mkdir(parents=True, exist_ok=True)
    upn = dict(zip(tables["ssd_send"].person.tolist(), _texts(tables["ssd_send"], "send_upn"), strict=True))
    disabled = set(tables["ssd_disability"].person.tolist())
    for year in YEARS:
        reported = _Reported(tables, day(f"{year - 1}-04-01"), day(f"{year}-03-31"))
        with (folder / f"census_{year}.xml").open("w", encoding="utf-8", newline="\n") as file:
            file.write(_header(year))
            for person, details in reported.by_child():
                about = _child(people, person, str(own_ids[person]), upn.get(person, ""), person in disabled)
                file.write(f"<Child>{about}{details}</Child>\n")
            file.write("</Children></Message>\n")


def _header(year: int) -> str:
    collection = _of("CollectionDetails", _all(Collection="CIN", Year=str(year), ReferenceDate=f"{year}-03-31"))
    source = _of("Source", _all(SourceLevel="L", LEA=AUTHORITY, SoftwareCode="Reachable"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Message>{_of("Header", collection + source)}<Children>\n'


def _child(people: People, person: int, own_id: str, upn: str, disabled: bool) -> str:
    known = {"UPN": upn} if upn else {"UPNunknown": "UN3"}
    born, sex = _iso(int(people.born[person])), "M" if people.male[person] else "F"
    who = _all(LAchildID=own_id, **known, PersonBirthDate=born, Sex=sex)
    disability = _of("Disabilities", _all(Disability="DDA" if disabled else "NONE"))
    about = _all(Ethnicity=str(people.ethnicity[person])) + disability
    return _of("ChildIdentifiers", who) + _of("ChildCharacteristics", about)


class _Reported:
    """What one return says: rows of the dataset open in its year, without what came after it."""

    def __init__(self, tables: dict[str, Extract], begins: int, ends: int) -> None:
        self._tables, self._begins, self._ends = tables, begins, ends
        self._ticked = dict(self._pairs("ssd_assessment_factors", "cinf_assessment_id", "cinf_assessment_factors_json"))
        self._conferences = self._conferences_by_enquiry()

    def by_child(self) -> Iterator[tuple[int, str]]:
        """Each child's number and the XML of all of its CINdetails, in the order of the children."""
        under = {
            "Assessments": self._open("ssd_cin_assessments", "cina", "assessment_start_date", "assessment_auth_date"),
            "CINPlanDates": self._open("ssd_cin_plans", "cinp", "cin_plan_start_date", "cin_plan_end_date"),
            "Section47": self._open("ssd_s47_enquiry", "s47e", "s47_start_date", "s47_end_date"),
            "ChildProtectionPlans": self._open("ssd_cp_plans", "cppl", "cp_plan_start_date", "cp_plan_end_date"),
        }
        episodes = self._open("ssd_cin_episodes", "cine", "referral_date", "close_date", by="cine_person")
        for person in sorted(episodes, key=int):
            yield (
                int(person),
                "".join(self._details(row, under) for _, row in sorted(episodes[person], key=lambda r: r[0])),
            )

    def _details(self, row: Row, under: dict[str, Under]) -> str:
        made = {
            name: [self._part(name, one) for _, one in rows[row["cine_referral_id"]]] for name, rows in under.items()
        }
        first = _all(
            CINreferralDate=row["start"],
            ReferralSource=row["cine_referral_source_code"],
            PrimaryNeedCode=row["cine_cin_primary_need_code"],
            CINclosureDate=row["end"],
            ReasonForClosure=row["cine_close_reason"] if row["end"] else "",
        )
        ahead = "".join(one for name in ("Assessments", "CINPlanDates", "Section47") for one in made[name])
        refused = _all(ReferralNFA="1" if row["cine_referral_nfa"] == "Y" else "0")
        return _of("CINdetails", first + ahead + refused + "".join(made["ChildProtectionPlans"]))

    def _part(self, name: str, row: Row) -> str:
        return _of(name, getattr(self, f"_{name.lower()}")(row))

    def _assessments(self, row: Row) -> str:
        codes = self._ticked.get(row["cina_assessment_id"], "") if row["end"] else ""
        ticked = "".join(
            _all(AssessmentFactors=code) for code in codes.strip("[]").replace('"', "").split(", ") if code
        )
        days = _all(AssessmentActualStartDate=row["start"], AssessmentAuthorisationDate=row["end"])
        return days + (_of("FactorsIdentifiedAtAssessment", ticked) if ticked else "")

    def _cinplandates(self, row: Row) -> str:
        return _all(CINPlanStartDate=row["start"], CINPlanEndDate=row["end"])

    def _section47(self, row: Row) -> str:
        due, held = self._conferences.get(row["s47e_s47_enquiry_id"], (NEVER, NEVER))
        shown = {"InitialCPCtarget": _iso(due), "DateOfInitialCPC": _iso(held) if held <= self._ends else ""}
        return _all(S47ActualStartDate=row["start"], **shown, ICPCnotRequired="false" if due != NEVER else "true")

    def _childprotectionplans(self, row: Row) -> str:
        category = CATEGORIES[row["cppl_cp_plan_initial_category"]]
        days = _all(CPPstartDate=row["start"], CPPendDate=row["end"])
        return days + _all(InitialCategoryOfAbuse=category, LatestCategoryOfAbuse=category, NumberOfPreviousCPP="0")

    def _open(self, table: str, prefix: str, start: str, end: str, by: str = "") -> Under:
        """A table's rows open in the year, with their days in `start` and `end`, by referral or by person."""
        extract = self._tables[table]
        began, ended = _days(extract, f"{prefix}_{start}"), _days(extract, f"{prefix}_{end}")
        keep = once_a_day(extract.person, began, np.flatnonzero((began <= self._ends) & (ended >= self._begins)))
        texts = {n: _texts(extract, n) for n, c in extract.columns.items() if not isinstance(c, Dates)}
        rows: Under = defaultdict(list)
        for at in keep.tolist():
            row = {name: column[at] for name, column in texts.items()}
            row |= {"start": _iso(int(began[at])), "end": _iso(int(ended[at])) if ended[at] <= self._ends else ""}
            rows[str(extract.person[at]) if by else row[f"{prefix}_referral_id"]].append((int(began[at]), row))
        return rows

    def _pairs(self, table: str, key: str, value: str) -> Iterator[tuple[str, str]]:
        return zip(_texts(self._tables[table], key), _texts(self._tables[table], value), strict=True)

    def _conferences_by_enquiry(self) -> dict[str, tuple[int, int]]:
        extract = self._tables["ssd_initial_cp_conference"]
        due, held = (_days(extract, f"icpc_icpc_{name}").tolist() for name in ("target_date", "date"))
        return dict(zip(_texts(extract, "icpc_s47_enquiry_id"), zip(due, held, strict=True), strict=True))


def once_a_day(person: Array, days: Array, rows: Array) -> Array:
    """Of `rows`, the first of each person and day: these forms have no number to tell two of one day apart."""
    first = np.unique(np.stack([person[rows], days[rows]]), axis=1, return_index=True)[1]
    return rows[np.sort(first)]


def _days(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert isinstance(column, Dates)
    return column.days


def _texts(extract: Extract, name: str) -> list[str]:
    column = extract.columns.get(name)
    if column is None or isinstance(column, Dates):
        return [""] * len(extract.person)
    return [str(value) for value in column.tolist()]


def _iso(number: int) -> str:
    return "" if number == NEVER else str(np.datetime64(int(number), "D"))


def _of(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"


def _all(**elements: str) -> str:
    """The elements that hold something, in their order."""
    return "".join(_of(name, escape(text)) for name, text in elements.items() if text)
