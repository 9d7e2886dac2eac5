"""`reachable serve`: the service in front, its workers ended with it."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from records.refusal import WrongUse
from serving.home import home

SERVICE = "serving.service:Reachable"


def run(host: str, port: int) -> None:
    """Becomes the BentoML server: this process is its arbiter, and ends its workers on SIGTERM or SIGINT. Refused
    where the ledger can't be written, since nothing could be shown."""
    _check_free(host, port)
    _check_home()
    environment = {
        **os.environ,
        "BENTOML_DO_NOT_TRACK": "True",
        "BENTOML_HOME": os.environ.get("BENTOML_HOME") or str((home().path / "bentoml").resolve()),
        "REACHABLE_HOME": str(home().path.resolve()),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(_root()), os.environ.get("PYTHONPATH")])),
        "REACHABLE_HOSTS": ",".join(filter(None, [os.environ.get("REACHABLE_HOSTS"), _named(host)])),
    }
    command = [sys.executable, "-m", "bentoml", "serve", SERVICE, "--host", host, "--port", str(port)]
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WrongUse(f"--host {host} and --port {port} must be free and ours: {error.strerror}") from error


def _check_home() -> None:
    from serving.ledger import open_ledger

    open_ledger(home()).engine.dispose()
    home().key("sign-in")


def _named(host: str) -> str:
    return "" if host in ("0.0.0.0", "::") else host  # noqa: S104


def _root() -> Path:
    return Path(__file__).resolve().parent.parent
