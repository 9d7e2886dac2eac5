"""The only reader of protected characteristics: who a young person is, for the audit's tables and nothing else.

School Census codes of ethnicity become the groups of the shared design (domain); Gypsy or Roma, Irish Traveller and
Black Caribbean young people are also reported apart. Gender is used where most records hold it, else sex.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from audits.rows import NOT_KNOWN, Table
from records.conform import read_conforming
from records.refusal import Refused
from records.store import Snapshot

BROAD = {
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Other": ("OOTH",),
    NOT_KNOWN: ("REFU", "NOBT"),
}
APART = {"WIRT": "Irish Traveller", "WROM": "Gypsy or Roma", "BCRB": "Black Caribbean"}
REMAINDER = {"White": "White, other than Gypsy, Roma or Traveller", "Black": "Black, other than Caribbean"}
SEXES = {"m": "Male", "f": "Female", "male": "Male", "female": "Female", "1": "Male", "2": "Female"}
SEND = {
    "NONE": "No special educational need recorded",
    "SEN_SUPPORT": "SEN support",
    "EHCP": "Education, health and care plan",
    "N": "No special educational need recorded",
    "K": "SEN support",
    "E": "Education, health and care plan",
    "S": "Education, health and care plan",
}
CARE = {"yes": "Care experienced", "no": "No care experience recorded"}
NEARLY = 0.9  # gender is preferred when it is known for at least this share of those whose sex is
LOOKED_AFTER = "looked_after"  # the kind of record that shows care experience where no source states it


@dataclass(frozen=True)
class Groups:
    """Columns of groups for given people, one row each in their order, the tables to report by, and where each
    characteristic came from, in plain words."""

    columns: pd.DataFrame
    tables: tuple[Table, ...]
    sources: dict[str, str]


def groups_of(snapshot: Snapshot, person_id: pa.ChunkedArray) -> Groups:
    """The groups of each row's person. Refused where the store brought no groups: then nothing can be audited."""
    path = snapshot.group_path()
    if path is None:
        raise Refused("the store must hold groups.parquet or groups.csv to be audited by group; there is none")
    held = read_conforming(path, "groups").to_pandas().drop_duplicates("person_id").set_index("person_id")
    mine = held.reindex(person_id.to_pandas()).reset_index(drop=True)
    shown, sources = _columns(mine, snapshot, person_id)
    by_gender = next(c for c in ("gender", "sex") if c in shown)
    alone = [(c,) for c in ("ethnicity", "ethnicity_detail", by_gender, "send", "care_experience") if c in shown]
    return Groups(shown, (*alone, ("ethnicity", by_gender)), sources)


def _columns(mine: pd.DataFrame, snapshot: Snapshot, person_id: pa.ChunkedArray) -> tuple[pd.DataFrame, dict[str, str]]:
    gender, words = _gender(mine)
    care, care_words = _care(mine, snapshot, person_id)
    shown = {
        "ethnicity": _ethnicity(mine["ethnicity"]),
        "ethnicity_detail": _detail(mine["ethnicity"]),
        gender: _named(mine[gender], SEXES, str.lower),
        "send": _named(mine["send"], SEND, str.upper),
        "care_experience": care,
    }
    sources = {"ethnicity": _ethnicity_source(mine), gender: words, "care_experience": care_words}
    return pd.DataFrame(shown, dtype=object), sources


def _ethnicity(codes: pd.Series) -> pd.Series:
    broad = {code: group for group, members in BROAD.items() for code in members}
    return _named(codes, broad, str.upper)


def _detail(codes: pd.Series) -> pd.Series:
    """The groups reported apart and the rest of the broad group they belong to; null for everyone else, and for
    those whose source gives the broad group alone."""
    rest = {code: REMAINDER[group] for group in REMAINDER for code in BROAD[group]}
    found = codes.str.strip().str.upper().map(rest | APART)
    return found.astype(object).where(found.notna(), None)


def _gender(mine: pd.DataFrame) -> tuple[str, str]:
    """Gender where it is known nearly as often as sex, else sex; and which one the report goes by, in words."""
    gender, sex = (float(mine[column].notna().mean()) for column in ("gender", "sex"))
    if gender > 0 and gender >= NEARLY * sex:
        return "gender", f"gender, as the source recorded it (known for {_per_cent(gender)})"
    return (
        "sex",
        f"sex, as the source recorded it (known for {_per_cent(sex)}; gender is known for {_per_cent(gender)})",
    )


def _care(mine: pd.DataFrame, snapshot: Snapshot, person_id: pa.ChunkedArray) -> tuple[pd.Series, str]:
    if mine["care_experience"].notna().any():
        return _named(mine["care_experience"], CARE, str.lower), "care experience, as the source recorded it"
    events = snapshot.events()
    cared_for = events["person_id"].to_numpy()[events["kind"].to_numpy() == LOOKED_AFTER]
    ever = person_id.to_pandas().isin(set(cared_for))
    return ever.map({True: CARE["yes"], False: CARE["no"]}), "records of being looked after: no source states it"


def _ethnicity_source(mine: pd.DataFrame) -> str:
    said = mine["ethnicity_source"].fillna(NOT_KNOWN).str.replace("_", " ")
    shares = said.value_counts(normalize=True)
    ordered = sorted(shares.items(), key=lambda one: (-one[1], str(one[0])))
    return ", ".join(f"{_per_cent(share)} {str(name).lower()}" for name, share in ordered)


def _per_cent(share: float) -> str:
    """To a whole per cent; a few are neither none nor all."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _named(values: pd.Series, words: dict[str, str], same_case: Callable[[str], str]) -> pd.Series:
    """Codes in plain words, unknown ones as they came, nothing as not known."""
    text = values.astype("string").str.strip()
    found = text.map(same_case, na_action="ignore").map(words)
    return found.where(found.notna(), text).fillna(NOT_KNOWN).replace("", NOT_KNOWN).astype(object)


def people_of(person_id: pa.ChunkedArray) -> np.ndarray:
    """A number for each row's person: integers of shape [n]."""
    return np.unique(person_id.to_numpy(), return_inverse=True)[1]
