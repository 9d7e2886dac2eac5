"""Damage as files suffer it: bytes changed, lost, doubled or put in, lines moved, a file cut short."""

from __future__ import annotations

import numpy as np

PUT_IN = (b'"', b",,,", b"\n", b"\x00", b"<", b"</Child>", b"&x;", b"9" * 50, b"NaN", b"0000-00-00", b"\xff\xfe", b"-")


def damage(whole: bytes, rng: np.random.Generator) -> bytes:
    """`whole` with one sort of damage done to it, in a few places."""
    sort, content = int(rng.integers(6)), whole
    for at in rng.integers(0, max(len(whole), 1), int(rng.integers(1, 4))).tolist():
        if sort == 0:
            content = content[:at] + bytes([int(rng.integers(256))]) + content[at + 1 :]
        elif sort == 1:
            content = content[:at] + content[at + int(rng.integers(1, 60)) :]
        elif sort == 2:
            content = content[:at] + PUT_IN[int(rng.integers(len(PUT_IN)))] + content[at:]
        elif sort == 3:
            content = content[:at] + content[at // 2 : at // 2 + 200] + content[at:]
        elif sort == 4:
            content = content[:at]
        else:
            lines = content.split(b"\n")
            content = b"\n".join([lines[n] for n in rng.permutation(len(lines))])
    return content
