"""Who is linked to whom in police records: suspects of one crime, a victim and a suspect, and associates as recorded.

A link between suspects stands while both are still held to be: once one is cleared, diverted or the crime is
cancelled it is closed. Two who were each other's victim are not linked as suspects: they were against each other.
`harmed_by` is kept so that nobody mistakes a victim's link for an association; it never counts.
"""

from __future__ import annotations

import pandas as pd

from records.connectors.files import File
from records.delivered import Refusal
from records.delivery import Feed
from records.kinds import code_list, words_of
from records.validate import Column, Sieve
from records.withdrawn import BOTH

PERSON, OTHER = "nominal_id", "other_nominal_id"
STANDING = ("recorded", "charged", "cautioned_or_convicted")  # docs/decisions/0003: the statuses of *involved*
MOST_IN_ONE_CRIME = 40  # more is disorder or a wrong number, and says nothing of who knows whom: an assumption
TOO_MANY = f"must be of at most {MOST_IN_ONE_CRIME} people to make links; the records went in, no links were made"

ASSOCIATES = File(
    "associates",
    (
        Column(PERSON, "id", required=True),
        Column(OTHER, "id", required=True),
        Column("kind", required=True, words=words_of("police_associations.csv", "kind")),
        Column("recorded_on", "day", required=True),
        Column("ended_on", "day"),
    ),
    (PERSON, OTHER, "kind"),
    (("recorded_on", "ended_on"),),
)


def hold_others(associates: Sieve, people: Sieve) -> None:
    """Refuses a pair whose other person is unknown, or is the same person."""
    associates.refuse_unknown(OTHER, people.ids(PERSON), people.file)
    same = associates.rows[PERSON] == associates.rows[OTHER]
    associates.refuse(same, OTHER, "must be somebody else than nominal_id")


def associates(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    """Each pair once, whichever way round and however often it was written down; open pairs go before ended ones."""
    link_of = {row["kind"]: row["link"] for row in code_list("police_associations.csv") if row["link"]}
    rows = rows[rows["kind"].isin(link_of)].reset_index(drop=True)
    pair = rows[[PERSON, OTHER]]
    rows = rows.assign(
        low=pair.min(axis=1),
        high=pair.max(axis=1),
        native=rows[PERSON] + ":" + rows[OTHER] + ":" + rows["kind"],
        kind=rows["kind"].map(link_of),
    ).sort_values(["recorded_on", "native"], kind="stable")
    rows = rows.drop_duplicates(["low", "high", "kind"])
    return pd.DataFrame(
        {
            "record_id": feed.record_ids("associates", rows["native"]),
            "person_id": feed.person_ids(rows[PERSON]),
            "other_id": feed.person_ids(rows[OTHER]),
            "kind": rows["kind"],
            "started_on": rows["recorded_on"],
            "known_on": feed.known(rows["recorded_on"]),
            "ended_on": rows["ended_on"],
            "ended_known_on": feed.known(rows["ended_on"]),
        }
    )


def from_crimes(crimes: pd.DataFrame, sieve: Sieve) -> pd.DataFrame:
    """Links from the events of crimes: `co_suspect` once for each two suspects, `harmed_by` from victim to suspect."""
    people = _involvements(crimes)
    crowded = people["incident_id"].isin(_crowded(people))
    if crowded.any():
        sieve.refused.append(Refusal(sieve.file, "crime_id", TOO_MANY, int(crowded.sum())))
    people = people[~crowded & people["role"].isin(["victim", "suspect"])]
    people = people[people.duplicated("incident_id", keep=False)]  # alone in a crime is linked to nobody
    both = people.merge(people, on="incident_id", suffixes=("", "_2"))
    both = both[both["person_id"] != both["person_id_2"]]
    harmed = both[(both["role"] == "victim") & (both["role_2"] == "suspect")]
    suspects = both[(both["role"] == "suspect") & (both["role_2"] == "suspect")]
    suspects = suspects[suspects["person_id"] < suspects["person_id_2"]]
    against = pd.concat([_pair(harmed), _pair(harmed.rename(columns=_SWAPPED))])
    together = suspects[~_pair(suspects).isin(against)]
    return pd.concat([_links(together, "co_suspect", "cleared"), _links(harmed, "harmed_by", "cancelled")])


_SWAPPED = {"person_id": "person_id_2", "person_id_2": "person_id"}


def _involvements(crimes: pd.DataFrame) -> pd.DataFrame:
    """One row for each person and role in a crime: when known, and from when cleared or cancelled."""
    gone = crimes["known_on"].where(~crimes["status"].isin(STANDING))
    cancelled = crimes["known_on"].where(crimes["status"] == "cancelled")
    versions = crimes.assign(cleared=gone, cancelled=cancelled)
    keep = ["incident_id", "person_id", "role", "happened_on", "known_on"]
    first = versions[versions["version"] == 1].set_index("record_id")[keep]
    ends = versions.groupby("record_id")[["cleared", "cancelled"]].min()
    return first.join(ends).reset_index()


def _crowded(people: pd.DataFrame) -> pd.Index:
    count = people.groupby("incident_id")["person_id"].nunique()
    return count.index[count > MOST_IN_ONE_CRIME]


def _pair(rows: pd.DataFrame) -> pd.Series:
    return rows["incident_id"] + "\x1f" + rows["person_id"] + "\x1f" + rows["person_id_2"]


def _links(rows: pd.DataFrame, kind: str, closing: str) -> pd.DataFrame:
    """Known once both were; closed as soon as one of them was `closing`; never begun where that was no later."""
    known = rows["known_on"].where(rows["known_on"] >= rows["known_on_2"], rows["known_on_2"])
    links = pd.DataFrame(
        {
            "record_id": rows["record_id"] + BOTH + rows["record_id_2"].str.split(":", n=2).str[2] + "#with",
            "person_id": rows["person_id"],
            "other_id": rows["person_id_2"],
            "kind": kind,
            "started_on": rows[["happened_on", "happened_on_2"]].max(axis=1),
            "known_on": known,
            "superseded_on": rows[[closing, f"{closing}_2"]].min(axis=1),
        }
    )
    return links[links["superseded_on"].isna() | (links["superseded_on"] > known)].drop_duplicates("record_id")
