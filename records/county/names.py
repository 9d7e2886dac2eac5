"""What people are called: names of a family's tradition, the common ones common, put together at random.

Traditions differ in what makes a person hard to find again: few surnames shared by many, more than one spelling,
two surnames in use, an order of names that clerks turn round. The lists and every share stand in names.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from records.county.dates import NEVER, YEAR_DAYS, Array, Days, day

NOBODY = -1  # instead of a name's code where there is none
TWINS_ALIKE = 0.6  # twins with forenames that stand beside each other in the alphabet: an assumption
RENAMED_PER_YEAR = 0.006  # a parent's remarriage, adoption, marriage: an assumption
REDRAWS = 6  # siblings who drew one forename draw again, so often


@dataclass(frozen=True)
class Tradition:
    """Codes of names in `words()` and the running sums of their shares; the rest as told in names.toml."""

    forenames: tuple[tuple[Array, Array], tuple[Array, Array]]
    surnames: tuple[Array, Array]
    hers: Array
    her_share: float
    before: int
    before_share: float
    same: float
    two: float


@dataclass(frozen=True)
class Names:
    """By person, codes in `words()`, `NOBODY` where there is none: until `renamed` the surname was `former`."""

    tradition: Array
    before: Array
    forename: Array
    surname: Array
    other_surname: Array
    former: Array
    renamed: Days

    def __getitem__(self, rows: Array) -> Names:
        return Names(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@cache
def lore() -> dict[str, Any]:
    """What names.toml says."""
    return tomllib.loads(resources.files("records.county").joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def tradition_names() -> tuple[str, ...]:
    """The traditions in the order of their codes."""
    return tuple(lore()["written_otherwise"])


@cache
def words() -> Array:
    """Every name that anyone may bear or be written under, by code; the last, `NOBODY`'s, is empty."""
    found: dict[str, None] = {}
    for name in tradition_names():
        told = lore()[name]
        for text in (told["male"], told["female"], told["surnames"], told.get("her", ""), told.get("before", "")):
            found.update(dict.fromkeys(text.split()))
        found.update(dict.fromkeys(_composed(told)))
    for kind in ("spellings", "nicknames"):
        for row in lore()[kind]["all"]:
            found.update(dict.fromkeys(row.split()))
    return np.array([*found, ""])


@cache
def code_of() -> dict[str, int]:
    """The code of each name."""
    return {str(word): code for code, word in enumerate(words()[:-1])}


@cache
def tradition(name: str) -> Tradition:
    """The tradition called `name`."""
    told = lore()[name]
    common, rare = told["surnames"].split(), _composed(told)
    shares = np.concatenate(
        [
            (1 - told["rare"]) * _power_law(len(common), told["steep"]),
            np.full(len(rare), told["rare"] / max(1, len(rare))),
        ]
    )
    male, female = (_codes(told[sex].split()) for sex in ("male", "female"))
    return Tradition(
        tuple((codes, np.cumsum(_power_law(len(codes), told["steep"]))) for codes in (female, male)),  # type: ignore[arg-type]
        (_codes([*common, *rare]), np.cumsum(shares)),
        _codes(told.get("her", "").split()),
        told.get("her_share", 0.0),
        code_of().get(told.get("before", ""), NOBODY),
        told.get("before_share", 0.0),
        told["same"],
        told["two"],
    )


def _composed(told: dict[str, Any]) -> list[str]:
    return [stem + ending for stem in told.get("stems", "").split() for ending in told.get("endings", "").split()]


def _codes(names: list[str]) -> Array:
    return np.array([code_of()[name] for name in names], np.int32)


def _power_law(count: int, steep: float) -> Array:
    weights = (np.arange(count) + 2.0) ** -steep
    return weights / weights.sum()


def draw_names(family: Array, ethnicity: Array, male: Array, twin: Array, rng: np.random.Generator) -> Names:
    """Names for people of `family` (numbers from 0), whose traditions follow `ethnicity`; `twin` is true for whoever
    was born with the person in the row before."""
    kin = _family_traditions(family, ethnicity, rng)
    count = len(family)
    drawn = {name: np.full(count, NOBODY, np.int32) for name in ("before", "forename", "surname", "other", "former")}
    for code, name in enumerate(tradition_names()):
        rows = np.flatnonzero(kin == code)
        _name(drawn, tradition(name), rows, family, male, twin, rng)
    renamed = (day("2010-01-01") + rng.exponential(YEAR_DAYS / RENAMED_PER_YEAR, count)).astype(np.int64)
    changed = (renamed < day("2026-01-01")) & (drawn["former"] != drawn["surname"])
    return Names(
        kin,
        drawn["before"],
        drawn["forename"],
        drawn["surname"],
        drawn["other"],
        np.where(changed, drawn["former"], NOBODY),
        np.where(changed, renamed, NEVER).astype(np.int32),
    )


def _family_traditions(family: Array, ethnicity: Array, rng: np.random.Generator) -> Array:
    chance = rng.random(int(family.max(initial=0)) + 1)[family]
    kin = np.zeros(len(family), np.int8)
    for group, shares in lore()["ethnicity"].items():
        rows = np.flatnonzero(ethnicity == group)
        codes = np.array([tradition_names().index(name) for name in shares], np.int8)
        sums = np.cumsum(list(shares.values()))
        kin[rows] = codes[np.searchsorted(sums / sums[-1], chance[rows])]
    return kin


def _name(
    drawn: dict[str, Array],
    kin: Tradition,
    rows: Array,
    family: Array,
    male: Array,
    twin: Array,
    rng: np.random.Generator,
) -> None:
    count, sex = len(rows), male[rows].astype(bool)
    households, of = np.unique(family[rows], return_inverse=True)
    own, shared = _drawn(kin.surnames, count, rng), _drawn(kin.surnames, len(households), rng)[of]
    surname = np.where(rng.random(count) < kin.same, shared, own)
    if len(kin.hers):
        hers = kin.hers[rng.integers(0, len(kin.hers), count)]
        surname = np.where(~sex & (rng.random(count) < kin.her_share), hers, surname)
    second = np.flatnonzero(twin[rows])
    second = second[sex[second] == sex[second - 1]]
    surname[second] = surname[second - 1]
    drawn["surname"][rows], drawn["former"][rows] = surname, _drawn(kin.surnames, count, rng)
    drawn["other"][rows] = np.where(rng.random(count) < kin.two, _drawn(kin.surnames, count, rng), NOBODY)
    drawn["before"][rows] = np.where(sex & (rng.random(count) < kin.before_share), kin.before, NOBODY)
    drawn["forename"][rows] = _forenames(kin, of, sex, twin[rows], rng)


def _forenames(kin: Tradition, family: Array, male: Array, twin: Array, rng: np.random.Generator) -> Array:
    """Siblings don't share a forename unless the tradition runs out of them."""
    forename = _by_sex(kin, male, rng)
    for _ in range(REDRAWS):
        again = _repeated(family, forename)
        forename[again] = _by_sex(kin, male[again], rng)
    alike = np.flatnonzero(twin & (rng.random(len(twin)) < TWINS_ALIKE))
    alike = alike[(alike > 0) & (male[alike] == male[alike - 1])]
    for sex in (0, 1):
        by_letter = kin.forenames[sex][0][np.argsort(words()[kin.forenames[sex][0]])]
        of_sex = alike[male[alike] == sex]
        place = np.argsort(by_letter)[np.searchsorted(np.sort(by_letter), forename[of_sex - 1])]
        forename[of_sex] = by_letter[(place + 1) % len(by_letter)]
    return forename


def _by_sex(kin: Tradition, male: Array, rng: np.random.Generator) -> Array:
    his, hers = (_drawn(kin.forenames[sex], len(male), rng) for sex in (1, 0))
    return np.where(male, his, hers)


def _repeated(family: Array, forename: Array) -> Array:
    key = family.astype(np.int64) * len(words()) + forename
    order = np.argsort(key, kind="stable")
    return order[1:][np.diff(key[order]) == 0]


def _drawn(pool: tuple[Array, Array], count: int, rng: np.random.Generator) -> Array:
    codes, sums = pool
    return codes[np.minimum(np.searchsorted(sums, rng.random(count)), len(codes) - 1)]
