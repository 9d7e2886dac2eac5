"""Links as the kernel's arrays: who is linked to whom, by which kinds, and when each link counted.

A link is a record: it counts by the one visibility rule, `started_on` standing for `happened_on`, and no longer once
its ending counts. Kinds that may never count are refused where an indicator is declared.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.columns import days_of, places_of, typed
from features.plan import Plan
from records.events import LINKS

DATES = ("started_on", "known_on", "superseded_on", "ended_on", "ended_known_on")


class Links(NamedTuple):
    """Links ordered by person and other: those of person p stand at `first[p]:first[p + 1]`; `other` is a place among
    the people whose records are held, `kind` the bit of the kind; dates are int32 days, NEVER for none."""

    first: NDArray[np.int64]
    other: NDArray[np.int64]
    kind: NDArray[np.int64]
    started: NDArray[np.int32]
    known: NDArray[np.int32]
    superseded: NDArray[np.int32]
    ended: NDArray[np.int32]
    ended_known: NDArray[np.int32]


def links_of(links: pa.Table | None, people: pa.Array, plan: Plan) -> tuple[Links, pa.Array]:
    """The links of `people` (unique ids) that the plan follows; and `people` with everyone whom they lead to behind.

    Raises Refused when a column is missing or has the wrong type."""
    if links is None or not plan.link_kinds:
        links = LINKS.empty_table()
    ids = {name: typed(links, LINKS.field(name), "links") for name in ("person_id", "other_id", "kind")}
    dates = [days_of(typed(links, LINKS.field(name), "links")) for name in DATES]
    person, kind = places_of(ids["person_id"], people), places_of(ids["kind"], plan.link_kinds)
    own = pc.equal(ids["person_id"], ids["other_id"]).to_numpy(zero_copy_only=False)
    kept = np.flatnonzero((person >= 0) & (kind >= 0) & ~own)
    everyone = people
    if len(kept):
        everyone = pa.concat_arrays([people, ids["other_id"].take(pa.array(kept))]).unique()
    other = places_of(ids["other_id"], everyone)
    kept = kept[np.lexsort((other[kept], person[kept]))]
    first = np.searchsorted(person[kept], np.arange(len(people) + 1))
    bits = np.left_shift(np.int64(1), kind[kept].astype(np.int64))
    return Links(first, other[kept].astype(np.int64), bits, *(days[kept] for days in dates)), everyone
