"""Who signed what, and when: read from signoffs.toml beside the policy.toml that holds.

Where nobody has signed, that is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records.refusal import WrongUse
from training.policy import usual_place

Json = dict[str, Any]
FILE = "signoffs.toml"
NEEDED = {
    "data_protection_assessment": "Data protection impact assessment",
    "equality_assessment": "Equality impact assessment",
}
SAYS = ("by", "on", "reference")


def signoffs() -> list[Json]:
    """Each assessment that a board expects, with by, on and reference; null where nobody has signed it."""
    path = usual_place().with_name(FILE)
    said = _read(path) if path.is_file() else {}
    return [{"what": title, **{key: _text(said.get(name, {}), key) for key in SAYS}} for name, title in NEEDED.items()]


def unsigned(entries: Sequence[Json]) -> list[str]:
    """The assessments that nobody has signed: release gates (shared design, domain), told wherever a model is."""
    return [entry["what"] for entry in entries if not entry["by"]]


def _text(said: Json, key: str) -> str | None:
    return str(said[key]) if key in said else None


def _read(path: Path) -> Json:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{FILE} must be TOML in UTF-8: {error}") from error
    if said.keys() - NEEDED.keys() or any(
        not isinstance(entry, dict) or set(entry) - set(SAYS) for entry in said.values()
    ):
        raise WrongUse(f"{FILE} may hold {' and '.join(NEEDED)}, each with {', '.join(SAYS)}")
    return said
