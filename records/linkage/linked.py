"""Pairs that a link other than a shared key joined: whoever reviews may open one and say that they are not the same.

They stand on no list, as nobody needs to look; a wrong one is found by somebody who knows the person.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from records.frames import typed
from records.kept import LINK_REVIEWS
from records.linkage.reviews import review_id_of
from records.linkage.standing import holding, key_of_each, of_one_key, pairs_of

LINKED = "linked"


def linked_pairs(links: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """A row as of the table of reviews for each link that a reviewer's no would undo; `listed_on` is the day on which
    it was made. None for two who carry one key."""
    key_of, held = key_of_each(identities), holding(links)
    held = held[np.array([not of_one_key(pair, key_of) for pair in pairs_of(held)], dtype=bool)]
    ids = pd.Series([review_id_of(*pair) for pair in pairs_of(held)], index=held.index, dtype="str")
    return typed(held.assign(review_id=ids, why=LINKED, listed_on=held["made_on"]), LINK_REVIEWS)
