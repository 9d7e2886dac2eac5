"""Which partnership id each agency's person has after a linking, given those they had: a link made once stands.

Only two things take a person out of a group: their agency gives them another key than the group's, or a reviewer says
that two of the group are not the same. Everything else adds: a key, a reviewer's yes, then likeness, surest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from records.frames import typed
from records.kept import IDENTITIES, PERSON_LINKS
from records.linkage.persons import Known, Persons, join_by_key, join_by_likeness
from records.policy import LinkagePolicy

DIGITS = 7
PREFIX = "P"
BY_KEY, BY_LIKENESS, BY_REVIEWER = "shared_key", "likeness", "reviewer"


@dataclass(frozen=True)
class Evidence:
    """What a linking goes by: pairs by likeness (with `unclear`), keys (none where they are not to be used), and what
    reviewers said of pairs: True for the same person, False for not the same."""

    pairs: pd.DataFrame
    key_of: Mapping[str, str]
    verdicts: Mapping[tuple[str, str], bool]


@dataclass(frozen=True)
class Decided:
    """Who is who after a linking: the table of identities, the groups behind it, links made, and who left a group."""

    identities: pd.DataFrame
    persons: Persons
    links: pd.DataFrame
    left: frozenset[str]


def decide(
    held: pd.DataFrame,
    agency_of: Mapping[str, str],
    evidence: Evidence,
    policy: LinkagePolicy,
    made_on: date,
    last_number: int,
) -> Decided:
    """Who is who on `made_on`. `held` is the table of identities; `last_number` the highest id ever given."""
    apart = frozenset(pair for pair, same in evidence.verdicts.items() if not same)
    persons = Persons(Known(agency_of, evidence.key_of, apart))
    left = _moved_by_key(held, evidence.key_of) | _said_apart(held, apart)
    for members in _standing(held, left, agency_of):
        for record in members[1:]:
            persons.join(members[0], record)
    made = [(*pair, BY_KEY) for pair in join_by_key(persons, evidence.key_of)]
    made += [(*pair, BY_REVIEWER) for pair in _said_same(persons, evidence.verdicts)]
    likely = join_by_likeness(persons, evidence.pairs, policy.link_at)
    made += [(one, other, BY_LIKENESS) for one, other, _ in likely]
    ids = _ids(persons, held, left, evidence.key_of, last_number)
    return Decided(_identities(held, ids, evidence, made_on), persons, _links(made, evidence.pairs, made_on), left)


def _moved_by_key(held: pd.DataFrame, key_of: Mapping[str, str]) -> frozenset[str]:
    """Those whose agency now gives a key that is none of their group's. Where keys are new to the whole group, that of
    whoever was linked first is the group's."""
    keyed = held[held["person_id"].notna()].assign(key=lambda rows: rows["agency_person_id"].map(key_of))
    keyed = keyed.dropna(subset="key").sort_values(["linked_on", "agency_person_id"])
    keyed["new"] = keyed["key"] != keyed["linked_key"]
    stood = keyed[~keyed["new"]].groupby("person_id")["key"].agg(set)
    first = keyed.groupby("person_id")["key"].first()
    rows = zip(keyed["agency_person_id"], keyed["person_id"], keyed["key"], keyed["new"], strict=True)
    return frozenset(
        record for record, person, key, new in rows if new and key not in stood.get(person, {first[person]})
    )


def _said_apart(held: pd.DataFrame, apart: frozenset[tuple[str, str]]) -> frozenset[str]:
    """Of two of one group that are not the same person, whoever was linked later leaves it; else the higher id."""
    row = held.set_index("agency_person_id")
    ids, days = row["person_id"].dropna(), row["linked_on"]
    inside = [pair for pair in sorted(apart) if ids.get(pair[0]) is not None and ids.get(pair[0]) == ids.get(pair[1])]
    return frozenset(max(pair, key=lambda record: (days[record], record)) for pair in inside)


def _standing(held: pd.DataFrame, left: frozenset[str], agency_of: Mapping[str, str]) -> list[list[str]]:
    stay = held[held["person_id"].notna() & ~held["agency_person_id"].isin(left)]
    stay = stay[stay["agency_person_id"].isin(agency_of)].sort_values("agency_person_id")
    return list(stay.groupby("person_id")["agency_person_id"].agg(list))


def _said_same(persons: Persons, verdicts: Mapping[tuple[str, str], bool]) -> list[tuple[str, str]]:
    """Joins what reviewers said is one person, unless that gives a person two records of an agency."""
    same = sorted(pair for pair, yes in verdicts.items() if yes)
    return [pair for pair in same if persons.may_be_said_same(*pair) and persons.join(*pair)]


def _ids(
    persons: Persons, held: pd.DataFrame, left: frozenset[str], key_of: Mapping[str, str], last_number: int
) -> dict[str, str]:
    """A partnership id for everyone who has a key or is linked: the lowest that the group had, else the next number."""
    stay = held[held["person_id"].notna() & ~held["agency_person_id"].isin(left)]
    had = dict(zip(stay["agency_person_id"], stay["person_id"], strict=True))
    ids: dict[str, str] = {}
    fresh = []
    for members in persons.all():
        older = sorted(had[record] for record in members if record in had)
        if older:
            ids.update(dict.fromkeys(members, older[0]))
        elif len(members) > 1 or members[0] in key_of:
            fresh.append(members)
    for number, members in enumerate(sorted(fresh, key=lambda group: _order(group, key_of)), last_number + 1):
        ids.update(dict.fromkeys(members, f"{PREFIX}{number:0{DIGITS}}"))
    return ids


def _order(members: list[str], key_of: Mapping[str, str]) -> tuple[bool, str]:
    keys = [key_of[record] for record in members if record in key_of]
    return (not keys, min(keys or members))


def _identities(held: pd.DataFrame, ids: Mapping[str, str], evidence: Evidence, made_on: date) -> pd.DataFrame:
    """`held` (everybody of every agency) with their ids now; the day is new where the id is, or was never decided."""
    now = held["agency_person_id"].map(ids).astype("str")
    same = (now == held["person_id"]).fillna(False).astype(bool) | (now.isna() & held["person_id"].isna())
    keep = same & held["linked_on"].notna()
    linked_on = held["linked_on"].where(keep, np.datetime64(made_on, "s"))
    key = held["agency_person_id"].map(evidence.key_of).astype("str")
    key = key.where(key.notna(), held["linked_key"].where(keep))
    return typed(held.assign(person_id=now, linked_on=linked_on, linked_key=key), IDENTITIES)


def _links(made: list[tuple[str, str, str]], pairs: pd.DataFrame, made_on: date) -> pd.DataFrame:
    """The links just made, each with the chance that the model gave the pair (blank where it never compared them)."""
    rows = pd.DataFrame(made, columns=["one", "other", "basis"], dtype="str")
    ordered = rows[["one", "other"]].to_numpy()
    rows["one"], rows["other"] = (
        (ordered.min(axis=1), ordered.max(axis=1)) if len(rows) else (rows["one"], rows["other"])
    )
    chances = pairs[["one", "other", "probability"]]
    return typed(
        rows.merge(chances, on=["one", "other"], how="left").assign(made_on=pd.Timestamp(made_on)), PERSON_LINKS
    )
