"""How Reachable says no: what must be, what we got, what to do; never a value about a person.

Exit codes of the command line follow from the class: `Refused` is 3 (the data or model), `WrongUse` is 2.
"""

from __future__ import annotations


class Refused(Exception):
    """The data or the model was refused; `reasons` holds one plain sentence each, with counts and never a value."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Replaced(Refused):
    """The snapshot was replaced while it was being read: whoever asks again gets the one that is current now."""

    def __init__(self) -> None:
        super().__init__("the store was renewed more than once while it was being read: ask again")


class WrongUse(Exception):
    """The caller asked for something that can't be: a wrong option, a path that is not there."""
