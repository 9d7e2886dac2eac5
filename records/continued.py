"""A spell that began before a delivery reaches back has the id that the store knows it by, and began when it began.

A return of one year may leave out the rows of earlier years. Named by the first row that it does hold, a spell that
goes on would be taken for another one; the first would be withdrawn, and its days before that year forgotten.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from records.delivery import Delivery
from records.frames import among

ENDS = ["person_id", "kind", "happened_on", "ended_on"]


def under_known_ids(one: Delivery, held: pd.DataFrame, whose: pd.DataFrame) -> Delivery:
    """The delivery with each of its `continues` under the record_id and first day of the spell that it goes on from.

    That is what stands among `held` (the feed's events) of the same person and kind, began earlier and was not over.
    """
    known = _known(one, held, whose)
    if known.empty:
        return one
    ids = one.events["record_id"].map(known["record_id_held"]).astype("str").fillna(one.events["record_id"])
    began = one.events["record_id"].map(known["happened_on_held"]).fillna(one.events["happened_on"])
    return replace(one, events=one.events.assign(record_id=ids, happened_on=began))


def _known(one: Delivery, held: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """By delivered record_id, the held spell it goes on from; the latest where several would do."""
    going = one.events.loc[among(one.events["record_id"], one.continues), ["record_id", *ENDS]]
    standing = held.loc[held["superseded_on"].isna() & ~among(held["record_id"], one.events["record_id"])]
    owners = whose[["record_id", "agency_person_id"]].rename(columns={"agency_person_id": "person_id"})
    spells = standing[["record_id", *ENDS[1:]]].merge(owners, on="record_id")
    both = going.merge(spells, on=["person_id", "kind"], suffixes=("", "_held"))
    over = both["ended_on_held"] < both["happened_on"]
    both = both[(both["happened_on_held"] < both["happened_on"]) & ~over].sort_values("happened_on_held")
    return both.drop_duplicates("record_id", keep="last").set_index("record_id")
