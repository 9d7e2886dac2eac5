"""The least time that some work takes, and how much memory it held at most, as Linux counts it for this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def reset_peak() -> float | None:
    """Begins a new peak; the MiB held now, or None where that can't be asked."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return None
    return mib("VmRSS")


def mib(name: str) -> float:
    """MiB of an entry of the process's status: VmRSS what is held now, VmHWM the peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def best(work: Callable[[], Any], times: int) -> tuple[float, float | None, Any]:
    """The least seconds of `times` runs, the peak of memory over what was held before in MiB, and the answer."""
    before = reset_peak()
    least, answer = float("inf"), None
    for _ in range(times):
        answer = None
        began = time.perf_counter()
        answer = work()
        least = min(least, time.perf_counter() - began)
    return least, None if before is None else mib("VmHWM") - before, answer
