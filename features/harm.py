"""How grave a recorded offence is, in days: the Crime Harm Index from its versioned table in `records/codes`.

The days are those of the record's own code; a record without a code, or with one that the table does not hold, adds 0.
Possession, which is mostly found where police look, is kept apart by the indicators' kinds.
"""

from __future__ import annotations

from functools import cache

from records.kinds import code_list
from records.refusal import Refused

TABLE = "crime_harm_index.csv"


def versions() -> tuple[str, ...]:
    """The versions that the table holds, oldest first, as text sorts."""
    return tuple(_days())


def newest() -> str | None:
    """The version that is meant when none is named; None while the table is empty."""
    return max(_days(), default=None)


def days_by_code(version: str | None) -> dict[str, float]:
    """The harm of each code, in days, by one version; empty for a version that the table does not hold."""
    return _days().get(version or "", {})


@cache
def _days() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in code_list(TABLE):
        by_code = found.setdefault(row["version"], {})
        if row["code"] in by_code:
            raise Refused(f"{TABLE} must hold each code once in a version; {row['code']} stands twice")
        by_code[row["code"]] = float(row["days"])
    return dict(sorted(found.items()))
