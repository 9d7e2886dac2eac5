"""Small deliveries written as text tables, and the store that they go into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]

PEOPLE = """
nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,left_recorded_on
N1,C1,2008-05-17,M,Black,MWBC,Northgate,,
N2,C2,2007-01-02,F,White,,Southgate,,
"""
CRIMES = """
crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place
K1,N1,victim,34B,2024-03-01,2024-03-03,,,street
K2,N1,suspect,34B,2024-04-01,2024-04-02,8,2024-06-01,street
"""
NO_MISSING = "report_id,nominal_id,missing_from,found_on,recorded_on\n"
MISSING = NO_MISSING + "M1,N1,2024-05-01,,2024-05-01\n"
CONCERNS = "concern_id,nominal_id,kind,occurred_on,recorded_on\nE1,N2,domestic_abuse,2024-02-01,2024-02-10\n"


@pytest.fixture
def police(tmp_path: Path) -> Write:
    """Writes a police delivery; each file may be given anew."""

    def write(
        people: str = PEOPLE,
        crimes: str = CRIMES,
        missing: str = MISSING,
        concerns: str = CONCERNS,
        name: str = "police",
    ) -> Path:
        return written(tmp_path / name, {"people": people, "crimes": crimes, "missing": missing, "concerns": concerns})

    return write


@pytest.fixture
def ssd(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Standard Safeguarding Dataset with one person and whichever tables are given, by short name."""

    def write(name: str = "ssd", person: str = SSD_PERSON, **tables: str) -> Path:
        return written(tmp_path / name, {f"ssd_{table}": text for table, text in {"person": person, **tables}.items()})

    return write


SSD_PERSON = """
pers_person_id,pers_sex,pers_gender,pers_ethnicity,pers_dob,pers_death_date,pers_send_flag
S1,2,2,BCRB,2009-08-20,,0
S2,1,,WBRI,2010-02-01,,1
"""


def written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text.lstrip("\n"), encoding="utf-8")
    return folder
