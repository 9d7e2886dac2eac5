"""`reachable demo`: the whole path on a made-up county, through the very commands that anybody would type.

Each stage is the real command in a process of its own, timed and shown. Only two things are the demo's: its approval
is marked as a demo approval, and it prints sign-in links.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import typer

from records.county.feeds import sources
from records.refusal import Refused
from serving.commands.printing import ledger_of, opened
from serving.home import Home
from serving.models import Decision, approve
from serving.roles import PURPOSES, Actor
from serving.state import State

TARGETS = ("harmed", "involved")
APPROVED = "harmed"  # a fresh install serves harmed alone; involved waits for its own approval
RECEIVED_ON = date(2026, 1, 1)  # the county's fixed last date: the day on which its extracts were handed over
# Every agency of the county; social care comes once, as the dataset.
FEEDS = ("ssd", "school_exclusions", "police", "youth_justice", "housing", "navigator", "counts")
BY, MINUTE = "Demo board (made up)", "Demo minute 1: a made-up county, for trying the service out"
BECAUSE = "demo only: a made-up county; nobody is served by this approval"
ACTORS = {"worker": "Demo worker", "data_scientist": "Demo data scientist", "board": "Demo board member"}
READY_WITHIN_S, POLL_S = 90, 0.5


def prepare(people: int, seed: int, home: Home) -> None:
    """County, ingest, link, indicators, train, audit, approve; prints each stage's time. Refused where a stage is."""
    folder = home.path / "demo"
    with _stage("county"):
        _reachable("records", "county", "--people", people, "--seed", seed, "--out", folder / "extracts")
    with _stage("ingest"):
        _reachable(
            "records", "ingest", *sources(folder / "extracts", FEEDS), "--out", home.store, "--received-on", RECEIVED_ON
        )
    with _stage("link"):
        _reachable("records", "link", home.store)
    with _stage("indicators"):
        table = folder / "indicators.parquet"
        _reachable("features", "build", home.store, "--as-of", RECEIVED_ON, "--out", table)
    with _stage("train"):
        told = _reachable("train", home.store, "--quick")
    refs = _registered(told)
    for target in TARGETS:
        with _stage(f"audit {refs[target]}"):
            _reachable("audit", refs[target], home.store, "--out", folder / "audits" / target)
    with _stage("approve"):
        _approve(home, refs[APPROVED], folder / "audits" / APPROVED / "report.json")


def present(port: int) -> None:
    """Serve in front until Ctrl-C or SIGTERM; prints the address, sign-in links and a curl line once it is ready."""
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-m", "reachable", "serve", "--port", str(port)])
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        _wait_until_ready(address, server)
        for line in _invitations(opened(), address):
            typer.echo(line)
        ended = server.wait()
    except KeyboardInterrupt:
        server.terminate()
        ended = server.wait()
    if ended > 0:
        raise Refused(f"the service ended with exit code {ended}; its lines above say why")


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz") as answer:  # noqa: S310
                if answer.status == HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(POLL_S)
    server.terminate()
    raise Refused(f"the service must be ready within {READY_WITHIN_S} s; it was not")


def _invitations(state: State, address: str) -> Iterator[str]:
    """The lines that a demo ends with: the address, a one-time sign-in link for each role, and a curl line."""
    yield f"Pages and API: {address}"
    for role, name in ACTORS.items():
        actor = Actor(f"demo-{role}", name, role, purposes=PURPOSES[role])
        yield f"Sign in once as {role.replace('_', ' ')}: {address}{state.signin.create_link(actor)}"
    token = _reachable("tokens", "create", "--role", "worker", "--name", "Demo curl").splitlines()[-1]
    body = json.dumps({"person_id": _first_on_the_list(), "purpose": "early_help"})
    yield "A band with reasons for somebody on this week's list:"
    yield (
        f"curl -s {address}/score -H 'Authorization: Bearer {token}' "
        f"-H 'Content-Type: application/json' -d '{body}' | {Path(sys.executable).name} -m json.tool"
    )


def _approve(home: Home, ref: str, report: Path) -> None:
    from audits.gate import to_accept
    from training.policy import load_policy

    accepted = dict.fromkeys(to_accept(json.loads(report.read_text(encoding="utf-8"))), BECAUSE)
    decision = Decision(ref, "live", BY, MINUTE, accepted, demo=True)
    done = approve(home, ledger_of(begin=True), load_policy(), decision)
    typer.echo(f"{ref} is {done.stage}, as a demo approval that accepts {len(accepted)} verdicts by name")
    for line in done.warnings():
        typer.echo(line)


def _registered(told: str) -> dict[str, str]:
    """NAME → NAME:VERSION from the lines that training printed."""
    refs = [line.split()[1].rstrip(",") for line in told.splitlines() if line.startswith("registered ")]
    return {ref.partition(":")[0]: ref for ref in refs}


def _first_on_the_list() -> str:
    answer: dict[str, Any] = json.loads(_reachable("queue", "--capacity", 1, "--json"))
    return str(answer["people"][0]["person_id"])


def _reachable(*words: object) -> str:
    """Run one `reachable` command, show its refusal if it has one, and return what it printed."""
    command = [sys.executable, "-m", "reachable", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Refused(f"`reachable {' '.join(map(str, words[:2]))}` ended with exit code {done.returncode}")
    return done.stdout


@contextmanager
def _stage(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    typer.echo(f"{name:<22}{time.perf_counter() - began:7.1f} s")
