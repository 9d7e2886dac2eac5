"""Whether rows repeat one another by some columns, found out in little memory: a nation's record ids are many.

Hashes of 64 bits tell that no two are alike. Only where two hashes are the same are the rows themselves compared.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

FEW_ROWS = 100_000  # below this, comparing the rows themselves costs nothing


def repeats(table: pa.Table, keys: list[str]) -> int:
    """How many rows repeat an earlier one by `keys`."""
    if len(table) > FEW_ROWS and _all_differ(table, keys):
        return 0
    return len(table) - table.select(keys).group_by(keys).aggregate([]).num_rows


def _all_differ(table: pa.Table, keys: list[str]) -> bool:
    with duckdb.connect() as connection:
        connection.register("held", table.select(keys))
        hashes = connection.execute("SELECT hash(held) AS hash FROM held").fetchnumpy()["hash"]
    hashes.sort()
    return not np.any(hashes[1:] == hashes[:-1])
