"""Age as of a date: a predictor and an audited characteristic, and never a reason."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

DAYS_IN_A_YEAR = 365.25


def age_as_of(born_on: pa.Array | pa.ChunkedArray, as_of: pa.Array | pa.ChunkedArray | date) -> NDArray[np.float64]:
    """Age in years [n], from dates (date32) of birth and of the row, or one date for all; NaN where unknown."""
    born = _days(born_on)
    then = float((as_of - date(1970, 1, 1)).days) if isinstance(as_of, date) else _days(as_of)
    return (then - born) / DAYS_IN_A_YEAR


def _days(dates: pa.Array | pa.ChunkedArray) -> NDArray[np.float64]:
    return dates.cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy(zero_copy_only=False)
