"""Children's social care as a Standard Safeguarding Dataset: one CSV for each table, read table by table.

The dataset keeps no recording date for most of its tables, so most known dates are estimated, table by table. What is
protected (sex, ethnicity, disability, special educational needs, immigration status) goes to `groups` and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors import ssd_care, ssd_care_tables, ssd_events, ssd_links
from records.connectors import ssd_tables as tables
from records.connectors.known_dates import DatedFeed
from records.connectors.ssd_care_tables import CLA_EPISODES
from records.connectors.ssd_tables import PERSON, Table
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.frames import among, looked_up
from records.refusal import Refused
from records.validate import Sieve, sieve_file

NAME, AGENCY = "ssd", "social_care"
PERSON_DELAY_DAYS = 31  # the extract is made once a month
GENDER_OF = {**SEX_OF, "9": "indeterminate"}
SEND_OF = {"0": "ehcp", "Y": "ehcp"}  # "1", no plan, does not say whether there is support: left unknown
DATED = (
    *(tables.CONTACTS, tables.EARLY_HELP, tables.CIN_EPISODES, tables.ASSESSMENTS, tables.FACTORS, tables.CIN_PLANS),
    *(tables.S47, tables.CONFERENCES, tables.CP_PLANS, tables.MISSING, tables.INVOLVEMENTS, tables.ADDRESS),
    *(CLA_EPISODES, ssd_care_tables.PLACEMENTS, ssd_care_tables.LEGAL_STATUS, ssd_care_tables.CONVICTIONS),
    *(ssd_care_tables.SUBSTANCES, ssd_care_tables.SDQ_SCORES, ssd_care_tables.CARE_LEAVERS),
)
UNDATED = (tables.IDENTIFIERS, tables.DISABILITY, tables.IMMIGRATION, tables.SEND, tables.FAMILY)
TABLES = (PERSON, *DATED, *UNDATED)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: ssd_person.csv and whichever other tables came."""
    feed = DatedFeed(NAME, AGENCY, PERSON_DELAY_DAYS, "estimated", received_on)
    sieves = _sieves(path, received_on)
    events = [
        *ssd_events.events(feed, sieves),
        *ssd_care.events(feed, sieves),
        *ssd_links.address_changes(feed, sieves),
    ]
    delivery = delivery_of(
        feed,
        sieves,
        _people(feed, sieves[PERSON.name].rows),
        events,
        groups=_groups(feed, sieves),
        identities=ssd_links.identities(feed, sieves),
        links=ssd_links.links(feed, sieves, events),
        identifiers=ssd_links.identifiers(feed, sieves),
    )
    told_less = replace(delivery, left_out=delivery.left_out | ssd_links.left_out(feed, sieves))
    return ssd_care.in_doubt(feed, sieves, told_less)


def _sieves(path: Path, received_on: date) -> dict[str, Sieve]:
    came = [table for table in TABLES if table is PERSON or (path / f"{table.name}.csv").exists()]
    if not set(came) & set(DATED):
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
    for column in [column.name for column in table.columns if column.holds == "day"]:
        born = looked_up(sieve.rows[table.person], born_on)
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
            "disability": _among(ids, sieves, tables.DISABILITY, {"disa_disability_code": "NONE"}),
            "immigration_status": _among(ids, sieves, tables.IMMIGRATION, {}),
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
