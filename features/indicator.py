"""The declaration of an indicator: what it counts, in which words, for which targets. One entry says it all.

Nothing protected is ever an input, and nobody's victimhood or exploitation raises `involved`: such a declaration
is refused when it is made, not when it is audited (shared design, architecture 5 and 6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from records.events import ROLES, STATUSES
from records.kinds import exploitation_kinds, kinds
from records.refusal import Refused

Measure = Literal["count", "ever", "total", "days_since", "decayed", "distinct", "open_now", "days_open", "trend"]
Direction = Literal["raises", "lowers", "either"]

TARGETS = ("harmed", "involved")
WAYS = get_args(Direction)
NAME = re.compile(r"[a-z][a-z0-9_]*")
HARMED = {"harmed": "raises"}
HARMED_LOWER = {"harmed": "lowers"}
BOTH_RAISE = {"harmed": "raises", "involved": "raises"}
BOTH_LOWER = {"harmed": "lowers", "involved": "lowers"}
EITHER = {"harmed": "either", "involved": "either"}

MONTH, QUARTER, HALF_YEAR, YEAR, TWO_YEARS, THREE_YEARS = 30, 91, 182, 365, 730, 1095


@dataclass(frozen=True)
class Indicator:
    """One indicator. `window` and `half_life` are days; an empty tuple of roles, statuses or codes means any.

    `direction` maps each target the indicator is an input of to what a larger value does to the chance: raises,
    lowers or either (days since something lowers it); a target left out never sees it. Statuses left empty mean
    every status but `cancelled` and `diverted`.
    """

    name: str
    theme: str
    kinds: tuple[str, ...]
    measure: Measure
    reason: str
    ask: str
    source: str
    direction: dict[str, str]
    window: int | None = None
    half_life: int | None = None
    roles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    column: str | None = None

    def __post_init__(self) -> None:
        problems = [*_words(self), *_measure(self), *_fairness(self)]
        if problems:
            raise Refused(*(f"indicator {self.name}: {problem}" for problem in problems))

    @property
    def counted_statuses(self) -> tuple[str, ...]:
        """The statuses that count: those declared, else all but cancelled and diverted."""
        return self.statuses or tuple(s for s in STATUSES if s not in ("cancelled", "diverted"))

    def say(self, value: float) -> str:
        """The reason in words, for a value that is there."""
        return self.reason.format(value=value)

    @property
    def when_none(self) -> float | None:
        """The value where no record counts: null for `days_since`, else 0."""
        return None if self.measure == "days_since" else 0.0


WINDOWED = ("days_open", "trend")
COLUMNS = {
    "total": ("amount",),
    "decayed": ("amount",),
    "distinct": ("code", "place", "incident_id", "kind", "agency"),
}


def _words(one: Indicator) -> list[str]:
    problems = [] if one.kinds else ["must name at least one kind of record"]
    problems += [] if NAME.fullmatch(one.name) else ["the name must be small letters, digits and underscores"]
    problems += [] if one.measure in get_args(Measure) else [f"{one.measure!r} is not one of the measures"]
    problems += [f"role {role!r} is not one of {', '.join(ROLES)}" for role in one.roles if role not in ROLES]
    problems += [f"status {s!r} is not one of {', '.join(STATUSES)}" for s in one.statuses if s not in STATUSES]
    problems += [f"needs a {part}" for part in ("theme", "reason", "ask", "source") if not getattr(one, part)]
    problems += [
        f"direction {way!r} is not one of {', '.join(WAYS)}" for way in one.direction.values() if way not in WAYS
    ]
    return problems + _reason(one)


def _reason(one: Indicator) -> list[str]:
    try:
        one.reason.format(value=1.0)
    except (ValueError, LookupError):
        return ["the reason may hold {value}, with a format such as {value:.0f}, and no other field"]
    return []


def _measure(one: Indicator) -> list[str]:
    problems = []
    if one.measure in WINDOWED and not one.window:
        problems.append(f"{one.measure} needs a window in days")
    if one.measure in ("open_now", "days_since") and one.window:
        problems.append(f"{one.measure} takes no window")
    if (one.measure == "decayed") != (one.half_life is not None):
        problems.append("half_life goes with decayed, and only with it")
    if any(days is not None and days < 1 for days in (one.window, one.half_life)):
        problems.append("window and half_life must be at least 1 day")
    if one.measure == "distinct" and one.column is None:
        problems.append("distinct needs a column")
    if one.column is not None and one.column not in COLUMNS.get(one.measure, ()):
        problems.append(f"{one.measure} cannot take column {one.column!r}")
    return problems


def _fairness(one: Indicator) -> list[str]:
    if "involved" not in one.direction:
        return []
    problems = []
    by_police = any(kinds()[kind].agency == "police" for kind in one.kinds if kind in kinds())
    if "victim" in one.roles or (by_police and not one.roles):
        problems.append("a record as a victim must not be an input of involved: name the other roles")
    if not exploitation_kinds().isdisjoint(one.kinds):
        problems.append("a record of exploitation must not be an input of involved")
    return problems
