"""Ofsted's Annex A, list by list: the columns that are read, as published, and what each must hold.

Codes stand as "a) Yes" or "q) 6: Police": what is before the bracket is the form's own lettering. Allocated workers,
teams, postcodes and the adopters of list 11 are never read.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.kinds import words_of
from records.validate import Column

CHILD_ID, BORN = "Child Unique ID", "Date of Birth"
YES_NO = frozenset(("Yes", "No", "Y", "N", "1", "0"))
YES, NO = ("Yes", "Y", "1"), ("No", "N", "0")
SEEN = YES_NO | {"N/A", "Not applicable"}
SEX_OF = {"Male": "male", "Female": "female", "M": "male", "F": "female", "1": "male", "2": "female"}
CATEGORIES = {  # a plan's category of abuse, in the words of the Standard Safeguarding Dataset
    "Neglect": "Neglect",
    "Physical abuse": "Physical Abuse",
    "Sexual abuse": "Sexual Abuse",
    "Emotional abuse": "Emotional Abuse",
    "Multiple/not recommended": "Multiple",
}
SOURCES = words_of("referral_sources.csv", "code")
HOMES = words_of("care_leavers.csv", "code", column="home")
ACTIVITIES = words_of("care_leavers.csv", "code", column="activity")
NEEDS = frozenset(f"N{number}" for number in range(10))
STATUSES = words_of("legal_statuses.csv", "code")
TYPES = words_of("placement_types.csv", "code")


@dataclass(frozen=True)
class AnnexList:
    """One list: its number and name, its columns beside those about the child, its key, and pairs of days in order.

    `coded` are the columns of which the code alone counts: "q) 6: Police" is 6, "U6 - Foster placement" U6.
    A key of the child alone is a list of how things stand: its row says the latest of each thing.
    """

    number: int
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    in_order: tuple[tuple[str, str], ...] = ()
    coded: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """Its name in record ids."""
        return f"list_{self.number}"


def _day(name: str, required: bool = False, optional: bool = False) -> Column:
    return Column(name, "day", required, day_format="%d/%m/%Y", optional=optional)


CHILD = (
    Column(CHILD_ID, "id", required=True),
    Column("Gender"),
    Column("Ethnicity"),
    _day(BORN),
    Column("Does the Child have a Disability", words=YES_NO, optional=True),
)
CONTACTS = AnnexList(
    1,
    "Contacts",
    (_day("Date of Contact", required=True), Column("Contact Source", words=SOURCES)),
    (CHILD_ID, "Date of Contact", "Contact Source"),
    coded=("Contact Source",),
)
EARLY_HELP = AnnexList(
    2,
    "Early help",
    (_day("Assessment start date", required=True), _day("Assessment completion date")),
    (CHILD_ID, "Assessment start date"),
    (("Assessment start date", "Assessment completion date"),),
)
REFERRALS = AnnexList(
    3,
    "Referrals",
    (
        _day("Date of referral", required=True),
        Column("Referral Source", words=SOURCES),
        Column("Referral NFA?", words=YES_NO),
    ),
    (CHILD_ID, "Date of referral"),
    coded=("Referral Source",),
)
ASSESSMENTS = AnnexList(
    4,
    "Assessments",
    (
        _day("Continuous Assessment Start Date", required=True),
        Column("Child Seen During Continuous Assessment", words=SEEN),
        _day("Continuous Assessment Date of Authorisation"),
    ),
    (CHILD_ID, "Continuous Assessment Start Date"),
    (("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),),
)
ENQUIRIES = AnnexList(
    5,
    "Section 47 enquiries",
    (
        _day("Strategy discussion initiating Section 47 Enquiry Start Date", required=True),
        _day("Date of Initial Child Protection Conference"),
    ),
    (CHILD_ID, "Strategy discussion initiating Section 47 Enquiry Start Date"),
    (
        (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        ),
    ),
)
IN_NEED = AnnexList(
    6,
    "Children in need",
    (
        _day("CIN Start Date", required=True),
        Column("Primary Need Code", words=NEEDS),
        _day("CIN Closure Date"),
    ),
    (CHILD_ID, "CIN Start Date"),
    (("CIN Start Date", "CIN Closure Date"),),
    ("Primary Need Code",),
)
PROTECTED = AnnexList(
    7,
    "Child protection",
    (
        _day("Child Protection Plan Start Date", required=True),
        Column("Initial Category of Abuse", words=frozenset(CATEGORIES)),
        _day("Date of latest review conference"),
        _day("Child Protection Plan End Date"),
    ),
    (CHILD_ID, "Child Protection Plan Start Date"),
    (("Child Protection Plan Start Date", "Child Protection Plan End Date"),),
)
IN_CARE = AnnexList(
    8,
    "Children in care",
    (
        _day("Date Started to be Looked After", required=True),
        _day("Start date of current legal status"),
        Column("Child's Legal Status", words=STATUSES),
        _day("Date Ceased to be Looked After"),
        _day("Start Date of Most Recent Placement"),
        Column("Placement Type", words=TYPES),
    ),
    (CHILD_ID, "Date Started to be Looked After"),
    (
        ("Date Started to be Looked After", "Date Ceased to be Looked After"),
        ("Date Started to be Looked After", "Start Date of Most Recent Placement"),
    ),
    ("Child's Legal Status", "Placement Type"),
)
CARE_LEAVERS = AnnexList(
    9,
    "Care leavers",
    (
        _day("Latest Pathway Plan Review Date"),
        Column("LA in Touch"),
        _day("Latest Date of Contact"),
        Column("Type of Accommodation", words=HOMES),
        Column("Suitability of Accommodation", words=frozenset(("Suitable", "Unsuitable"))),
        Column("Activity Status", words=ACTIVITIES),
    ),
    (CHILD_ID,),
    coded=("Type of Accommodation", "Activity Status"),
)
LISTS = (CONTACTS, EARLY_HELP, REFERRALS, ASSESSMENTS, ENQUIRIES, IN_NEED, PROTECTED, IN_CARE, CARE_LEAVERS)
NOT_READ = (10, 11)  # children placed for adoption, and their adopters: restricted records
