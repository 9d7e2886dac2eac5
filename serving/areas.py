"""Whom a sign-in may ask about: the young people of its area, or of every area where it has none."""

from __future__ import annotations

from records.store import PersonRecords
from serving.problem import Problem
from serving.requests import PersonGiven
from serving.roles import Actor, may_see_area
from serving.view import View


def person_within(view: View, actor: Actor, person_id: str) -> PersonRecords:
    """What the store holds of a person; Problem 404 where it holds nobody of that id in the actor's area."""
    records = view.snapshot.person(person_id)
    if records is None or not may_see_area(actor, records.person["area"]):
        raise Problem(404, "We hold nobody with this reference in the area of this sign-in. Check how it is written.")
    return records


def check_areas(view: View, actor: Actor, given: PersonGiven) -> None:
    """Raises 403 for records of another area, whether the request says so or the store knows it of this id."""
    known = view.snapshot.person(given.person_id)
    areas = [given.area, *([known.person["area"]] if known else [])]
    if not all(may_see_area(actor, area) for area in areas):
        raise Problem(403, "This sign-in is for another area; what was asked is recorded.")
