"""Where a fault of ours is kept: the places in the code that led to it, never a value about anybody."""

from __future__ import annotations

import os
import secrets
import traceback
from pathlib import Path


def keep_trace(fault: BaseException) -> str:
    """Write the frames of `fault` (file, line, function and exception class; no message) under REACHABLE_HOME/log and
    return the reference to quote. A folder that can't be written leaves the reference alone to quote."""
    reference = secrets.token_hex(4)
    folder = Path(os.environ.get("REACHABLE_HOME", "var")) / "log"
    lines = [type(fault).__name__, *map(_place, traceback.extract_tb(fault.__traceback__))]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"fault-{reference}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return f"{reference} (its trace could not be kept)"
    return reference


def _place(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
