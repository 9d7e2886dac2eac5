"""A delivery as a folder of CSV files: the people first, then each file that came, held together by the people's ids.

Names, addresses and numbers are read for linkage alone: they go to `identifiers`, which no indicator can see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from records.delivery import Delivery, Feed, delivery_of, month_of
from records.refusal import Refused
from records.validate import Column, First, Sieve, sieve_file

IDENTIFIERS = ("forename", "surname", "address", "postcode", "school_number", "nhs_number")
FOR_LINKAGE = tuple(Column(name, optional=True) for name in IDENTIFIERS)
RECORDED = Column("recorded_on", "day", optional=True)
ENDED_RECORDED = Column("ended_recorded_on", "day", optional=True)
KNOWN_AS = "known_as"  # a second file of people: other names and addresses, with the day they were recorded


@dataclass(frozen=True)
class RecordedFeed(Feed):
    """A feed that keeps the day on which each record was made. Where that is blank it is taken to be `entry_days` after
    what happened, and the known date is marked `estimated`."""

    entry_days: int = 30

    def dated(self, recorded: pd.Series, happened: pd.Series) -> dict[str, Any]:
        """`known_on` and `known_basis` of records of what `happened`."""
        guess = happened + np.timedelta64(self.entry_days, "D")
        basis = np.where(recorded.notna(), "recorded", "estimated")
        return {"known_on": self.known(recorded.fillna(guess)), "known_basis": basis}

    def ending(self, recorded: pd.Series, ended: pd.Series) -> pd.Series:
        """When an ending was known; null where there is none."""
        return self.dated(recorded, ended)["known_on"].where(ended.notna())

    def events(
        self, rows: pd.DataFrame, table: str, native: str, kind: str | pd.Series, part: str = "", **given: Any
    ) -> pd.DataFrame:
        """Event rows as `Feed.events` makes them, each with the basis of its own known date."""
        told = self.dated(given.pop("recorded"), given["happened_on"]) if "recorded" in given else {}
        return super().events(rows, table, native, kind, part, **{**told, **given})


@dataclass(frozen=True)
class File:
    """One file of a feed: `key` tells its rows apart; `order` names pairs of dates, the earlier one first.

    `since_birth` is the date column that must not come before the person's birth; `first` passes over what may not be
    read.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[tuple[str, str], ...] = ()
    since_birth: str | None = None
    first: First | None = None


def people_file(person: str, *more: Column, name: str = "people") -> File:
    """The file of people whose id column is `person`: date of birth, area, the shared key and what linkage needs."""
    own = (
        Column(person, "id", required=True),
        Column("county_reference", "id"),
        Column("born_on", "day", required=True),
    )
    return File(name, (*own, Column("area"), *more, *FOR_LINKAGE), (person,))


def read_files(
    path: Path, people: File, others: Sequence[File], received_on: date, always: Sequence[File] = ()
) -> dict[str, Sieve]:
    """The checked files by name: people, `always`, and of `others` those that came. Refused where only people came."""
    came = [*always, *(one for one in others if is_there(path, one.name))]
    if not came:
        named = ", ".join(f"{one.name}.csv" for one in others)
        raise Refused(f"the delivery must hold {people.name}.csv and at least one of {named}; none of these is there")
    person = people.key[0]
    known_as = (_known_as(person),) if is_there(path, KNOWN_AS) else ()
    sieves = {one.name: sieve_of(path, one, received_on) for one in (people, *came, *known_as)}
    for one in (*came, *known_as):
        hold_together(sieves[one.name], one, sieves[people.name], person)
    return sieves


def is_there(path: Path, name: str) -> bool:
    """Whether the delivery in folder `path` names such a file, readable or not."""
    file = path / f"{name}.csv"
    return file.exists() or file.is_symlink()


def sieve_of(path: Path, one: File, received_on: date) -> Sieve:
    """One file of the delivery, its cells checked."""
    return sieve_file(path / f"{one.name}.csv", one.columns, received_on, one.key, one.first)


def hold_together(sieve: Sieve, one: File, people: Sieve, person: str) -> None:
    """Refuses rows whose dates are out of order, whose person is not among `people`, or who were not born yet."""
    for earlier, later in one.order:
        sieve.refuse_before(later, earlier)
    sieve.refuse_unknown(person, people.ids(person), people.file)
    if one.since_birth:
        born_on = people.rows.set_index(person)["born_on"].reindex(sieve.rows[person]).to_numpy()
        sieve.refuse(sieve.rows[one.since_birth] < born_on, one.since_birth, "must not be before birth")


def delivery_of_files(
    feed: Feed, sieves: Mapping[str, Sieve], people: File, events: list[pd.DataFrame], /, **rest: pd.DataFrame
) -> Delivery:
    """The delivery that the checked files are: its people, who they are to other agencies, and what linkage may read.

    `rest` are groups and links, and `people` where their file tells more than an id, a birth and an area.
    """
    person, rows = people.key[0], sieves[people.name].rows
    told = rest.pop("people", None)
    return delivery_of(
        feed,
        dict(sieves),
        people_rows(feed, rows, person) if told is None else told,
        events,
        identities=_identities(feed, rows, person),
        identifiers=_identifiers(feed, sieves, person, people.name),
        **rest,
    )


def people_rows(feed: Feed, rows: pd.DataFrame, person: str) -> pd.DataFrame:
    """The contract's people: the id, the month of birth and the area, and nothing else of the file."""
    return pd.DataFrame(
        {"person_id": feed.person_ids(rows[person]), "born_on": month_of(rows["born_on"]), "area": rows["area"]}
    )


def _identities(feed: Feed, rows: pd.DataFrame, person: str) -> pd.DataFrame:
    """Whoever carries the shared key, under the agency's own id."""
    known = rows[rows["county_reference"].notna()]
    return pd.DataFrame({"agency_person_id": feed.person_ids(known[person]), "shared_key": known["county_reference"]})


def _identifiers(feed: Feed, sieves: Mapping[str, Sieve], person: str, people: str) -> pd.DataFrame:
    """What linkage alone may read: each name and address that a person is known under, the latest first.

    The people's file is known at receipt, as it says how things stand then; `known_as` from its recorded date.
    """
    now = sieves[people].rows
    parts = [_identified(feed, now, person, now["born_on"], pd.Series(pd.Timestamp(feed.received_on), now.index))]
    if KNOWN_AS in sieves:
        before = sieves[KNOWN_AS].rows
        born_on = pd.Series(now.set_index(person)["born_on"].reindex(before[person]).to_numpy(), index=before.index)
        parts.append(_identified(feed, before, person, born_on, feed.known(before["recorded_on"])))
    return pd.concat(parts, ignore_index=True)


def _identified(feed: Feed, rows: pd.DataFrame, person: str, born_on: pd.Series, known_on: pd.Series) -> pd.DataFrame:
    told = rows.reindex(columns=[*IDENTIFIERS, "upn"]).assign(born_on=born_on, known_on=known_on)
    # schools call it upn
    told["school_number"] = told["school_number"].astype("str").fillna(told.pop("upn").astype("str"))
    told.insert(0, "agency_person_id", feed.person_ids(rows[person]))
    return told[told["agency_person_id"].notna()]


def _known_as(person: str) -> File:
    own = (Column(person, "id", required=True), Column("recorded_on", "day", required=True))
    return File(KNOWN_AS, (*own, *FOR_LINKAGE), ())
