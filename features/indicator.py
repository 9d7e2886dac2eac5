"""The declaration of an indicator: what it counts, in which words, for which targets. One entry says it all.

Nothing protected is ever an input; nothing done to somebody, and no report that nobody verified, is one of `involved`;
nothing cancelled or diverted raises. Such a declaration is refused when it is made, not when it is audited (shared
design, architecture 5 and 6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import Literal, get_args

from features import harm
from features.measures import TWICE
from features.said import WORDS, Said
from records.events import ROLES, STATUSES
from records.kinds import kinds, words_of
from records.refusal import Refused

Measure = Literal[
    "count",
    "ever",
    "total",
    "days_since",
    "decayed",
    "distinct",
    "open_now",
    "days_open",
    "trend",
    "rise",
    "first",
    "together",
    "nearing",
    "covered",
    "neighbours",
]
Direction = Literal["raises", "lowers", "either"]

TARGETS = ("harmed", "involved")
WAYS = get_args(Direction)
NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
TAKEN_NAMES = ("person_id", "as_of", "age", "label", "row")  # columns that stand beside the indicators in a table
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # breaks a line of a list, a page or a terminal
FORMAT = re.compile(rf"[+]?(\.[0-9])?[fg]?|{'|'.join(WORDS)}")  # how a reason may write its value
MOST_DAYS, MOST_YEARS = 36_525, 120  # a hundred years and the longest life: more is a slip, and dates end somewhere
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
    every status but `cancelled` and `diverted`; roles left empty, every role, but never `victim` for `involved`.
    `with_kinds` goes with together, `age` (years) with nearing, `of` (an inner measure) and `links` (kinds of link)
    with neighbours, `harm_index` (a version of the table, the newest if none) with the column `harm`.
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
    with_kinds: tuple[str, ...] = ()
    age: int | None = None
    of: str | None = None
    links: tuple[str, ...] = ()
    harm_index: str | None = None

    def __post_init__(self) -> None:
        problems = [*_words(self), *_measure(self), *_fairness(self)]
        if problems:
            raise Refused(*(f"indicator {self.name}: {problem}" for problem in problems))

    @property
    def counted_statuses(self) -> tuple[str, ...]:
        """The statuses that count: those declared, else all but cancelled and diverted."""
        return self.statuses or tuple(s for s in STATUSES if s not in CLOSED)

    @property
    def counted_roles(self) -> tuple[str, ...]:
        """The roles that count: those declared, else any; for an input of `involved` never a victim's."""
        usual = tuple(role for role in ROLES if role != "victim") if "involved" in self.direction else ()
        return self.roles or usual

    @property
    def inner(self) -> str:
        """The measure that works on the records: for neighbours the one that is named by `of`."""
        return self.of or "" if self.measure == "neighbours" else self.measure

    @property
    def harm_version(self) -> str | None:
        """The version of the Crime Harm Index that the column `harm` is read from; None for any other column."""
        return (self.harm_index or harm.newest()) if self.column == "harm" else None

    def say(self, value: float) -> str:
        """The reason in words, for a value that is there."""
        return self.reason.format(value=Said(value))

    @property
    def when_none(self) -> float | None:
        """The value where nothing is recorded though the feeds cover the person: null for `days_since`, 1 for
        `covered`, else 0."""
        if self.inner == "days_since":
            return None
        return 1.0 if self.measure == "covered" else 0.0


WINDOWED = ("days_open", "trend", "rise", "first", "nearing")
UNWINDOWED = ("open_now", "days_since")
COLUMNS = {
    "total": ("amount", "harm"),
    "decayed": ("amount", "harm"),
    "rise": ("amount", "harm"),
    "distinct": ("code", "place", "incident_id", "kind", "agency", "domain"),
}
OF_NEIGHBOURS = (*get_args(Measure)[:10],)  # what pooled records can say; the rest is about one person's own course
GOES_WITH = {
    "half_life": "decayed",
    "with_kinds": "together",
    "age": "nearing",
    "of": "neighbours",
    "links": "neighbours",
}


def _words(one: Indicator) -> list[str]:
    problems = [] if one.kinds else ["must name at least one kind of record"]
    problems += (
        [] if NAME.fullmatch(one.name) else ["the name must be small letters, digits and underscores, 100 at most"]
    )
    problems += [f"the name {one.name} is that of a column that stands beside it"] if one.name in TAKEN_NAMES else []
    problems += [] if one.measure in get_args(Measure) else [f"{one.measure!r} is not one of the measures"]
    problems += [f"role {role!r} is not one of {', '.join(ROLES)}" for role in one.roles if role not in ROLES]
    problems += [f"status {s!r} is not one of {', '.join(STATUSES)}" for s in one.statuses if s not in STATUSES]
    said = {part: getattr(one, part) for part in ("theme", "reason", "ask", "source")}
    problems += [f"needs a {part}" for part, text in said.items() if not text.strip()]
    problems += [f"the {part} must be of one line" for part, text in said.items() if CONTROL.search(text)]
    named = (*one.kinds, *one.with_kinds, *one.codes)
    problems += ["a kind or code must be a word"] if any(not s.strip() or CONTROL.search(s) for s in named) else []
    problems += [
        f"direction {way!r} is not one of {', '.join(WAYS)}" for way in one.direction.values() if way not in WAYS
    ]
    return problems + _reason(one)


def _reason(one: Indicator) -> list[str]:
    """Faults of the template: it may hold the value, plainly written, and nothing else."""
    try:
        parts = list(Formatter().parse(one.reason))
    except ValueError:
        parts = [("", "", "", None)]
    fields = [part for part in parts if part[1] is not None]
    if all(field == "value" and FORMAT.fullmatch(spec or "") and not turned for _, field, spec, turned in fields):
        return []
    return ["the reason may hold {value}, with a format such as {value:.0f} or {value:ago}, and no other field"]


def _measure(one: Indicator) -> list[str]:
    problems = []
    if one.inner in WINDOWED and not one.window:
        problems.append(f"{one.inner} needs a window in days")
    if one.inner in UNWINDOWED and one.window:
        problems.append(f"{one.inner} takes no window")
    if any(days is not None and days < 1 for days in (one.window, one.half_life, one.age)):
        problems.append("window and half_life must be at least 1 day, and age at least 1 year")
    if one.inner in TWICE and 2 * (one.window or 0) > MOST_DAYS:
        problems.append(f"{one.inner} looks back two windows, which must be at most {MOST_DAYS} days together")
    if max(one.window or 0, one.half_life or 0) > MOST_DAYS or (one.age or 0) > MOST_YEARS:
        problems.append(f"window and half_life must be at most {MOST_DAYS} days, and age at most {MOST_YEARS} years")
    for field, measure in GOES_WITH.items():
        if (measure in (one.measure, one.inner)) != (getattr(one, field) not in (None, ())):
            problems.append(f"{field} goes with {measure}, and only with it")
    return problems + _column(one) + _neighbours(one)


def _column(one: Indicator) -> list[str]:
    columns = COLUMNS.get(one.inner, ())
    columns += ("person_id",) if (one.measure, one.inner) == ("neighbours", "distinct") else ()
    problems = ["distinct needs a column"] if one.inner == "distinct" and one.column is None else []
    if one.column is not None and one.column not in columns:
        problems.append(f"{one.measure} cannot take column {one.column!r}")
    if one.harm_index is not None and one.column != "harm":
        problems.append("harm_index goes with the column harm, and only with it")
    if one.column == "harm" and one.harm_version not in harm.versions():
        problems.append(f"harm_index must be one of {', '.join(harm.versions())}")
    return problems


def _neighbours(one: Indicator) -> list[str]:
    if one.measure != "neighbours":
        return []
    problems = [] if one.of in OF_NEIGHBOURS else [f"neighbours must be of one of {', '.join(OF_NEIGHBOURS)}"]
    may_count = words_of("link_kinds.csv", "kind", counts="yes")
    never = sorted(set(one.links) - may_count)
    if never:
        problems.append(f"links must be among {', '.join(sorted(may_count))}; {', '.join(never)} never counts")
    return problems


def _fairness(one: Indicator) -> list[str]:
    return [*_closed(one), *(_as_victim(one) + _kept_from_involved(one) if "involved" in one.direction else [])]


CLOSED = ("cancelled", "diverted")  # neither is evidence of anything: it raises no target of ours
KEPT = {
    "exploitation": "a record of exploitation",
    "done_to_them": "a record of what is done to a young person, or for them because of it,",
    "unverified": "a report that nobody has verified",
}


def _closed(one: Indicator) -> list[str]:
    raised = [target for target in TARGETS if _may_raise(one, target)]
    named = [status for status in CLOSED if status in one.statuses]
    if not raised or not named:
        return []
    return [f"a record that was {' or '.join(named)} must not raise {' or '.join(raised)}: leave the status out"]


def _may_raise(one: Indicator, target: str) -> bool:
    """Whether a record of it may raise the chance: a later one makes days since it fewer."""
    lowers = "raises" if one.inner == "days_since" else "lowers"
    return one.direction.get(target, lowers) != lowers


def _as_victim(one: Indicator) -> list[str]:
    by_police = any(kinds()[kind].agency == "police" for kind in (*one.kinds, *one.with_kinds) if kind in kinds())
    if "victim" in one.roles or (by_police and not one.roles):
        return ["a record as a victim must not be an input of involved: name the other roles"]
    return []


def _kept_from_involved(one: Indicator) -> list[str]:
    """By the kinds' own table, whatever the measure; codes let one in that say what somebody did themselves."""
    kept = [kind for kind in (*one.kinds, *one.with_kinds) if kind in kinds() and not _let_in(one, kind)]
    return [
        f"{said} must not be an input of involved: leave out {', '.join(of)}"
        for why, said in KEPT.items()
        if (of := [kind for kind in kept if kinds()[kind].kept_from_involved == why])
    ]


def _let_in(one: Indicator, kind: str) -> bool:
    """Codes go with `kinds` alone; whether a feed covers somebody reads no record, so no code can tell."""
    may = kinds()[kind].but_for_codes.split()
    by_code = one.measure == "covered" or (bool(one.codes) and set(one.codes) <= set(may))
    return bool(may) and by_code and kind not in one.with_kinds
