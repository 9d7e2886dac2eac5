"""How good a linking is where the truth is known: the made-up county's `truth/people.csv`. For tests and for tuning.

Counted in pairs of two agencies' people: precision is how many of those linked are one person, recall how many of
those who are one person were linked. No group is read here.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path

import pandas as pd

from records.delivered import read_text_rows
from records.refusal import Refused
from records.store import Snapshot

FILE, PERSON, OWN_ID = "people.csv", "truth_id", "_id"
ALL = "all agencies"


def true_owners(folder: Path) -> pd.DataFrame:
    """Whose each agency's record is (`agency`, `own`, `person`), by agency_person_id; read before a linking, so that
    none is made for a truth that can't be read.

    `folder/people.csv` has `truth_id` and a column `AGENCY_id` for each agency, with its own ids. Refused otherwise.
    """
    rows, _ = read_text_rows(folder / FILE)
    if PERSON not in rows:
        raise Refused(f"{FILE} must have the column {PERSON}; it is missing")
    return _owners(rows)


def against_truth(snapshot: Snapshot, truth: pd.DataFrame) -> list[dict[str, str]]:
    """A row for each two agencies and one for all: pairs that are so (`truth` is of `true_owners`), pairs linked,
    precision, recall. Refused where the store was never linked."""
    held = snapshot.kept("identities")
    if held is None:
        raise Refused("the store must have been linked before it can be compared with the truth; it was not")
    identities = held.to_pandas().set_index("agency_person_id")["person_id"]
    ids = identities.reindex(truth.index.intersection(identities.index))
    known = pd.DataFrame(
        {"agency": truth.loc[ids.index, "agency"], "true": truth.loc[ids.index, "person"], "said": ids}
    )
    known["said"] = known["said"].fillna(pd.Series(known.index, index=known.index))
    return _rows(known)


def _owners(rows: pd.DataFrame) -> pd.DataFrame:
    agencies = [name for name in rows if name.endswith(OWN_ID) and name != PERSON]
    parts = [
        pd.DataFrame({"agency": column.removesuffix(OWN_ID), "own": rows[column], "person": rows[PERSON]}).dropna()
        for column in agencies
    ]
    owners = pd.concat(parts) if parts else pd.DataFrame({"agency": [], "own": [], "person": []}, dtype="str")
    return owners.set_index(owners["agency"] + "-" + owners["own"])


def _rows(known: pd.DataFrame) -> list[dict[str, str]]:
    agencies = sorted(known["agency"].unique())
    twos = [(one, other) for one, other in combinations_with_replacement(agencies, 2) if one != other]
    parts = [(f"{one} and {other}", known[known["agency"].isin([one, other])]) for one, other in twos]
    return [_row(name, part) for name, part in [*parts, (ALL, known)]]


def _row(name: str, known: pd.DataFrame) -> dict[str, str]:
    true, linked = _pairs(known, ["true"]), _pairs(known, ["said"])
    right = _pairs(known, ["true", "said"])
    return {
        "agencies": name,
        "one person": f"{true:,}",
        "linked": f"{linked:,}",
        "precision": f"{right / linked:.4f}" if linked else "none linked",
        "recall": f"{right / true:.4f}" if true else "none to link",
    }


def _pairs(known: pd.DataFrame, by: list[str]) -> int:
    """Pairs of two agencies' people who agree in `by`."""
    n, mine = known.groupby(by).size(), known.groupby([*by, "agency"]).size()
    return int(((n**2).sum() - (mine**2).sum()) // 2)
