"""One county for all of these tests, written once: big enough for rates, small enough to be quick."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from records.county import write_county

PEOPLE, SEED = 6000, 11


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a county of 6,000."""
    folder = tmp_path_factory.mktemp("county")
    write_county(PEOPLE, SEED, folder)
    return folder


@pytest.fixture(scope="session")
def table(county: Path) -> Callable[..., pd.DataFrame]:
    """Reads one file, as `table("police/crimes", "occurred_on", …)`; no answer may be changed in place."""

    @cache
    def read(name: str, *dates: str) -> pd.DataFrame:
        codes = {"offence_code": str, "outcome_type": str, "pers_sex": str}
        return pd.read_csv(county / f"{name}.csv", parse_dates=list(dates), dtype=codes)

    return read
