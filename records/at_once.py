"""Work on long columns on every core at once: Arrow, NumPy and compiled code let go of Python's lock over them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
FEW_ROWS = 100_000  # below this, starting threads costs more than it gains


def at_once(works: Sequence[Callable[[], T]], rows: int) -> list[T]:
    """What each of the works gives, in their order; the first error of theirs is raised."""
    if rows < FEW_ROWS:
        return [work() for work in works]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [waited.result() for waited in [pool.submit(work) for work in works]]
