"""The children in need census as councils return it to the Department for Education: one or more XML files in a folder.

Each file is a year's return: of a record that stands in several, the latest file's word is taken. Known dates are
estimated as the day a year's return was due; the authorisation of an assessment is a date of recording. The census has
no names; UPNs are read for linkage alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors import facts_of_need as facts
from records.connectors.cin_census_xml import CHILD_ID, Census, read_census
from records.connectors.known_dates import DatedFeed
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.frames import looked_up
from records.kinds import words_of
from records.refusal import Refused
from records.validate import Column, Sieve, days_of, sieve_rows

NAME, AGENCY = "cin_census", "social_care"
RETURN_DUE_DAYS = 122  # the census for a year to 31 March is due by 31 July: DfE's guide to the collection
CONFERENCE_WITHIN_DAYS = 21  # 15 working days from the strategy discussion: Working together to safeguard children
YES = ("true", "TRUE", "1")
YES_NO = frozenset((*YES, "false", "FALSE", "0"))
NO_DISABILITY = "NONE"
CHILD = Column(CHILD_ID, "id", required=True)


@dataclass(frozen=True)
class Part:
    """One element of the census that makes rows: its columns, its key, and pairs of days in their order."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    in_order: tuple[tuple[str, str], ...] = ()


def _day(name: str, required: bool = False, may_be_planned: bool = False) -> Column:
    return Column(name, "day", required, may_be_planned=may_be_planned)


PARTS = {
    "Child": Part(
        (
            CHILD,
            Column("UPN", "id"),
            _day("PersonBirthDate"),
            _day("PersonDeathDate"),
            Column("Sex", words=frozenset("MFU")),
            Column("GenderCurrent", words=frozenset("0129")),
            Column("Ethnicity", words=words_of("ethnicity.csv", "code")),
            Column("Disability"),
        ),
        (CHILD_ID,),
        (("PersonBirthDate", "PersonDeathDate"),),
    ),
    "CINdetails": Part(
        (
            CHILD,
            _day("CINreferralDate", required=True),
            Column("ReferralSource", words=words_of("referral_sources.csv", "code")),
            Column("PrimaryNeedCode", words=frozenset(f"N{number}" for number in range(10))),
            _day("CINclosureDate"),
            _day("DateOfInitialCPC"),
            Column("ReferralNFA", required=True, words=YES_NO),
        ),
        (CHILD_ID, "CINreferralDate"),
        (("CINreferralDate", "CINclosureDate"),),
    ),
    "Assessments": Part(
        (
            CHILD,
            _day("AssessmentActualStartDate", required=True),
            _day("AssessmentAuthorisationDate"),
            Column(
                "AssessmentFactors", form=rf"({'|'.join(sorted(facts.FACTORS))})( ({'|'.join(sorted(facts.FACTORS))}))*"
            ),
        ),
        (CHILD_ID, "AssessmentActualStartDate"),
        (("AssessmentActualStartDate", "AssessmentAuthorisationDate"),),
    ),
    "CINPlanDates": Part(
        (CHILD, _day("CINPlanStartDate", required=True), _day("CINPlanEndDate")),
        (CHILD_ID, "CINPlanStartDate"),
        (("CINPlanStartDate", "CINPlanEndDate"),),
    ),
    "Section47": Part(
        (
            CHILD,
            _day("S47ActualStartDate", required=True),
            _day("InitialCPCtarget", may_be_planned=True),
            _day("DateOfInitialCPC"),
        ),
        (CHILD_ID, "S47ActualStartDate"),
        (("S47ActualStartDate", "DateOfInitialCPC"), ("S47ActualStartDate", "InitialCPCtarget")),
    ),
    "ChildProtectionPlans": Part(
        (
            CHILD,
            _day("CPPstartDate", required=True),
            _day("CPPendDate"),
            Column("InitialCategoryOfAbuse", words=frozenset(facts.CATEGORIES)),
        ),
        (CHILD_ID, "CPPstartDate"),
        (("CPPstartDate", "CPPendDate"),),
    ),
    "Reviews": Part((CHILD, _day("CPPreviewDate", required=True)), (CHILD_ID, "CPPreviewDate")),
}


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: every .xml file in it is a census return."""
    feed = DatedFeed(NAME, AGENCY, RETURN_DUE_DAYS, "estimated", received_on)
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".xml")
    if not files:
        raise Refused(f"{NAME}: the folder must hold the census as .xml files; there is none")
    returns = [_Return.of(read_census(file), received_on) for file in files]
    sieves = _latest([one.sieves for one in sorted(returns, key=lambda one: one.reference)])
    children = sieves["Child"].rows
    delivery = delivery_of(
        feed,
        sieves,
        _people(feed, children),
        [rows for made in _events(feed, sieves) for rows in made],
        groups=_groups(feed, children),
        identifiers=_identifiers(feed, children),
    )
    begins = min(one.reference for one in returns) - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    return replace(delivery, reaches_back_to=begins.date(), tells_to=max(one.reference for one in returns).date())


@dataclass(frozen=True)
class _Return:
    """One file's checked tables, and the day to which it reports."""

    reference: pd.Timestamp
    sieves: dict[str, Sieve]

    @classmethod
    def of(cls, census: Census, received_on: date) -> _Return:
        """Refused when the header's reference date can't be read; the day of receipt stands in where there is none."""
        reference = pd.Timestamp(received_on)
        if census.reference_date is not None:
            day = days_of(pd.Series([census.reference_date], dtype="str")).iloc[0]
            if pd.isna(day):
                raise Refused(f"{census.file}, ReferenceDate: must be a date that exists, as 2025-03-31; it is not")
            reference = min(reference, day)
        sieves = {name: _sieve(census, name, part, received_on, reference) for name, part in PARTS.items()}
        for name, part in PARTS.items():
            if name != "Child":
                _hold_child(sieves[name], part, sieves["Child"])
        return cls(reference, sieves)


def _sieve(census: Census, name: str, part: Part, received_on: date, reference: pd.Timestamp) -> Sieve:
    text = census.tables[name]
    if name == "Reviews":
        text = text.assign(CPPreviewDate=text["CPPreviewDate"].str.split()).explode("CPPreviewDate", ignore_index=True)
    sieve = sieve_rows(f"{census.file} {name}", text.astype("str"), [], part.columns, received_on, part.key)
    for earlier, later in part.in_order:
        sieve.refuse_before(later, earlier)
    for column in _days_of(part):
        sieve.refuse(sieve.rows[column] > reference, column, "must not be after the census's reference date")
    return sieve


def _hold_child(sieve: Sieve, part: Part, children: Sieve) -> None:
    born_on = children.rows.set_index(CHILD_ID)["PersonBirthDate"]
    for column in _days_of(part):
        born = looked_up(sieve.rows[CHILD_ID], born_on)
        sieve.refuse(sieve.rows[column] < born, column, "must not be before birth")


def _days_of(part: Part) -> list[str]:
    return [column.name for column in part.columns if column.holds == "day" and not column.may_be_planned]


def _latest(returns: list[dict[str, Sieve]]) -> dict[str, Sieve]:
    """Each table over all returns, the earliest first: of a record that stands in several the last one's row."""
    whole = {}
    for name, part in PARTS.items():
        sieves = [one[name] for one in returns]
        rows = pd.concat([sieve.rows for sieve in sieves], ignore_index=True)
        rows = rows.drop_duplicates(list(part.key), keep="last").reset_index(drop=True)
        whole[name] = Sieve(name, rows, [refusal for sieve in sieves for refusal in sieve.refused], part.key)
        whole[name].left_out = [left for sieve in sieves for left in sieve.left_out]
    return whole


def _events(feed: Feed, sieves: dict[str, Sieve]) -> list[facts.Facts]:
    details, plans = _rows(sieves, "CINdetails"), _rows(sieves, "CINPlanDates")
    assessed, enquired = _rows(sieves, "Assessments"), _rows(sieves, "Section47")
    protected, reviewed = _rows(sieves, "ChildProtectionPlans"), _rows(sieves, "Reviews")
    details = details.assign(
        end=details["CINclosureDate"], source=details["ReferralSource"], need=details["PrimaryNeedCode"]
    )
    assessed = assessed.assign(end=assessed["AssessmentAuthorisationDate"], unseen=False)
    ticked = assessed.assign(factor=assessed["AssessmentFactors"].str.split()).explode("factor", ignore_index=True)
    enquired = enquired.assign(end=_enquiry_ends(enquired, feed), held=enquired["DateOfInitialCPC"])
    protected = protected.assign(end=protected["CPPendDate"], category=protected["InitialCategoryOfAbuse"])
    return [
        facts.referrals(feed, "CINdetails", details),
        facts.needs(feed, "CINdetails", details[~details["ReferralNFA"].isin(YES)]),
        facts.conferences(feed, "CINdetails", _held_apart(details, enquired)),
        facts.assessments(feed, "Assessments", assessed),
        facts.factors(feed, "Assessments", ticked),
        facts.spells(feed, "CINPlanDates", plans.assign(end=plans["CINPlanEndDate"]), "child_in_need_plan"),
        facts.enquiries(feed, "Section47", enquired),
        facts.conferences(feed, "Section47", enquired.assign(due=enquired["InitialCPCtarget"])),
        facts.protection(feed, "ChildProtectionPlans", protected),
        facts.reviews(feed, "Reviews", reviewed.assign(on=reviewed["start"])),
    ]


def _rows(sieves: dict[str, Sieve], name: str) -> pd.DataFrame:
    rows, started = sieves[name].rows, PARTS[name].key[1]
    native = rows[CHILD_ID] + ":" + rows[started].dt.strftime("%Y-%m-%d")
    return rows.assign(person=rows[CHILD_ID], native=native, start=rows[started])


def _enquiry_ends(rows: pd.DataFrame, feed: Feed) -> pd.Series:
    """The census has no end of an enquiry: the conference that it led to, else the day by which one had to be held."""
    limit = rows["start"] + np.timedelta64(CONFERENCE_WITHIN_DAYS, "D")
    end = rows["DateOfInitialCPC"].fillna(rows["InitialCPCtarget"]).fillna(limit)
    return end.mask(end > pd.Timestamp(feed.received_on))


def _held_apart(details: pd.DataFrame, enquired: pd.DataFrame) -> pd.DataFrame:
    """Conferences without an enquiry in the census, as of a child who moved in; others stand with their enquiry."""
    held = details[details["DateOfInitialCPC"].notna()]
    with_enquiry = pd.MultiIndex.from_frame(enquired[[CHILD_ID, "DateOfInitialCPC"]])
    apart = ~pd.MultiIndex.from_frame(held[[CHILD_ID, "DateOfInitialCPC"]]).isin(with_enquiry)
    return held[apart].assign(held=held["DateOfInitialCPC"], due=pd.NaT)


def _people(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    died, day = rows["PersonDeathDate"], np.timedelta64(RETURN_DUE_DAYS, "D")
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows[CHILD_ID]),
            "born_on": month_of(rows["PersonBirthDate"]),
            "left_on": died,
            "left_known_on": (died + day).clip(upper=pd.Timestamp(feed.received_on)),
        }
    )


def _groups(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    told = rows["Disability"].str.split().map(set, na_action="ignore")
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows[CHILD_ID]),
            "ethnicity": rows["Ethnicity"],
            "ethnicity_source": "social_care",
            "sex": rows["Sex"].fillna(rows["GenderCurrent"]).map(SEX_OF),
            "disability": told.map(lambda codes: "yes" if codes - {NO_DISABILITY} else "no", na_action="ignore"),
        }
    )


def _identifiers(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    ids, known_on = feed.person_ids(rows[CHILD_ID]), pd.Timestamp(feed.received_on)
    return pd.DataFrame(
        {
            "agency_person_id": ids,
            "born_on": rows["PersonBirthDate"],
            "school_number": rows["UPN"],
            "known_on": known_on,
        }
    )
