"""What each agency knows a person by, made comparable: one row a person of an agency, accents, case and spaces gone.

Whoever changed name or address has every form of it in a list, so that an old form still finds them. A value that
far too many share (a stand-in birth date, a placeholder number) says nothing about anybody and is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

import pandas as pd

NAMES = ("forename", "surname")
LISTED = {"forename": "forenames", "surname": "surnames", "address": "addresses", "postcode": "postcodes"}
MOST_SHARED = {  # how many of one agency may share a value before it says nothing: assumptions, far above real ones
    "nhs_number": 3,
    "school_number": 3,
    "address": 40,
}
MOST_BORN = (60, 0.01)  # a birth date of more people than this, and than this share, is a stand-in (1 January 1900)
SHORTEST_PART = 3  # letters of a part of a double name that may stand alone
KEYS = (
    "key_born",
    "key_born_forename",
    "key_born_surname",
    "key_name",
    "key_forename_year",
    "key_surname_year",
    "key_forename_postcode",
    "key_surname_postcode",
    "key_address",
    "key_nhs",
    "key_school",
)
MOST_IN_BLOCK = 400  # people of all agencies who share a key: beyond that comparing each with each can't be afforded


def comparable(identifiers: pd.DataFrame, agency_of: Mapping[str, str]) -> pd.DataFrame:
    """One row a person of an agency, sorted by id: latest values, lists of all forms, and keys to compare by.

    `identifiers` are rows of the store's table; `agency_of` gives the agency by agency_person_id. Whoever has no
    agency, or nothing but blanks, is left out.
    """
    known = identifiers.assign(agency=identifiers["agency_person_id"].map(dict(agency_of))).dropna(subset="agency")
    order = known.sort_values(["agency_person_id", "known_on"], kind="stable", na_position="first")
    clean = order[["agency_person_id", "agency"]].assign(
        **{name: _distinct(order[name], _words) for name in NAMES},
        born_on=order["born_on"].dt.strftime("%Y-%m-%d"),
        address=_distinct(order["address"], _words),
        postcode=_distinct(order["postcode"], _letters),
        school_number=_distinct(order["school_number"], _letters),
        nhs_number=_distinct(order["nhs_number"], _letters),
    )
    clean = _without_stand_ins(clean)
    people = clean.groupby("agency_person_id", as_index=False).last()
    for column, plural in LISTED.items():
        people[plural] = _forms(clean, column, people["agency_person_id"])
    return people.assign(**_keys(people)).dropna(subset=["forename", "surname", "born_on"], how="all")


def _distinct(column: pd.Series, clean: Callable[[str], str]) -> pd.Series:
    """`clean` of each distinct value once; blanks null."""
    text = column.astype("object")
    words = {value: clean(value) or None for value in text.dropna().unique()}
    return text.map(words).astype("str")


def _plain(value: str) -> str:
    """Case and accents gone; letters of every script stay."""
    parts = unicodedata.normalize("NFKD", str(value).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _words(value: str) -> str:
    """Words with one space between them: apostrophes vanish, other marks part words."""
    text = _plain(value).replace("'", "").replace("’", "")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def _letters(value: str) -> str:
    return "".join(c for c in _plain(value) if c.isalnum())


def _without_stand_ins(clean: pd.DataFrame) -> pd.DataFrame:
    for column, most in MOST_SHARED.items():
        holders = clean.groupby(["agency", column])["agency_person_id"].transform("nunique")
        clean[column] = clean[column].mask(holders.fillna(0) > most)
    least, share = MOST_BORN
    born = clean.groupby("born_on")["agency_person_id"].transform("nunique").fillna(0)
    stand_in = born > max(least, share * clean["agency_person_id"].nunique())
    return clean.assign(born_on=clean["born_on"].mask(stand_in))


def _forms(clean: pd.DataFrame, column: str, people: pd.Series) -> pd.Series:
    """Every form of a column by person, as a list; null where none is known."""
    held = clean[["agency_person_id", column]].dropna()
    if column in NAMES:
        parts = held[held[column].str.contains(" ")]
        parts = parts.assign(**{column: parts[column].str.split(" ")}).explode(column)
        held = pd.concat([held, parts[parts[column].str.len() >= SHORTEST_PART]])
    held = held.drop_duplicates().sort_values(["agency_person_id", column])
    return people.map(held.groupby("agency_person_id")[column].agg(list))


def _keys(people: pd.DataFrame) -> dict[str, pd.Series]:
    """What two people must share, one of these at least, to be compared at all; null where a part of it is."""
    forename, surname, born = people["forename"], people["surname"], people["born_on"]
    first, last, year = forename.str[:1], surname.str[:1], born.str[:4]
    parts = (
        born,
        born + first,
        born + last,
        forename + "|" + surname,
        forename + "|" + last + year,
        surname + "|" + first + year,
        forename + people["postcode"],
        surname + people["postcode"],
        people["address"].where(people["address"].str.contains("[0-9]", na=False)),
        people["nhs_number"],
        people["school_number"],
    )
    keys = dict(zip(KEYS, parts, strict=True))
    return {name: key.mask(key.groupby(key).transform("size").fillna(0) > MOST_IN_BLOCK) for name, key in keys.items()}
