"""Where each connector finds its extract among a county's: what `write_county` writes, feed by feed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

# Social care comes in four of them: as its dataset, and as the returns and lists drawn from it.
FOLDERS = {
    "ssd": "social_care",
    "ssda903": "ssda903",
    "cin_census": "cin_census",
    "annex_a": "annex_a",
    "school_exclusions": "school",
    "police": "police",
    "youth_justice": "youth_justice",
    "housing": "housing",
    "navigator": "health",
    "counts": "counts",
}


def sources(county: Path, feeds: Iterable[str]) -> list[str]:
    """The SOURCEs (`CONNECTOR:PATH`) of these feeds, of the county that was written to folder `county`."""
    return [f"{feed}:{county / FOLDERS[feed]}" for feed in feeds]
