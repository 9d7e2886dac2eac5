"""This week's list: whom to find out more about, with what is already open for each, or that nothing is.

Rank and band stay hidden, for a worker notes their own view first: those with nothing open stand first, then by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from serving.pages import words
from serving.pages.asking import Ask
from serving.pages.openings import also_lines, open_lines
from serving.problem import Problem

IN_NO_ADDRESS = (".", "..")  # a browser takes these for steps in the address, so that no page can stand under them


@dataclass(frozen=True)
class OnTheList:
    """A young person on the list, as it may be seen before one's own view."""

    person_id: str
    because: str
    open: tuple[str, ...]
    also: tuple[str, ...]


def listed_people(answer: Mapping[str, Any]) -> list[OnTheList]:
    """The people of a queue answer in the page's order, which says nothing of rank."""
    people = [_listed(person) for person in answer["people"]]
    return sorted(people, key=lambda person: (bool(person.open), person.person_id))


def by_delivery(feeds: list[Mapping[str, Any]]) -> list[str]:
    """A line for each feed: whose records reach to which delivery, the oldest first."""
    ordered = sorted(feeds, key=lambda one: (one["last_delivery"], one["feed"]))
    return [f"{words.feed(one['feed'])}: {words.plain_date(one['last_delivery'])}" for one in ordered]


def _listed(person: Mapping[str, Any]) -> OnTheList:
    referred = person.get("because") == "referral"
    because, spells = "Referred by a practitioner" if referred else "", person["open_to"]
    return OnTheList(person["person_id"], because, open_lines(spells), also_lines(spells))


def weekly(ask: Ask) -> Response:
    """The page of the list."""
    answer = ask.state.weekly_list(ask.actor, ask.state.policy.capacity.weekly_slots)
    return ask.page(
        "weekly.html",
        "This week’s list",
        people=listed_people(answer),
        capacity=answer["capacity"],
        as_of=answer["as_of"],
        elsewhere=answer["elsewhere"],
        data_to=answer["data_to"],
        standing_on=answer["standing_on"],
        feeds=by_delivery(answer["feeds"]),
        limits=[words.set_in_type(line) for line in answer["limits"]],
    )


def find(ask: Ask) -> Response:
    """From a typed reference to that young person's page."""
    person_id = ask.request.query_params.get("person", "").strip()
    if person_id in IN_NO_ADDRESS:
        raise Problem(404, "We hold nobody with this reference. Go back and check it: it looks like P0000123.")
    return ask.go("young_person", person_id=person_id) if person_id else ask.go("weekly")
