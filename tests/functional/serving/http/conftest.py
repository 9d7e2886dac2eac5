"""The service as it is run: two workers in processes of their own, on a free port, ended with SIGTERM."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from serving.tokens import new_actor

ROOT = Path(__file__).resolve().parents[4]
MARK = "zqx"  # every made-up text carries it, so that a leak of the input can be seen
UP_SECONDS = 120


class Running:
    """A served installation, and who may ask it."""

    def __init__(self, world, folder):
        self.log = folder / "service.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.world, self.people = world, world.state.weekly_list(world.worker, 3)["people"]
        self.tokens = {role: world.state.tokens.create(new_actor(role, role)) for role in ("worker", "board")}
        command = [sys.executable, "-c", f"from serving.serve import run; run('127.0.0.1', {self.port})"]
        environment = {**os.environ, "REACHABLE_HOME": str(world.home.path)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)

    def wait(self):
        for _ in range(UP_SECONDS * 4):
            try:
                if self.client.get("/livez").status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.25)
        raise AssertionError(self.log.read_text())

    def post(self, path, body, role="worker", **headers):
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self.tokens[role]}", "Content-Type": "application/json", **headers}
        return self.client.post(path, content=sent, headers=given)

    def get(self, path, role="worker"):
        return self.client.get(path, headers={"Authorization": f"Bearer {self.tokens[role]}"})

    def refused(self, response, *statuses):
        """The response is a problem of one of these statuses, and nothing of the input is in it or in the log."""
        assert response.status_code in statuses, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "reference"} <= set(response.json())
        assert MARK not in response.text
        assert "Traceback" not in response.text
        assert MARK not in self.log.read_text()


@pytest.fixture(scope="session")
def running(shared_world, tmp_path_factory):
    service = Running(shared_world, tmp_path_factory.mktemp("service"))
    try:
        yield service.wait()
    finally:
        service.process.send_signal(signal.SIGTERM)
        service.client.close()
        assert service.process.wait(30) is not None
        assert not _still_listening(service.port)


def _still_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
