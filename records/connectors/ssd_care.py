"""The Standard Safeguarding Dataset's tables of time in care and after it, in the plain names of `facts_of_care`."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from records.connectors import facts_of_care as facts
from records.connectors import ssd_care_tables as ssd
from records.connectors.ssd_events import Sieves, rows_of
from records.connectors.ssd_tables import YES
from records.delivery import Delivery, Feed
from records.frames import looked_up
from records.validate import Sieve

UNSUITABLE = ("2", "0", "N", "No", "Unsuitable")
SILENT_HOME = "H"  # deported: implies immigration status
ADOPTED = ("E11", "E12")  # reasons for which an episode ceased
ANOTHER_FOLLOWS = "X1"  # the reason for an ending on whose day another episode begins
CEASED = "clae_cla_episode_ceased_reason"


def events(feed: Feed, sieves: Sieves) -> list[pd.DataFrame]:
    """Event rows of every table here that was delivered."""
    readers = {
        ssd.LEGAL_STATUS: _legal_statuses,
        ssd.CONVICTIONS: _convictions,
        ssd.SUBSTANCES: _substances,
        ssd.SDQ_SCORES: _questionnaires,
    }
    came = [(table, read) for table, read in readers.items() if table.name in sieves]
    made = [rows for table, read in came for rows in read(feed, table.name, rows_of(sieves, table))]
    return [*made, *_in_care(feed, sieves), *_after_care(feed, sieves)]


def _in_care(feed: Feed, sieves: Sieves) -> facts.Facts:
    if ssd.CLA_EPISODES.name not in sieves:
        return
    episodes = rows_of(sieves, ssd.CLA_EPISODES)
    care = _times_in_care(episodes)
    unread = care["person"].isin(sieves[ssd.CLA_EPISODES.name].in_doubt("clae_person_id"))
    care = care.assign(end=care["end"].mask(care["unsure"] & unread))
    yield from facts.looked_after(feed, ssd.CLA_EPISODES.name, care)
    if ssd.PLACEMENTS.name in sieves:
        _hold_placements(sieves[ssd.PLACEMENTS.name], episodes)
        yield from facts.placements(feed, ssd.PLACEMENTS.name, _placed(rows_of(sieves, ssd.PLACEMENTS), episodes))


def in_doubt(feed: Feed, sieves: Sieves, delivery: Delivery) -> Delivery:
    """The delivery with what can't be told of whoever has an episode or a placement that could not be read: when a time
    in care ended that may have gone on in it, which row it began with, and which placement was the first."""
    if ssd.CLA_EPISODES.name not in sieves:
        return delivery
    episodes, name = rows_of(sieves, ssd.CLA_EPISODES), ssd.CLA_EPISODES.name
    doubted = episodes["person"].isin(sieves[name].in_doubt("clae_person_id"))
    care = _times_in_care(episodes[doubted])
    moves = frozenset[str]()
    if ssd.PLACEMENTS.name in sieves:
        sieve = sieves[ssd.PLACEMENTS.name]
        unread = episodes["clae_cla_id"].isin(sieve.in_doubt("clap_cla_id"))
        placed = _placed(rows_of(sieves, ssd.PLACEMENTS), episodes)
        first = placed[placed["person"].isin(episodes.loc[doubted | unread, "person"]) & ~placed["moved"]]
        moves = frozenset(feed.record_ids(ssd.PLACEMENTS.name, first["native"], "placement_move"))
    return replace(
        delivery,
        first_row_unread=frozenset(feed.record_ids(name, care["native"], "looked_after")),
        unsure_ends=frozenset(feed.record_ids(name, care.loc[care["unsure"], "native"], "looked_after")),
        left_out=delivery.left_out | moves,
    )


def adopted(sieves: Sieves) -> pd.Series:
    """The ids of those whose time in care ended in adoption: a link to the family of birth must not be made."""
    if ssd.CLA_EPISODES.name not in sieves:
        return pd.Series(dtype="str")
    episodes = rows_of(sieves, ssd.CLA_EPISODES)
    return episodes.loc[episodes["clae_cla_episode_ceased_reason"].isin(ADOPTED), "person"]


def _times_in_care(episodes: pd.DataFrame) -> pd.DataFrame:
    """One row for each person and day of entering care; it has ended when its last episode has. Its end is `unsure`, if
    an episode could not be read, where the reason does not say that care ended."""
    ordered = episodes.sort_values(["person", ssd.ENTERED, "start"])
    may_follow = ordered[CEASED].isna() | ordered[CEASED].str.startswith(ANOTHER_FOLLOWS)
    ordered = ordered.assign(going_on=ordered["end"].isna(), may_follow=may_follow.astype("bool"))
    care = ordered.groupby(["person", ssd.ENTERED], as_index=False).agg(
        native=("native", "first"), end=("end", "max"), going_on=("going_on", "max"), unsure=("may_follow", "last")
    )
    care["unsure"] &= ~care["going_on"]
    return care.assign(start=care[ssd.ENTERED], end=care["end"].mask(care["going_on"]))


def _hold_placements(sieve: Sieve, episodes: pd.DataFrame) -> None:
    known = episodes.drop_duplicates("clae_cla_id")["clae_cla_id"]
    sieve.refuse_unknown("clap_cla_id", known, f"{ssd.CLA_EPISODES.name}.csv")


def _placed(rows: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    care = episodes.drop_duplicates("clae_cla_id").set_index("clae_cla_id")
    found = care.loc[rows["clap_cla_id"], ["person", ssd.ENTERED]].reset_index(drop=True)
    rows = rows.assign(person=found["person"], entered=found[ssd.ENTERED])
    rows = rows.sort_values(["person", "entered", "start", "native"]).reset_index(drop=True)
    rows = rows.assign(type=rows["clap_cla_placement_type"], miles=rows["clap_cla_placement_distance"])
    time_in_care = ["person", "entered"]
    return rows.assign(moved=rows.duplicated(time_in_care) & ~facts.away_or_back(rows, time_in_care))


def _legal_statuses(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.legal_statuses(feed, table, rows.assign(status=rows["lega_legal_status"]))


def _convictions(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.convictions(feed, table, rows.assign(on=rows["clac_cla_conviction_date"]))


def _substances(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    said = rows.assign(
        on=rows["clas_substance_misuse_date"],
        substance=rows["clas_substance_misused"],
        helped=rows["clas_intervention_received"].isin(YES),
    )
    return facts.substances(feed, table, said)


def _questionnaires(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    """One that was not filled in has no date: it says why not, and nothing of the young person."""
    done = rows[rows["csdq_sdq_completed_date"].notna()]
    said = done.assign(on=done["csdq_sdq_completed_date"], score=done["csdq_sdq_score"])
    return facts.questionnaires(feed, table, said)


def _after_care(feed: Feed, sieves: Sieves) -> facts.Facts:
    """The table has no start: support is known from the day when care ended, else from the first contact told."""
    if ssd.CARE_LEAVERS.name not in sieves:
        return
    rows = rows_of(sieves, ssd.CARE_LEAVERS)
    seen, home = rows["clea_care_leaver_latest_contact"], rows["clea_care_leaver_accommodation"]
    first = pd.concat([seen, rows["clea_pathway_plan_review_date"]], axis=1).min(axis=1).astype("datetime64[s]")
    said = rows.assign(
        since=looked_up(rows["person"], _care_ended(sieves)).fillna(first),
        seen=seen,
        in_touch=rows["clea_care_leaver_in_touch"],
        home=home.mask(home == SILENT_HOME),
        unsuitable=rows["clea_care_leaver_accom_suitable"].isin(UNSUITABLE),
        activity=rows["clea_care_leaver_activity"],
    )
    yield from facts.care_leavers(feed, ssd.CARE_LEAVERS.name, said)


def _care_ended(sieves: Sieves) -> pd.Series:
    """By person, the last day in care of those who are in care no longer."""
    if ssd.CLA_EPISODES.name not in sieves:
        return pd.Series(dtype="datetime64[s]")
    episodes = rows_of(sieves, ssd.CLA_EPISODES)
    still = episodes.loc[episodes["end"].isna(), "person"]
    return episodes[~episodes["person"].isin(still)].groupby("person")["end"].max().astype("datetime64[s]")
