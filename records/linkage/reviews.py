"""The pairs that a person is asked about. A decision is a file beside the snapshots until the next linking takes it in:
whoever reviews never waits for a linking, and a crash loses no decision.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.frames import typed
from records.kept import LINK_REVIEWS, Tables
from records.linkage.persons import CLOSE_CALL, OTHER_FORENAME, OTHER_REFERENCE, TWO_ALIKE, Persons
from records.linkage.standing import holding, of_one_key, pairs_of
from records.policy import LinkagePolicy
from records.refusal import Refused

FOLDER = "link_decisions"
SAME, NOT_SAME, CANNOT_TELL = "same", "not_same", "cannot_tell"
VERDICTS = (SAME, NOT_SAME, CANNOT_TELL)
DISPUTED = "disputed"  # nobody's word: what the table has of a pair on which two people's words differ
WHY = ("second_look", "unclear")
LEFT_BEHIND_SECONDS = 60  # a decision is written in milliseconds: what is half written for longer never will be whole


@dataclass(frozen=True)
class LinkDecision:
    """What somebody said of a pair on the list, and when (ISO time); the same `decision_id` is the same decision."""

    decision_id: str
    review_id: str
    one: str
    other: str
    verdict: str
    decided_by: str
    decided_at: str


def review_id_of(one: str, other: str) -> str:
    """The id under which a pair is listed, always the same for a pair."""
    return "L" + hashlib.sha256(f"{one}\n{other}".encode()).hexdigest()[:16]


def write_decision(store: Path, decision: LinkDecision) -> None:
    """Keeps a decision until the next linking: whole or not at all."""
    folder = store / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f".{decision.decision_id}-{secrets.token_hex(4)}"
    with aside.open("w", encoding="utf-8") as handle:
        json.dump(decision.__dict__, handle)
        handle.flush()
        os.fsync(handle.fileno())
    aside.rename(folder / f"{decision.decision_id}.json")


def waiting(store: Path) -> list[LinkDecision]:
    """The decisions that no linking has taken in, oldest first. Refused where one can't be read."""
    try:
        files = sorted((store / FOLDER).glob("*.json"))
        found = [LinkDecision(**json.loads(file.read_text(encoding="utf-8"))) for file in files]
    except (OSError, ValueError, TypeError) as error:
        raise Refused("a decision of the review list must be readable; one is not: restore it from a copy") from error
    if any(one.verdict not in VERDICTS for one in found):
        raise Refused(f"a decision of the review list must be one of {', '.join(VERDICTS)}; one is not")
    return sorted(found, key=lambda one: (one.decided_at, one.decision_id))


def taken(store: Path, decisions: list[LinkDecision]) -> None:
    """Removes the files of decisions that now stand in the store's table."""
    for one in decisions:
        (store / FOLDER / f"{one.decision_id}.json").unlink(missing_ok=True)


def forget_strangers(store: Path, tables: Tables) -> None:
    """Removes decisions about whoever is not in `tables`: what is erased or purged stands in no file either. It comes
    before the swap, so that no crash leaves one. Refused, and nothing goes, where a decision can't be read.
    """
    known = {*tables["people_by_agency"]["person_id"], *tables["identities"]["agency_person_id"]}
    taken(store, [one for one in waiting(store) if not {one.one, one.other} <= known])
    for half in (store / FOLDER).glob(".*"):
        if time.time() - half.stat().st_mtime > LEFT_BEHIND_SECONDS:
            half.unlink(missing_ok=True)


def relisted(
    held: pd.DataFrame, pairs: pd.DataFrame, persons: Persons, links: pd.DataFrame, policy: LinkagePolicy, on: date
) -> pd.DataFrame:
    """The table after a linking: what was decided, and what is open now; an open pair keeps the day it was listed.
    `links` are all links, those just made among them."""
    decided = held[held["verdict"].isin([SAME, NOT_SAME])]
    applied = decided.assign(applied_on=decided["applied_on"].fillna(pd.Timestamp(on)))
    doubted = held[_doubted(held, persons, links)]
    doubted = doubted.assign(listed_on=doubted["listed_on"].fillna(pd.Timestamp(on)))
    rows = _open(pairs, persons, policy, {*decided["review_id"], *doubted["review_id"]})
    before = held.drop_duplicates("review_id").set_index("review_id").reindex(rows["review_id"])
    said = {name: before[name].to_numpy() for name in ("verdict", "decided_by", "decided_at")}
    listed = before["listed_on"].fillna(pd.Timestamp(on)).to_numpy()
    parts = [typed(rows.assign(listed_on=listed, **said), LINK_REVIEWS), doubted, applied]
    return typed(pd.concat([part for part in parts if len(part)] or [held[:0]], ignore_index=True), LINK_REVIEWS)


def _doubted(held: pd.DataFrame, persons: Persons, links: pd.DataFrame) -> np.ndarray:
    """True for pairs that stay open though they may be joined: people disagree, or somebody can't tell of a link."""
    linked, key_of = set(pairs_of(holding(links))), persons.known.key_of
    found = [
        (verdict == DISPUTED or (verdict == CANNOT_TELL and pair in linked)) and not of_one_key(pair, key_of)
        for pair, verdict in zip(pairs_of(held), held["verdict"], strict=True)
    ]
    return np.array(found, dtype=bool)


def _open(pairs: pd.DataFrame, persons: Persons, policy: LinkagePolicy, known: set[str]) -> pd.DataFrame:
    """Pairs to ask about, surest first: the best of each record for each agency, unless two are about as likely."""
    likely, agency_of = pairs[pairs["probability"] >= policy.review_at], persons.known.agency_of
    asked: set[tuple[str, str]] = set()
    rows = []
    for one, other, chance, second_look, alike in likely[["one", "other", "probability", *WHY]].itertuples(index=False):
        ends = {(one, agency_of[other]), (other, agency_of[one])}
        why = _why(persons, (one, other), chance >= policy.link_at, second_look, alike)
        review_id = review_id_of(one, other)
        if why is None or review_id in known or (ends & asked and why != TWO_ALIKE):
            continue
        asked |= ends
        rows.append((review_id, one, other, chance, why))
    return pd.DataFrame(rows, columns=["review_id", "one", "other", "probability", "why"])


def _why(persons: Persons, pair: tuple[str, str], likely: bool, second_look: bool, alike: bool) -> str | None:
    """Why a pair needs a person, or None where there is nothing to ask."""
    if persons.together(*pair):
        return None
    bar = persons.why_not(*pair)
    if bar is not None:
        return OTHER_REFERENCE if bar == OTHER_REFERENCE and likely and not second_look else None
    return OTHER_FORENAME if second_look else TWO_ALIKE if alike else CLOSE_CALL
