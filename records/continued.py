"""A spell that began before a delivery reaches back has the id that the store knows it by, and began when it began.

A return of one year may leave out the rows of earlier years, and a row may be one that can't be read. Named by the
first row that it does hold, a spell that goes on would be taken for another one: the first would be withdrawn, and its
days before that year forgotten. Nor is one ended for good by the row before the one that can't be read.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from records.delivery import Delivery
from records.frames import among, looked_up

ENDS = ["person_id", "kind", "happened_on", "ended_on"]
SAID_OF_END = ["ended_on", "ended_known_on"]


def under_known_ids(one: Delivery, held: pd.DataFrame, whose: pd.DataFrame) -> Delivery:
    """The delivery with each of its `continues` under the record_id and first day of the spell that it goes on from,
    and each `first_row_unread` under that of the one that began on its day.

    That is what stands among `held` (the feed's events) of the same person and kind, began earlier and was not over;
    or a spell of the delivery itself whose end is unsure. An unsure end is the one that the store knows, if any.
    """
    if not one.continues | one.first_row_unread | one.unsure_ends:
        return one
    events = one.events.assign(unsure=among(one.events["record_id"], one.unsure_ends))
    known = _known(one, events, held, whose)
    ids = looked_up(events["record_id"], known["record_id_held"]).fillna(events["record_id"])
    began = looked_up(events["record_id"], known["happened_on_held"]).fillna(events["happened_on"])
    went_on = events["unsure"] & among(events["record_id"], known["record_id_held"])
    named = events.assign(record_id=ids, happened_on=began)[~went_on].reset_index(drop=True)
    return replace(one, events=_ended_as_held(named, held).drop(columns="unsure"))


def _known(one: Delivery, events: pd.DataFrame, held: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """By delivered record_id, the spell it goes on from; the latest where several would do."""
    since_then = among(events["record_id"], one.first_row_unread)
    going = events.assign(since_then=since_then)[since_then | among(events["record_id"], one.continues)]
    going = going[["record_id", *ENDS, "code", "since_then"]]
    spells = _may_go_on(events, held, whose)
    both = going.merge(spells, on=["person_id", "kind"], suffixes=("", "_held"))
    over = both["ended_on_held"] < both["happened_on"]
    other = both["unsure"] & (both["code"].fillna("") != both["code_held"].fillna(""))
    earlier, same_day = both["happened_on_held"] < both["happened_on"], both["happened_on_held"] == both["happened_on"]
    since = (same_day & (both["record_id"] != both["record_id_held"])).where(both["since_then"], earlier)
    both = both[since & ~over & ~other].sort_values("happened_on_held")
    return both.drop_duplicates("record_id", keep="last").set_index("record_id")


def _may_go_on(events: pd.DataFrame, held: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """Spells that stand and did not come, and those that came with an unsure end, as long as the store has it."""
    standing = held.loc[held["superseded_on"].isna()]
    owners = whose[["record_id", "agency_person_id"]].rename(columns={"agency_person_id": "person_id"})
    columns = ["record_id", *ENDS, "code", "unsure"]
    absent = standing[~among(standing["record_id"], events["record_id"])].assign(unsure=False)
    came = _ended_as_held(events[events["unsure"]], held)[columns]
    return pd.concat([absent.drop(columns="person_id").merge(owners, on="record_id")[columns], came], ignore_index=True)


def _ended_as_held(events: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The events, an unsure end replaced by that of the version that stands, where it has ended."""
    ended = held[held["superseded_on"].isna() & held["ended_on"].notna()].set_index("record_id")[SAID_OF_END]
    known = events["unsure"] & among(events["record_id"], ended.index)
    ends = {name: events[name].mask(known, looked_up(events["record_id"], ended[name])) for name in SAID_OF_END}
    return events.assign(**ends)
