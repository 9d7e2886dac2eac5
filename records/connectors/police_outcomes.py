"""What an outcome does to a suspect's records: each is `recorded` until the day on which the outcome was known, and
what the outcome says from then on. Custody for a crime is part of the same suspicion: it goes as the crime goes.
"""

from __future__ import annotations

import pandas as pd

from records.events import EVENTS
from records.frames import among, typed
from records.validate import Sieve

PERSON = "nominal_id"
CRIME_UNREAD = "must be of a crime whose rows could be read: they say what became of it"


def with_outcomes(first: pd.DataFrame, status: pd.Series, known_on: pd.Series) -> pd.DataFrame:
    """First versions of records with the status that an outcome gives them (null: none): at once where it was known by
    then, else in a second version."""
    later = status.notna() & (known_on > first["known_on"])
    told = first.assign(status=status.mask(later).fillna("recorded"), superseded_on=known_on.where(later))
    second = told[later].assign(
        version=2, status=status[later], known_on=known_on[later], known_basis="recorded", superseded_on=pd.NaT
    )
    return typed(pd.concat([told, second], ignore_index=True), EVENTS)


def as_the_crime_goes(custody: pd.DataFrame, crimes: pd.DataFrame) -> pd.DataFrame:
    """Custody with its person's status as a suspect of the crime that it names; `recorded` where it names none.

    Both are versions of events; a crime has at most one that its outcome made.
    """
    ended = crimes[(crimes["role"] == "suspect") & (crimes["status"] != "recorded")]
    outcome = ended.set_index(["person_id", "incident_id"])[["status", "known_on"]]
    named = pd.MultiIndex.from_frame(custody[["person_id", "incident_id"]])
    outcome = outcome.reindex(named).set_index(custody.index)
    return with_outcomes(custody, outcome["status"], outcome["known_on"])


def refuse_in_doubt(custody: Sieve, crimes: Sieve) -> None:
    """Refuses custody for a crime of which a row could not be read: perhaps the one that says how it ended for them."""
    suspects = crimes.rows[crimes.rows["role"] == "suspect"]
    told = among(_whose(custody.rows), _whose(suspects))
    unread = among(custody.rows["crime_id"], crimes.in_doubt("crime_id").dropna())
    custody.refuse(unread & ~told, "crime_id", CRIME_UNREAD)


def _whose(rows: pd.DataFrame) -> pd.Series:
    return rows["crime_id"] + "\x1f" + rows[PERSON]
