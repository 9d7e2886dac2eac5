"""The one visibility rule: what counted as of a date. Every read of records goes through here.

Each function is a single expression that works alike on integers, on NumPy arrays of day numbers and inside
numba (the kernel compiles these very functions), so that there is no second rule to keep in step.
Dates are days since 1970-01-01; a date that never came is `NEVER`.
"""

from __future__ import annotations

from typing import Any

NEVER = 2**31 - 1


def visible(happened_on: Any, known_on: Any, superseded_on: Any, as_of: Any) -> Any:
    """True where a version counted as of `as_of`: it had happened, was known, and was not yet replaced."""
    return (happened_on < as_of) & (known_on < as_of) & (superseded_on >= as_of)


def counts_until(superseded_on: Any, expires_on: Any) -> Any:
    """The last day as of which a version counts: until it was replaced, or until its keeping ends, if that is sooner.

    The store gives it as `superseded_on`, so that whoever asks `visible` asks about retention too.
    """
    return superseded_on + (expires_on - superseded_on) * (expires_on < superseded_on)


def ended(ended_on: Any, ended_known_on: Any, as_of: Any) -> Any:
    """True where an ending counted as of `as_of`: it had come and was known."""
    return (ended_on < as_of) & (ended_known_on < as_of)
