"""Where a bundle comes from: hashes of the code and of what it was given, and the versions it was made with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("records", "features", "training")
LIBRARIES = ("lightgbm", "numpy", "pyarrow", "scikit-learn", "scipy", "numba", "optuna")
SOURCES = (".py", ".csv")


@cache
def code_sha256() -> str:
    """One hash over the source and code lists of the packages that make a model, by path; the same on any machine."""
    root = Path(__file__).resolve().parent.parent
    sources = [p for name in PACKAGES for p in (root / name).rglob("*") if p.suffix in SOURCES]
    digest = hashlib.sha256()
    for path in sorted(sources, key=lambda one: one.relative_to(root).as_posix()):
        digest.update(
            f"{path.relative_to(root).as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return digest.hexdigest()


@cache
def library_versions() -> dict[str, str]:
    """The versions of the libraries that a model depends on."""
    return {name: version(name) for name in LIBRARIES}


def file_sha256(path: Path) -> str:
    """sha256 of one file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
