"""What is already open for a young person, in plain words.

A list of young people who already have six professionals is no use (shared design, domain).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from serving.pages import words
from serving.spells import is_service

LEAD = "lead_professional"
NO_LEAD = "Services, but no lead professional on record"


def open_lines(spells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line for each open service, the lead professional (or that there is none) first, then the newest."""
    newest = [spell for spell in _newest(spells) if is_service(spell["kind"])]
    led = [spell for spell in newest if spell["kind"] == LEAD]
    others = [spell for spell in newest if spell["kind"] != LEAD]
    unled = () if led or not others else (NO_LEAD,)
    return (*unled, *map(_line, (*led, *others)))


def also_lines(spells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line for each open spell that is no service but how things are, such as being missing; the newest first."""
    return tuple(_line(spell) for spell in _newest(spells) if not is_service(spell["kind"]))


def spell_of(record: Mapping[str, Any]) -> dict[str, str]:
    """An open record as one of the spells of a list."""
    label, since = words.kind(record["kind"]), str(record["happened_on"])
    return {"agency": record["agency"], "kind": record["kind"], "label": label, "since": since}


def _newest(spells: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(spells, key=lambda spell: str(spell["since"]), reverse=True)


def _line(spell: Mapping[str, Any]) -> str:
    return f"{spell['label']} since {words.plain_date(spell['since'])}, {words.agency(spell['agency'])}"
