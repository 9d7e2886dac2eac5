"""Children's social care as a Standard Safeguarding Dataset: one CSV for each table, read table by table.

The dataset keeps no recording date for most of its tables, so the known date is estimated. Sex, ethnicity,
disability, special educational needs and care experience go to `groups` and nowhere else.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors import ssd_care, ssd_events
from records.connectors.ssd_tables import CLA_EPISODES, DISABILITY, EVENT_TABLES, IDENTIFIERS, PERSON, TABLES, Table
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.frames import among
from records.refusal import Refused
from records.validate import Sieve, sieve_file

NAME, AGENCY = "ssd", "social_care"
DELAY_DAYS = 30  # an assumption: nine in ten rows are entered within days, and the extract is made once a month
SHARED_KEY = "County Reference"  # the identifier type on which agencies' people are joined
GENDER_OF = {**SEX_OF, "9": "indeterminate"}
SEND_OF = {"0": "ehcp", "Y": "ehcp"}  # "1", no plan, does not say whether there is support: left unknown


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: ssd_person.csv and whichever other tables came."""
    feed = Feed(NAME, AGENCY, DELAY_DAYS, "estimated", received_on)
    sieves = _sieves(path, received_on)
    people = sieves[PERSON.name].rows
    events = [*ssd_events.events(feed, sieves), *ssd_care.events(feed, sieves)]
    return delivery_of(
        feed, sieves, _people(feed, people), events, groups=_groups(feed, sieves), identities=_identities(feed, sieves)
    )


def _sieves(path: Path, received_on: date) -> dict[str, Sieve]:
    came = [table for table in TABLES if table is PERSON or (path / f"{table.name}.csv").exists()]
    if not set(came) & set(EVENT_TABLES):
        raise Refused("an ssd delivery must hold ssd_person.csv and at least one other table; none is there")
    sieves = {t.name: sieve_file(path / f"{t.name}.csv", t.columns, received_on, [t.key]) for t in came}
    for table in came:
        _hold_together(sieves[table.name], table, sieves[PERSON.name])
    return sieves


def _hold_together(sieve: Sieve, table: Table, persons: Sieve) -> None:
    for earlier, later in table.in_order:
        sieve.refuse_before(later, earlier)
    if table.person is None:
        return
    sieve.refuse_unknown(table.person, persons.ids(PERSON.key), "ssd_person.csv")
    born_on = persons.rows.set_index(PERSON.key)["pers_dob"]
    for column in [column.name for column in table.columns if column.holds == "day" and column.required]:
        born = sieve.rows[table.person].map(born_on)
        sieve.refuse(sieve.rows[column] < born, column, "must not be before birth")


def _people(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows["pers_person_id"]),
            "born_on": month_of(rows["pers_dob"]),
            "left_on": rows["pers_death_date"],
            "left_known_on": feed.known(rows["pers_death_date"]),
        }
    )


def _groups(feed: Feed, sieves: dict[str, Sieve]) -> pd.DataFrame:
    rows = sieves[PERSON.name].rows
    ids = rows["pers_person_id"]
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(ids),
            "ethnicity": rows["pers_ethnicity"],
            "ethnicity_source": "social_care",
            "sex": rows["pers_sex"].map(SEX_OF),
            "gender": rows["pers_gender"].map(GENDER_OF),
            "send": rows["pers_send_flag"].map(SEND_OF),
            "disability": _among(ids, sieves, DISABILITY, {"disa_disability_code": "NONE"}),
            "care_experience": _among(ids, sieves, CLA_EPISODES, {}),
        }
    )


def _among(ids: pd.Series, sieves: dict[str, Sieve], table: Table, but: dict[str, str]) -> pd.Series | None:
    """Yes or no: whether each person has a row in `table`, not counting rows that hold what `but` says."""
    if table.name not in sieves:
        return None
    rows = sieves[table.name].rows
    for column, word in but.items():
        rows = rows[rows[column].str.upper() != word]
    return pd.Series(np.where(among(ids, rows[table.person]), "yes", "no"), index=ids.index)


def _identities(feed: Feed, sieves: dict[str, Sieve]) -> pd.DataFrame:
    if IDENTIFIERS.name not in sieves:
        return pd.DataFrame()
    rows = sieves[IDENTIFIERS.name].rows
    shared = rows[rows["link_identifier_type"] == SHARED_KEY]
    return pd.DataFrame(
        {"agency_person_id": feed.person_ids(shared["link_person_id"]), "shared_key": shared["link_identifier_value"]}
    )
