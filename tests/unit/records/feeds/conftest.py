"""Small deliveries of a feed, given file by file as text, and one planted fault after another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.connectors import CONNECTORS
from records.delivery import Delivery

RECEIVED = date(2024, 9, 1)
SOUND: dict[tuple[str, ...], Delivery] = {}  # deliveries without a fault, read once each
Deliver = Callable[..., Delivery]
Facts = Callable[..., list[list[object]]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the files given by name into a fresh folder of that feed."""

    def write(feed: str, **files: str) -> Path:
        folder = tmp_path / feed
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text.lstrip("\n"), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def deliver(write: Callable[..., Path]) -> Deliver:
    """Writes a delivery and reads it by its connector."""
    return lambda feed, **files: CONNECTORS[feed](write(feed, **files), RECEIVED)


@pytest.fixture
def faulty(deliver: Deliver) -> Callable[..., None]:
    """Holds that a row added to one file is refused alone, in `column`, without a word of what it holds."""

    def check(feed: str, files: dict[str, str], file: str, row: str, column: str) -> None:
        whole = (feed, *files.values())
        sound = SOUND.setdefault(whole, SOUND.get(whole) or deliver(feed, **files))
        assert sound.refused == ()
        spoilt = deliver(feed, **{**files, file: files[file].rstrip("\n") + f"\n{row}\n"})
        assert [(one.file, one.column, one.rows) for one in spoilt.refused] == [(f"{file}.csv", column, 1)]
        pd.testing.assert_frame_equal(spoilt.events, sound.events)
        pd.testing.assert_frame_equal(spoilt.links, sound.links)
        told = spoilt.refused[0].reason
        assert not [cell for cell in row.split(",") if len(cell) > 3 and cell in told]

    return check


@pytest.fixture
def facts() -> Facts:
    """Some columns of a table as plain rows: dates as ISO text, nulls as None."""

    def plain(rows: pd.DataFrame, *columns: str) -> list[list[object]]:
        shown = rows[list(columns)].copy()
        for name in shown.columns[shown.dtypes == "datetime64[s]"]:
            shown[name] = shown[name].dt.strftime("%Y-%m-%d")
        return [[None if pd.isna(cell) else cell for cell in row] for row in shown.to_numpy(dtype=object).tolist()]

    return plain
