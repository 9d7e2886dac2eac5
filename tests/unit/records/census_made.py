"""A return of the CIN census made for tests: whole, with whatever a test changes of it."""

from __future__ import annotations

CHILD = {"LAchildID": "X1", "UPN": "A123456789123", "PersonBirthDate": "2010-05-17", "Sex": "F"}
ASSESSMENT = (
    "<AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>2023-06-10</AssessmentAuthorisationDate>"
    "<FactorsIdentifiedAtAssessment><AssessmentFactors>2A</AssessmentFactors><AssessmentFactors>24A</AssessmentFactors>"
    "<AssessmentFactors>9A</AssessmentFactors></FactorsIdentifiedAtAssessment>"
)
ENQUIRY = (
    "<S47ActualStartDate>2023-05-20</S47ActualStartDate><InitialCPCtarget>2023-06-10</InitialCPCtarget>"
    "<DateOfInitialCPC>2023-06-12</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired>"
)
PLAN = (
    "<CPPstartDate>2023-06-12</CPPstartDate><InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse>"
    "<Reviews><CPPreviewDate>2023-09-15</CPPreviewDate><CPPreviewDate>2024-02-15</CPPreviewDate></Reviews>"
)


def elements(**values: str) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value)


def child(details: str = "", disability: str = "HAND", **changed: str) -> str:
    about = f"<Ethnicity>BCRB</Ethnicity><Disabilities><Disability>{disability}</Disability></Disabilities>"
    identifiers = elements(**{**CHILD, **changed})
    return (
        f"<Child><ChildIdentifiers>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics>{about}</ChildCharacteristics>{details or need()}</Child>"
    )


def need(inside: str = "", **changed: str) -> str:
    first = {"CINreferralDate": "2023-05-01", "ReferralSource": "1A", "PrimaryNeedCode": "N1", "ReferralNFA": "0"}
    return f"<CINdetails>{elements(**{**first, **changed})}{inside}</CINdetails>"


def census(*children: str, until: str = "2024-03-31") -> str:
    header = (
        f"<CollectionDetails><Collection>CIN</Collection><ReferenceDate>{until}</ReferenceDate></CollectionDetails>"
    )
    return f"<Message><Header>{header}</Header><Children>{''.join(children)}</Children></Message>"
