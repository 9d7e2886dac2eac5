"""What reviewers said of a pair, as the one word that a linking follows.

Somebody's later word takes the place of their own earlier one. “Can't tell” is no word against another's yes or no, and
where a yes and a no come before the same linking neither is followed: the pair stays open, to be looked at by both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from records.frames import typed
from records.kept import LINK_REVIEWS
from records.linkage.reviews import CANNOT_TELL, DISPUTED, NOT_SAME, SAME, LinkDecision
from records.linkage.standing import Pair, pairs_of

KEPT_OF_A_PAIR = ("probability", "why", "listed_on")


def with_decisions(held: pd.DataFrame, decisions: list[LinkDecision], linked: pd.DataFrame) -> pd.DataFrame:
    """The table of reviews with what came of `decisions` (oldest first) on its pairs and on those that are `linked`
    (rows of the same columns); one taken back or changed is to be applied anew."""
    every = pd.concat([part for part in (held, linked) if len(part)] or [held])
    before = every.drop_duplicates("review_id").set_index("review_id")
    stood = {row.Index: (row.verdict, row.decided_by) for row in before.itertuples()}
    settled = [_settled(words, *stood.get(pair, (None, None))) for pair, words in _last_words(decisions).items()]
    said = pd.DataFrame([one.__dict__ for one in settled if one is not None])
    if said.empty:
        return held
    before = before.reindex(said["review_id"])
    same = (before["verdict"] == said.set_index("review_id")["verdict"]).fillna(False).to_numpy(dtype=bool)
    known = {name: before[name].to_numpy() for name in KEPT_OF_A_PAIR}
    said = said.assign(**known, applied_on=before["applied_on"].where(same).to_numpy()).drop(columns="decision_id")
    return typed(pd.concat([held[~held["review_id"].isin(said["review_id"])], said], ignore_index=True), LINK_REVIEWS)


def verdicts_of(reviews: pd.DataFrame) -> dict[Pair, bool]:
    """True for pairs said to be one person, False for those said not to be."""
    said = reviews[reviews["verdict"].isin([SAME, NOT_SAME])]
    return {pair: verdict == SAME for pair, verdict in zip(pairs_of(said), said["verdict"], strict=True)}


def disputed_in(reviews: pd.DataFrame) -> frozenset[Pair]:
    """Pairs of which one person said yes and another no, and nobody has settled it since."""
    return frozenset(pairs_of(reviews[reviews["verdict"] == DISPUTED]))


def _last_words(decisions: Iterable[LinkDecision]) -> dict[str, list[LinkDecision]]:
    """Each person's last word on each pair, by pair, oldest first."""
    last = {(one.review_id, one.decided_by): one for one in decisions}
    found: dict[str, list[LinkDecision]] = {}
    for one in sorted(last.values(), key=lambda one: (one.decided_at, one.decision_id)):
        found.setdefault(one.review_id, []).append(one)
    return found


def _settled(words: list[LinkDecision], stood: str | None, stood_by: str | None) -> LinkDecision | None:
    """What several people's `words` on a pair come to, given the word that `stood` until now; None where it stays."""
    clear = [one for one in words if one.verdict != CANNOT_TELL]
    if len({one.verdict for one in clear}) > 1:
        return replace(clear[-1], verdict=DISPUTED)
    if clear:
        return clear[-1]
    another_s = stood in (SAME, NOT_SAME) and stood_by not in {one.decided_by for one in words}
    return None if another_s or stood == DISPUTED else words[-1]
