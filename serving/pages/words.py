"""How the pages say things: dates, agencies, roles, statuses, bands and what may be said aloud, in plain words.

A word stands here once, so that no page can say it harder than another; GLOSSARY explains the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from records.feeds import named
from records.kinds import kinds


@dataclass(frozen=True)
class Tag:
    """A short label on a page; the words carry the meaning, the colour only repeats it."""

    text: str
    colour: str


AGENCIES = {
    "police": "Police",
    "social_care": "Children’s social care",
    "school": "School",
    "youth_justice": "Youth justice",
    "health": "Health",
    "housing": "Housing",
    "counts": "Numbers by area, about nobody in person",
    "practitioner": "Practitioner",
}
ROLES = {
    "concerned": "",
    "victim": "reported as a victim",
    "suspect": "reported as a suspect",
    "witness": "reported as a witness",
}
STATUSES = {
    "recorded": "",
    "charged": "charged, which is not proof",
    "cautioned_or_convicted": "cautioned or convicted",
    "diverted": "diverted, which needs no admission",
    "no_further_action": "no further action, which is never evidence of guilt",
    "cancelled": "cancelled by the agency, so it counts for nothing",
}
MAY_DISCUSS = {
    "with_the_young_person": Tag("Can be talked about with the young person", "green"),
    "ask_source_first": Tag("Ask the source before you mention it", "yellow"),
    "professionals_only": Tag("Do not say aloud: professionals only", "red"),
}
BANDS = {
    "priority": Tag("Prioritised for a conversation", "blue"),
    "review": Tag("For review", "light-blue"),
    "not_prioritised": Tag("Not prioritised", "grey"),
    "not_scored": Tag("Not scored", "grey"),
}
STRENGTHS = {"strong": "Counts strongly", "moderate": "Counts moderately", "slight": "Counts slightly"}
DECIDED = {
    "confirmed": "Confirmed",
    "not_confirmed": "Not confirmed",
    "insufficient_information": "Not enough information to confirm",
    "correction_asked": "A correction was asked for",
}
STAGES = {
    "silent": Tag("Silent: no worker sees it", "grey"),
    "limited": Tag("Limited: named teams only", "yellow"),
    "live": Tag("Live", "green"),
    "retired": Tag("Retired", "grey"),
}


def plain_date(day: date | str | None) -> str:
    """2025-03-12 as "12 March 2025"; "not known" for none. Takes a date, a time or ISO text."""
    if day is None or day == "":
        return "not known"
    if isinstance(day, str):
        day = datetime.fromisoformat(day)
    return f"{day.day} {day:%B} {day.year}"


def agency(name: str) -> str:
    """An agency's name as people say it."""
    return AGENCIES.get(name, name.replace("_", " ").capitalize())


def feed(name: str) -> str:
    """A feed as people say it, to begin a line with."""
    told = set_in_type(named(name))
    return told[:1].upper() + told[1:]


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def kind(name: str) -> str:
    """A kind of record in plain words; a kind that only a mapping knows is shown by its own name."""
    known = kinds().get(name)
    return set_in_type(known.label) if known else name.replace("_", " ").capitalize()


def set_in_type(text: str) -> str:
    """Our own words with the apostrophe of the pages; what somebody typed, and names that a form sends back, stay."""
    return text.replace("'", "’")


def may_discuss(value: str) -> Tag:
    """What may be said aloud; anything we do not know is treated as the strictest."""
    return MAY_DISCUSS.get(value, MAY_DISCUSS["professionals_only"])


def band(value: str) -> Tag:
    """A band's label."""
    return BANDS.get(value, BANDS["not_scored"])
