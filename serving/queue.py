"""This week's list: as long as the enquiries that can be made, plus whom practitioners refer, less who was just seen.

Capacity and cool-off come from policy.toml, and no request may ask for more than it allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from records.store import PersonRecords
from serving.ledger import Ledger
from serving.problem import Problem
from serving.ranking import Places, ranking
from serving.roles import Actor, may_see_area
from serving.spells import open_to
from serving.view import View
from training.policy import Policy

REFERRED, REVIEWED = "referred", "reviewed"
REVIEWED_GIVEN = "reviewed_given"  # of records that a caller brought: they take nobody off the list


@dataclass(frozen=True)
class Listing:
    """The list of one as-of date: who is on it in order, and because of what; the places behind it, by target."""

    because: dict[str, str]
    places: dict[str, Places]


def listing(view: View, ledger: Ledger, policy: Policy, actor: Actor, as_of: date, capacity: int) -> Listing:
    """Referrals first, then the top `capacity` by rank after cool-off; together never more than the policy allows."""
    ranked = ranking(view, view.listing_models(actor), as_of)
    resting = _since(ledger, REVIEWED, policy.capacity.cool_off_days)
    referred = [
        one for one, at in _since(ledger, REFERRED, policy.score.expires_days).items() if at > resting.get(one, "")
    ]
    free = (place for place in ranked.order if place[0] not in resting and place[0] not in referred)
    chosen = [*((one, "referral") for one in referred), *islice(free, capacity)]
    return Listing(dict(chosen[: policy.capacity.most_per_request]), ranked.places)


def check_capacity(capacity: int, policy: Policy) -> None:
    """Raises 422 unless the capacity is between 1 and the policy's most."""
    most = policy.capacity.most_per_request
    if not 1 <= capacity <= most:
        raise Problem(422, f"capacity must be between 1 and {most}, the most that policy.toml allows.")


def weekly(view: View, found: Listing, actor: Actor, as_of: date, capacity: int) -> dict[str, Any]:
    """The answer of GET /queue: the people of the list who live in the actor's area."""
    chosen = [(one, because, view.snapshot.person(one)) for one, because in found.because.items()]
    held = [(one, because, them) for one, because, them in chosen if them]  # who was referred may since be erased
    mine = [(one, because, them) for one, because, them in held if may_see_area(actor, them.person["area"])]
    people = [_person(one, because, them, found, as_of) for one, because, them in mine]
    return {
        "as_of": as_of.isoformat(),
        "capacity": capacity,
        "elsewhere": len(held) - len(mine),
        "people": people,
    }


def _person(person_id: str, because: str, records: PersonRecords, found: Listing, as_of: date) -> dict[str, Any]:
    shown = {target: ranked[person_id].__dict__ for target, ranked in found.places.items() if person_id in ranked}
    return {
        "person_id": person_id,
        "because": because,
        "targets": shown,
        "area": records.person["area"],
        "open_to": open_to(records.events, as_of),
    }


def _since(ledger: Ledger, action: str, days: int) -> dict[str, str]:
    """Each person with a row of this action in the last days, and when the newest was."""
    return ledger.people_of(action, since=ledger.now() - timedelta(days=days))
