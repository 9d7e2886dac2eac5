"""Hospital navigators: referrals to which the young person said yes, and the support that followed.

Health records of a person come by consent alone. Whether a row may be read is decided before anything else is asked
of it, so that no fault of a row keeps what is held after consent was taken back; an offer that was declined is dropped
in the same way. What brought somebody to hospital is never read.
"""

from __future__ import annotations

from dataclasses import replace
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
from records.delivered import Refusal
from records.delivery import Delivery
from records.frames import among
from records.validate import Column, Sieve

NAME, AGENCY = "navigator", "health"
DELAY_DAYS = 7  # an assumption: the navigators' list is sent once a week
ENTRY_DAYS = 14  # an assumption: navigators write up their visits within two weeks, where the day is not said
PERSON = "patient_id"
NO_CONSENT = "must be yes in every row of a referral: without consent nothing of it may come"


def _only_wanted(referrals: Sieve) -> None:
    """Passes over referrals without consent, and says how many; and declined offers, of which nothing is said."""
    without = _all_rows_of(referrals.rows, referrals.rows["consent"].str.lower() != "yes")
    if without.any():
        referrals.refused.append(Refusal(referrals.file, "consent", NO_CONSENT, int(without.sum())))
    referrals.pass_over(without)
    referrals.pass_over(_all_rows_of(referrals.rows, referrals.rows["offer"] == "declined"))


def _all_rows_of(rows: pd.DataFrame, said: pd.Series) -> np.ndarray:
    """The rows that say so and every other row of their referrals: one no is enough."""
    return said.to_numpy(bool) | among(rows["referral_id"], rows.loc[said, "referral_id"].dropna())


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
    first=_only_wanted,
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: people.csv and referrals.csv, of which only what was consented to is kept."""
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    sieves = read_files(path, PEOPLE, (), received_on, (REFERRALS,))
    referrals = sieves["referrals"]
    unsupported = referrals.rows["support_end"].notna() & referrals.rows["support_start"].isna()
    referrals.refuse(unsupported, "support_start", "must be filled in where support_end is")
    _keep_only(sieves, referrals.rows[PERSON])
    delivery = delivery_of_files(feed, sieves, PEOPLE, _events(feed, referrals.rows))
    none_wanted = referrals.passed_over > 0 or not referrals.refused  # not: rows came and none could be read
    return replace(
        delivery,
        tables={**delivery.tables, "referrals": len(referrals.rows)},
        may_be_empty=none_wanted,
        # a row without its own id might be any record's: it must not keep the one to which somebody said no
        unread={} if referrals.passed_over else delivery.unread,
    )


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
    told = helped["recorded_on"] >= helped["support_start"]  # what began after the referral was recorded is not in it
    support = feed.events(
        helped.assign(person=helped[PERSON]),
        "referrals",
        "referral_id",
        "navigator_support",
        part="support",
        happened_on=helped["support_start"],
        recorded=helped["recorded_on"].where(told),
        ended_on=helped["support_end"],
        ended_known_on=feed.ending(helped["ended_recorded_on"], helped["support_end"]),
    )
    return [referred, support]
