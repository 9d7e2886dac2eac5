"""The demo from the command line, as a newcomer runs it: every stage, then a served band with reasons."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PEOPLE = os.environ.get("REACHABLE_DEMO_PEOPLE", "3000")
STAGES = ("county", "ingest", "link", "indicators", "train", "audit harmed:1", "audit involved:1", "approve")
ENDS_WITHIN_S = 30

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@dataclass(frozen=True)
class Demo:
    """A running demo: its process, everything that it printed until it was ready, and its folder."""

    process: subprocess.Popen[str]
    lines: tuple[str, ...]
    folder: Path

    @property
    def curl(self) -> list[str]:
        return shlex.split(next(line for line in self.lines if line.startswith("curl")).partition(" | ")[0])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    only_once(tmp_path_factory.getbasetemp())
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "reachable", "demo", "--people", PEOPLE, "--port", str(free_port())]
    log = (folder / "errors.txt").open("w")
    process = subprocess.Popen(command, cwd=folder, env=plain(), stdout=subprocess.PIPE, stderr=log, text=True)
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("curl"):
            break
    yield Demo(process, tuple(lines), folder)
    if process.poll() is None:
        process.terminate()
        process.wait(ENDS_WITHIN_S)
    process.stdout.close()
    log.close()


def only_once(base: Path) -> None:
    """A demo takes minutes: no second worker may set one up as well."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        (base.parent / "demo_was_set_up").open("x").close()


def plain() -> dict[str, str]:
    """The environment of a newcomer: nothing of ours or of MLflow's is set."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("REACHABLE_", "MLFLOW_"))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer_of(demo: Demo) -> dict:
    done = subprocess.run(demo.curl, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_stage_prints_its_time(demo: Demo) -> None:
    timed = {m.group(1) for line in demo.lines if (m := re.fullmatch(r"(\S.*?)\s+[\d.]+ s", line))}
    assert set(STAGES) <= timed


def test_the_curl_line_returns_a_band_for_each_target_with_reasons(demo: Demo) -> None:
    answer = answer_of(demo)
    assert answer["listed"] == {"yes": True, "because": "harmed"}
    assert answer["targets"]["harmed"]["band"] in ("priority", "review", "not_prioritised")
    assert answer["targets"]["involved"]["band"] == "not_scored"
    assert answer["targets"]["involved"]["why"]
    themes = answer["targets"]["harmed"]["raises"]
    assert len(themes) >= 3
    assert all(theme["text"] and theme["ask"] and theme["records"] for theme in themes)


def test_nothing_protected_is_in_the_answer(demo: Demo) -> None:
    said = json.dumps(answer_of(demo)).lower()
    for word in ("ethnic", "gender", '"sex"', "disab", "religion", "postcode", "nationality"):
        assert word not in said


def test_three_sign_in_links_open_a_page_each(demo: Demo) -> None:
    links = [line.rpartition(" ")[2] for line in demo.lines if line.startswith("Sign in once")]
    assert len(links) == 3
    for link in links:
        with urllib.request.urlopen(link) as page:
            assert page.status == 200
            assert "Sign in" in page.read().decode()


def test_the_approval_is_marked_as_a_demo(demo: Demo) -> None:
    command = [sys.executable, "-m", "reachable", "models", "list", "--json"]
    done = subprocess.run(command, cwd=demo.folder, env=plain(), capture_output=True, text=True, check=True)
    stages = {one["model"]: (one["stage"], one["demo"]) for one in json.loads(done.stdout)}
    assert stages == {"harmed:1": ("live", True), "involved:1": (None, False)}


def test_the_ledger_verifies(demo: Demo) -> None:
    command = [sys.executable, "-m", "reachable", "ledger", "verify"]
    done = subprocess.run(command, cwd=demo.folder, env=plain(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_ends_with_its_children(demo: Demo) -> None:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(demo.process.pid)], capture_output=True, text=True)
    children = [int(pid) for pid in listed.stdout.split()]
    assert children
    demo.process.send_signal(signal.SIGTERM)
    demo.process.wait(ENDS_WITHIN_S)
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
