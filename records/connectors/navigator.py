"""Hospital navigators: referrals to which the young person said yes, and the support that followed.

Health records of a person come by consent alone. A row without it is refused and nothing of it is kept, nor of a
person who has no other; an offer that was declined is dropped. What brought somebody to hospital is never read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

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
from records.delivery import Delivery
from records.frames import among
from records.validate import Column, Sieve

NAME, AGENCY = "navigator", "health"
DELAY_DAYS = 7  # an assumption: the navigators' list is sent once a week
ENTRY_DAYS = 14  # an assumption: navigators write up their visits within two weeks, where the day is not said
PERSON = "patient_id"
NO_CONSENT = "must be yes: without consent nothing of a referral may come"

PEOPLE = people_file(PERSON)
REFERRALS = File(
    "referrals",
    (
        Column("referral_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("consent"),
        Column("referred_on", "day", required=True),
        Column("offer", words=frozenset(("accepted", "declined", "open"))),
        Column("support_start", "day"),
        Column("support_end", "day"),
        RECORDED,
        ENDED_RECORDED,
    ),
    ("referral_id",),
    (("referred_on", "support_start"), ("support_start", "support_end"), ("support_end", "ended_recorded_on")),
    since_birth="referred_on",
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: people.csv and referrals.csv, of which only what was consented to is kept."""
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    sieves = read_files(path, PEOPLE, (), received_on, (REFERRALS,))
    referrals = sieves["referrals"]
    withdrawn = _without_consent(referrals)
    unsupported = referrals.rows["support_end"].notna() & referrals.rows["support_start"].isna()
    referrals.refuse(unsupported, "support_start", "must be filled in where support_end is")
    rows = referrals.rows[referrals.rows["offer"] != "declined"]
    _keep_only(sieves, rows[PERSON])
    delivery = delivery_of_files(
        feed,
        sieves,
        PEOPLE,
        _events(feed, rows),
    )
    return replace(delivery, tables={**delivery.tables, "referrals": len(rows)}, may_be_empty=withdrawn)


def _without_consent(referrals: Sieve) -> bool:
    """Takes rows without consent out, and forgets that they came: consent withdrawn withdraws what is held.

    True where there were any.
    """
    told = len(referrals.left_out)
    referrals.refuse(referrals.rows["consent"].str.lower() != "yes", "consent", NO_CONSENT)
    withdrawn = len(referrals.left_out) > told
    del referrals.left_out[told:]
    return withdrawn


def _keep_only(sieves: dict[str, Sieve], persons: pd.Series) -> None:
    """Forgets everybody who has no referral that may be kept."""
    for name in {"people", "known_as"} & set(sieves):
        sieve = sieves[name]
        sieve.rows = sieve.rows[among(sieve.rows[PERSON], persons)].reset_index(drop=True)
        sieve.left_out = []


def _events(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    referred = feed.events(
        rows.assign(person=rows[PERSON]),
        "referrals",
        "referral_id",
        "navigator_referral",
        happened_on=rows["referred_on"],
        recorded=rows["recorded_on"],
    )
    helped = rows[rows["support_start"].notna()]
    support = feed.events(
        helped.assign(person=helped[PERSON]),
        "referrals",
        "referral_id",
        "navigator_support",
        part="support",
        happened_on=helped["support_start"],
        recorded=helped["recorded_on"].mask(helped["recorded_on"] < helped["support_start"], helped["support_start"]),
        ended_on=helped["support_end"],
        ended_known_on=feed.ending(helped["ended_recorded_on"], helped["support_end"]),
    )
    return [referred, support]
