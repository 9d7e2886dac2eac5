"""Refuses a kind of record that a rule names and nobody has heard of: neither one of ours nor one that the store holds.

A misspelt kind would otherwise count nothing, and a model or a table would be made of silence.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow.compute as pc

from records.kinds import kinds
from records.refusal import Refused
from records.store import Snapshot
from training.cohort import CohortRule
from training.outcome import Outcome


def refuse_unknown_kinds(snapshot: Snapshot, outcomes: Sequence[Outcome], cohort: CohortRule | None) -> None:
    """Refused, with each name, where an outcome or a cohort names such a kind."""
    named = {f"outcome {one.name}": one.kinds for one in outcomes}
    if cohort is not None:
        named["the cohort"] = (*cohort.known_kinds, *cohort.open_kinds)
    known = {*kinds(), *pc.unique(snapshot.events()["kind"]).to_pylist()}
    strange = {rule: sorted(set(words) - known) for rule, words in named.items()}
    problems = [
        f"{rule}: {', '.join(found)} is no kind of ours or of the store" for rule, found in strange.items() if found
    ]
    if problems:
        raise Refused(*problems)
