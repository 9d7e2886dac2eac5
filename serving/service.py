"""The BentoML service: JSON routes under one gate, the two reads and the pages beside them, on 127.0.0.1 by default.

`reachable serve` starts it, and so does `bentoml serve serving.service:Reachable`. No dependent services (their calls
use pickle), JSON only, two workers; access log and metrics are off, since paths hold people's ids.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")

import bentoml

from serving.home import home
from serving.middleware import Gate
from serving.pages import app as pages
from serving.requests import CorrectionRequest, ReferRequest, ReviewRequest, ScoreRecordsRequest, ScoreRequest
from serving.routes import answered, reads
from serving.state import State

WORKERS, THREADS = 2, 8
Answer = dict[str, Any]
STATE = State(home())


class Answers:
    """A band with reasons that a practitioner confirms."""

    def __init__(self) -> None:
        STATE.warm()

    @bentoml.api(route="/score")
    def score(self, request: ScoreRequest, /) -> Answer:
        """Score one person of the store."""
        return answered(
            lambda asking: STATE.score_person(asking.actor, request.person_id, request.purpose, request.as_of)
        )

    @bentoml.api(route="/score_records")
    def score_records(self, request: ScoreRecordsRequest, /) -> Answer:
        """Score records that the caller holds."""
        return answered(lambda asking: STATE.score_records(asking.actor, request))

    @bentoml.api(route="/review")
    def review(self, request: ReviewRequest, /) -> Answer:
        """Record a person's judgement of an assessment."""
        return answered(lambda asking: STATE.review(asking.actor, request, asking.idempotency_key))

    @bentoml.api(route="/correction")
    def correction(self, request: CorrectionRequest, /) -> Answer:
        """Ask for a correction of a record or a reason."""
        return answered(lambda asking: STATE.correction(asking.actor, request, asking.idempotency_key))

    @bentoml.api(route="/refer")
    def refer(self, request: ReferRequest, /) -> Answer:
        """Put a young person on the list."""
        return answered(lambda asking: STATE.refer(asking.actor, request, asking.idempotency_key))


Reachable = bentoml.service(
    name="Reachable",
    workers=WORKERS,
    threads=THREADS,
    traffic={"timeout": 60},
    http={"host": "127.0.0.1", "port": 3000, "cors": {"enabled": False}},
    metrics={"enabled": False},
    logging={"access": {"enabled": False}},
)(Answers)
Reachable.add_asgi_middleware(Gate, state=STATE)
Reachable.mount_asgi_app(reads(STATE), path="/", name="reads")
Reachable.mount_asgi_app(pages.create(STATE), path="/", name="pages")
