"""Puts a snapshot in place whole or not at all: written aside, flushed, renamed; `CURRENT` is replaced last.

A crash at any point leaves the store with the snapshot it had. One writer at a time; the last two snapshots stay,
since a request keeps the one it began with (shared design, architecture 12).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from records.refusal import Refused, WrongUse

CURRENT, SNAPSHOTS, INGESTS = "CURRENT", "snapshots", "ingests.json"
COMING, LEAVING = f".{CURRENT}", ".leaving"
BLOCK = 1 << 20
SHA_LETTERS = 64


@contextmanager
def one_writer(store: Path) -> Iterator[None]:
    """Holds the store's lock; WrongUse when another process writes to it, or `store` can't be a folder."""
    try:
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = open(store / ".lock", "w")  # noqa: SIM115 - closed below, which also frees the lock
    except OSError as error:
        raise WrongUse(f"the store must be a folder that can be written to: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WrongUse("another ingest is writing to this store; wait until it is done") from error
        yield


def swap_in(store: Path, tables: dict[str, pa.Table], ingests: list[dict], alone: bool = False) -> str:
    """Writes the snapshot and makes it current; call it inside `one_writer`. Returns its sha256.

    `alone` leaves no other snapshot: what was purged must not live on in the one before. WrongUse where the disk takes
    no more; then the store is as it was.
    """
    aside, before = store / SNAPSHOTS / ".writing", current(store)
    try:
        _write(aside, tables, ingests)
        sha = sha_of(sorted(aside.iterdir()))
        pointer = _announced(store, sha)
        _rename(aside, store / SNAPSHOTS / sha)
        pointer.rename(store / CURRENT)
        _flush(store)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        why = os.strerror(error.errno) if error.errno else "no reason is given"
        raise WrongUse(f"the store could not be written ({why}); it is as it was: mend that and try again") from error
    if alone or before != sha:
        _keep(store, {sha} if alone else {sha, before})
    return sha


def _write(aside: Path, tables: dict[str, pa.Table], ingests: list[dict]) -> None:
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, aside / f"{name}.parquet", compression="zstd")
    (aside / INGESTS).write_text(json.dumps(ingests, indent=1) + "\n", encoding="utf-8")
    _flush(*aside.iterdir(), aside)


@contextmanager
def readable() -> Iterator[None]:
    """WrongUse where what is read inside is not to be read by whoever runs this."""
    try:
        yield
    except PermissionError as error:
        raise WrongUse("the store must be readable by whoever runs this; it is not: ask whoever keeps it") from error


@readable()
def current(store: Path) -> str | None:
    """The name of the store's current snapshot, or None where there is none yet. Refused where snapshots are there and
    nothing says which is current: whoever wrote a first one over them would lose them."""
    pointer = store / CURRENT
    if not pointer.is_file():
        whole = [one for one in (store / SNAPSHOTS).glob("*") if len(one.name) == SHA_LETTERS]
        if whole and not (store / COMING).is_file():
            raise Refused(
                f"{CURRENT} must name one of the snapshots that are there; it is missing: restore it from a copy, or "
                "choose a new folder"
            )
        return None
    sha = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if len(sha) != SHA_LETTERS or not (store / SNAPSHOTS / sha).is_dir():
        raise Refused(f"{CURRENT} must name a snapshot that is there; it does not: restore the store from a copy")
    return sha


def sha_of(files: list[Path]) -> str:
    """One sha256 over the names and bytes of `files`, in the order given."""
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as stream:
            whole.update(f"{path.name} {path.stat().st_size}\n".encode())
            while block := stream.read(BLOCK):
                whole.update(block)
    return whole.hexdigest()


def is_own(store: Path) -> bool:
    """Whether a folder is a store of ours that holds something; Refused, as of `current`, where nothing says what."""
    return (store / CURRENT).is_file() or current(store) is not None


def _rename(aside: Path, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(aside)
    else:
        aside.rename(place)
    _flush(place.parent)


def _announced(store: Path, sha: str) -> Path:
    """The pointer of the snapshot to come, written beside the one that holds: as long as it stands there, a snapshot
    that nothing names is one whose writer died."""
    beside = store / COMING
    beside.write_text(sha + "\n", encoding="utf-8")
    _flush(beside, store)
    return beside


def _keep(store: Path, kept: set[str | None]) -> None:
    """Removes the other snapshots. Each vanishes at once, so that nobody reads what is half removed."""
    for old in (store / SNAPSHOTS).iterdir():
        if old.name not in kept:
            leaving = old.with_name(LEAVING)
            shutil.rmtree(leaving, ignore_errors=True)
            shutil.rmtree(old.rename(leaving) if old.name != LEAVING else old, ignore_errors=True)


def _flush(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
