"""What is already open for a young person as of a date: services and lead professionals, or that nothing is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from records.kinds import kinds
from records.visibility import ended, visible
from training.days import day_number, day_numbers

# How things are with somebody, which tells of nobody who is there to help: whoever has only these has nothing open.
SITUATIONS = (
    "missing_episode",
    "away_without_authorisation",
    "placed_far_from_home",
    "temporary_accommodation",
    "in_education_or_training",
    "not_in_education",
)


def is_service(kind: str) -> bool:
    """Whether an open spell of the kind says that somebody is working with the young person."""
    return kind not in SITUATIONS


def visible_records(events: pa.Table, as_of: date) -> pa.Table:
    """The versions that count as of the date."""
    happened, known, superseded = (day_numbers(events[n]) for n in ("happened_on", "known_on", "superseded_on"))
    return events.filter(pa.array(visible(happened, known, superseded, day_number(as_of))))


def open_spells(events: pa.Table, as_of: date) -> pa.Table:
    """The spells that had begun and not yet ended as of the date, by when they began."""
    counted = visible_records(events, as_of)
    over = ended(day_numbers(counted["ended_on"]), day_numbers(counted["ended_known_on"]), day_number(as_of))
    spells = pa.array([one.kind for one in kinds().values() if one.spell])
    still = counted.filter(pc.and_(pc.is_in(counted["kind"], spells), pa.array(~over)))
    return still.sort_by("happened_on")


def open_to(events: pa.Table, as_of: date) -> list[dict[str, Any]]:
    """Each open spell in plain words: agency, kind, what it is called, since when, and whether it is a service; with no
    service among them nothing is open."""
    return [
        {
            "agency": row["agency"],
            "kind": row["kind"],
            "label": kinds()[row["kind"]].label,
            "since": row["happened_on"].isoformat(),
            "service": is_service(row["kind"]),
        }
        for row in open_spells(events, as_of).to_pylist()
    ]
