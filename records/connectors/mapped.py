"""Any feed by its mapping file: columns, kinds, both dates and a crosswalk of ids, checked like every other feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.agreements import load_agreements
from records.connectors.mapping import Crosswalk, EventFile, Mapping, PeopleFile, load_mapping, located
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.events import MOST_AMOUNT
from records.frames import among
from records.kinds import INTELLIGENCE
from records.refusal import WrongUse
from records.validate import Column, Sieve, sieve_file

OLDEST, YOUNGEST = 1900, 2200
MID_YEAR = "-07-01"  # a birth of which only the year is known
SEX_WORDS = {**SEX_OF, "MALE": "male", "FEMALE": "female"}

TRUE = frozenset(("1", "Y", "y", "yes", "Yes", "true", "True", "TRUE"))
FALSE = frozenset(("0", "N", "n", "no", "No", "false", "False", "FALSE"))


def read(path: Path, received_on: date, data: Path | None = None) -> Delivery:
    """The delivery that the mapping file `path` describes; `data` is what `${DATA}` means in it."""
    mapping = load_mapping(path)
    _hold_intelligence(mapping)
    feed = Feed(mapping.feed, mapping.agency, mapping.delay_days, "recorded", received_on, mapping.person_prefix)
    place = _Place(mapping, path, received_on, data)
    people = place.people(mapping.people) if mapping.people else None
    sieves = {"people": people} if people else {}
    needed = {one.crosswalk for one in mapping.events}
    walks = {name: place.crosswalk(walk) for name, walk in mapping.crosswalk.items() if name in needed}
    events = []
    for declared in mapping.events:
        sieve = place.events(declared, walks)
        if people is not None and mapping.people:
            known = among(sieve.rows["person"], people.ids(mapping.people.person))
            sieve.refuse(~known, declared.person, f"must be in {Path(mapping.people.file).name}")
        sieves[declared.table] = sieve
        events.append(_events(feed, mapping, declared, sieve.rows))
    rest = _about_people(feed, mapping.people, people.rows) if people is not None and mapping.people else {}
    delivery = delivery_of(feed, sieves, rest.pop("people", pd.DataFrame()), events, **rest)
    told = frozenset(kind for one in mapping.events for kind in one.kinds())
    refused = (*delivery.refused, *(one for walk in walks.values() for one in walk.refused))
    return replace(delivery, agreement=mapping.agreement, may_tell=told, refused=refused)


def _hold_intelligence(mapping: Mapping) -> None:
    """WrongUse where the feed tells of intelligence and its agreement does not switch that on."""
    agreement = load_agreements().get(mapping.feed, mapping.agreement)
    if any(INTELLIGENCE in one.kinds() for one in mapping.events) and not (agreement and agreement.intelligence):
        raise WrongUse(
            f"{mapping.feed}: the kind {INTELLIGENCE} must be switched on in the feed's agreement; it is off: leave "
            "its table out, or write intelligence = true where the partnership has agreed to it"
        )


class _Place:
    """Where a mapping's files stand, and how its ids and dates are written."""

    def __init__(self, mapping: Mapping, path: Path, received_on: date, data: Path | None) -> None:
        self.mapping, self.path, self.received_on, self.data = mapping, path, received_on, data

    def people(self, declared: PeopleFile) -> Sieve:
        """The checked rows of the people file."""
        texts = [declared.area, declared.shared_key, *declared.groups.values()]
        columns = [
            self._id(declared.person),
            *(self._day(name) for name in (declared.born_on, declared.left_on) if name),
            *(Column(name) for name in texts if name),
        ]
        if declared.born_year:
            columns.append(Column(declared.born_year, "number", at_least=OLDEST, at_most=YOUNGEST))
        sieve = self._sieve(declared.file, columns, declared.person)
        if declared.born_year:
            sieve.refuse(sieve.rows[declared.born_year] % 1 > 0, declared.born_year, "must be a whole year")
        return sieve

    def events(self, declared: EventFile, walks: dict[str, Sieve]) -> Sieve:
        """The checked rows of a file of records, with the person's id in `person`."""
        needed = [declared.happened_on, declared.known_on]
        ends = [name for name in (declared.ended_on, declared.ended_known_on) if name]
        texts = [declared.code, declared.place, declared.incident_id, *(rule.column for rule in declared.kind_when)]
        columns = [
            self._id(declared.id),
            self._id(declared.person),
            *(self._day(name, required=True) for name in needed),
            *(self._day(name) for name in ends),
            *(Column(name) for name in texts if name),
            *([Column(declared.amount, "number", at_least=0, at_most=MOST_AMOUNT)] if declared.amount else []),
            *([Column(declared.our_flag, words=TRUE | FALSE)] if declared.our_flag else []),
        ]
        sieve = self._sieve(declared.file, columns, declared.id)
        for end in ends:
            sieve.refuse_before(end, declared.happened_on)
        if declared.ended_on and declared.ended_known_on:
            unknown = sieve.rows[declared.ended_on].notna() & sieve.rows[declared.ended_known_on].isna()
            sieve.refuse(unknown, declared.ended_known_on, f"must be filled in where {declared.ended_on} is")
        person = sieve.rows[declared.person]
        if declared.crosswalk:
            walk = self.mapping.crosswalk[declared.crosswalk]
            person = person.map(walks[declared.crosswalk].rows.set_index(walk.from_)[walk.to])
        sieve.rows = sieve.rows.assign(person=person)
        sieve.refuse(sieve.rows["person"].isna(), declared.person, "must be in the crosswalk of ids, as one person")
        return sieve

    def crosswalk(self, walk: Crosswalk) -> Sieve:
        """The checked rows of a crosswalk. An id that stands for two people stands for neither; one that stands for
        nobody is no fault."""
        sieve = self._sieve(walk.file, [self._id(walk.from_), self._id(walk.to, required=False)])
        sieve.rows = sieve.rows.drop_duplicates([walk.from_, walk.to], ignore_index=True)
        twice = sieve.rows.duplicated(walk.from_, keep=False)
        sieve.refuse(twice, walk.from_, "must stand for one person; its rows name several")
        return sieve

    def _id(self, name: str, required: bool = True) -> Column:
        return Column(name, "id", required, whole_number=self.mapping.whole_number_ids)

    def _day(self, name: str, required: bool = False) -> Column:
        return Column(name, "day", required, day_format=self.mapping.day_format)

    def _sieve(self, file: str, columns: list[Column], *key: str) -> Sieve:
        once = list({column.name: column for column in reversed(columns)}.values())
        return sieve_file(located(file, self.path, self.data), once, self.received_on, key)


def _events(feed: Feed, mapping: Mapping, declared: EventFile, rows: pd.DataFrame) -> pd.DataFrame:
    kind = _kinds(declared, rows)
    columns = {name: getattr(declared, name) for name in ("ended_on", "code", "amount", "place", "incident_id")}
    given = {name: rows[column] for name, column in columns.items() if column}
    if declared.our_flag:
        given["our_flag"] = among(rows[declared.our_flag], TRUE)
    if declared.ended_known_on:
        given["ended_known_on"] = feed.known(rows[declared.ended_known_on]).where(given["ended_on"].notna())
    return feed.events(
        rows,
        declared.table,
        declared.id,
        kind,
        role=declared.role,
        status=declared.status,
        happened_on=rows[declared.happened_on],
        recorded=rows[declared.known_on],
        known_basis=declared.known_basis,
        may_discuss=kind.map({name: new.may_discuss for name, new in mapping.kinds.items()}),
        **given,
    )


def _kinds(declared: EventFile, rows: pd.DataFrame) -> pd.Series:
    fits = [_fits(rows[rule.column], rule.prefix, rule.equals) for rule in declared.kind_when]
    kinds = [rule.kind for rule in declared.kind_when]
    chosen = np.select(fits, kinds, declared.kind) if fits else np.repeat(declared.kind, len(rows))
    return pd.Series(chosen, index=rows.index, dtype="str")


def _fits(column: pd.Series, prefix: str | None, equals: str | None) -> np.ndarray:
    fits = column.str.startswith(prefix) if prefix is not None else column == equals
    return fits.fillna(False).to_numpy(dtype=bool)


def _about_people(feed: Feed, declared: PeopleFile, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ids = feed.person_ids(rows[declared.person])
    left = rows[declared.left_on] if declared.left_on else None
    people = {
        "person_id": ids,
        "born_on": _born(declared, rows),
        "area": rows[declared.area] if declared.area else None,
        "left_on": left,
        "left_known_on": None if left is None else feed.known(left),
    }
    groups: dict[str, pd.Series] = {name: rows[column] for name, column in declared.groups.items()}
    if "sex" in groups:
        groups["sex"] = groups["sex"].str.upper().map(SEX_WORDS)
    found = {"people": pd.DataFrame(people), "groups": pd.DataFrame({"person_id": ids, **groups})}
    if "ethnicity" in groups:
        found["groups"]["ethnicity_source"] = feed.agency
    if declared.shared_key:
        keyed = pd.DataFrame({"agency_person_id": ids, "shared_key": rows[declared.shared_key]})
        found["identities"] = keyed.dropna()
    return found


def _born(declared: PeopleFile, rows: pd.DataFrame) -> pd.Series | np.ndarray | None:
    if declared.born_on:
        return month_of(rows[declared.born_on])
    if not declared.born_year:
        return None
    year = rows[declared.born_year]
    text = year.astype("Int64").astype("str") + MID_YEAR
    return pd.to_datetime(text.where(year.notna()), format="%Y-%m-%d").astype("datetime64[s]")
