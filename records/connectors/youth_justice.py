"""Youth justice: orders and disposals, support to prevent offending, remand, and contacts that an order required.

What was settled without a court and needs no admission is `diverted` and raises nothing. A contact missed counts only
where an order required it: prevention is voluntary, and a place that was declined is never an indicator.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors.files import (
    ENDED_RECORDED,
    RECORDED,
    File,
    RecordedFeed,
    delivery_of_files,
    people_file,
    read_files,
)
from records.delivery import SEX_OF, Delivery
from records.frames import among, looked_up
from records.kinds import code_list, words_of
from records.validate import Column, Sieve

NAME, AGENCY = "youth_justice", "youth_justice"
DELAY_DAYS = 7  # an assumption: the case system is read once a week
ENTRY_DAYS = 30  # an assumption: case records are written up within the month, where the day is not said
PERSON = "young_person_id"
ORDER_UNREAD = "must be of an order that could be read: it says whether the contact was required"
ENDED = (Column("end_date", "day"), RECORDED, ENDED_RECORDED)
IN_ORDER = (("start_date", "end_date"), ("end_date", "ended_recorded_on"))

PEOPLE = people_file(PERSON, Column("sex"), Column("ethnicity"))
ORDERS = File(
    "orders",
    (
        Column("order_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("type", required=True, words=words_of("youth_justice_orders.csv", "code")),
        Column("start_date", "day", required=True),
        Column("end_reason", words=words_of("youth_justice_ends.csv", "code")),
        *ENDED,
    ),
    ("order_id",),
    IN_ORDER,
    since_birth="start_date",
)
PREVENTION = File(
    "prevention",
    (
        Column("programme_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("accepted", required=True, words=frozenset(("yes", "no"))),
        Column("start_date", "day", required=True),
        Column("end_reason", words=words_of("youth_justice_ends.csv", "code")),
        *ENDED,
    ),
    ("programme_id",),
    IN_ORDER,
    since_birth="start_date",
)
REMAND = File(
    "remand",
    (
        Column("remand_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("type", required=True, words=words_of("remand_types.csv", "code")),
        Column("start_date", "day", required=True),
        *ENDED,
    ),
    ("remand_id",),
    IN_ORDER,
    since_birth="start_date",
)
CONTACTS = File(
    "contacts",
    (
        Column("contact_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("order_id", "id", required=True),
        Column("due_on", "day", required=True),
        Column("result", required=True, words=frozenset(("kept", "missed", "excused"))),
        RECORDED,
    ),
    ("contact_id",),
    since_birth="due_on",
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: people.csv and whichever of orders, prevention, remand and contacts came."""
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    sieves = read_files(path, PEOPLE, (ORDERS, PREVENTION, REMAND, CONTACTS), received_on)
    for name in {"orders", "prevention"} & set(sieves):
        unexplained = sieves[name].rows["end_reason"].notna() & sieves[name].rows["end_date"].isna()
        sieves[name].refuse(unexplained, "end_date", "must be filled in where end_reason is")
    return delivery_of_files(
        feed,
        sieves,
        PEOPLE,
        _events(feed, sieves),
        groups=_groups(feed, sieves["people"].rows),
    )


def _events(feed: RecordedFeed, sieves: dict[str, Sieve]) -> list[pd.DataFrame]:
    events = []
    if "orders" in sieves:
        events += _orders(feed, sieves["orders"].rows)
    if "prevention" in sieves:
        events += _prevention(feed, sieves["prevention"].rows)
    if "remand" in sieves:
        rows = sieves["remand"].rows
        events.append(_spells(feed, rows, "remand", "remand_id", "remand", role="suspect", code=rows["type"]))
    if "contacts" in sieves:
        events.append(_contacts(feed, sieves))
    return events


def _groups(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows[PERSON]),
            "ethnicity": rows["ethnicity"],
            "ethnicity_source": "self_defined",
            "sex": rows["sex"].map(SEX_OF),
        }
    )


def _orders(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    status_of = {row["code"]: row["status"] for row in code_list("youth_justice_orders.csv")}
    status = rows["type"].map(status_of)
    orders = _spells(feed, rows, "orders", "order_id", "youth_justice_order", status=status, code=rows["type"])
    return [orders, _completed(feed, rows, "orders", "order_id")]


def _prevention(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """A place that was declined leaves no trace."""
    taken = rows[rows["accepted"] == "yes"]
    spells = _spells(feed, taken, "prevention", "programme_id", "youth_justice_prevention")
    return [spells, _completed(feed, taken, "prevention", "programme_id")]


def _spells(
    feed: RecordedFeed, rows: pd.DataFrame, table: str, own: str, kind: str, **more: pd.Series | str
) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        table,
        own,
        kind,
        happened_on=rows["start_date"],
        recorded=rows["recorded_on"],
        ended_on=rows["end_date"],
        ended_known_on=feed.ending(rows["ended_recorded_on"], rows["end_date"]),
        **more,
    )


def _completed(feed: RecordedFeed, rows: pd.DataFrame, table: str, own: str) -> pd.DataFrame:
    """A plan seen through, on the day it ended; whatever it was for, finishing it is a strength."""
    done = rows[rows["end_reason"].isin(words_of("youth_justice_ends.csv", "code", completed="yes"))]
    return feed.events(
        done.assign(person=done[PERSON]),
        table,
        own,
        "youth_justice_completed",
        part="completed",
        happened_on=done["end_date"],
        recorded=done["ended_recorded_on"],
    )


def _contacts(feed: RecordedFeed, sieves: dict[str, Sieve]) -> pd.DataFrame:
    """Contacts missed under an order that required them; an excused one was not missed."""
    sieve = sieves["contacts"]
    orders = sieves.get("orders")
    sieve.refuse_unknown("order_id", orders.ids("order_id") if orders else pd.Series(dtype="str"), "orders.csv")
    rows = _required(sieve, orders.rows) if orders else sieve.rows
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "contacts",
        "contact_id",
        "statutory_contact_missed",
        happened_on=rows["due_on"],
        recorded=rows["recorded_on"],
    )


def _required(contacts: Sieve, orders: pd.DataFrame) -> pd.DataFrame:
    """The missed contacts that their orders required, until these ended. Refuses those that contradict their order."""
    by_id = orders.set_index("order_id")
    _refuse_missed(contacts, ~among(contacts.rows["order_id"], orders["order_id"]), "order_id", ORDER_UNREAD)
    others = contacts.rows[PERSON] != looked_up(contacts.rows["order_id"], by_id[PERSON])
    _refuse_missed(contacts, others, PERSON, "must be the person whom the order is about")
    early = contacts.rows["due_on"] < looked_up(contacts.rows["order_id"], by_id["start_date"])
    _refuse_missed(contacts, early, "due_on", "must not be before the order's start_date")
    rows = contacts.rows[contacts.rows["result"] == "missed"]
    statutory = words_of("youth_justice_orders.csv", "code", statutory="yes")
    ended = rows["due_on"] > looked_up(rows["order_id"], by_id["end_date"])
    return rows[looked_up(rows["order_id"], by_id["type"]).isin(statutory) & ~ended]


def _refuse_missed(contacts: Sieve, wrong: pd.Series | np.ndarray, column: str, reason: str) -> None:
    """Refuses missed contacts alone: of any other nothing is told, whatever it says of its order."""
    contacts.refuse((contacts.rows["result"] == "missed") & wrong, column, reason)
