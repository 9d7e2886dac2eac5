"""Who belongs together, and what linkage may know, from the Standard Safeguarding Dataset's families and addresses.

Names, addresses, pupil and NHS numbers go to `identifiers`, which linkage alone reads; a link says only that two young
people are brother and sister or share a home. Whoever was adopted is linked to nobody by family.
"""

from __future__ import annotations

import pandas as pd

from records.connectors import ssd_tables as ssd
from records.connectors.known_dates import DatedFeed
from records.connectors.ssd_care import adopted
from records.connectors.ssd_events import Sieves, rows_of
from records.delivery import month_of
from records.frames import among, looked_up
from records.withdrawn import BOTH

MOST_AT_ONE_ADDRESS = 12  # an address that more people share is a block or a hostel written without its door
MOST_IN_A_FAMILY = 15  # a family number that more children share is a default of the case system
HOMES, PLACED = r"primary|home", r"placement"  # types of address
SHARED_KEY, PUPIL_NUMBER, NHS_NUMBER = "County Reference", "Unique Pupil Number", "NHS Number"


def identities(feed: DatedFeed, sieves: Sieves) -> pd.DataFrame:
    """Whoever carries the partnership's shared key, an identifier of a type of its own."""
    if ssd.IDENTIFIERS.name not in sieves:
        return pd.DataFrame()
    rows = sieves[ssd.IDENTIFIERS.name].rows
    shared = rows[rows["link_identifier_type"] == SHARED_KEY]
    return pd.DataFrame(
        {"agency_person_id": feed.person_ids(shared["link_person_id"]), "shared_key": shared["link_identifier_value"]}
    )


def address_changes(feed: DatedFeed, sieves: Sieves) -> list[pd.DataFrame]:
    """A change of home: each home address of a person but the first and those that say the same again."""
    if ssd.ADDRESS.name not in sieves:
        return []
    homes = _addresses(sieves, HOMES).sort_values(["person", "start", "native"]).reset_index(drop=True)
    before = homes.groupby("person")["address_key"].shift()
    moved, kind = homes[before.notna() & (before != homes["address_key"])], "address_change"
    return [feed.events(moved, ssd.ADDRESS.name, "native", kind, kind, happened_on=moved["start"])]


def links(feed: DatedFeed, sieves: Sieves, events: list[pd.DataFrame]) -> pd.DataFrame:
    """Brothers and sisters, those who live at one address, and those whom councils placed at one address."""
    made = []
    if ssd.FAMILY.name in sieves:
        made.append(_siblings(feed, sieves, events))
    if ssd.ADDRESS.name in sieves:
        made += [
            _together(feed, _addresses(sieves, types), kind)
            for types, kind in ((HOMES, "household"), (PLACED, "same_place"))
        ]
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame()


def left_out(feed: DatedFeed, sieves: Sieves) -> frozenset[str]:
    """Rows that stand and say less for a refused one: a family whose child's own row was, and the other addresses of
    somebody of whom one was."""
    found = []
    for table, column, by in (
        (ssd.FAMILY, ssd.PERSON.key, sieves[ssd.PERSON.name]),
        (ssd.ADDRESS, ssd.ADDRESS.person, sieves.get(ssd.ADDRESS.name)),
    ):
        if table.name in sieves and by is not None and by.left_out:
            rows = rows_of(sieves, table)
            unclear = pd.concat([refused[column] for refused in by.left_out])
            found.append(feed.record_ids(table.name, rows.loc[among(rows["person"], unclear), "native"]))
    return frozenset(pd.concat(found)) if found else frozenset()


def identifiers(feed: DatedFeed, sieves: Sieves) -> pd.DataFrame:
    """A row for each person, with numbers, known at receipt; and one for each home address, from when it was known."""
    people = sieves[ssd.PERSON.name].rows
    person = people.set_index(ssd.PERSON.key)
    about = pd.DataFrame(
        {
            "forename": person["pers_forename"],
            "surname": person["pers_surname"],
            "born_on": person["pers_dob"],
            "school_number": _pupil_numbers(sieves).reindex(person.index),
            "nhs_number": person["pers_common_child_id"].fillna(_linked(sieves, NHS_NUMBER).reindex(person.index)),
        }
    )
    now = about.assign(known_on=pd.Timestamp(feed.received_on), person=person.index)
    homes = _lived_at(feed, sieves, about)
    rows = pd.concat([now, homes], ignore_index=True) if len(homes) else now.reset_index(drop=True)
    rows.insert(0, "agency_person_id", feed.person_ids(rows["person"]))
    return rows.drop(columns="person")


def _lived_at(feed: DatedFeed, sieves: Sieves, about: pd.DataFrame) -> pd.DataFrame:
    if ssd.ADDRESS.name not in sieves:
        return pd.DataFrame()
    homes = _addresses(sieves, HOMES)
    known = feed.known_in(ssd.ADDRESS.name, homes["start"])
    where = {"address": homes["addr_address_json"], "postcode": homes["addr_address_postcode"]}
    return about.reindex(homes["person"]).reset_index(drop=True).assign(**where, known_on=known, person=homes["person"])


def _pupil_numbers(sieves: Sieves) -> pd.Series:
    linked = _linked(sieves, PUPIL_NUMBER)
    if ssd.SEND.name not in sieves:
        return linked
    own = sieves[ssd.SEND.name].rows.dropna(subset="send_upn").drop_duplicates("send_person_id")
    return own.set_index("send_person_id")["send_upn"].combine_first(linked)


def _linked(sieves: Sieves, type_of: str) -> pd.Series:
    """By person, the identifier of a type that stands last in the table."""
    if ssd.IDENTIFIERS.name not in sieves:
        return pd.Series(dtype="str")
    rows = sieves[ssd.IDENTIFIERS.name].rows
    found = rows[rows["link_identifier_type"] == type_of].drop_duplicates("link_person_id", keep="last")
    return found.set_index("link_person_id")["link_identifier_value"]


def _addresses(sieves: Sieves, types: str) -> pd.DataFrame:
    """Addresses of some types that say where: `address_key` is the address without its punctuation."""
    rows = rows_of(sieves, ssd.ADDRESS)
    rows = rows[rows["addr_address_type"].str.contains(types, case=False, na=False)]
    written = rows["addr_address_json"].fillna("") + rows["addr_address_postcode"].fillna("")
    key = written.str.casefold().str.replace(r"[\W_]+", "", regex=True)
    return rows.assign(address_key=key)[key != ""].reset_index(drop=True)


def _together(feed: DatedFeed, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Pairs at one address at one time: from the later arrival to the earlier leaving."""
    crowded = rows.groupby("address_key")["person"].transform("nunique") > MOST_AT_ONE_ADDRESS
    own = rows.loc[~crowded, ["address_key", "person", "native", "start", "end"]]
    pairs = own.merge(own, on="address_key", suffixes=("", "_other"))
    pairs = pairs[pairs["person"] < pairs["person_other"]]
    started = pairs[["start", "start_other"]].max(axis=1).astype("datetime64[s]")
    ended = pairs[["end", "end_other"]].min(axis=1).astype("datetime64[s]")
    pairs = pairs.assign(started=started, ended=ended)
    return _linked_rows(feed, pairs[~(pairs["ended"] <= pairs["started"])], kind)


def _linked_rows(feed: DatedFeed, pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    table = ssd.ADDRESS.name
    return pd.DataFrame(
        {
            "record_id": feed.record_ids(table, pairs["native"] + BOTH + pairs["native_other"], kind),
            "person_id": feed.person_ids(pairs["person"]),
            "other_id": feed.person_ids(pairs["person_other"]),
            "kind": kind,
            "started_on": pairs["started"],
            "known_on": feed.known_in(table, pairs["started"]),
            "ended_on": pairs["ended"],
            "ended_known_on": feed.known_in(table, pairs["ended"], ending=True),
        }
    )


def _siblings(feed: DatedFeed, sieves: Sieves, events: list[pd.DataFrame]) -> pd.DataFrame:
    """Undated in the source: from the month of the younger one's birth, known when both were known to social care."""
    rows = rows_of(sieves, ssd.FAMILY)
    rows = rows[~rows["person"].isin(adopted(sieves))].drop_duplicates(["fami_family_id", "person"])
    own = rows[rows.groupby("fami_family_id")["person"].transform("size") <= MOST_IN_A_FAMILY]
    born_on = sieves[ssd.PERSON.name].rows.set_index(ssd.PERSON.key)["pers_dob"]
    own = own.assign(born=looked_up(own["person"], born_on))
    own = own.assign(known=_first_known(feed, own["person"], events))[
        ["fami_family_id", "person", "native", "born", "known"]
    ]
    pairs = own.merge(own, on="fami_family_id", suffixes=("", "_other"))
    pairs = pairs[(pairs["person"] < pairs["person_other"]) & pairs["born"].notna() & pairs["born_other"].notna()]
    return pd.DataFrame(
        {
            "record_id": feed.record_ids(ssd.FAMILY.name, pairs["native"] + BOTH + pairs["native_other"], "sibling"),
            "person_id": feed.person_ids(pairs["person"]),
            "other_id": feed.person_ids(pairs["person_other"]),
            "kind": "sibling",
            "started_on": month_of(pairs[["born", "born_other"]].max(axis=1)),
            "known_on": pairs[["known", "known_other"]].max(axis=1).astype("datetime64[s]"),
        }
    )


def _first_known(feed: DatedFeed, person: pd.Series, events: list[pd.DataFrame]) -> pd.Series:
    told = pd.concat([rows[["person_id", "known_on"]] for rows in events])
    first = looked_up(feed.person_ids(person), told.groupby("person_id")["known_on"].min())
    return first.fillna(pd.Timestamp(feed.received_on))
