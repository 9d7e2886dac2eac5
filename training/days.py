"""Dates as day numbers: int32 days since 1970-01-01, `NEVER` where a date never came."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from records.visibility import NEVER

EPOCH = date(1970, 1, 1)


def day_numbers(dates: pa.ChunkedArray | pa.Array) -> NDArray[np.int32]:
    """[n] date32 → [n] int32, null as `NEVER`."""
    return pc.fill_null(pc.cast(dates, pa.int32()), NEVER).to_numpy().astype(np.int32)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def from_number(number: int) -> date:
    """The inverse of `day_number`."""
    return EPOCH + timedelta(days=int(number))
