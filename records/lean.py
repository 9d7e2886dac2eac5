"""A store's events for work on a nation: only the columns that are asked for, repeated words held once.

The same table as `Snapshot.events()` in fewer bytes; whoever reads it this way sorts nothing and checks types at use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from records.events import EVENTS

REPEATED = ("agency", "kind", "role", "status", "known_basis", "code", "place", "may_discuss")


def read_lean(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The columns of an events file that are asked for and there; words that repeat come as dictionaries."""
    held = pq.read_schema(path).names
    wanted = [name for name in held if name in (columns or EVENTS.names)]
    return pq.read_table(path, columns=wanted, read_dictionary=[name for name in REPEATED if name in wanted])
