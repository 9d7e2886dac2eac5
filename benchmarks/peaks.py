"""How much memory this process held at most, as Linux counts it for this process alone."""

from __future__ import annotations

from pathlib import Path


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
