"""One delivery as it meets what the store holds, and how a question to it is answered.

A share of too few records is not judged: one record more or less would decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from records.agreed_checks import IngestChecks
from records.agreements import Agreement
from records.delivery import Delivery
from records.frames import among
from records.taken_in import Taken

Verdict = Literal["fine", "warn", "refuse", "not judged"]


@dataclass(frozen=True)
class Check:
    """One question to one feed's delivery: its name, what was found, where the limit is, and what follows."""

    feed: str
    check: str
    verdict: Verdict
    found: str
    limit: str


@dataclass(frozen=True)
class Arrival:
    """A delivery with what it meets: the feed's versions held before, its last entry in the log, and what it does."""

    one: Delivery
    held: pd.DataFrame
    entry: dict | None
    taken: Taken
    agreement: Agreement | None
    received_on: date
    policy: IngestChecks

    @property
    def news(self) -> pd.DataFrame:
        """Delivered records of which nothing was held."""
        return self.one.events[~among(self.one.events["record_id"], self.held["record_id"])]

    @property
    def standing(self) -> int:
        """How many records stood before, numbers among them."""
        return int(self.held["superseded_on"].isna().sum()) + self.taken.counts_stood


Answer = tuple[Verdict, str, str]
Question = Callable[[Arrival], Iterator[Answer]]


def judged(arrival: Arrival, records: float, beyond: bool | np.bool_, verdict: Verdict) -> Verdict:
    """`verdict` where something is `beyond` its limit; not judged where it is a share of too few `records`."""
    if records < arrival.policy.least_records:
        return "not judged"
    return verdict if beyond else "fine"


def at_least(name: str, arrival: Arrival) -> str:
    """A limit of the policy in words."""
    return f"at least {getattr(arrival.policy, name):.0%}"
