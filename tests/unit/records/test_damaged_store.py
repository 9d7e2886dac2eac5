"""A store that lost a table, a byte or its pointer is refused by whatever writes to it: what is lost is not empty."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.erase import KEY_FILE, allow_again, erase
from records.feeds import feeds_as_of
from records.ingest import ingest
from records.linkage import link
from records.purge import own_store, purge
from records.refusal import Refused, WrongUse
from records.store import open_store
from records.swap import COMING, CURRENT, SNAPSHOTS, current

FIRST, SECOND = date(2024, 1, 1), date(2024, 2, 1)
WRITERS: dict[str, Callable[[Path, str], object]] = {
    "ingest": lambda store, source: ingest([source], store, SECOND),
    "link": lambda store, _: link(store),
    "purge": lambda store, _: purge(store),
    "erase": lambda store, _: erase(store, "housing-1"),
    "feeds": lambda store, _: feeds_as_of(own_store(store), SECOND),
}
LOST: dict[str, Callable[[Path], object]] = {
    "a table that is gone": lambda snapshot: (snapshot / "identities.parquet").unlink(),
    "a table that is torn": lambda snapshot: (snapshot / "whose.parquet").write_bytes(b"PAR1"),
    "a log that is gone": lambda snapshot: (snapshot / "ingests.json").unlink(),
    "a log that is torn": lambda snapshot: (snapshot / "ingests.json").write_text("{"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text("resident_id,county_reference,born_on,area\n1,K1,2009-01-01,X\n")
    (folder / "moves.csv").write_text("move_id,resident_id,moved_on,out_of_area,recorded_on\nm1,1,2023-01-01,no,\n")
    ingest([f"housing:{folder}"], folder / "store", FIRST)
    return folder / "store", f"housing:{folder}"


@pytest.fixture
def store(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "store"))


def snapshots(store: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in (store / SNAPSHOTS).rglob("*") if file.is_file()}


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_is_written_over_a_store_that_lost_something(
    made: tuple[Path, str], store: Path, writer: str, lost: str
) -> None:
    LOST[lost](open_store(store).path)
    before = snapshots(store)
    with pytest.raises(Refused, match="restore the store from a copy"):
        WRITERS[writer](store, made[1])
    assert snapshots(store) == before


def test_what_a_reader_can_t_read_is_named(store: Path) -> None:
    found = open_store(store)
    LOST["a table that is torn"](found.path)
    LOST["a log that is torn"](found.path)
    for name, read in (("whose", lambda: found.kept("whose")), ("ingests", found.ingests)):
        with pytest.raises(Refused, match=f"{name}.* must be as the store wrote it"):
            read()


@pytest.mark.parametrize("writer", WRITERS)
def test_snapshots_without_a_pointer_are_not_taken_for_no_store(
    made: tuple[Path, str], store: Path, writer: str
) -> None:
    (store / CURRENT).unlink()
    before = snapshots(store)
    with pytest.raises(Refused, match="it is missing: restore it from a copy"):
        WRITERS[writer](store, made[1])
    assert snapshots(store) == before


def test_a_first_delivery_that_died_before_its_pointer_stood_is_taken_in_again(
    made: tuple[Path, str], store: Path
) -> None:
    (store / CURRENT).rename(store / COMING)
    assert current(store) is None
    ingest([made[1]], store, FIRST)
    assert len(open_store(store).ingests()) == 1


def test_a_pointer_that_can_t_be_written_is_said_and_leaves_the_store_as_it_was(
    made: tuple[Path, str], store: Path
) -> None:
    before = current(store)
    (store / COMING).mkdir()
    with pytest.raises(WrongUse, match=r"could not be written.*it is as it was"):
        ingest([made[1]], store, SECOND)
    assert current(store) == before
    assert [one.name for one in (store / SNAPSHOTS).iterdir()] == [before]


@pytest.mark.parametrize("left", [None, b"", b"short"])
def test_without_the_key_of_erasures_nobody_who_was_erased_comes_back(
    made: tuple[Path, str], store: Path, left: bytes | None
) -> None:
    erase(store, "housing-1")
    before, key = current(store), store / KEY_FILE
    key.unlink() if left is None else key.write_bytes(left)
    for again in (lambda: ingest([made[1]], store, SECOND), lambda: allow_again(store, "housing-1")):
        with pytest.raises(Refused, match=r"\.erased-key must be .* restore it from a copy"):
            again()
    assert current(store) == before
    assert (key.read_bytes() if key.exists() else None) == left


def test_where_nobody_was_erased_nobody_is_allowed_again_and_no_key_is_made(store: Path) -> None:
    with pytest.raises(WrongUse, match="it is none"):
        allow_again(store, "housing-1")
    assert not (store / KEY_FILE).exists()


@pytest.mark.parametrize("read", ["read_text", "is_dir"])
def test_a_store_that_may_not_be_read_is_said_to_be_one(
    store: Path, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    real = getattr(Path, read)

    def closed(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path == store / CURRENT or path.parent == store / SNAPSHOTS:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, read, closed)
    for ask in (open_store, own_store, current, link):
        with pytest.raises(WrongUse, match="must be readable by whoever runs this"):
            ask(store)


def test_a_key_that_can_t_be_written_erases_nobody_and_is_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current(store)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(WrongUse, match="can be written to: No space left"):
        erase(store, "housing-1")
    assert current(store) == before


@pytest.mark.parametrize("there", ["letters", "notes.txt", "events.csv"])
def test_no_folder_that_holds_something_else_is_made_a_store(
    made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    (tmp_path / there).touch()
    monkeypatch.chdir(tmp_path)
    for out in (tmp_path, Path()):  # the second is what a variable that is not set leaves of --out
        with pytest.raises(WrongUse, match="--out must be our own store or a new folder"):
            ingest([made[1]], out, FIRST)
    assert [one.name for one in tmp_path.iterdir()] == [there]


def test_an_empty_folder_or_a_disk_of_its_own_becomes_a_store(made: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    assert ingest([made[1]], tmp_path, FIRST).snapshot.people().num_rows == 1
