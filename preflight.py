"""Says, before anything is installed, what this machine lacks and which Debian package brings it.

Runs on the system's own Python with nothing installed; exits 2 with one line for each thing that is missing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import sys

LIBRARIES = {
    "libgomp.so.1": ("libgomp1", "LightGBM trains and scores with it", True),
    "libpango-1.0.so.0": (
        "libpango-1.0-0 libpangoft2-1.0-0",
        "the PDF of an audit report; left out without it",
        False,
    ),
}
PROGRAMS = {"chromium": ("chromium", "the tests of the pages in a browser; skipped without it")}
OLDEST = (3, 11)


def missing_library(name: str) -> bool:
    """True when the dynamic loader cannot find `name`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return True
    return False


def python_faults() -> list[str]:
    """What is wrong with the interpreter itself: its age, or a Debian split without venv."""
    faults = []
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        faults.append(f"Python must be 3.11 or newer; this is {have}. Debian package: python3.11")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        faults.append("Python must have venv and ensurepip. Debian package: python3-venv")
    return faults


def main() -> int:
    """Print what is missing and return 2 if anything needed is, else 0."""
    needed, wished = python_faults(), []
    for library, (package, use, must) in LIBRARIES.items():
        if missing_library(library):
            line = f"{library} is missing ({use}). Debian package: {package}"
            (needed if must else wished).append(line)
    for program, (package, use) in PROGRAMS.items():
        if shutil.which(program) is None:
            wished.append(f"{program} is missing ({use}). Debian package: {package}")
    for line in needed:
        print(f"needed: {line}", file=sys.stderr)
    if "--all" in sys.argv or needed:
        for line in wished:
            print(f"optional: {line}", file=sys.stderr)
    return 2 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
