"""Tests that share something dear to set up go to one worker: those of the files that name a group.

pytest 9.2 lets xdist's own `--dist loadgroup` pass the mark by in silence (pytest-xdist issue 1386), and the demo and
the browser's installation were set up once in each worker. Here the group is read from the file that a test stands in.

What hypothesis draws follows from the test alone, so that a red run is somebody's change and not somebody's luck.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadGroupScheduling

settings.register_profile("the same each time", derandomize=True, database=None)
settings.load_profile("the same each time")

GROUP = re.compile(r'pytest\.mark\.xdist_group\("([^"]+)"\)')


@cache
def group_of(file: Path) -> str | None:
    """The group that all tests of a file belong to, if it names one."""
    found = GROUP.search(file.read_text(encoding="utf-8")) if file.suffix == ".py" and file.is_file() else None
    return found[1] if found else None


class ByGroup(LoadGroupScheduling):
    """Gives a whole group to one worker, and every other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(self.config.rootpath / nodeid.partition("::")[0]) or nodeid


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup | None:
    return ByGroup(config, log) if config.getoption("dist") == "loadgroup" else None
