"""How counts are rounded wherever they are."""

from __future__ import annotations


def nearest(count: float, to: int) -> int:
    """A count rounded to the nearest multiple of `to`, halves up."""
    return int((count + to / 2) // to) * to
