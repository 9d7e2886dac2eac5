"""The contract's tables as data frames and back: dates as datetime64[s], text as text, columns in their order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

COLUMN_TYPES = {pa.date32(): "datetime64[s]", pa.string(): "str", pa.float64(): "float64"}


def typed(frame: pd.DataFrame, schema: pa.Schema) -> pd.DataFrame:
    """`frame` with the columns of `schema` in its types, even where a column is absent or nothing in it filled in.

    What is true or false is false where it was not said.
    """
    types = {field.name: COLUMN_TYPES[field.type] for field in schema if field.type in COLUMN_TYPES}
    flags = {field.name: False for field in schema if pa.types.is_boolean(field.type)}
    whole = frame.reindex(columns=schema.names).astype(types | dict.fromkeys(flags, "boolean"))
    return whole.assign(**{name: whole[name].fillna(False).astype("bool") for name in flags})


def to_frame(table: pa.Table | None, schema: pa.Schema) -> pd.DataFrame:
    """A table of `schema` as a data frame; an empty one for None."""
    return typed((schema.empty_table() if table is None else table).to_pandas(date_as_object=False), schema)


def to_arrow(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """A data frame as a table of `schema`."""
    return pa.Table.from_pandas(typed(frame, schema), schema=schema, preserve_index=False)


def among(column: pd.Series, values: Iterable[str]) -> np.ndarray:
    """True where a text column holds one of `values`; pandas' own way walks every value in Python."""
    known = pa.array(values if isinstance(values, pd.Series | pd.Index) else list(values), pa.string())
    return pc.is_in(pa.array(column, pa.string(), from_pandas=True), value_set=known).to_numpy(zero_copy_only=False)


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """For each of `keys` what `values` has under it, null where it has nothing; pandas' own way forgets the type of
    `values` when there are none."""
    return pd.Series(values.reindex(keys).array, index=keys.index)
