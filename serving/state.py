"""The service behind its HTTP routes and its pages: each method checks who asks and writes the ledger, then answers.

A refusal is a row too. Each method keeps one view of the store and the models from beginning to end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from records.agreements import load_agreements
from records.refusal import Refused, WrongUse
from records.store import PersonRecords
from serving import library, reviews, score, shown
from serving.areas import check_areas, person_within
from serving.coverage import agencies_heard, agencies_used, gaps, held_to, kinds_used, missing_feeds
from serving.given import person_records, planned, unheard_of
from serving.home import Home
from serving.idempotency import once
from serving.ledger import Entry, Found, open_ledger
from serving.problem import Problem, not_written
from serving.queue import check_capacity, listing, weekly
from serving.ranking import ranking
from serving.requests import CorrectionRequest, ReferRequest, ReviewRequest, ScoreRecordsRequest, checked
from serving.roles import Action, Actor, check_may, check_purpose, may_see_agency, may_see_area
from serving.signin import SignIn
from serving.spells import visible_records
from serving.tokens import Tokens
from serving.view import Model, View, Views
from training.policy import Policy, load_policy

Body = Mapping[str, Any] | BaseModel
NOT_LISTED = {"yes": False, "because": None}


class State:
    """One installation as its service sees it. `now` is the clock."""

    def __init__(self, home: Home, policy: Policy | None = None, now: Callable[[], datetime] | None = None) -> None:
        self.home = home
        self.policy = policy or load_policy()
        self.agreements = load_agreements()
        self.now = now or (lambda: datetime.now(UTC))
        self.ledger = open_ledger(home, self.now)
        self.tokens = Tokens(self.ledger.engine, home.key("sign-in"), self.now)
        self.signin = SignIn(self.ledger.engine, home.key("sign-in"), self.now)
        self._views = Views(home, self.ledger)

    def why_not_ready(self) -> str | None:
        """Why nothing can be scored at the moment, or None."""
        return self._views.why_not_ready()

    def warm(self) -> None:
        """Reads the models and ranks everyone once, so that the first person who asks does not wait for it. Where that
        can't be, the service starts all the same, and /readyz says why."""
        with suppress(Refused, WrongUse, SQLAlchemyError):
            view = self._views.current()
            anyone = Actor("warm-up", "warm-up", "worker")
            ranking(view, view.listing_models(anyone), view.as_of)

    def score_person(
        self, actor: Actor, person_id: str, purpose: str, as_of: date | None = None, own_view: str | None = None
    ) -> dict[str, Any]:
        """The answer of POST /score; `own_view` is what the worker thought before seeing the band."""
        with self.asked(actor, "score", person_id, purpose):
            check_purpose(actor, purpose, self.policy.purposes)
            view = self._views.current()
            day = self._day(view, as_of or view.as_of)
            records = person_within(view, actor, person_id)
            answer = self._answer(view, actor, records, day, score.Origin(view.snapshot, held=True))
            answer["listed"] = self._listed(view, actor, person_id, day)
            answer["missing_feeds"] = missing_feeds(
                view.snapshot, self._models(view, actor), day, records.person["area"], self.agreements
            )
            data_to = view.snapshot.last_receipt()
            missed = gaps(view.snapshot, day, self.now().date(), self.agreements)
            answer["limits"] = [*missed, *answer["limits"]]  # what is wrong with this answer, then what holds of any
            answer |= {"data_to": data_to.isoformat(), "snapshot": view.snapshot.sha}
            said = {"purpose": purpose, "own_view": own_view, "held_by": shown.STORE}
            return self._show_score(view, actor, answer, said)

    def score_records(self, actor: Actor, body: Body) -> dict[str, Any]:
        """The answer of POST /score_records, for records that the caller holds; only the ledger row is kept."""
        asked: ScoreRecordsRequest = checked(ScoreRecordsRequest, body)
        with self.asked(actor, "score_records", asked.person.person_id, asked.purpose):
            check_purpose(actor, asked.purpose, self.policy.purposes)
            view = self._views.current()
            check_areas(view, actor, asked.person)
            records = person_records(asked, self.now().date(), agencies_heard(view.snapshot))
            answer = self._answer(
                view, actor, records, self._day(view, asked.as_of), score.Origin(view.snapshot, held=False)
            )
            given = {one.agency for one in asked.events}
            answer["listed"] = NOT_LISTED
            answer["missing_feeds"] = sorted(agencies_used(self._models(view, actor)) - given)
            doubts = planned(asked) + unheard_of(asked, kinds_used(self._models(view, actor)))
            answer["limits"] = [*doubts, *answer["limits"]]
            received = [one.known_on for one in asked.events]
            answer |= {"data_to": max(received).isoformat() if received else None, "snapshot": None}
            said = {"purpose": asked.purpose, "own_view": None, "held_by": shown.CALLER}
            return self._show_score(view, actor, answer, said)

    def weekly_list(self, actor: Actor, capacity: int) -> dict[str, Any]:
        """The answer of GET /queue."""
        with self.asked(actor, "list"):
            check_capacity(capacity, self.policy)
            view = self._views.current()
            found = listing(view, self.ledger, self.policy, actor, view.as_of, capacity)
            answer = weekly(view, found, actor, view.as_of, capacity)
            answer |= held_to(view.snapshot, view.as_of, self.now().date(), self.agreements)
            rows = shown.list_entries(actor, answer, view.listing_models(actor), self._purposes(actor))
            self.note(actor, "list_asked", {"capacity": capacity, "people": len(rows)}, more=rows)
            return answer

    def person_records(self, actor: Actor, person_id: str) -> list[dict[str, Any]]:
        """What the store holds of a person as of now, oldest first, without places, incidents or other people."""
        with self.asked(actor, "records", person_id):
            view = self._views.current()
            told = _told(view, actor, person_within(view, actor, person_id))
            self.note(actor, "records_shown", {"records": len(told)}, person_id)
            return told

    def assessment(self, actor: Actor, assessment_id: str) -> dict[str, Any]:
        """An answer as it was shown, with `own_view` and what was decided since; nothing is scored again."""
        with self.asked(actor, "records"):
            found = self._shown(actor, assessment_id)
            decided = self.ledger.find(*reviews.DECISIONS, ref=assessment_id)
            self.note(actor, "assessment_shown", {}, found.person_id, assessment_id)
            since = [{"at": row.at.isoformat(), "action": row.action, **row.payload} for row in decided]
            return {**found.payload["answer"], "own_view": found.payload["own_view"], "decided": since}

    def review(self, actor: Actor, body: Body, key: str | None) -> dict[str, Any]:
        """POST /review."""
        asked: ReviewRequest = checked(ReviewRequest, body)
        with self.asked(actor, "review"):
            found = self._shown(actor, asked.assessment_id)
            reviews.check_current(found, self.now())
            reviews.check_verdicts(found, asked)
            return self.recorded_once(actor, key, asked, reviews.review_entries(actor, found, asked, self.now()))

    def correction(self, actor: Actor, body: Body, key: str | None) -> dict[str, Any]:
        """POST /correction."""
        asked: CorrectionRequest = checked(CorrectionRequest, body)
        with self.asked(actor, "correct"):
            found = self._shown(actor, asked.assessment_id)
            reviews.check_named(found, asked, lambda: self._held(actor, found))
            return self.recorded_once(actor, key, asked, reviews.correction_entries(actor, found, asked, self.now()))

    def refer(self, actor: Actor, body: Body, key: str | None) -> dict[str, Any]:
        """POST /refer."""
        asked: ReferRequest = checked(ReferRequest, body)
        with self.asked(actor, "refer", asked.person_id, asked.purpose):
            check_purpose(actor, asked.purpose, self.policy.purposes)
            person_within(self._views.current(), actor, asked.person_id)
            return self.recorded_once(actor, key, asked, reviews.referral_entries(actor, asked, self.now()))

    def scores_of(self, actor: Actor, person_id: str) -> dict[str, Any]:
        """The answer of GET /people/{id}/scores: was this person scored, by whom, why."""
        with self.asked(actor, "look_up", person_id):
            found = self.ledger.find(shown.SCORED, shown.LISTED, person_id=person_id)
            rows = [row for row in found if row.action == shown.SCORED or shown.by_model(row)]
            if not rows or actor.area is not None:
                person_within(self._views.current(), actor, person_id)
            self.note(actor, "looked_up", {"scores": len(rows)}, person_id)
            told = [shown.look_up(row, actor) for row in rows]
            return {"person_id": person_id, "scored": any(map(shown.has_band, rows)), "scores": told}

    def reports(self, actor: Actor) -> list[dict[str, Any]]:
        """Every audit of this installation, newest first, with the approvals of its model."""
        with self.asked(actor, "reports"):
            self.note(actor, "reports_shown")
            return library.reports(self.home, self.ledger)

    def report_file(self, actor: Actor, bundle_sha256: str, name: str) -> Path:
        """A file of an audit; Problem 404 when there is none of that name."""
        with self.asked(actor, "reports"):
            file = library.report_file(self.home, bundle_sha256, name)
            self.note(actor, "report_shown", {"file": name}, ref=bundle_sha256)
            return file

    def in_use(self) -> tuple[Model, ...]:
        """The models whose bands some worker sees; they tell nothing about anybody, so nobody's asking is noted."""
        return self._views.current().in_use()

    def register(self, actor: Actor) -> list[dict[str, Any]]:
        """Every approval and retirement there was, oldest first, each with whether it stands."""
        with self.asked(actor, "register"):
            self.note(actor, "register_shown")
            return library.register(self.ledger)

    @contextmanager
    def asked(
        self, actor: Actor, action: Action, person_id: str | None = None, purpose: str | None = None
    ) -> Iterator[None]:
        """Checks the role and that the sign-in has a purpose; a refusal inside is recorded before it is told."""
        try:
            check_may(actor, action)
            if not self._purposes(actor) and actor.role != "administrator":
                raise Problem(403, "This sign-in carries no purpose of policy.toml; what was asked is recorded.")
            yield
        except SQLAlchemyError:
            raise not_written() from None
        except Problem as no:
            if no.status in (403, 404):
                said = {"what": action, "purpose": purpose, "why": no.detail}
                self.ledger.append(Entry(actor.id, "refused", said, person_id))
            raise

    def _purposes(self, actor: Actor) -> list[str]:
        """What the sign-in is for: its purposes that are still in policy.toml."""
        return [one for one in actor.purposes if one in self.policy.purposes]

    def note(
        self,
        actor: Actor,
        action: str,
        said: Mapping[str, Any] = MappingProxyType({}),
        person_id: str | None = None,
        ref: str | None = None,
        more: Sequence[Entry] = (),
    ) -> None:
        """The row of a read, with the purposes of the sign-in, and the rows of what it showed."""
        payload = {**said, "purposes": self._purposes(actor)}
        self.ledger.append(Entry(actor.id, action, payload, person_id, ref), *more)

    def _day(self, view: View, as_of: date) -> date:
        if as_of > max(self.now().date(), view.as_of):
            raise Problem(422, "as_of must not be in the future.")
        return as_of

    def _models(self, view: View, actor: Actor) -> list[Any]:
        return list(view.models_for(actor).values())

    def _answer(
        self, view: View, actor: Actor, records: PersonRecords, day: date, origin: score.Origin
    ) -> dict[str, Any]:
        if not view.models:
            raise Problem(503, "No model is approved, so nothing can be scored.")
        seen = partial(may_see_agency, actor)
        assessment_id = reviews.new_id("A")
        expires = self.now().date() + timedelta(days=self.policy.score.expires_days)
        return {
            "assessment_id": assessment_id,
            "person_id": records.person["person_id"],
            "as_of": day.isoformat(),
            "listed": NOT_LISTED,
            "targets": score.targets(view.models_for(actor), records, day, self.policy, seen, origin),
            "expires_on": expires.isoformat(),
            "limits": list(score.LIMITS),
            "review_url": "/review",
            "correction_url": "/correction",
        }

    def _listed(self, view: View, actor: Actor, person_id: str, day: date) -> dict[str, Any]:
        found = listing(view, self.ledger, self.policy, actor, day, self.policy.capacity.weekly_slots)
        return {"yes": person_id in found.because, "because": found.because.get(person_id)}

    def _show_score(self, view: View, actor: Actor, answer: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
        stages = shown.stages(view.models_for(actor))
        payload = {"answer": answer, "by": actor.name, "stages": stages, **said}
        self.ledger.append(Entry(actor.id, shown.SCORED, payload, answer["person_id"], answer["assessment_id"]))
        return answer

    def _shown(self, actor: Actor, assessment_id: str) -> Found:
        """The assessment with what the actor may see of it; Problem 404 where that is nothing."""
        rows = self.ledger.find(shown.SCORED, ref=assessment_id)
        person = self._views.current().snapshot.person(str(rows[0].person_id)) if rows else None
        mine = bool(rows) and rows[0].actor == actor.id
        near = mine or (bool(rows) and may_see_area(actor, person.person["area"] if person else None))
        seen = shown.visible(rows[0], actor) if near else None
        if seen is None or (shown.by_model(rows[0]) and not shown.by_model(seen)):
            raise Problem(404, "There is no assessment with this reference that this sign-in may see.")
        return seen

    def _held(self, actor: Actor, found: Found) -> set[str]:
        """The records that stand beside an assessment on its page, by id; none where a caller brought them."""
        view = self._views.current()
        records = view.snapshot.person(str(found.person_id)) if found.payload.get("held_by") != shown.CALLER else None
        if records is None or not may_see_area(actor, records.person["area"]):
            return set()
        return {record["record_id"] for record in _told(view, actor, records)}

    def recorded_once(self, actor: Actor, key: str | None, asked: BaseModel, entries: list[Entry]) -> dict[str, Any]:
        said = {"what": entries[0].action, **asked.model_dump(mode="json")}
        return once(self.ledger, actor.id, key, said, entries)


def _told(view: View, actor: Actor, records: PersonRecords) -> list[dict[str, Any]]:
    """Records as a page of now tells them to the actor."""
    return library.records_told(visible_records(records.events, view.as_of), actor, view.as_of)
