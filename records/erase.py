"""Takes one person out of the store on request, and keeps later deliveries from bringing them back unless told to.

What stays is a keyed hash of each id by which an agency knew them. The key stands outside the snapshots, so that a
copied snapshot alone says nothing of who was erased.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from records.delivery import Delivery
from records.frames import among, typed
from records.kept import ERASED, arrow, tables_of
from records.linkage.reviews import forget_strangers
from records.purge import ids_of, own_store, with_merged, without_people
from records.refusal import Refused, WrongUse
from records.swap import one_writer, swap_in

KEY_FILE = ".erased-key"
KEY_BYTES = 32


@dataclass(frozen=True)
class Erased:
    """What was held of a person until then: records, links, and agencies' ids of them."""

    records: int
    links: int
    agency_ids: int


def erase(store: Path, person_id: str) -> Erased:
    """Erases a person from our own store, older snapshots included; a tombstone stays for each id of theirs.

    WrongUse where the store is not our own or does not hold the person. Refused where the key of earlier erasures is
    lost.
    """
    with one_writer(store):
        before = own_store(store)
        tables = tables_of(before)
        if not (tables["people"]["person_id"] == person_id).any():
            raise WrongUse("PERSON must be a person_id of the store; it is not")
        ids = ids_of(tables["identities"], [person_id])
        keys = tables["identities"].loc[among(tables["identities"]["agency_person_id"], ids), "shared_key"].dropna()
        left = with_merged(without_people(tables, [person_id]))
        gone = {name: _ids_of_records(tables[name]) - _ids_of_records(left[name]) for name in ("events", "links")}
        left["marks"] = _unmarked(tables["marks"], gone["events"])
        left["erased"] = _with_tombstones(left["erased"], _hashes(store, [*ids, *keys], left["erased"]))
        forget_strangers(store, left)
        note = {"feed": "", "did": "erase", "on": date.today().isoformat(), "records": len(gone["events"])}
        swap_in(store, arrow(left), [*before.ingests(), note], alone=True)
    return Erased(len(gone["events"]), len(gone["links"]), len(set(ids) - {person_id}) or 1)


def allow_again(store: Path, agency_person_id: str) -> None:
    """Takes away the tombstone of an agency's id, so that its next delivery may bring the person back.

    WrongUse where there is none.
    """
    with one_writer(store):
        before = own_store(store)
        tables = tables_of(before)
        held = tables["erased"]
        mine = among(held["tombstone"], [] if held.empty else _hashes(store, [agency_person_id], held))
        if not mine.any():
            raise WrongUse("PERSON must be an agency's id of somebody who was erased; it is none")
        note = {"feed": "", "did": "allow again", "on": date.today().isoformat()}
        swap_in(store, arrow({**tables, "erased": held[~mine]}), [*before.ingests(), note])


def without_erased(one: Delivery, tombstones: pd.DataFrame, store: Path) -> Delivery:
    """The delivery without whoever was erased, by their agency's id or by the key that agencies share."""
    if tombstones.empty:
        return one
    erased = set(tombstones["tombstone"])
    named = _named(one)
    gone = [name for name, mark in zip(named, _hashes(store, named, tombstones), strict=True) if mark in erased]
    if not gone:
        return one
    keyed = _column(one.identities, "shared_key")
    gone += one.identities.loc[among(keyed, gone), "agency_person_id"].tolist() if len(keyed) else []
    return replace(
        one,
        **{name: _left(getattr(one, name), columns, gone) for name, columns in IDS_IN_A_DELIVERY.items()},
    )


IDS_IN_A_DELIVERY: dict[str, tuple[str, ...]] = {
    "people": ("person_id",),
    "groups": ("person_id",),
    "events": ("person_id",),
    "identities": ("agency_person_id",),
    "identifiers": ("agency_person_id",),
    "links": ("person_id", "other_id"),
}


def _named(one: Delivery) -> list[str]:
    parts = [_column(getattr(one, name), column) for name, columns in IDS_IN_A_DELIVERY.items() for column in columns]
    named = pd.concat([*parts, _column(one.identities, "shared_key")]).dropna()
    return named.unique().tolist()


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].astype("str") if name in rows else pd.Series([], dtype="str")


def _left(rows: pd.DataFrame, columns: tuple[str, ...], gone: Collection[str]) -> pd.DataFrame:
    for column in columns:
        if column in rows:
            rows = rows[~among(rows[column].astype("str"), list(gone))]
    return rows.reset_index(drop=True)


def _ids_of_records(rows: pd.DataFrame) -> set[str]:
    return set(rows["record_id"])


def _unmarked(marks: pd.DataFrame, records: Collection[str]) -> pd.DataFrame:
    return marks[~among(marks["record_id"], list(records))].reset_index(drop=True)


def _with_tombstones(held: pd.DataFrame, hashes: list[str]) -> pd.DataFrame:
    new = pd.DataFrame({"tombstone": sorted({*held["tombstone"], *hashes})})
    dated = new.merge(held, on="tombstone", how="left")
    return typed(dated.assign(erased_on=dated["erased_on"].fillna(pd.Timestamp(date.today()))), ERASED)


def _hashes(store: Path, ids: Collection[str], tombstones: pd.DataFrame) -> list[str]:
    key = _key(store, tombstones.empty)
    return [hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in ids]


def _key(store: Path, may_be_new: bool) -> bytes:
    """The store's own key. Refused where it is lost once somebody was erased: under another they would come back."""
    path = store / KEY_FILE
    if may_be_new and not path.exists():
        _make_key(path)
    try:
        key = path.read_bytes()
    except OSError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused(
            f"{KEY_FILE} must be the key with which people of this store were erased; it is missing or damaged: "
            "restore it from a copy, since without it whoever was erased would come back"
        )
    return key


def _make_key(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise WrongUse(f"the store must be a folder that can be written to: {error.strerror}") from error
