"""Writes that can be sent again: the same key and body give the first answer; another body under the key is refused.

A key belongs to one sign-in. The answer is read from the ledger's row, so that erasing the row erases it here too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from serving.chain import canonical
from serving.database import writing
from serving.ledger import Entry, Ledger
from serving.problem import Problem, not_written
from serving.tables import CONTENTS, IDEMPOTENCY

LONGEST_KEY = 200


class SentBefore(Problem):
    """The key was used before with another body, and that one is recorded."""


def once(
    ledger: Ledger, scope: str, key: str | None, body: Mapping[str, Any], entries: Sequence[Entry]
) -> dict[str, Any]:
    """Writes the entries and returns the first one's `answer`; with a key seen before, only returns that answer."""
    sealed = hashlib.sha256(ledger.key + canonical(body).encode()).hexdigest()
    try:
        with writing(ledger.engine) as connection:
            earlier = _earlier(connection, scope, check_key(key), sealed)
            return earlier or _first(ledger, connection, scope, key, sealed, entries)
    except SQLAlchemyError:
        raise not_written() from None


def check_key(key: str | None) -> str | None:
    """The key, when it can be used as one; Problem 422 otherwise."""
    if key is not None and (not key.isprintable() or not 1 <= len(key) <= LONGEST_KEY):
        raise Problem(422, f"An Idempotency-Key must be 1 to {LONGEST_KEY} printable characters.")
    return key


def _earlier(connection: Connection, scope: str, key: str | None, sealed: str) -> dict[str, Any] | None:
    if key is None:
        return None
    mine = (IDEMPOTENCY.c.scope == scope) & (IDEMPOTENCY.c.key == key)
    query = select(IDEMPOTENCY.c.body, CONTENTS.c.payload).outerjoin(CONTENTS, CONTENTS.c.seq == IDEMPOTENCY.c.seq)
    found = connection.execute(query.where(mine)).first()
    if found is None:
        return None
    if found.body != sealed or found.payload is None:
        raise SentBefore(409, "This Idempotency-Key was used before with another request. Send a new key.")
    answer: dict[str, Any] = json.loads(found.payload)["answer"]
    return answer


def _first(
    ledger: Ledger, connection: Connection, scope: str, key: str | None, sealed: str, entries: Sequence[Entry]
) -> dict[str, Any]:
    rows = ledger.append_within(connection, entries)
    if key is not None:
        connection.execute(insert(IDEMPOTENCY).values(scope=scope, key=key, body=sealed, seq=rows[0].seq))
    answer: dict[str, Any] = entries[0].payload["answer"]
    return answer
