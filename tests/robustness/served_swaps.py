"""`python -m tests.robustness.served_swaps 20`: a running service, while snapshots are swapped in one after another,
answers each request from one of them, and from one that was current while it was asked."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, chdir, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import httpx

from benchmarks.installation import installed
from records.store import open_store
from serving.home import Home
from serving.roles import PURPOSES, Actor
from serving.state import State
from serving.tokens import new_actor
from tests.robustness.marked import County

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 1500  # enough for the service to take about as long to read a snapshot as another takes to come
PURPOSE, CAPACITY, CLIENTS = "early_help", 20, 4
LEAST_ABOUT = 3  # people whose score says by itself from which snapshot it came
UP_S, POLLED_S, ASKED_S = 120, 0.25, 60
LONGEST_PAUSE_S = 1.0  # between two swaps; the shortest is none
OF_THE_REQUEST = ("assessment_id", "expires_on")
Answer = dict[str, Any]


@dataclass
class Found:
    """What the clients met: answers by route, the snapshots that these came from, refusals, and what was mixed."""

    answers: Counter[str] = field(default_factory=Counter)
    snapshots: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        routes = ", ".join(f"{route} {times}" for route, times in sorted(self.answers.items()))
        told = f"{routes} answers from {len(self.snapshots)} snapshots"
        return f"{told}; {len(self.refused)} refused; {len(self.mixed)} of no one snapshot"


@dataclass
class Course:
    """Which snapshots may stand behind an answer: from the last one that was in when it was asked for to the last one
    that had begun to come when it was there."""

    begun: int = 0
    done: int = 0


class Expected:
    """What each snapshot answers when nothing is swapped: by number, the list and the scores of the people asked about.

    Every snapshot goes once through the store, and the service's own code answers in this process."""

    def __init__(self, home: Home, county: County, snapshots: int) -> None:
        state = State(home)
        asking = Actor("expected", "expected", "worker", purposes=PURPOSES["worker"])
        county.swapped_in(home.store, 0)
        about = [one["person_id"] for one in state.weekly_list(asking, CAPACITY)["people"]]
        self.lists, self.scores, self.numbers = [], [], dict[str, int]()
        for number in range(snapshots):
            self.numbers[county.swapped_in(home.store, number)] = number
            self.lists.append(_told(state.weekly_list(asking, CAPACITY)))
            self.scores.append({one: _told(state.score_person(asking, one, PURPOSE)) for one in about})
        self.people = [one for one in about if _distinct([told[one]["targets"] for told in self.scores])]
        assert len(self.people) >= LEAST_ABOUT, "too few people whose bands and reasons tell the snapshots apart"
        assert _distinct([told["people"] for told in self.lists]), "the lists must tell the snapshots apart"

    def wrong_with_score(self, person_id: str, answer: Answer) -> tuple[int | None, str | None]:
        """The snapshot that the answer names, and which parts of it are of others, or None."""
        number = self.numbers.get(answer["snapshot"])
        wanted = {at: told[person_id] for at, told in enumerate(self.scores)}
        return number, _of_others(number, _told(answer), wanted)

    def wrong_with_list(self, answer: Answer) -> tuple[int | None, str | None]:
        """The snapshot that the list's as-of date names, and which parts of it are of others, or None."""
        number = next((at for at, told in enumerate(self.lists) if told["as_of"] == answer["as_of"]), None)
        return number, _of_others(number, _told(answer), dict(enumerate(self.lists)))


@contextmanager
def served(home: Home) -> Iterator[str]:
    """`reachable serve` over the installation, in processes of its own; its address once it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "reachable", "serve", "--port", str(port)]
    log = home.path / "service.log"
    with log.open("wb") as out:
        environment = {**os.environ, "REACHABLE_HOME": str(home.path)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(UP_S)


def swapped(home: Home, county: County, swaps: int, serving: AbstractContextManager[str]) -> Found:
    """What clients of an installation met while `swaps` snapshots of the county were swapped in. `serving` gives the
    address of its service."""
    expected = Expected(home, county, swaps + 1)
    county.swapped_in(home.store, 0)
    token = State(home).tokens.create(new_actor("worker", "swaps"))
    course, stop, found = Course(), Event(), [Found() for _ in range(CLIENTS)]
    with serving as address, ThreadPoolExecutor(CLIENTS) as clients:
        given = [(address, token, expected, course, stop, one, seed) for seed, one in enumerate(found)]
        asking = [clients.submit(ask_on, *one) for one in given]
        try:
            _swap(home, county, swaps, course)
        finally:
            stop.set()
        for one in asking:
            one.result()
    return _together(found)


def ask_on(address: str, token: str, expected: Expected, course: Course, stop: Event, found: Found, seed: int) -> None:
    """Asks one route after another until `stop`, and once more after it; notes what came."""
    chance = random.Random(seed)
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=ASKED_S) as client:
        while True:
            last = stop.is_set()
            for person_id in chance.sample(expected.people, 2):
                score, then = {"person_id": person_id, "purpose": PURPOSE}, course.done
                _note(found, "score", client.post("/score", json=score), course, then, expected, person_id)
            then = course.done
            _note(found, "queue", client.get(f"/queue?capacity={CAPACITY}"), course, then, expected, None)
            if last:
                return


def _note(
    found: Found, route: str, came: httpx.Response, course: Course, then: int, expected: Expected, about: str | None
) -> None:
    now = course.begun
    if came.status_code != httpx.codes.OK:
        found.refused.append(f"{route}: {came.status_code} {came.json().get('detail')}")
        return
    answer = came.json()
    number, wrong = expected.wrong_with_score(about, answer) if about else expected.wrong_with_list(answer)
    found.answers[route] += 1
    if number is not None:
        found.snapshots.add(number)
    if wrong is None and number is not None and not then <= number <= now:
        wrong = f"is of snapshot {number}, though those from {then} to {now} were current"
    if wrong:
        found.mixed.append(f"{route} {wrong}")


def _swap(home: Home, county: County, swaps: int, course: Course) -> None:
    chance = random.Random(5)
    for number in range(1, swaps + 1):
        time.sleep(chance.uniform(0, LONGEST_PAUSE_S))
        course.begun = number
        county.swapped_in(home.store, number)
        course.done = number
    time.sleep(LONGEST_PAUSE_S)


def _of_others(number: int | None, answer: Answer, wanted: dict[int, Answer]) -> str | None:
    """Says of which snapshots the parts are that differ from what snapshot `number` answers."""
    if number is None:
        return "names no snapshot that was ever in"
    if answer == wanted[number]:
        return None
    parts = [part for part in {*answer, *wanted[number]} if answer.get(part) != wanted[number].get(part)]
    whose = {part: [at for at, told in wanted.items() if told.get(part) == answer.get(part)] for part in parts}
    return f"names snapshot {number}, but holds of others: " + ", ".join(
        f"{part} (of {' or '.join(map(str, at)) or 'none'})" for part, at in sorted(whose.items())
    )


def _told(answer: Answer) -> Answer:
    """What an answer says of its snapshot, as JSON brings it: without what is of the one request alone."""
    return json.loads(json.dumps({name: said for name, said in answer.items() if name not in OF_THE_REQUEST}))


def _distinct(answers: list[Any]) -> bool:
    return len({json.dumps(one, sort_keys=True) for one in answers}) == len(answers)


def _together(found: list[Found]) -> Found:
    whole = Found()
    for one in found:
        whole.answers += one.answers
        whole.snapshots |= one.snapshots
        whole.refused += one.refused
        whole.mixed += one.mixed
    return whole


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + UP_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
        time.sleep(POLLED_S)
    raise AssertionError(log.read_text(encoding="utf-8"))


def main(swaps: int) -> Found:
    """A county through our own ingest, linking and training, served while `swaps` snapshots of it are swapped in."""
    with TemporaryDirectory() as folder, chdir(folder), installed(PEOPLE) as state:  # MLflow writes where it is run
        return swapped(state.home, County.of(open_store(state.home.store)), swaps, served(state.home))


if __name__ == "__main__":
    met = main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(met)
    for line in [*met.mixed, *met.refused]:
        print(line)
    sys.exit(bool(met.mixed))
