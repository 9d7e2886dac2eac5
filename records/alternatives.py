"""Which feeds tell the same facts of the same people: one of them is taken in, or each fact would count twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from records.refusal import Refused

# The dataset and Annex A each tell all of children's social care; the census tells of need and protection and the
# looked-after return of time in care, so that those two go together and with neither of the others.
TELL_THE_SAME = frozenset(
    frozenset(pair)
    for pair in (
        *(("ssd", other) for other in ("annex_a", "cin_census", "ssda903")),
        *(("annex_a", other) for other in ("cin_census", "ssda903")),
    )
)


def refuse_alternatives(feeds: Iterable[str]) -> None:
    """Refused when two of `feeds` (delivered now, or before to the same store) tell the same facts."""
    found = [pair for pair in combinations(sorted(set(feeds)), 2) if frozenset(pair) in TELL_THE_SAME]
    if found:
        raise Refused(
            *(
                f"{one} and {other} tell the same facts of children's social care, and each would count twice: "
                "take in one of them, and begin a new store to change"
                for one, other in found
            )
        )
