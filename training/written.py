"""How values of ours are written as JSON and read back: one canonical form, so that equal bundles are equal bytes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, TypeVar

from training.split import Split

T = TypeVar("T")


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys, dates in ISO form and no NaN; floats read back to the same bits."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1, default=_plain)
    return f"{text}\n".encode()


def rule_from(cls: type[T], given: dict[str, Any] | None) -> T | None:
    """A frozen dataclass from its JSON, lists as tuples; None stays None."""
    return None if given is None else cls(**_tuples(given))


def split_from(given: dict[str, list[str]]) -> Split:
    """The dates of a bundle from their JSON."""
    return Split(**{name: tuple(date.fromisoformat(day) for day in days) for name, days in given.items()})


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no form in a bundle")
