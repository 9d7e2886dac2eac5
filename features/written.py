"""A Parquet file written in the background, part by part: encoding takes as long as computing, so both run at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

IN_FLIGHT = 2  # parts that may wait to be written: each is a chunk's whole answer


class Parts:
    """Takes tables of one schema in; `rows` counts them."""

    def __init__(self, path: Path, compression: str) -> None:
        self.rows = 0
        self._path, self._compression = path, compression
        self._writer: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: list[Future[None]] = []

    def add(self, part: pa.Table) -> None:
        """Hands a part on; waits where too many are still to be written."""
        self.rows += len(part)
        self._waiting.append(self._thread.submit(self._write, part))
        while len(self._waiting) > IN_FLIGHT:
            self._waiting.pop(0).result()

    def finish(self) -> None:
        """Waits for every part, and closes the file."""
        for one in self._waiting:
            one.result()
        self.close()

    def close(self) -> None:
        """Ends the writing, whatever has been written."""
        self._thread.shutdown(cancel_futures=True)
        if self._writer is not None:
            self._writer.close()

    def _write(self, part: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, part.schema, compression=self._compression)
        self._writer.write_table(part)


@contextmanager
def parquet(path: Path, compression: str = "snappy") -> Iterator[Parts]:
    """A file at `path`, whole or not at all: the parts go to a file beside it that takes its place at the end."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    parts = Parts(beside, compression)
    try:
        yield parts
        parts.finish()
        if parts.rows:
            beside.replace(path)
    finally:
        parts.close()
        beside.unlink(missing_ok=True)
