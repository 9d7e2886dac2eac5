"""A catalogue: a named, ordered list of indicators with a fingerprint, from our own files or from anybody's TOML.

The declaration that it writes is enough to recompute every value by hand, and it reads back to the same catalogue,
so that a bundle can carry what it was trained on (shared design, contract and domain: Bristol).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from features.described import MEANINGS, described
from features.indicator import TARGETS, Indicator
from records.kinds import kinds
from records.refusal import Refused, WrongUse
from records.toml_text import toml_of

LISTS = ("kinds", "with_kinds", "roles", "statuses", "codes", "links")
TEXTS = ("name", "theme", "measure", "of", "column", "harm_index", "reason", "ask", "source")
NUMBERS = {"window_days": "window", "half_life_days": "half_life", "age": "age"}
REQUIRED = ("name", "theme", "kinds", "measure", "reason", "ask", "source", "direction")
DERIVED = ("when_none", "agencies", *MEANINGS)  # what is told of an indicator, and follows from the rest
HEAD = ("name", "include", "targets", "indicator")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Indicators in fixed order; two catalogues are the same when their fingerprints are."""

    name: str
    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        twice = [name for name, n in Counter(self.names).items() if n > 1]
        if twice:
            raise Refused(f"catalogue {self.name}: each name must stand once; more than once: {', '.join(twice)}")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Indicator names, in order."""
        return tuple(one.name for one in self.indicators)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over the declarations as canonical JSON."""
        text = json.dumps(self.declarations(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalogue) and other.fingerprint == self.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __len__(self) -> int:
        return len(self.indicators)

    def __getitem__(self, name: str) -> Indicator:
        """The indicator of that name; WrongUse when there is none."""
        for one in self.indicators:
            if one.name == name:
                return one
        raise WrongUse(f"there is no indicator named {name!r} in the catalogue {self.name}; `features list` names them")

    def for_target(self, target: str) -> Catalogue:
        """The indicators that are inputs of `target`, in the same order."""
        return Catalogue(f"{self.name}/{target}", tuple(one for one in self.indicators if target in one.direction))

    def declarations(self) -> list[dict[str, Any]]:
        """Every indicator as plain JSON values, in order."""
        return [declaration(one) for one in self.indicators]


def as_catalogue(indicators: Catalogue | Sequence[Indicator]) -> Catalogue:
    """A catalogue as it is, or a bare sequence of indicators as a catalogue without a name of its own."""
    return indicators if isinstance(indicators, Catalogue) else Catalogue("unnamed", tuple(indicators))


def declaration(one: Indicator) -> dict[str, Any]:
    """One indicator as plain JSON values; `statuses` are those that count, an empty list of roles or codes is any."""
    return {
        "name": one.name,
        "theme": one.theme,
        "kinds": list(one.kinds),
        "with_kinds": list(one.with_kinds),
        "roles": list(one.counted_roles),
        "statuses": list(one.counted_statuses),
        "codes": list(one.codes),
        "measure": one.measure,
        "of": one.of,
        "links": list(one.links),
        "column": one.column,
        "harm_index": one.harm_version,
        "window_days": one.window,
        "half_life_days": one.half_life,
        "age": one.age,
        "when_none": one.when_none,
        "direction": dict(sorted(one.direction.items())),
        "agencies": sorted({kinds()[kind].agency for kind in (*one.kinds, *one.with_kinds) if kind in kinds()}),
        "reason": one.reason,
        "ask": one.ask,
        "source": one.source,
    }


def from_declarations(name: str, declared: list[dict[str, Any]]) -> Catalogue:
    """The catalogue that `declarations` wrote, or that a file declares; Refused names the entry and the fault."""
    return Catalogue(name, tuple(_indicator(entry, place) for place, entry in enumerate(declared, 1)))


def load_catalogue(path: Path) -> Catalogue:
    """A catalogue from TOML: `name`, then one `[[indicator]]` each with the keys of `features list --json`.

    With `include = "partnership"` the partnership's own indicators stand before those of the file; `targets` names
    outcomes of one's own. Any other target is refused: a slip would be an indicator that no model ever sees.
    """
    content = _content(path)
    declared, name = content.get("indicator"), content.get("name", path.stem)
    if not isinstance(declared, list) or not declared or set(content) - set(HEAD):
        raise Refused(
            f"{path.name} must hold `name`, one [[indicator]] or more, perhaps `include` or `targets`, and nothing else"
        )
    if not isinstance(name, str) or not name.isprintable() or not name.strip():
        raise Refused(f"{path.name}: name must be a text of one line")
    own = from_declarations(name, declared)
    _refuse_unknown_targets(own, content.get("targets", []), path)
    return Catalogue(own.name, (*_included(content.get("include"), path), *own.indicators))


def _content(path: Path) -> dict[str, Any]:
    if "\0" in str(path):
        raise WrongUse(f"the catalogue {str(path)!r} must be a readable file: its name can't be one")
    try:
        return toml_of(path)
    except OSError as error:
        raise WrongUse(f"the catalogue {str(path)!r} must be a readable file: {error.strerror}") from error
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise Refused(f"{path.name} must be TOML in UTF-8: {error}") from error


def _refuse_unknown_targets(own: Catalogue, targets: Any, path: Path) -> None:
    if not _texts(targets) or not all(target.isprintable() and target.strip() for target in targets):
        raise Refused(f"{path.name}: targets must be a list of texts of one line, the names of outcomes of your own")
    allowed = (*TARGETS, *targets)
    faults = [
        f"indicator {one.name}: direction names {target!r}, which must be one of {', '.join(allowed)}; an outcome of "
        "your own is named first, at the top of the file: targets = [...]"
        for one in own.indicators
        for target in one.direction
        if target not in allowed
    ]
    used = {target for one in own.indicators for target in one.direction}
    if unused := [target for target in targets if target not in used]:
        faults.append(
            f"{path.name}: targets names {', '.join(map(repr, unused))}, in no indicator's direction; there may "
            f"stand {', '.join(sorted(used))}, or nothing: {' and '.join(TARGETS)} need not be named"
        )
    if faults:
        raise Refused(*faults)


def _included(named: Any, path: Path) -> tuple[Indicator, ...]:
    from features.indicators import CATALOGUE

    if named not in (None, CATALOGUE.name):
        raise Refused(f"{path.name}: include must be {CATALOGUE.name!r}, the one catalogue that is there to include")
    return () if named is None else CATALOGUE.indicators


def _indicator(entry: Any, place: int) -> Indicator:
    problems = _faults(entry) if isinstance(entry, dict) else ["must be a table"]
    if problems:
        raise Refused(*(f"indicator {place} of the catalogue: {problem}" for problem in problems))
    fields: dict[str, Any] = {NUMBERS.get(key, key): value for key, value in entry.items() if key not in DERIVED}
    fields |= {key: tuple(fields[key]) for key in LISTS if key in fields}
    made = Indicator(**fields)
    _refuse_what_does_not_follow(entry, made)
    return made


def _refuse_what_does_not_follow(entry: dict[str, Any], made: Indicator) -> None:
    told = [key for key in DERIVED if key in entry]
    follows = described(declaration(made)) if told else {}
    for key in told:
        if entry[key] != follows.get(key):
            so = "" if key in MEANINGS else f" and is {follows[key]}"
            raise Refused(f"indicator {made.name}: {key} follows from the rest{so}: leave it out")


def _faults(entry: dict[str, Any]) -> list[str]:
    known = {*LISTS, *TEXTS, *NUMBERS, *DERIVED, "direction"}
    faults = [f"{key} is missing" for key in REQUIRED if key not in entry]
    faults += [f"{key!r} is not a key of an indicator" for key in entry if key not in known]
    faults += [f"{key} must be a list of texts" for key in LISTS if not _texts(entry.get(key, []))]
    faults += [f"{key} must be a text" for key in TEXTS if not isinstance(entry.get(key), str | None)]
    faults += [f"{key} must be whole {_unit(key)}" for key in NUMBERS if type(entry.get(key)) not in (int, type(None))]
    direction = entry.get("direction", {})
    if not isinstance(direction, dict) or not direction or not _texts(list(direction.values())):
        faults.append("direction must be a table of target = raises, lowers or either, of one target at least")
    return faults


def _unit(key: str) -> str:
    return "years" if key == "age" else "days"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
