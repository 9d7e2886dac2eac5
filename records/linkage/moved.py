"""Records of a person who is linked otherwise: the past keeps them under the old id, the new one has them from today.

So no past date sees a link before it was made. Back history that no linking has ever looked at gets its ids in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from records.alongside import BACK, both_ways
from records.frames import typed
from records.kept import FORMER_IDS


@dataclass(frozen=True)
class Move:
    """A change of ids on `made_on`: the id before and after by agency_person_id, whose each record is (table `whose`,
    by record_id), and the feeds of which no person was ever looked at by a linking."""

    before: pd.Series
    after: pd.Series
    whose: pd.DataFrame
    backfill: frozenset[str]
    made_on: date


def moved_events(events: pd.DataFrame, move: Move) -> pd.DataFrame:
    """The events table after the move."""
    return _moved(events, move, {"person_id": "agency_person_id"})


def moved_links(links: pd.DataFrame, move: Move) -> pd.DataFrame:
    """The links table after the move; whoever turns out to be linked to themselves is left out from then on."""
    given = links[~links["record_id"].str.endswith(BACK)]
    rows = _moved(given, move, {"person_id": "agency_person_id", "other_id": "other_id"})
    return both_ways(rows[rows["person_id"] != rows["other_id"]])


def former_ids(identities: pd.DataFrame, events: pd.DataFrame, links: pd.DataFrame, move: Move) -> pd.DataFrame:
    """A row for each person whose old id still has records: the id they had, and from when to when."""
    changed = move.before[move.before != move.after.reindex(move.before.index)]
    still = changed[changed.isin(set(events["person_id"]) | set(links["person_id"]))]
    since = identities.set_index("agency_person_id")["linked_on"].reindex(still.index).to_numpy()
    rows = pd.DataFrame({"agency_person_id": still.index, "person_id": still.to_numpy(), "since": since})
    return typed(rows.assign(until=pd.Timestamp(move.made_on)), FORMER_IDS)


def _moved(rows: pd.DataFrame, move: Move, columns: dict[str, str]) -> pd.DataFrame:
    if rows.empty:
        return rows
    now, mine, other = _ids_now(rows, move, columns)
    changes = mine & other
    today = pd.Timestamp(move.made_on)
    feed = rows["record_id"].str.split(":", n=1).str[0]
    in_place = changes & (feed.isin(move.backfill) | (rows["known_on"] >= today)).to_numpy()
    standing = (rows["superseded_on"].isna() | (rows["superseded_on"] > today)).to_numpy()
    split = changes & ~in_place & standing
    kept = rows.assign(
        **{name: rows[name].where(~in_place, ids) for name, ids in now.items()},
        superseded_on=rows["superseded_on"].mask(split, today),
    )
    new = rows[split].assign(**{name: ids[split] for name, ids in now.items()}, known_on=today)
    return pd.concat([kept, _numbered(new, rows)], ignore_index=True) if len(new) else kept


def _ids_now(
    rows: pd.DataFrame, move: Move, columns: dict[str, str]
) -> tuple[dict[str, pd.Series], np.ndarray, np.ndarray]:
    """The ids that each row should have; where it has the ids of before; and where the two differ."""
    whose = move.whose.set_index("record_id").reindex(rows["record_id"])
    now, mine, differs = {}, np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for name, holder in columns.items():
        owner = pd.Series(whose[holder].to_numpy(), index=rows.index, dtype="str").fillna(rows[name])
        mine &= (owner.map(move.before) == rows[name]).fillna(False).to_numpy(dtype=bool)
        now[name] = owner.map(move.after).astype("str").fillna(rows[name])
        differs |= (now[name] != rows[name]).to_numpy(dtype=bool)
    return now, mine, differs


def _numbered(new: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """New versions after the last of each record, known by record: the day of a link is a fact (links have neither)."""
    if "version" not in rows:
        return new
    last = rows.groupby("record_id")["version"].max().reindex(new["record_id"]).to_numpy()
    nth = new.groupby("record_id").cumcount().to_numpy() + 1
    return new.assign(version=(last + nth).astype("int32"), known_basis="recorded")
