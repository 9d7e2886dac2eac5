"""The kinds of record that the partnership holds, in plain words, with what may be said aloud of each by default."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

INTELLIGENCE = "intelligence"  # a kind with a switch of its own: a count with two dates, whoever sends it


@dataclass(frozen=True)
class Kind:
    """One kind of record: who records it, its label, whether it has an end, is an exploitation kind or is about a third
    party, and why it is kept from `involved` (no, exploitation, done_to_them, unverified), but for records of some
    codes (separated by spaces)."""

    kind: str
    agency: str
    label: str
    may_discuss: str
    spell: bool
    exploitation: bool
    third_party: bool
    kept_from_involved: str
    but_for_codes: str


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of `codes/kinds.csv` by name, in the order of the file."""
    return {row["kind"]: _kind(row) for row in code_list("kinds.csv")}


def code_list(file: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the code lists in `records/codes`."""
    text = resources.files("records.codes").joinpath(file).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def words_of(file: str, column: str, /, **where: str) -> frozenset[str]:
    """The codes in one column of a code list, of the rows whose other columns hold what `where` says."""
    return frozenset(row[column] for row in code_list(file) if where.items() <= row.items())


LINK_KINDS = tuple(row["kind"] for row in code_list("link_kinds.csv"))  # nothing counts a link of any other kind


@cache
def kinds_told(feed: str, table: str) -> frozenset[str]:
    """The kinds of which a table of a feed can tell; none for a table that is about people alone."""
    return words_of("feed_kinds.csv", "kind", feed=feed, table=table)


@cache
def domains() -> dict[str, str]:
    """The domain of a young person's life that each kind of record speaks of; a kind of none is left out."""
    return {row["kind"]: row["domain"] for row in code_list("domains.csv") if row["domain"]}


def exploitation_kinds() -> frozenset[str]:
    """Kinds that record exploitation of the young person; none of them may raise `involved`."""
    return frozenset(k.kind for k in kinds().values() if k.exploitation)


def _kind(row: dict[str, str]) -> Kind:
    kept, codes = row["kept_from_involved"], row["but_for_codes"]
    flags = (row["spell"] == "yes", kept == "exploitation", row["third_party"] == "yes")
    return Kind(row["kind"], row["agency"], row["label"], row["may_discuss"], *flags, kept, codes)
