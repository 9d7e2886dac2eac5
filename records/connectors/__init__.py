"""One file per feed: `read(path, received_on)` checks what an agency delivered and says it in the contract's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from records.connectors import (
    annex_a,
    cin_census,
    counts,
    housing,
    mapped,
    navigator,
    police,
    school_exclusions,
    ssd,
    ssda903,
    youth_justice,
)
from records.delivered import is_folder
from records.delivery import Delivery
from records.refusal import WrongUse

CONNECTORS: dict[str, Callable[[Path, date], Delivery]] = {
    "ssd": ssd.read,
    "ssda903": ssda903.read,
    "cin_census": cin_census.read,
    "annex_a": annex_a.read,
    "school_exclusions": school_exclusions.read,
    "police": police.read,
    "youth_justice": youth_justice.read,
    "housing": housing.read,
    "navigator": navigator.read,
    "counts": counts.read,
}
MAPPED = "mapped"
MAY_BE_A_FILE = {"annex_a": ".xlsx"}  # connectors that read one file where no folder came


def read_source(source: str, received_on: date, data: Path | None = None) -> Delivery:
    """The delivery that `CONNECTOR:PATH` names; WrongUse when there is no such connector or nothing at the path."""
    name, colon, place = source.partition(":")
    if not colon or name not in (*CONNECTORS, MAPPED):
        raise WrongUse(f"SOURCE must be CONNECTOR:PATH, with a connector of {', '.join([*CONNECTORS, MAPPED])}")
    path = Path(place)
    if name == MAPPED:
        return mapped.read(path, received_on, data)
    if not is_folder(path) and not _is_the_file(name, path):
        raise WrongUse(f"{name}: the path after the colon must be a folder of files as the feed has them; it is none")
    return CONNECTORS[name](path, received_on)


def _is_the_file(name: str, path: Path) -> bool:
    try:
        return path.suffix.lower() == MAY_BE_A_FILE.get(name) and path.is_file()
    except (OSError, ValueError):
        return False
