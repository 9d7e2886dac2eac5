"""How a reason says its number: days as a length of time or as long ago, a difference as more or fewer.

A worker has ten minutes: “1616” days since something, or “+0” against the half year before, would be stumbled over.
"""

from __future__ import annotations

DAYS_UP_TO = 60  # shorter lengths are told in days,
MONTHS_UP_TO = 730  # those under two years in months, the nearest number, and longer ones in years that have passed
YEAR, MONTHS = 365, 12  # so that the whole of a window of a year is told as twelve months


class Said(float):
    """A value in a reason: formats of floats, and `long`, `ago`, `more` and `higher` in words."""

    def __format__(self, spec: str) -> str:
        return WORDS[spec](float(self)) if spec in WORDS else super().__format__(spec)


def _long(days: float) -> str:
    if days < DAYS_UP_TO:
        return _of(days, "day")
    return _of(days * MONTHS / YEAR, "month") if days < MONTHS_UP_TO else _of(days // YEAR, "year")


def _ago(days: float) -> str:
    return f"{_long(days)} ago"


def _more(difference: float) -> str:
    return _than(difference, "more", "fewer", "as many as")


def _higher(difference: float) -> str:
    return _than(difference, "higher", "lower", "the same as")


def _than(difference: float, up: str, down: str, same: str) -> str:
    return f"{abs(difference):.0f} {up if difference > 0 else down} than" if round(difference) else same


def _of(n: float, unit: str) -> str:
    return f"{n:.0f} {unit}{'' if round(n) == 1 else 's'}"


WORDS = {"long": _long, "ago": _ago, "more": _more, "higher": _higher}
