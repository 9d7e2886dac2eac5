"""A score with its reasons against MLflow's own server, which answers a bare chance: same model, same people, one run.

Ours reads the person's records, computes the indicators, scores, explains, ranks and writes the ledger durably; the
peer is handed the finished row of inputs. Both answer one client, one request after the other, and the medians count.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.installation import PEOPLE, installed
from serving.roles import PURPOSES, Actor
from serving.state import State
from serving.tokens import new_actor
from training.table import build_table, columns_of

ASKED = 100
WARM = 5
UP_SECONDS = 180
EQUAL_TO = 1e-12
MODEL = "models:/harmed/1"
LOADED = "import sys; from serving.serve import run; run('127.0.0.1', int(sys.argv[1]))"


def run(people: int = PEOPLE) -> list[dict[str, Any]]:
    """One row in process and one over HTTP: name, ours_s, peer, peer_s, ratio (peer's time over ours), equal."""
    with installed(people) as state:
        ids, frame = _people(state)
        return [_in_process(state, ids, frame), _over_http(state, ids, frame)]


def _people(state: State) -> tuple[list[str], pd.DataFrame]:
    """The people asked about, and the inputs that MLflow's model needs for each."""
    view = state._views.current()
    bundle = view.models[0].bundle
    table = build_table(view.snapshot, [view.as_of], bundle.cohort, bundle.catalogue, None)
    rows = columns_of(table, bundle.inputs)[:ASKED]
    return table["person_id"].to_pylist()[:ASKED], pd.DataFrame(rows, columns=list(bundle.inputs))


def _in_process(state: State, ids: Sequence[str], frame: pd.DataFrame) -> dict[str, Any]:
    import mlflow

    worker = Actor("bench", "bench", "worker", purposes=PURPOSES["worker"])
    model = mlflow.pyfunc.load_model(MODEL)
    ours_s, ours = _timed(lambda n: _chance(state.score_person(worker, ids[n], "early_help")), len(ids))
    peer_s, theirs = _timed(lambda n: float(model.predict(frame.iloc[[n]])[0]), len(ids))
    return _row("one score with reasons, in process", ours_s, "mlflow pyfunc, chance only", peer_s, ours, theirs)


def _over_http(state: State, ids: Sequence[str], frame: pd.DataFrame) -> dict[str, Any]:
    import httpx

    headers = {"Authorization": f"Bearer {state.tokens.create(new_actor('worker', 'bench'))}"}
    bodies = [{"dataframe_split": frame.iloc[[n]].to_dict(orient="split")} for n in range(len(ids))]
    for body in bodies:
        row = body["dataframe_split"]["data"][0]
        body["dataframe_split"]["data"][0] = [None if np.isnan(value) else value for value in row]
    serve = ["-m", "mlflow", "models", "serve", "--model-uri", MODEL, "--env-manager", "local", "--host", "127.0.0.1"]
    with httpx.Client(timeout=60) as client:
        with _served(["-c", LOADED], "", "/readyz", client) as ours_at:
            ours_s, ours = _timed(lambda n: _score(client, ours_at, headers, ids[n]), len(ids))
        with _served(serve, "--port", "/ping", client) as peer_at:
            peer_s, theirs = _timed(lambda n: _invoke(client, peer_at, bodies[n]), len(ids))
    return _row("one score with reasons, over HTTP", ours_s, "mlflow models serve, chance only", peer_s, ours, theirs)


def _score(client: Any, address: str, headers: dict[str, str], person_id: str) -> float:
    answer = client.post(f"{address}/score", json={"person_id": person_id, "purpose": "early_help"}, headers=headers)
    return _chance(answer.raise_for_status().json())


def _invoke(client: Any, address: str, body: dict[str, Any]) -> float:
    answer = client.post(f"{address}/invocations", json=body)
    return float(answer.raise_for_status().json()["predictions"][0])


def _chance(answer: dict[str, Any]) -> float:
    return float(answer["targets"]["harmed"]["chance_in_100"]) / 100


def _timed(ask: Callable[[int], float], times: int) -> tuple[float, list[float]]:
    """The median seconds of one question after a few to warm up, and the answers."""
    for n in range(WARM):
        ask(n)
    answers, seconds = [], []
    for n in range(times):
        begun = time.perf_counter()
        answers.append(ask(n))
        seconds.append(time.perf_counter() - begun)
    return median(seconds), answers


@contextmanager
def _served(arguments: list[str], option: str, ready: str, client: Any) -> Iterator[str]:
    """A server in a process of its own, on a free port, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, *arguments, *filter(None, [option, port])]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, "PATH": path}, start_new_session=True, **quiet)
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", process, client)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], client: Any) -> None:
    import httpx

    for _ in range(UP_SECONDS * 2):
        try:
            if client.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
        if process.poll() is not None:
            break
    raise RuntimeError(f"{process.args!r} did not come up")


def _row(name: str, ours_s: float, peer: str, peer_s: float, ours: list[float], theirs: list[float]) -> dict[str, Any]:
    equal = bool(np.allclose(ours, theirs, rtol=0, atol=EQUAL_TO))
    return {"name": name, "ours_s": ours_s, "peer": peer, "peer_s": peer_s, "ratio": peer_s / ours_s, "equal": equal}
