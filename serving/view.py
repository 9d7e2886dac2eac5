"""What one request sees from beginning to end: a snapshot of the store and the approved models, never a mix of two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from features.build import prepare
from features.catalogue import Catalogue
from features.prepared import Prepared
from records.refusal import Refused, WrongUse
from records.store import Snapshot, open_store, open_whole
from serving.approvals import APPROVED, RETIRED, Approval, approvals
from serving.home import Home
from serving.ledger import Ledger
from serving.problem import Problem, not_written
from serving.roles import Actor, may_see_stage
from training.bundle import Bundle, read_bundle

PREPARED = 4  # held in memory: two targets on the snapshot of now, and on the one before while it is swapped


@lru_cache(maxsize=PREPARED)
def prepared_for(snapshot: Snapshot, catalogue: Catalogue) -> Prepared:
    """Everyone whom a snapshot knows, made ready once for a catalogue's indicators, and then kept."""
    return prepare(snapshot, catalogue)


@dataclass(frozen=True, eq=False)
class Model:
    """An approved model, read and ready."""

    approval: Approval
    bundle: Bundle

    def card(self) -> dict[str, str]:
        """What an answer says of the model."""
        return {"name": self.approval.name, "version": self.approval.version, "sha256": self.bundle.sha256}


@dataclass(frozen=True, eq=False)
class View:
    """One snapshot, and the approved models oldest first."""

    snapshot: Snapshot
    models: tuple[Model, ...]

    @cached_property
    def as_of(self) -> date:
        """The as-of date that is meant when none is named: the day after the last receipt."""
        return self.snapshot.last_receipt() + timedelta(days=1)

    def models_for(self, actor: Actor) -> dict[str, Model]:
        """By target, the newest approved model that the actor may see."""
        shown = (one for one in self.models if may_see_stage(actor, one.approval.stage, one.approval.teams))
        return {one.approval.target: one for one in shown}

    def in_use(self) -> tuple[Model, ...]:
        """The models whose bands some worker sees: by target the newest live one, and what is limited since."""
        live = {one.approval.target: place for place, one in enumerate(self.models) if one.approval.stage == "live"}
        seen = ((place, one) for place, one in enumerate(self.models) if one.approval.stage != "silent")
        return tuple(one for place, one in seen if place >= live.get(one.approval.target, 0))

    def listing_models(self, actor: Actor) -> dict[str, Model]:
        """By target, the model that ranks the list: as a worker of the actor's team would see it."""
        return self.models_for(replace(actor, role="worker"))


class Views:
    """Keeps the newest view, and makes another when the store or the approvals have changed, or the day has: a snapshot
    is read with the keeping of its records as on the day when it is opened."""

    def __init__(self, home: Home, ledger: Ledger) -> None:
        self._home, self._ledger = home, ledger
        self._lock = Lock()
        self._view: View | None = None
        self._approvals = -1
        self._day = date.min

    def current(self) -> View:
        """The view of now. Refused where the store can't be read, or an approved bundle is damaged or gone."""
        with self._lock:
            newest = self._ledger.last_seq(APPROVED, RETIRED)
            snapshot = open_store(self._home.store)
            if self._view is None or snapshot.path != self._view.snapshot.path or self._day != date.today():
                return self._renew(open_whole(self._home.store), newest)
            if newest != self._approvals:
                return self._renew(self._view.snapshot, newest)
            return self._view

    def why_not_ready(self) -> str | None:
        """Why nothing can be scored and shown, or None when something can."""
        try:
            view = self.current()
            ready = bool(view.models and view.as_of)
            self._ledger.check_writable()
        except (Refused, WrongUse) as refusal:
            return str(refusal)
        except (Problem, SQLAlchemyError):
            return not_written().detail
        return None if ready else "No model is approved. Approve one with `reachable models approve`."

    def _renew(self, snapshot: Snapshot, newest: int) -> View:
        """Takes the new view whole or not at all: where a bundle can't be read, the next request finds that again."""
        day = self._day if self._view is not None and snapshot is self._view.snapshot else date.today()
        models = tuple(Model(one, self._bundle(one)) for one in approvals(self._ledger))
        self._view, self._approvals, self._day = View(snapshot, models), newest, day
        return self._view

    def _bundle(self, approval: Approval) -> Bundle:
        known = {model.bundle.sha256: model.bundle for model in self._view.models} if self._view else {}
        return known.get(approval.sha256) or read_bundle(self._home.bundles / approval.sha256, approval.sha256)
