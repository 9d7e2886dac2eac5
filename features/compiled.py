"""How the kernel's functions are compiled: kept on disk where that can be, compiled at start where it can't."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.extending import register_jitable

Function = TypeVar("Function", bound=Callable[..., Any])
_FILES = {__file__}


def inner(function: Function) -> Function:
    """`function` for use within what is compiled, where it stands in line; in Python it stays what it was."""
    _FILES.add(function.__code__.co_filename)
    # Without reference counts, which the inner loops would spend nine tenths of their time on; nothing in them
    # allocates. In line: a call hands over every array of the records anew, which takes longer than what it is for.
    return register_jitable(_nrt=False, forceinline=True)(function)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled on its first call, and kept for the next process where something can be written. It lets go
    of Python's lock, so that threads may run it at once."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep compiled code: a read-only install without a home
        return numba.njit(nogil=True)(function)


def stamp() -> int:
    """A digest of every file that holds what stands in line: numba's own cache looks only at the file that the compiled
    function stands in."""
    sources = b"".join(Path(file).read_bytes() for file in sorted(_FILES))
    return int.from_bytes(hashlib.sha256(sources).digest()[:7])
