"""What comes only as numbers: how many of something in an area and a month. No person is in it, and none may be.

A file with any column beyond the declared is refused whole: a sixth column is how a person gets into a count.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from records.connectors.files import File, sieve_of
from records.delivered import read_text_rows
from records.delivery import COUNTED, Delivery, Feed, count_ids, delivery_of
from records.kinds import code_list, words_of
from records.refusal import Refused
from records.validate import Column, Sieve

NAME, AGENCY = "counts", "counts"
DELAY_DAYS = 1  # an assumption: numbers are sent on the day after they were put together
POSTCODE = r"(?:^|[^A-Za-z\d])[A-Za-z]{1,2}\d[A-Za-z\d]?[^A-Za-z\d]*\d[A-Za-z]{2}(?:[^A-Za-z\d]|$)"  # however spaced
MOST = 1_000_000  # of anything in an area and a month: more is a fault

COUNTS = File(
    "counts",
    (
        Column("area", required=True),
        Column("period", "day", required=True),
        Column("kind", required=True, words=words_of("count_kinds.csv", "kind")),
        Column("n", "number", required=True, at_least=0, at_most=MOST),
        Column("recorded_on", "day", required=True),
    ),
    ("area", "period", "kind"),
    (("period", "recorded_on"),),
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: counts.csv, with those columns and no other."""
    feed = Feed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on)
    _refuse_persons(path)
    sieve = sieve_of(path, COUNTS, received_on)
    sieve.refuse_before("recorded_on", "period")
    _hold(sieve)
    delivery = delivery_of(feed, {COUNTED: sieve}, pd.DataFrame(), [], counts=_counts(feed, sieve.rows))
    return replace(delivery, left_out=_left_out(sieve))


def _refuse_persons(path: Path) -> None:
    rows, _ = read_text_rows(path / "counts.csv")
    expected = [column.name for column in COUNTS.columns]
    if more := len(set(rows) - set(expected)):
        raise Refused(
            f"counts.csv must have the columns {', '.join(expected)} and no other; it has {more} more "
            f"({len(rows)} rows): numbers alone may come this way, nothing about a person"
        )


def _hold(sieve: Sieve) -> None:
    sieve.refuse(sieve.rows["n"] % 1 != 0, "n", "must be a whole number")
    sieve.refuse(sieve.rows["period"].dt.day != 1, "period", "must be the first day of a month")
    exact = sieve.rows["area"].str.contains(POSTCODE, regex=True)
    sieve.refuse(exact, "area", "must be an area of many people, without a postcode")


def _left_out(sieve: Sieve) -> frozenset[str]:
    """The ids of the numbers whose rows were refused, where these can be told."""
    named = [rows.dropna(subset=sieve.key) for rows in sieve.left_out]
    return frozenset(one for rows in named if len(rows) for one in count_ids(NAME, rows))


def _counts(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    sender = {row["kind"]: row["agency"] for row in code_list("count_kinds.csv")}
    return pd.DataFrame(
        {
            "area": rows["area"],
            "period": rows["period"],
            "kind": rows["kind"],
            "n": rows["n"],
            "known_on": feed.known(rows["recorded_on"]),
            "agency": rows["kind"].map(sender),
        }
    )
