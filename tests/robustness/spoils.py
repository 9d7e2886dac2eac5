"""Ways in which a delivered file goes wrong: cut, flipped, re-encoded, cells and columns exchanged, trees and archives
broken. Each takes the file's bytes and a source of chance and gives other bytes."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable

SECRET = "Zq7Secret"  # stands for what somebody's row holds: no message and no log may repeat it
Spoil = Callable[[bytes, random.Random], bytes]
NASTY = (
    SECRET, f"{SECRET} 2024-13-45", f'{SECRET}"', f"{SECRET},{SECRET}", f"{SECRET}\x00", SECRET * 2000, "=1+1", "", " ",
    "NaN", "inf", "-1", "1e400", "2099-01-01", "0000-00-00", "1066-10-14", "31/12/2024", "nan", "None", "\u202e", "٣",
    "9" * 400, "1.0", "true", "2024-02-30", "1900-01-01", "2261-01-01", "' OR 1=1", "\ud7ff", "P1;P2", "0x10", "1_000",
)  # fmt: skip
WHOLE = (
    b"",
    b"\n\n",
    b"\xef\xbb\xbf",
    f"{SECRET}\n".encode("utf-16"),
    b"{}",
    b"PAR1",
    b"PK\x03\x04",
    b"<a/>",
    b"\x1f\x8b",
)
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "Zq7Secret">]><a>&x;</a>'


def cut(content: bytes, chance: random.Random) -> bytes:
    """The beginning alone, as when a transfer broke off."""
    return content[: chance.randrange(len(content) + 1)]


def flip(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(content or b"x")
    for _ in range(chance.choice((1, 3, 30))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def insert(content: bytes, chance: random.Random) -> bytes:
    """Something stands in the middle that does not belong there."""
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice((chance.randbytes(40), SECRET.encode(), b'"', b"\x00", b"\n")) + content[at:]


def instead(content: bytes, chance: random.Random) -> bytes:
    """Another file altogether."""
    return chance.choice((*WHOLE, BOMB, chance.randbytes(200)))


def encoded(content: bytes, chance: random.Random) -> bytes:
    """The same text, written otherwise."""
    text = content.decode("utf-8", errors="replace")
    return text.encode(chance.choice(("utf-16", "utf-8-sig", "latin-1", "cp1252")), errors="replace")


def line_ends(content: bytes, chance: random.Random) -> bytes:
    """Lines end otherwise."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n")))


def cell(content: bytes, chance: random.Random) -> bytes:
    """A few cells hold what no cell should."""
    rows = _rows(content)
    for _ in range(chance.choice((1, 1, 5))):
        row = rows[chance.randrange(len(rows))]
        row[chance.randrange(len(row))] = chance.choice(NASTY)
    return _written(rows)


def column_gone(content: bytes, chance: random.Random) -> bytes:
    """A column is missing."""
    rows, at = _rows(content), chance.randrange(12)
    return _written([row[:at] + row[at + 1 :] for row in rows])


def columns_exchanged(content: bytes, chance: random.Random) -> bytes:
    """Two columns stand under each other's name."""
    rows = _rows(content)
    one, other = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]
    return _written(rows)


def column_of_one_word(content: bytes, chance: random.Random) -> bytes:
    """A whole column holds the same word."""
    rows, word = _rows(content), chance.choice(NASTY)
    at = chance.randrange(len(rows[0]))
    return _written([rows[0], *([*row[:at], word, *row[at + 1 :]] for row in rows[1:])])


def rows_doubled(content: bytes, chance: random.Random) -> bytes:
    """Rows come twice, or in another order, or many are gone."""
    head, *rest = _rows(content)
    chance.shuffle(rest)
    return _written([head, *chance.choice((rest + rest, rest, rest[: len(rest) // 3], [*rest, head]))])


def name_changed(content: bytes, chance: random.Random) -> bytes:
    """A column or an element has another name."""
    words = [word for word in content.replace(b"<", b",").replace(b">", b",").split(b",") if word.strip()]
    return content.replace(
        chance.choice(words or [b"a"]), chance.choice((b"other", b"", b"person_id")), chance.choice((1, -1))
    )


def element_moved(content: bytes, chance: random.Random) -> bytes:
    """Pieces between angle brackets are exchanged, doubled or left out."""
    pieces = content.split(b"<")
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[at], pieces[other] = pieces[other], pieces[at]
    return b"<".join(pieces[: at + 1] + pieces[at + chance.choice((0, 1, 2)) :])


def value_changed(content: bytes, chance: random.Random) -> bytes:
    """What an element holds is something else."""
    pieces = content.split(b">")
    at = chance.randrange(len(pieces))
    _, bracket, name = pieces[at].partition(b"<")
    pieces[at] = chance.choice(NASTY).encode("utf-8", errors="replace") + bracket + name
    return b">".join(pieces)


def part_of_archive(content: bytes, chance: random.Random) -> bytes:
    """One part of a workbook is spoilt in one of the ways above, and the archive is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):  # it was spoilt before
        return flip(content, chance)
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice((cut, flip, insert, instead, element_moved, value_changed, name_changed))(
        parts[name], chance
    )
    if chance.random() < 0.1:
        del parts[name]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, held in parts.items():
            archive.writestr(part, held)
    return written.getvalue()


ANY: tuple[Spoil, ...] = (cut, flip, insert, instead)
TEXT: tuple[Spoil, ...] = (*ANY, encoded, line_ends, name_changed)
BY_ENDING: dict[str, tuple[Spoil, ...]] = {
    ".csv": (*TEXT, *(cell,) * 6, column_gone, columns_exchanged, *(column_of_one_word,) * 2, rows_doubled),
    ".xml": (*TEXT, *(element_moved,) * 4, *(value_changed,) * 6),
    ".xlsx": (*ANY, *(part_of_archive,) * 10),
    ".toml": (*TEXT, cell),
}


def _rows(content: bytes) -> list[list[str]]:
    lines = content.decode("utf-8", errors="replace").splitlines() or [""]
    return [line.split(",") for line in lines]


def _written(rows: list[list[str]]) -> bytes:
    return ("\n".join(",".join(row) for row in rows) + "\n").encode("utf-8", errors="surrogatepass")
