"""Whether something can be written where --out says: tried before any work, so that nothing is half done or lost.

What a mode says is not enough: a folder of the kernel's or on a read-only disk looks writable until one writes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from records.refusal import WrongUse

LONGEST_NAME = 200  # most file systems end at 255, and a file is written beside its place under a longer name first


def file_at(out: Path, *inputs: Path | None) -> Path:
    """`out` as it is; WrongUse where no file can be written there, or where it is one of the inputs or lies in one."""
    _refuse_inputs(out, inputs)
    standing = _standing(out, "a file")
    if standing == out and standing.is_dir():
        raise WrongUse("--out must be a file; it is a folder")
    if standing == out and not standing.is_file():
        raise WrongUse("--out must be a plain file; it is a device or a pipe")
    if len(os.fsencode(out.name)) > LONGEST_NAME:
        raise WrongUse(f"--out must be a file whose name is no longer than {LONGEST_NAME} bytes")
    if standing != out and not standing.is_dir():
        raise WrongUse("--out must stand in a folder; a part of its path is a file")
    _try(standing.parent if standing == out else standing, "--out must be a file in a folder that can be written to")
    return out


def folder_at(out: Path, *inputs: Path | None) -> Path:
    """`out` as it is; WrongUse where no folder can be made or filled there, or where it is or lies in an input."""
    _refuse_inputs(out, inputs)
    standing = _standing(out, "a folder")
    if not standing.is_dir():
        raise WrongUse(f"--out must be a folder; {standing.name} is a file")
    _try(standing, "--out must be a folder that can be written to")
    return out


def _refuse_inputs(out: Path, inputs: tuple[Path | None, ...]) -> None:
    place = _place(out)
    for one in inputs:
        read = None if one is None else _place(one)
        if place and read and place.is_relative_to(read):
            raise WrongUse(f"--out must not stand in what is read; it is {read.name} or in it: choose another place")


def _place(path: Path) -> Path | None:
    """Where a path leads, links followed; None where it can be no path, which is said when it is opened."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def _standing(out: Path, what: str) -> Path:
    """What is already there of the path, as far down as it goes."""
    try:
        return next(place for place in (out, *out.absolute().parents) if place.exists())
    except (OSError, ValueError) as error:
        raise WrongUse(f"--out must be the path of {what}; it can't be one") from error


def _try(folder: Path, must: str) -> None:
    """Writes a file that has no name, or has one for a moment, and takes it away again."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise WrongUse(f"{must}; nothing can be written in {folder}: choose another place") from error
