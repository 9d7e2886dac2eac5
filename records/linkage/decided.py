"""Which partnership id each agency's person has after a linking, given those they had: a link made once stands.

Only two things take anybody out of a group: their agency gives them another key than the group's, or a reviewer says
that two of the group are not the same; `standing` says who goes. Everything else adds: a key, a reviewer's yes, then
likeness, surest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from records.frames import typed
from records.kept import IDENTITIES, PERSON_LINKS
from records.linkage.persons import Known, Persons, join_by_likeness
from records.linkage.standing import BY_KEY, BY_LIKENESS, BY_REVIEWER, Pair, of_one_key, regrouped
from records.policy import LinkagePolicy

DIGITS = 7
PREFIX = "P"


@dataclass(frozen=True)
class Before:
    """What linkings decided before: the table of identities with everybody in it, all links, the highest id given."""

    identities: pd.DataFrame
    links: pd.DataFrame
    last_number: int


@dataclass(frozen=True)
class Evidence:
    """What a linking goes by: pairs by likeness (with `unclear`), keys (none where they are not to be used), and what
    reviewers said of pairs: True for the same person, False for not the same. Of `disputed` pairs they disagree: what
    is joined stays so, what is not is not."""

    pairs: pd.DataFrame
    key_of: Mapping[str, str]
    verdicts: Mapping[Pair, bool]
    disputed: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Decided:
    """Who is who after a linking: the table of identities, the groups behind it, the links made, and those that no
    longer hold."""

    identities: pd.DataFrame
    persons: Persons
    links: pd.DataFrame
    undone: frozenset[Pair]


def decide(
    before: Before, agency_of: Mapping[str, str], evidence: Evidence, policy: LinkagePolicy, made_on: date
) -> Decided:
    """Who is who on `made_on`."""
    key_of, verdicts = evidence.key_of, evidence.verdicts
    apart = frozenset(pair for pair, same in verdicts.items() if not same and not of_one_key(pair, key_of))
    persons = Persons(Known(agency_of, key_of, apart))
    moved = _moved_by_key(before.identities, key_of)
    by_key, undone = regrouped(persons, before.links, key_of, moved)
    persons.keep_apart(evidence.disputed)
    made = [(*pair, BY_KEY) for pair in by_key]
    made += [(*pair, BY_REVIEWER) for pair in _said_same(persons, verdicts)]
    likely = join_by_likeness(persons, evidence.pairs, policy.link_at)
    made += [(one, other, BY_LIKENESS) for one, other, _ in likely]
    ids = _ids(persons, _holders(before.identities, moved), key_of, before.last_number)
    identities = _identities(before.identities, ids, evidence, made_on)
    return Decided(identities, persons, _links(made, evidence.pairs, made_on), undone)


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


def _said_same(persons: Persons, verdicts: Mapping[Pair, bool]) -> list[Pair]:
    """Joins what reviewers said is one person, unless that gives a person two records of an agency."""
    same = sorted(pair for pair, yes in verdicts.items() if yes)
    return [pair for pair in same if persons.may_be_said_same(*pair) and persons.join(*pair)]


def _holders(held: pd.DataFrame, moved: frozenset[str]) -> dict[str, str]:
    """Who keeps each id where its group comes apart, by their own id: of those who did not move, whoever was linked
    first, else the lower id."""
    stay = held[held["person_id"].notna() & ~held["agency_person_id"].isin(moved)]
    first = stay.sort_values(["linked_on", "agency_person_id"]).drop_duplicates("person_id")
    return dict(zip(first["agency_person_id"], first["person_id"], strict=True))


def _ids(persons: Persons, holders: Mapping[str, str], key_of: Mapping[str, str], last_number: int) -> dict[str, str]:
    """A partnership id for everyone who has a key or is linked: the lowest that one of them holds, else the next
    number."""
    ids: dict[str, str] = {}
    fresh = []
    for members in persons.all():
        older = sorted(holders[record] for record in members if record in holders)
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
