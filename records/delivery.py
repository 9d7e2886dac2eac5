"""What one delivery of a feed says, in the words of the record contract, before it meets what the store holds.

A connector builds it; `ingest` gives it its place in time among earlier deliveries of the same feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from records.agreements import Agreement
from records.delivered import WHOLE_LINE, Refusal
from records.events import COUNTS, EVENTS, IDENTIFIERS, LINKS, PEOPLE
from records.frames import typed
from records.kinds import kinds_told
from records.validate import Sieve, joined

COUNTED = "counts"  # the table of numbers, in their ids
SEX_OF = {"1": "male", "2": "female", "M": "male", "F": "female"}  # agencies' codes in the words of `groups`


@dataclass(frozen=True)
class Delivery:
    """One feed's rows: people (one agency's view), groups, events, identities, links, identifiers, counts; and what
    was refused. A pair of linked people stands once in `links`: ingest writes the other direction.

    `tables` counts the rows taken from each of the feed's tables that came, if need be with a header alone: then what
    is held of it has vanished. A record of another table, or of one whose every row was refused, has only not come.
    `agreement` is what a mapping file says of its own feed; feeds.toml goes before it.
    `may_be_empty` says that no record at all is a right answer: nobody consents to any.
    `left_out` are ids of records that came but were refused: they have not vanished either. `unread` counts, by
    `feed:table`, refused rows whose own id could not be read.
    `may_tell` are the kinds of which its tables could tell: where it holds none of one, there was none to tell.
    `reaches_back_to` is the day from which the delivery is whole, None for all of history: what was over before it is
    not expected in the delivery.
    `tells_to` is the last day of which it tells, None for the day before it came.
    `continues` are ids of spells that began before their first row in the delivery: the store may know them by another.
    `first_row_unread` are ids of spells with a row that could not be read, and was perhaps the one that named them.
    `unsure_ends` are ids of spells that may have gone on in a row that could not be read: their `ended_on` is the
    latest that it can have been.
    `refused_people` are ids of people that may be those of refused rows: their source lists them still.
    """

    feed: str
    agency: str
    people: pd.DataFrame
    groups: pd.DataFrame
    events: pd.DataFrame
    identities: pd.DataFrame
    links: pd.DataFrame
    identifiers: pd.DataFrame
    counts: pd.DataFrame
    tables: dict[str, int]
    refused: tuple[Refusal, ...]
    left_out: frozenset[str]
    may_tell: frozenset[str] = frozenset()
    agreement: Agreement | None = None
    may_be_empty: bool = False
    reaches_back_to: date | None = None
    tells_to: date | None = None
    continues: frozenset[str] = frozenset()
    first_row_unread: frozenset[str] = frozenset()
    unsure_ends: frozenset[str] = frozenset()
    unread: Mapping[str, int] = field(default_factory=dict)
    refused_people: frozenset[str] = frozenset()

    @property
    def people_recorded(self) -> set[str]:
        """The ids of those whom its records and links are about."""
        return {*self.events["person_id"], *self.links["person_id"], *self.links["other_id"]}


@dataclass(frozen=True)
class Feed:
    """One agency's way of telling us: its name, how long a record takes to reach us, and whether that is a guess."""

    name: str
    agency: str
    delay_days: int
    known_basis: str
    received_on: date
    person_prefix: str | None = None

    def person_ids(self, native: pd.Series) -> pd.Series:
        """The agency's ids of people as ours: told apart by agency until linkage joins them."""
        prefix = f"{self.agency}-" if self.person_prefix is None else self.person_prefix
        return prefix + native.astype("str")

    def record_ids(self, table: str, native: pd.Series, part: str = "") -> pd.Series:
        """`feed:table:native id`, with `#part` where one delivered row makes several records."""
        return f"{self.name}:{table}:" + native.astype("str") + (f"#{part}" if part else "")

    def known(self, recorded: pd.Series) -> pd.Series:
        """The first day on which the partnership held what was recorded then: the feed's delay later, or at receipt."""
        day = recorded + np.timedelta64(self.delay_days, "D")
        return day.clip(upper=pd.Timestamp(self.received_on))

    def events(
        self, rows: pd.DataFrame, table: str, native: str, kind: str | pd.Series, part: str = "", **given: Any
    ) -> pd.DataFrame:
        """Event rows from delivered rows with a column `person`; `given` holds the contract's other columns.

        `known_on` and `ended_known_on` follow from `recorded` and `ended_on` when they are not given.
        """
        happened = given.pop("happened_on")
        recorded = given.pop("recorded", happened)
        ended = given.get("ended_on", pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"))
        defaults = {
            "record_id": self.record_ids(table, rows[native], part),
            "version": 1,
            "person_id": self.person_ids(rows["person"]),
            "agency": self.agency,
            "kind": kind,
            "role": "concerned",
            "status": "recorded",
            "happened_on": happened,
            "known_on": self.known(recorded),
            "known_basis": self.known_basis,
            "superseded_on": pd.NaT,
            "ended_known_on": self.known(ended),
        }
        return typed(pd.DataFrame({**defaults, **given}, index=rows.index), EVENTS)


def delivery_of(
    feed: Feed, sieves: dict[str, Sieve], people: pd.DataFrame, events: list[pd.DataFrame], **rest: pd.DataFrame
) -> Delivery:
    """A delivery from its parts; `sieves` are the checked files by the name of their table in record ids."""
    came = {table: sieve for table, sieve in sieves.items() if _can_tell(sieve)}
    left_out = [
        feed.record_ids(table, _keys(sieve, rows)) for table, sieve in sieves.items() for rows in sieve.left_out
    ]
    none = pd.DataFrame()
    return Delivery(
        feed.name,
        feed.agency,
        typed(people, PEOPLE).assign(agency=feed.agency),
        rest.get("groups", none),
        pd.concat([rows for rows in events if len(rows)] or [typed(none, EVENTS)], ignore_index=True),
        rest.get("identities", none),
        typed(rest.get("links", none), LINKS),
        typed(rest.get("identifiers", none), IDENTIFIERS),
        typed(rest.get("counts", none), COUNTS).assign(agency=lambda rows: rows["agency"].fillna(feed.agency)),
        {table: len(sieve.rows) for table, sieve in came.items()},
        tuple(refusal for sieve in sieves.values() for refusal in sieve.refused),
        frozenset(pd.concat(left_out)) if left_out else frozenset(),
        frozenset(kind for table in came for kind in kinds_told(feed.name, table)),
        unread={f"{feed.name}:{table}": n for table, sieve in sieves.items() if (n := _unread(sieve))},
        refused_people=frozenset().union(*(_people_of_refused(feed, sieve) for sieve in sieves.values())),
    )


def count_ids(feed: str, rows: pd.DataFrame) -> pd.Series:
    """`feed:counts:month:area:kind`, the id of the number in each row with an `area`, a `period` and a `kind`."""
    return f"{feed}:{COUNTED}:" + rows["period"].dt.strftime("%Y-%m") + ":" + rows["area"] + ":" + rows["kind"]


def of_feed(record_ids: pd.Series, feed: str) -> pd.Series:
    """Which record ids are of a feed."""
    return record_ids.str.startswith(f"{feed}:")


def table_of(record_ids: pd.Series | pd.Index) -> pd.Series:
    """The table in each record id, which is `feed:table:` and the record's own id."""
    return record_ids.str.split(":", n=2).str[1]


def month_of(day: pd.Series) -> pd.Series:
    """The first of the month: as much of a date of birth as the store keeps."""
    return day.to_numpy().astype("datetime64[M]").astype("datetime64[s]")


def _can_tell(sieve: Sieve) -> bool:
    """Whether a file's silence says anything: not where every row of it was refused."""
    return len(sieve.rows) > 0 or not sieve.refused


def _unread(sieve: Sieve) -> int:
    """Rows that nobody can name: lines that could not be taken apart, and those whose key is damaged."""
    lines = sum(one.rows for one in sieve.refused if one.column == WHOLE_LINE)
    return lines + sum(int(rows[sieve.key].isna().any(axis=1).sum()) for rows in sieve.left_out)


def _people_of_refused(feed: Feed, sieve: Sieve) -> frozenset[str]:
    """The keys of refused rows as if they were people's: of a file of people they are."""
    keys = [_keys(sieve, rows) for rows in sieve.left_out]
    return frozenset(feed.person_ids(pd.concat(keys))) if keys else frozenset()


def _keys(sieve: Sieve, rows: pd.DataFrame) -> pd.Series:
    """The native ids of refused rows, as `record_ids` writes them: several key columns joined by a colon."""
    return joined(rows[sieve.key])
