"""The shape of a mapping file: which column is which, in TOML, for any feed that has no connector of its own.

An unknown entry is refused, so that a misspelt one is never silently without effect.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from records.agreements import Agreement
from records.kinds import INTELLIGENCE, Kind, code_list, kinds
from records.refusal import WrongUse
from records.toml_text import toml_of
from records.validate import A_DAY, days_of

DATA = "${DATA}"
DATA_VARIABLE = "REACHABLE_DATA"
LONGEST_DELAY = 3_650  # days: a feed that takes longer tells of nothing that a score looks back on
SAYS_MORE = ("code", "amount", "place", "incident_id")
Word = Field(pattern=r"^[a-z][a-z0-9_]*$")
ColumnName = Annotated[str, Field(min_length=1)]
FileName = Annotated[str, Field(pattern=r"^[^\x00]+$")]
Role = Literal["concerned", "victim", "suspect", "witness"]
Status = Literal["recorded", "charged", "cautioned_or_convicted", "diverted", "no_further_action", "cancelled"]
MayDiscuss = Literal["with_the_young_person", "professionals_only", "ask_source_first"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewKind(_Strict):
    """A kind of record that is not in the partnership's own list."""

    label: str
    may_discuss: MayDiscuss
    spell: bool = False


class PeopleFile(_Strict):
    """Where people stand: their id, and the columns of birth, area and leaving; `groups` go to audits alone."""

    file: FileName
    person: str
    born_on: str | None = None
    born_year: str | None = None
    area: str | None = None
    left_on: str | None = None
    shared_key: str | None = None
    groups: dict[Literal["ethnicity", "sex", "gender", "send", "disability", "care_experience"], ColumnName] = {}


class Crosswalk(_Strict):
    """A file that says which of the people's ids stands for another id."""

    file: FileName
    from_: str = Field(alias="from")
    to: str


class KindRule(_Strict):
    """Rows whose `column` starts with `prefix`, or is equal to `equals`, are of `kind`; the first rule that fits."""

    column: str
    kind: str
    prefix: str | None = None
    equals: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> KindRule:
        if (self.prefix is None) == (self.equals is None):
            raise ValueError("needs either prefix or equals")
        return self


class EventFile(_Strict):
    """One file of records. `known_on` may be the column of `happened_on` itself, where nothing better is known;
    `our_flag` is the column that says whether our own flag caused the record."""

    table: str = Word
    file: FileName
    id: str
    person: str
    crosswalk: str | None = None
    kind: str
    kind_when: tuple[KindRule, ...] = ()
    role: Role = "concerned"
    status: Status = "recorded"
    happened_on: str
    known_on: str
    known_basis: Literal["recorded", "estimated"] = "recorded"
    ended_on: str | None = None
    ended_known_on: str | None = None
    code: str | None = None
    amount: str | None = None
    place: str | None = None
    incident_id: str | None = None
    our_flag: str | None = None

    def kinds(self) -> frozenset[str]:
        """The kinds that its rows may be of."""
        return frozenset((self.kind, *(rule.kind for rule in self.kind_when)))


class Mapping(_Strict):
    """One feed: its name and agency, how its ids and dates are written, its kinds and its files; and its agreement,
    which feeds.toml goes before."""

    feed: str = Word
    agency: str = Word
    delay_days: int = Field(default=0, ge=0, le=LONGEST_DELAY)
    person_prefix: str | None = None
    whole_number_ids: bool = False
    day_format: str = "%Y-%m-%d"
    kinds: dict[str, NewKind] = {}
    people: PeopleFile | None = None
    crosswalk: dict[str, Crosswalk] = {}
    events: tuple[EventFile, ...] = Field(min_length=1)
    agreement: Agreement | None = None

    @field_validator("day_format")
    @classmethod
    def _is_a_format_of_days(cls, day_format: str) -> str:
        try:
            read = days_of(pd.Series([A_DAY.strftime(day_format)], dtype="str"), day_format)
        except (ValueError, re.error):
            read = pd.Series([pd.NaT])
        if read[0] != A_DAY:
            raise ValueError("must give a whole day, as %d/%m/%Y does")
        return day_format

    @field_validator("feed")
    @classmethod
    def _is_no_connectors(cls, feed: str) -> str:
        if feed in {row["feed"] for row in code_list("feeds.csv")}:
            raise ValueError("must be a name of its own; a connector of ours has it")
        return feed

    @field_validator("kinds")
    @classmethod
    def _are_not_ours(cls, declared: dict[str, NewKind]) -> dict[str, NewKind]:
        if ours := sorted(set(declared) & set(kinds())):
            raise ValueError(f"must be kinds that are not ours; {', '.join(ours)} are: leave them out of [kinds]")
        return declared

    @model_validator(mode="after")
    def _names_are_declared(self) -> Mapping:
        known: dict[str, Kind | NewKind] = {**kinds(), **self.kinds}
        for events in self.events:
            used = events.kinds()
            if unknown := sorted(used - set(known)):
                raise ValueError(f"kinds {', '.join(unknown)} must be ours or stand under [kinds]")
            if events.ended_on and not all(known[kind].spell for kind in used):
                raise ValueError(f"events {events.table}: a kind with ended_on must be a spell")
            if events.ended_known_on and not events.ended_on:
                raise ValueError(f"events {events.table}: ended_known_on needs ended_on beside it")
            if INTELLIGENCE in used and (more := [name for name in SAYS_MORE if getattr(events, name)]):
                raise ValueError(f"events {events.table}: {INTELLIGENCE} is a count: leave out {', '.join(more)}")
            if events.crosswalk and events.crosswalk not in self.crosswalk:
                raise ValueError(f"crosswalk {events.crosswalk} must stand under [crosswalk]")
        if len({events.table for events in self.events}) < len(self.events):
            raise ValueError("each table of events needs a name of its own")
        return self


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; WrongUse, naming the entry, when it can't be used."""
    try:
        return Mapping.model_validate(toml_of(path))
    except FileNotFoundError as error:
        raise WrongUse("mapped: the mapping file must exist; nothing is there") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in error.errors())
        raise WrongUse(f"{path.name} has entries that can't be used: {faults}") from error
    except (OSError, ValueError) as error:
        raise WrongUse(f"{path.name} must be a TOML file in UTF-8; it could not be read as such") from error


def located(file: str, mapping: Path, data: Path | None) -> Path:
    """A mapping's file: relative to the mapping, or under the folder that `${DATA}` means."""
    if DATA not in file:
        return mapping.parent / file
    folder = data or (Path(value) if (value := os.environ.get(DATA_VARIABLE)) else None)
    if folder is None:
        raise WrongUse(f"{mapping.name} names {DATA}: give --data DIR or set {DATA_VARIABLE}")
    return Path(file.replace(DATA, str(folder)))
