"""Does the ledger still say what was written? Checks every link and payload, and names the rows that don't hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from records.refusal import Refused, WrongUse
from serving.chain import FIRST, Content, Row, canonical, covers, holds
from serving.ledger import Ledger
from serving.tables import CONTENTS, LEDGER

NAMED = 20  # so many faulty rows are named; the rest are counted


@dataclass(frozen=True)
class Verdict:
    """What the check found: how many rows, which faults by row, and how many contents were erased."""

    rows: int
    faults: tuple[str, ...]
    erased: int
    unexplained: int
    head: Row | None

    @property
    def good(self) -> bool:
        return not self.faults


def verify(ledger: Ledger, head: dict[str, Any] | None = None) -> Verdict:
    """Checks the whole ledger; with `head` (seq and link, kept elsewhere) also that its end was not cut off."""
    last, faults, missing, explained, count = None, [], [], set(), 0
    for row, content in _rows(ledger):
        faults += _chain_faults(ledger.key, row, last)
        if content is None:
            missing.append(row.seq)
        elif not covers(ledger.key, row, *content):
            faults.append(f"row {row.seq}: its payload or person was changed")
        elif holds(ledger.key, row):
            explained |= _erased_by(row, content[1])
        last, count = row, count + 1
        faults += _head_faults(row, head)
    faults += _left_over(ledger)
    if head and (last is None or last.seq < head["seq"]):
        faults.append(f"row {head['seq']}: the ledger ends before it; its last rows were cut off")
    unexplained = sum(1 for seq in missing if seq not in explained)
    return Verdict(count, tuple(faults), len(missing), unexplained, last)


def read_head(file: Path) -> dict[str, Any]:
    """The head that an earlier check wrote to `file`: the sequence number and link of the last row then."""
    try:
        head = json.loads(file.read_text(encoding="utf-8"))
        seq, link = head["seq"], head["link"]
    except (OSError, ValueError, KeyError, TypeError):
        seq = link = None
    if type(seq) is not int or seq < 1 or type(link) is not str:
        raise Refused(f"{file.name} must hold the head of a ledger as JSON with seq and link")
    return {"seq": seq, "link": link}


def write_head(file: Path, row: Row) -> None:
    """Keeps the head in `file`, which belongs somewhere that the ledger's writers can't reach."""
    try:
        file.write_text(json.dumps({"seq": row.seq, "link": row.link, "at": row.at}) + "\n", encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"--head must be a file that can be written to: {error.strerror}") from error


def export(ledger: Ledger, contents: bool) -> Iterator[dict[str, Any]]:
    """Every row of the chain as a dict; with `contents` also what each is about, or that it was erased. Refused at a
    row that holds something else than text."""
    for row, content in _rows(ledger):
        line: dict[str, Any] = dict(row.__dict__)
        try:
            yield json.loads(canonical(line | ({"about": _about(content)} if contents else {})).encode())
        except (TypeError, ValueError):
            raise Refused(f"row {row.seq} was changed; `reachable ledger verify` names every such row") from None


def _about(content: tuple[str, Content] | None) -> dict[str, Any] | str:
    if content is None:
        return "erased"
    about = content[1]
    return {"person_id": about.person_id, "ref": about.ref, "payload": json.loads(about.payload)}


def _rows(ledger: Ledger) -> Iterator[tuple[Row, tuple[str, Content] | None]]:
    parts = (CONTENTS.c.salt, CONTENTS.c.person_id, CONTENTS.c.ref, CONTENTS.c.payload)
    query = select(LEDGER, *parts).outerjoin(CONTENTS, CONTENTS.c.seq == LEDGER.c.seq).order_by(LEDGER.c.seq)
    with _reading(ledger) as connection:
        for *row, salt, person_id, ref, payload in connection.execution_options(yield_per=1000).execute(query):
            yield Row(*row), None if salt is None else (salt, Content(person_id, ref, payload))


@contextmanager
def _reading(ledger: Ledger) -> Iterator[Connection]:
    """A connection of its own that reads bytes which are no text as such text that no digest covers. Refused where the
    database can't be read through."""
    try:
        with ledger.engine.connect() as connection:
            if ledger.engine.dialect.name == "sqlite":
                raw: Any = connection.connection.driver_connection
                connection.detach()
                raw.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
            yield connection
    except SQLAlchemyError as error:
        raise Refused(
            f"the ledger's database must be readable from beginning to end; it is not ({type(error).__name__}): "
            "restore it from a copy"
        ) from None


def _left_over(ledger: Ledger) -> list[str]:
    """Contents whose row is gone: the chain's end was cut off, or somebody put them there."""
    query = select(CONTENTS.c.seq).outerjoin(LEDGER, CONTENTS.c.seq == LEDGER.c.seq).where(LEDGER.c.seq.is_(None))
    with _reading(ledger) as connection:
        seqs = connection.execute(query.order_by(CONTENTS.c.seq)).scalars().all()
    return [f"row {seq}: is not in the chain, though what it was about is there" for seq in seqs]


def _chain_faults(key: bytes, row: Row, last: Row | None) -> list[str]:
    faults = []
    if row.seq != (last.seq + 1 if last else 1):
        faults.append(f"row {row.seq}: comes after row {last.seq if last else 0}; a row between them is gone")
    if row.prev != (last.link if last else FIRST):
        faults.append(f"row {row.seq}: doesn't link to the row before it")
    if not holds(key, row):
        faults.append(f"row {row.seq}: its time, actor, action or digest was changed")
    return faults


def _erased_by(row: Row, content: Content) -> set[int]:
    return set(json.loads(content.payload)["rows"]) if row.action == "erased" else set()


def _head_faults(row: Row, head: dict[str, Any] | None) -> list[str]:
    if head and row.seq == head["seq"] and row.link != head["link"]:
        return [f"row {row.seq}: is not the row that the head was taken from; the ledger was rewritten"]
    return []
