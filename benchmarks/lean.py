"""Events of a nation in few bytes: only the columns that are asked for, repeated words held once.

For files that the benchmarks made: it knows no rule of keeping and sorts nothing, as the store's own reader does.
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
