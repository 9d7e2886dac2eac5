"""What counts about you, told to the young person: made from the catalogue, in words that a 13-year-old can read.

Whether a theme can only help, or can never be blame, is read off the directions of its indicators; the sentence about
each stands in plain_words.csv. Our own catalogue is refused a theme without one; the page of what a partnership
counts tells it by its own name, for what counts must be told.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from features.catalogue import Catalogue
from features.counted import STANDING
from features.indicator import Indicator
from records.events import STATUSES
from records.kinds import kinds
from records.refusal import Refused

TITLE = "What counts about you"
ONLY_HELPS = "It is a good sign, and it counts for you."
NEVER_BLAME = "It is never held against you. It only makes us ask if you are safe."
MAY_OFFER = "It can be a reason to offer you a talk."
SHOWS_MORE = "It helps us see the whole of things. It can move the sum up or down."
IN_GENERAL = {
    ONLY_HELPS: "Each of these is a good sign, and it counts for you.",
    NEVER_BLAME: "None of this is ever held against you. It only makes us ask if you are safe.",
    MAY_OFFER: "Each of these can be a reason to offer you a talk.",
    SHOWS_MORE: "This helps us see the whole of things. It can move the sum up or down.",
}
MOSTLY = {  # where a line below says something else
    ONLY_HELPS: "Most of these are good signs, and they count for you.",
    NEVER_BLAME: "Most of these are never held against you. They only make us ask if you are safe.",
    MAY_OFFER: "Most of these can be a reason to offer you a talk.",
    SHOWS_MORE: "Most of these help us see the whole of things. They can move the sum up or down.",
}

OPENING = (
    "Some people who work with young people use a list. It helps them choose who to talk to first. The list is made by"
    " a computer from notes that schools, social workers, the police and others hold.",
    "The list never decides anything. A person does. All that can come of it is an offer of help. You can say no.",
    "Most people with one of these notes are never on the list.",
    "For most things we look at how long ago it was. For some we look at if it was the first time, or if there is more"
    " of it than before.",
)
SECRETS = "what people told the police in secret"
NEVER = (
    "your skin colour or where your family is from",
    "if you are a boy, a girl or neither, and who you love",
    "what you believe",
    "if you have a disability or get extra help to learn",
    "if you are pregnant",
    "your street, or how rich or poor it is",
    "if the police stopped and searched you",
    "if you said no to help that you were free to turn down",
    SECRETS,
    "notes that are only there because our list named you",
)
DROPPED = "If the police dropped it, or sent you on a course, it does not count as a thing you did."
NOT_HELD = set(STATUSES) - set(STANDING)  # of which DROPPED speaks
OTHER_SIDE = "Other things"  # where a theme stands that only a partnership's own catalogue knows
NEVER_MORE = (
    "If you were hurt, that never counts against you. It can only be a reason to ask if you are safe.",
    DROPPED,
    "Your age is part of the sum. It is never the reason that we give.",
    "If a social worker helps you, that counts, and the sum does not know why they do. It may be for a disability.",
    "None of these is ever part of the sum:",
)
WHO_SEES = (
    "A few trained workers see the list. They must say why they look.",
    "The police do not see the list, and they do not see your place on it.",
    "Each look is written down, with a name and a day. You can ask who looked.",
)
PUT_RIGHT = (
    "If a note is wrong, say so. Tell any worker: “I want to ask for a correction.” You do not need a form, and you can"
    " bring somebody with you.",
    "The worker must pass it on to the people who hold the note. They have to check it. Once the note is put right, the"
    " old one stops counting.",
    "You can also ask: “Was I on the list?” They have to tell you when, and why.",
)


@dataclass(frozen=True)
class Told:
    """A theme of the catalogue in plain words: its side of life, and what it can do to somebody's place on the list."""

    side: str
    said: str
    way: str


@dataclass(frozen=True)
class Part:
    """A part of the page: its heading, then paragraphs, then lines."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def parts_of(catalogue: Catalogue) -> tuple[Part, ...]:
    """The whole page but its title. Refused when a theme has no plain words."""
    rows = _plain_words()
    unsaid = [theme for theme in dict.fromkeys(one.theme for one in catalogue.indicators) if theme not in rows]
    if unsaid:
        raise Refused(f"features/plain_words.csv must say each theme in plain words; it lacks {'; '.join(unsaid)}")
    return parts_counting(catalogue.indicators)


def parts_counting(indicators: Sequence[Indicator]) -> tuple[Part, ...]:
    """The same of whatever indicators count, once or more often each: a theme without plain words goes by its name."""
    told = _told(indicators)
    good = [one.said for one in told if one.way == ONLY_HELPS]
    others = [one for one in told if one.way != ONLY_HELPS]
    sides = {side: [one for one in others if one.side == side] for side in dict.fromkeys(one.side for one in others)}
    helps = [Part("Good things count too", (IN_GENERAL[ONLY_HELPS],), tuple(good))] if good else []
    return (
        Part("What this is", OPENING),
        *helps,
        *(_side(side, members) for side, members in sides.items()),
        Part("What is never counted", _never_more(indicators), _never(indicators)),
        Part("Who sees it", WHO_SEES),
        Part("If something is wrong", PUT_RIGHT),
    )


def way_of(ones: Iterable[Indicator]) -> str:
    """What a theme can do, by its indicators; days since something count as the thing itself."""
    chosen = [one for one in ones if one.inner != "days_since"]
    ways = {way for one in chosen for way in one.direction.values()}
    targets = {target for one in chosen for target in one.direction}
    if ways == {"lowers"}:
        return ONLY_HELPS
    if "raises" not in ways:
        return SHOWS_MORE
    return MAY_OFFER if "involved" in targets else NEVER_BLAME


def as_markdown(parts: Iterable[Part]) -> str:
    """The page as Markdown, for docs/what-counts.md."""
    blocks = [f"# {TITLE}"]
    for part in parts:
        blocks += [f"## {part.heading}", *part.paragraphs]
        blocks += ["\n".join(f"- {line}" for line in part.lines)] if part.lines else []
    return "\n\n".join(blocks) + "\n"


def reading_grade(parts: Iterable[Part]) -> float:
    """The Flesch–Kincaid grade of all that the parts say: about the school year (United States) that can read it."""
    said = [text for part in parts for text in (*part.paragraphs, *part.lines)]
    sentences = sum(max(1, len(re.findall(r"[.?!]+(?:\s|$|”)", text))) for text in said)
    words = re.findall(r"[A-Za-z’']+", " ".join(said))
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _never(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """What no catalogue may hold, and intelligence where it has not been switched on to count it."""
    counted = any("intelligence" in (*one.kinds, *one.with_kinds) for one in indicators)
    return tuple(line for line in NEVER if not (counted and line == SECRETS))


def _never_more(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """What holds of every catalogue, and that what was dropped counts for nothing where no indicator counts it."""
    held = any(_counts_what_was_dropped(one) for one in indicators)
    return tuple(line for line in NEVER_MORE if not (held and line == DROPPED))


def _counts_what_was_dropped(one: Indicator) -> bool:
    told_by_police = any(kinds()[kind].agency == "police" for kind in one.kinds if kind in kinds())
    return told_by_police and "suspect" in one.counted_roles and not NOT_HELD.isdisjoint(one.counted_statuses)


def _side(heading: str, members: list[Told]) -> Part:
    """The lines of one side of life under what most of them can do; a line that differs says so itself."""
    usual = Counter(one.way for one in members).most_common(1)[0][0]
    lines = (one.said if one.way == usual else f"{one.said} {one.way}" for one in members)
    general = IN_GENERAL if all(one.way == usual for one in members) else MOSTLY
    lead = general[usual] if len(members) > 1 else usual.replace("It ", "This ", 1)
    return Part(heading, (lead,), tuple(lines))


def _told(indicators: Iterable[Indicator]) -> list[Told]:
    """Each theme once, in the order of plain_words.csv, and then those that only a catalogue of one's own knows."""
    by_theme: dict[str, list[Indicator]] = {}
    for one in indicators:
        by_theme.setdefault(one.theme, []).append(one)
    rows = _plain_words()
    ours = [Told(row["side"], row["said"], way_of(by_theme[theme])) for theme, row in rows.items() if theme in by_theme]
    own = [Told(OTHER_SIDE, _by_name(theme), way_of(ones)) for theme, ones in by_theme.items() if theme not in rows]
    return ours + own


def _by_name(theme: str) -> str:
    return f"{theme.strip().rstrip('.')}."


def _plain_words() -> dict[str, dict[str, str]]:
    text = resources.files("features").joinpath("plain_words.csv").read_text(encoding="utf-8")
    return {row["theme"]: row for row in csv.DictReader(text.splitlines())}


def _syllables(word: str) -> int:
    """Groups of vowels, a silent last e left out: near enough for a grade."""
    bare = re.sub(r"(?:[^laeiouy]es|[^aeiouy]ed|[^laeiouy]e)$", "", word.lower().replace("’", "").replace("'", ""))
    return max(1, len(re.findall(r"[aeiouy]+", bare)))
