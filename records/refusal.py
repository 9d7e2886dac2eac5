"""How Reachable says no: what must be, what we got, what to do; never a value about a person.

Exit codes of the command line follow from the class: `Refused` is 3 (the data or model), `WrongUse` is 2.
"""

from __future__ import annotations


class Refused(Exception):
    """The data or the model was refused; `reasons` holds one plain sentence each, with counts and never a value."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class WrongUse(Exception):
    """The caller asked for something that can't be: a wrong option, a path that is not there."""
