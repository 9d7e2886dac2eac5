"""What is already open for a young person, in plain words.

A list of young people who already have six professionals is no use (shared design, domain).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from serving.pages import words

LEAD = "lead_professional"
NO_LEAD = "No lead professional on record"


def open_lines(spells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line for each open spell, the lead professional (or that there is none) first, then the newest."""
    newest = sorted(spells, key=lambda spell: str(spell["since"]), reverse=True)
    led = [spell for spell in newest if spell["kind"] == LEAD]
    others = [spell for spell in newest if spell["kind"] != LEAD]
    unled = () if led or not others else (NO_LEAD,)
    return (*unled, *map(_line, (*led, *others)))


def spell_of(record: Mapping[str, Any]) -> dict[str, str]:
    """An open record as one of the spells of a list."""
    label, since = words.kind(record["kind"]), str(record["happened_on"])
    return {"agency": record["agency"], "kind": record["kind"], "label": label, "since": since}


def _line(spell: Mapping[str, Any]) -> str:
    return f"{spell['label']} since {words.plain_date(spell['since'])}, {words.agency(spell['agency'])}"
