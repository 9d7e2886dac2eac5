"""The pairs that a person is asked about, and what they said. A decision is a file beside the snapshots until the next
linking takes it in: whoever reviews never waits for a linking, and a crash loses no decision.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from records.frames import typed
from records.kept import LINK_REVIEWS, Tables
from records.linkage.persons import CLOSE_CALL, OTHER_FORENAME, OTHER_REFERENCE, TWO_ALIKE, Persons
from records.policy import LinkagePolicy
from records.refusal import Refused

FOLDER = "link_decisions"
SAME, NOT_SAME, CANNOT_TELL = "same", "not_same", "cannot_tell"
VERDICTS = (SAME, NOT_SAME, CANNOT_TELL)
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


def with_decisions(held: pd.DataFrame, decisions: list[LinkDecision]) -> pd.DataFrame:
    """The table of reviews with each pair's last decision; a decision taken back or changed is to be applied anew.

    Where two people disagree before a linking neither is followed: the pair stays open, to be looked at by both.
    """
    if not decisions:
        return held
    every = pd.DataFrame([one.__dict__ for one in decisions])
    said = every.drop_duplicates("review_id", keep="last")
    said = said.assign(verdict=said["verdict"].mask(said["review_id"].isin(_disputed(every)), CANNOT_TELL))
    said = said.drop(columns="decision_id")
    before = held.set_index("review_id").reindex(said["review_id"])
    said = said.assign(**{name: before[name].to_numpy() for name in ("probability", "why", "listed_on")})
    same = (before["verdict"] == said.set_index("review_id")["verdict"]).fillna(False).to_numpy(dtype=bool)
    said["applied_on"] = before["applied_on"].where(same).to_numpy()
    return typed(pd.concat([held[~held["review_id"].isin(said["review_id"])], said], ignore_index=True), LINK_REVIEWS)


def _disputed(said: pd.DataFrame) -> set[str]:
    """Pairs of which one person's last word is yes and another's no."""
    words = said.drop_duplicates(["review_id", "decided_by"], keep="last")
    ways = words[words["verdict"].isin([SAME, NOT_SAME])].groupby("review_id")["verdict"].nunique()
    return set(ways.index[ways > 1])


def verdicts_of(reviews: pd.DataFrame) -> dict[tuple[str, str], bool]:
    """True for pairs said to be one person, False for those said not to be."""
    said = reviews[reviews["verdict"].isin([SAME, NOT_SAME])]
    return {
        (one, other): verdict == SAME
        for one, other, verdict in zip(said["one"], said["other"], said["verdict"], strict=True)
    }


def relisted(
    held: pd.DataFrame,
    pairs: pd.DataFrame,
    persons: Persons,
    agency_of: Mapping[str, str],
    policy: LinkagePolicy,
    on: date,
) -> pd.DataFrame:
    """The table after a linking: what was decided, and what is open now; an open pair keeps the day it was listed."""
    decided = held[held["verdict"].isin([SAME, NOT_SAME])]
    applied = decided.assign(applied_on=decided["applied_on"].fillna(pd.Timestamp(on)))
    rows = _open(pairs, persons, agency_of, policy, set(decided["review_id"]))
    before = held.drop_duplicates("review_id").set_index("review_id").reindex(rows["review_id"])
    said = {name: before[name].to_numpy() for name in ("verdict", "decided_by", "decided_at")}
    listed = before["listed_on"].fillna(pd.Timestamp(on)).to_numpy()
    parts = [typed(rows.assign(listed_on=listed, **said), LINK_REVIEWS), applied]
    return typed(pd.concat([part for part in parts if len(part)] or [held], ignore_index=True), LINK_REVIEWS)


def _open(
    pairs: pd.DataFrame, persons: Persons, agency_of: Mapping[str, str], policy: LinkagePolicy, decided: set[str]
) -> pd.DataFrame:
    """Pairs to ask about, surest first: the best of each record for each agency, unless two are about as likely."""
    likely = pairs[pairs["probability"] >= policy.review_at]
    asked: set[tuple[str, str]] = set()
    rows = []
    for one, other, chance, second_look, alike in likely[["one", "other", "probability", *WHY]].itertuples(index=False):
        ends = {(one, agency_of[other]), (other, agency_of[one])}
        why = _why(persons, (one, other), chance >= policy.link_at, second_look, alike)
        review_id = review_id_of(one, other)
        if why is None or review_id in decided or (ends & asked and why != TWO_ALIKE):
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
