"""From a score answer and the stored records to what a page shows: pure functions, no request in sight.

What may not be said aloud is decided by the record (`may_discuss`); here it only gets its mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from serving.pages import words
from serving.pages.words import Tag

SHOWN_THEMES = 3
WORTH_A_LINE = 0.05  # less than this of a score resting on estimated dates is not worth a reader's time
LATE_DAYS = 30  # a record that took longer than this to reach us says so


@dataclass(frozen=True)
class Line:
    """One record on a page."""

    record_id: str
    when: str
    what: str
    source: str
    tag: Tag
    silent: bool


@dataclass(frozen=True)
class Year:
    """The records of one calendar year, newest first."""

    year: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Theme:
    """One reason: all windows of one thing together, with the records that its words count, and the rest behind it."""

    name: str
    texts: tuple[str, ...]
    strength: str
    agencies: str
    ask: str
    tag: Tag
    silent: bool
    lines: tuple[Line, ...]
    rest: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Target:
    """The band over one target, why, and which model said so."""

    name: str
    title: str
    question: str
    band: str
    tag: Tag
    chance: str
    why_not: str
    first: tuple[Theme, ...]
    further: tuple[Theme, ...]
    lowers: tuple[Theme, ...]
    context: tuple[str, ...]
    estimated: str
    model: str


def record_line(record: Mapping[str, Any]) -> Line:
    """A record in plain words: when, what and in which role, who says so and how far it has got."""
    role = words.ROLES.get(record["role"], record["role"])
    status = words.STATUSES.get(record["status"], record["status"])
    discuss = record["may_discuss"]
    return Line(
        record_id=record["record_id"],
        when=_when(record),
        what=", ".join(filter(None, [words.kind(record["kind"]), role])),
        source=". ".join(
            filter(None, [words.agency(record["agency"]), _capital(status), _late(record), _ask(discuss)])
        ),
        tag=words.may_discuss(discuss),
        silent=_silent(discuss),
    )


def newest_first(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Records in order of time, the latest to happen first."""
    return sorted(records, key=lambda record: str(record["happened_on"]), reverse=True)


def by_year(records: Iterable[Mapping[str, Any]]) -> list[Year]:
    """Records in order of time, newest first, by the year in which they happened."""
    years = groupby(newest_first(records), key=lambda record: int(str(record["happened_on"])[:4]))
    return [Year(year, tuple(map(record_line, of_year))) for year, of_year in years]


def reasons_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every reason that an answer showed with records behind it, target by target, in the order shown."""
    scored = answer["targets"].values()
    return [reason for one in scored for side in ("raises", "lowers") for reason in one.get(side, ())]


def theme(reason: Mapping[str, Any]) -> Theme:
    """One reason of the answer as the page shows it, its records newest first; all of them together where the answer
    does not say which of them its words count."""
    records = newest_first(reason.get("records", ()))
    counted = set(reason.get("counted", ())) or {record["record_id"] for record in records}
    return Theme(
        name=reason["theme"],
        texts=tuple(reason["text"].split("; ")),
        strength=words.STRENGTHS.get(reason.get("strength", ""), ""),
        agencies=words.listed([words.agency(name) for name in reason.get("agencies", ())]),
        ask=reason.get("ask", ""),
        tag=words.may_discuss(reason["may_discuss"]),
        silent=_silent(reason["may_discuss"]),
        lines=tuple(record_line(record) for record in records if record["record_id"] in counted),
        rest=tuple(record_line(record) for record in records if record["record_id"] not in counted),
    )


def target(name: str, scored: Mapping[str, Any], title: str, question: str) -> Target:
    """One target of the answer: `title` and `question` come from policy.toml."""
    themes = tuple(map(theme, scored.get("raises", ())))
    model = scored.get("model") or {}
    return Target(
        name=name,
        title=title,
        question=question,
        band=scored["band"],
        tag=words.band(scored["band"]),
        chance=_chance(scored, question),
        why_not=scored.get("why") or "",
        first=themes[:SHOWN_THEMES],
        further=themes[SHOWN_THEMES:],
        lowers=tuple(map(theme, scored.get("lowers", ()))),
        context=tuple(map(_context, scored.get("context", ()))),
        estimated=_estimated(scored.get("estimated_share")),
        model=f"{model['name']} version {model['version']}" if model else "",
    )


def _chance(scored: Mapping[str, Any], question: str) -> str:
    """What was observed at about this score comes first; a figure that the past has not borne out says so."""
    chance, span = scored.get("chance_in_100"), scored.get("range")
    if chance is None:
        return ""
    if not span:
        return f"Out of 100 young people with a score like this, about {_few(chance)} are {question}."
    low, high = (f"{end:.0f}" for end in span)
    seen = f"Out of 100 young people who scored about the same in the past, between {low} and {high} were"
    told = f"{seen} {question.replace('the next', 'the following')}; the others were not."
    if span[0] <= chance <= span[1]:
        return f"{told} The model’s best guess is {_few(chance)}."
    own = f"The model’s own figure is {_few(chance)}"
    return f"{told} {own}; too few scored just the same to bear it out, so go by what was seen."


def _context(item: Mapping[str, Any] | str) -> str:
    if not isinstance(item, Mapping):
        return item
    silent = "may_discuss" in item and _silent(item["may_discuss"])
    return f"{item['text']} (for professionals only)" if silent else str(item["text"])


def _estimated(share: float | None) -> str:
    """How much rests on guessed dates, where it is worth a line."""
    if share is None or share < WORTH_A_LINE:
        return ""
    return f"About {round(share, 1):.0%} of what counted rests on records whose date of reaching us is estimated"


def _few(number: float) -> str:
    """A number out of a hundred as a person would say it."""
    return "fewer than 1" if number < 1 else f"{number:.0f}"


def _when(record: Mapping[str, Any]) -> str:
    began, ended = words.plain_date(record["happened_on"]), record.get("ended_on")
    if ended and words.plain_date(ended) != began:
        return f"{began} to {words.plain_date(ended)}"
    return f"Since {began}" if record.get("open") else began


def _late(record: Mapping[str, Any]) -> str:
    known, happened = (date.fromisoformat(str(record[name])[:10]) for name in ("known_on", "happened_on"))
    return f"Reached us on {words.plain_date(known)}" if (known - happened).days > LATE_DAYS else ""


def _ask(discuss: str) -> str:
    return words.may_discuss(discuss).text if discuss == "ask_source_first" else ""


def _silent(discuss: str) -> bool:
    return words.may_discuss(discuss) is words.MAY_DISCUSS["professionals_only"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
