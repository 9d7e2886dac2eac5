"""One file per feed: `read(path, received_on)` checks what an agency delivered and says it in the contract's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from records.connectors import (
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
    "school_exclusions": school_exclusions.read,
    "police": police.read,
    "youth_justice": youth_justice.read,
    "housing": housing.read,
    "navigator": navigator.read,
    "counts": counts.read,
}
MAPPED = "mapped"


def read_source(source: str, received_on: date, data: Path | None = None) -> Delivery:
    """The delivery that `CONNECTOR:PATH` names; WrongUse when there is no such connector or nothing at the path."""
    name, colon, place = source.partition(":")
    if not colon or name not in (*CONNECTORS, MAPPED):
        raise WrongUse(f"SOURCE must be CONNECTOR:PATH, with a connector of {', '.join([*CONNECTORS, MAPPED])}")
    path = Path(place)
    if name == MAPPED:
        return mapped.read(path, received_on, data)
    if not is_folder(path):
        raise WrongUse(f"{name}: the path after the colon must be a folder of CSV files; it is none")
    return CONNECTORS[name](path, received_on)
