"""The one reader of a table that someone brings, to train on or to audit: a column read as another is refused.

What the caller got wrong (no such file, no such column) is WrongUse; what is wrong with the table is Refused.
"""

from __future__ import annotations

import warnings
import zlib
from collections import Counter
from collections.abc import Sequence
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from records.refusal import Refused, WrongUse

# pandas' parsing and decoding errors are ValueErrors
UNREADABLE = (ValueError, OSError, EOFError, zlib.error, BadZipFile, LZMAError, pa.ArrowException)


def read_table(path: Path, wanted: Sequence[str]) -> pd.DataFrame:
    """Every row and column of a CSV (plain or compressed) or Parquet file, in its order. WrongUse where the file or a
    wanted column is not there; Refused where it can't be read, has no row, or has two columns of one name."""
    if not path.is_file():
        raise WrongUse(f"{path.name}: no such file; a CSV or Parquet file must be there")
    try:
        _check_header(path)
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else _csv(path)
    except UNREADABLE as error:
        raise Refused(f"{path.name}: must be a CSV in UTF-8 or a Parquet file with a header and rows") from error
    missing = [name for name in dict.fromkeys(wanted) if name not in frame.columns]
    if missing:
        raise WrongUse(f"{path.name}: must have the columns that are named; there is no column {', '.join(missing)}")
    if frame.empty:
        raise Refused(f"{path.name}: must hold at least one row; it holds none")
    return frame


def _csv(path: Path) -> pd.DataFrame:
    """No field is taken for a row's name, as pandas would where rows are longer than the header."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(path, low_memory=False, index_col=False)
    except pd.errors.ParserWarning as error:
        raise Refused(
            f"{path.name}: must have a name for every field; rows hold more fields than the header"
        ) from error


def _check_header(path: Path) -> None:
    repeated = sorted(name for name, times in Counter(_header(path)).items() if times > 1)
    if repeated:
        raise Refused(f"{path.name}: must name each column once; it repeats {', '.join(map(repr, repeated))}")


def _header(path: Path) -> list[str]:
    """The names as they stand in the file: pandas would number the second of two alike."""
    if path.suffix == ".parquet":
        return list(pq.read_schema(path).names)
    return [str(name) for name in pd.read_csv(path, header=None, nrows=1, dtype=str, keep_default_na=False).iloc[0]]
