"""Time in care from the Standard Safeguarding Dataset: looked after, placements, moves, placements far from home.

Being looked after is one spell for each continuous time in care, however many episodes it was recorded in.
"""

from __future__ import annotations

import pandas as pd

from records.connectors import ssd_tables as ssd
from records.connectors.ssd_events import Sieves, rows_of, spell
from records.delivery import Feed
from records.kinds import words_of
from records.validate import Sieve

FAR_MILES = 20  # the distance from which DfE's looked-after statistics count a placement as far from home
SILENT_TYPES = frozenset().union(
    *(words_of("placement_types.csv", "code", silent=word) for word in ("adoption", "disability", "pregnancy"))
)  # placements that tell of adoption, or imply a disability or a pregnancy, are passed on without their type


def events(feed: Feed, sieves: Sieves) -> list[pd.DataFrame]:
    """Event rows of the looked-after tables that were delivered."""
    if ssd.CLA_EPISODES.name not in sieves:
        return []
    episodes = rows_of(sieves, ssd.CLA_EPISODES)
    made = [_looked_after(feed, episodes)]
    if ssd.PLACEMENTS.name in sieves:
        made += _placements(feed, _with_person(sieves[ssd.PLACEMENTS.name], episodes))
    return made


def _looked_after(feed: Feed, episodes: pd.DataFrame) -> pd.DataFrame:
    care = _times_in_care(episodes)
    return feed.events(
        care,
        ssd.CLA_EPISODES.name,
        ssd.CLA_EPISODES.key,
        "looked_after",
        part="looked_after",
        happened_on=care["clae_entered_care_date"],
        ended_on=care["ended"],
    )


def _times_in_care(episodes: pd.DataFrame) -> pd.DataFrame:
    """One row for each person and day of entering care; it has ended when its last episode has."""
    ordered = episodes.sort_values(["person", "clae_entered_care_date", "clae_cla_episode_start_date"])
    ordered = ordered.assign(going_on=ordered["clae_cla_episode_ceased_date"].isna())
    care = ordered.groupby(["person", "clae_entered_care_date"], as_index=False).agg(
        **{ssd.CLA_EPISODES.key: (ssd.CLA_EPISODES.key, "first")},
        ended=("clae_cla_episode_ceased_date", "max"),
        going_on=("going_on", "max"),
    )
    return care.assign(ended=care["ended"].mask(care["going_on"]))


def _with_person(sieve: Sieve, episodes: pd.DataFrame) -> pd.DataFrame:
    care = episodes.drop_duplicates("clae_cla_id").set_index("clae_cla_id")
    sieve.refuse_unknown("clap_cla_id", care.index.to_series(), f"{ssd.CLA_EPISODES.name}.csv")
    found = care.loc[sieve.rows["clap_cla_id"], ["person", "clae_entered_care_date"]].reset_index(drop=True)
    return sieve.rows.assign(person=found["person"], entered=found["clae_entered_care_date"])


def _placements(feed: Feed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    table, start = ssd.PLACEMENTS, "clap_cla_placement_start_date"
    rows = rows.sort_values(["person", "entered", start, table.key]).reset_index(drop=True)
    moved = rows[rows.duplicated(["person", "entered"])]
    far = rows[rows["clap_cla_placement_distance"] >= FAR_MILES]
    types, miles = rows["clap_cla_placement_type"], "clap_cla_placement_distance"
    return [
        spell(feed, table, rows, "placement", code=types.mask(types.isin(SILENT_TYPES)), amount=rows[miles]),
        feed.events(moved, table.name, table.key, "placement_move", part="placement_move", happened_on=moved[start]),
        spell(feed, table, far, "placed_far_from_home", part="placed_far_from_home", amount=far[miles]),
    ]
