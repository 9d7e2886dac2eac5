"""How the kernel's functions are compiled: kept on disk where that can be, compiled at start where it can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from numba.extending import register_jitable

# Without reference counts, which the inner loops would spend nine tenths of their time on; nothing in them allocates.
inner = register_jitable(_nrt=False)


def compiled(function: Callable[..., Any], parallel: bool = False) -> Callable[..., Any]:
    """`function` compiled on its first call, and kept for the next process where something can be written."""
    try:
        return numba.njit(cache=True, parallel=parallel)(function)
    except RuntimeError:  # nowhere to keep compiled code: a read-only install without a home
        return numba.njit(parallel=parallel)(function)
