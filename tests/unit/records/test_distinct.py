"""Rows that repeat one another are counted the same whether there are few or so many that hashes go first."""

from __future__ import annotations

import pyarrow as pa
import pytest

from records.distinct import FEW_ROWS, repeats


@pytest.mark.parametrize("rows", [10, FEW_ROWS + 10])
@pytest.mark.parametrize(("twice", "version", "found"), [((), 1, 0), ((0, 3), 1, 2), ((0, 3), 2, 0)])
def test_repeats_are_rows_that_are_alike_in_every_key(
    rows: int, twice: tuple[int, ...], version: int, found: int
) -> None:
    ids = [f"police:crimes:{n}" for n in range(rows)]
    more = [ids[n] for n in twice]
    table = pa.table({"record_id": [*ids, *more], "version": [1] * rows + [version] * len(more)})
    assert repeats(table, ["record_id", "version"]) == found


def test_a_blank_is_alike_another_blank() -> None:
    assert repeats(pa.table({"record_id": pa.array([None, None, *map(str, range(FEW_ROWS))])}), ["record_id"]) == 1
