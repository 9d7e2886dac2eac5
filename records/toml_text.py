"""A TOML file that somebody wrote, read so that no file can bring a command down: too long, too deep, or with a mark of
byte order before it, as some editors put there. Whoever asks says whose file it is and what to do.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

MOST_BYTES = 2_000_000  # our catalogue of some 200 indicators is a tenth of it
MOST_PARTS = 20  # of a dotted key; the reader's memory grows with their square
PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{PART}[ \t]*\.[ \t]*){{{MOST_PARTS}}}", re.MULTILINE)


def toml_of(path: Path) -> dict[str, Any]:
    """The entries of a TOML file in UTF-8; ValueError that says why it can't be one, OSError where it can't be read."""
    written = path.read_bytes()
    if len(written) > MOST_BYTES:
        raise ValueError(f"it must be at most {MOST_BYTES:,} bytes long; it is longer")
    text = written.decode("utf-8-sig")
    if LONG_KEY.search(text):
        raise ValueError(f"a key must have at most {MOST_PARTS} parts; one has more")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it must not be nested so deeply") from error
