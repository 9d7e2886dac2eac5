"""A catalogue as arrays: which records each indicator counts, and with which numbers its measure works.

Records that no indicator can tell apart (by kind, role, status and code) share a *group*, so that in the kernel
"does this indicator count this record" is one look-up. Group 0 is counted by none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features import harm
from features.catalogue import Catalogue
from features.indicator import Indicator
from features.measures import MEASURES, Positions, reach_of, span_of
from records.events import ROLES, STATUSES
from records.visibility import NEVER


class Deals(NamedTuple):
    """To which selections a record goes: those that count group g stand at `first[g]:first[g + 1]` of `to`."""

    first: NDArray[np.int64]
    to: NDArray[np.int64]


class Asked(NamedTuple):
    """What the kernel needs of each indicator, as arrays [indicators].

    Indicators that count the same groups of one's own records, or of those of others by the same links, share a
    *selection*: those that share selection s stand at `sharing_first[s]:sharing_first[s + 1]` of `sharing`, and `leads`
    [selections] is a bit for each kind of link, 0 for one's own records. `own` and `around` are the two columns of the
    `Deals` of each. `column` is the row of numbers, labels, pairs or birthdays that an indicator reads; `pairs`
    [together, 2, groups] tell kinds from with_kinds; `none` stands where nothing is recorded; `covered_by`
    [2, indicators] are the sets of kinds that must be covered, of a pair both, and `span` over how many days.
    """

    measure: NDArray[np.int8]
    reach: NDArray[np.int64]
    window: NDArray[np.int64]
    half_life: NDArray[np.float64]
    column: NDArray[np.int64]
    sharing_first: NDArray[np.int64]
    sharing: Positions
    leads: NDArray[np.int64]
    own_first: NDArray[np.int64]
    own_to: NDArray[np.int64]
    around_first: NDArray[np.int64]
    around_to: NDArray[np.int64]
    pairs: NDArray[np.bool_]
    none: NDArray[np.float64]
    covered_by: NDArray[np.int64]
    span: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Plan:
    """A catalogue made ready: the kinds and codes it names, the columns it tells apart, `group_of` [kind, role,
    status, code], the last kind and the first code being any that no indicator names, and `asked`. The versions of the
    harm index, the ages, the kinds of link and the sets of kinds that coverage is asked for stand in the order in which
    `asked` numbers them."""

    catalogue: Catalogue
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    label_columns: tuple[str, ...]
    harm_versions: tuple[str, ...]
    ages: tuple[int, ...]
    link_kinds: tuple[str, ...]
    covered_kinds: tuple[frozenset[str], ...]
    group_of: NDArray[np.int32]
    asked: Asked


@lru_cache(maxsize=32)
def plan_of(catalogue: Catalogue) -> Plan:
    """The plan of a catalogue, made once for each fingerprint."""
    ones = catalogue.indicators
    kinds = tuple(sorted({kind for one in ones for kind in (*one.kinds, *one.with_kinds)}))
    codes = tuple(sorted({code for one in ones for code in one.codes}))
    named = Named(
        labels=tuple(sorted({one.column for one in ones if one.inner == "distinct" and one.column})),
        harm_versions=harm.versions() if any(one.harm_version for one in ones) else (),  # all: they order the records
        ages=tuple(sorted({one.age for one in ones if one.age})),
        pairs=tuple(one.name for one in ones if one.measure == "together"),
        link_kinds=tuple(sorted({kind for one in ones for kind in one.links})),
        covered_kinds=tuple(dict.fromkeys(frozenset(of) for one in ones for of in (one.kinds, one.with_kinds) if of)),
    )
    group_of, counts = _groups(ones, kinds, codes)
    return Plan(
        catalogue,
        kinds,
        codes,
        named.labels,
        named.harm_versions,
        named.ages,
        named.link_kinds,
        named.covered_kinds,
        group_of,
        _asked(ones, named, counts),
    )


class Named(NamedTuple):
    """What the indicators name, each once and in the order of its numbers."""

    labels: tuple[str, ...]
    harm_versions: tuple[str, ...]
    ages: tuple[int, ...]
    pairs: tuple[str, ...]
    link_kinds: tuple[str, ...]
    covered_kinds: tuple[frozenset[str], ...]


def _asked(ones: tuple[Indicator, ...], named: Named, counts: NDArray[np.bool_]) -> Asked:
    n, pairs = len(ones), len(named.pairs)
    links = np.array([sum(1 << named.link_kinds.index(kind) for kind in set(one.links)) for one in ones], np.int64)
    distinct, selection = np.unique(np.column_stack([links, counts[:n]]), axis=0, return_inverse=True)
    leads, counted = distinct[:, 0], distinct[:, 1:].astype(bool)
    own, around = _deals(counted & (leads == 0)[:, None]), _deals(counted & (leads != 0)[:, None])
    sharing = _deals(selection.reshape(-1, 1) == np.arange(len(distinct)))
    return Asked(
        measure=np.array([MEASURES[one.inner].number for one in ones], dtype=np.int8),
        reach=np.array([reach_of(one.inner, one.window) for one in ones], dtype=np.int64),
        window=np.array([one.window or NEVER for one in ones], dtype=np.int64),
        half_life=np.array([one.half_life or np.nan for one in ones], dtype=np.float64),
        column=np.array([_column(one, named) for one in ones], dtype=np.int64),
        sharing_first=sharing.first,
        sharing=sharing.to.astype(np.uint64),
        leads=np.ascontiguousarray(leads),
        own_first=own.first,
        own_to=own.to,
        around_first=around.first,
        around_to=around.to,
        pairs=np.ascontiguousarray(counts[n:].reshape(pairs, 2, counts.shape[1])),
        none=np.array([np.nan if one.when_none is None else one.when_none for one in ones], dtype=np.float64),
        covered_by=_covered_by(ones, named.covered_kinds),
        span=np.array([span_of(one.inner, one.window) for one in ones], dtype=np.int64),
    )


def _covered_by(ones: tuple[Indicator, ...], sets: tuple[frozenset[str], ...]) -> NDArray[np.int64]:
    """[2, indicators]: the set of an indicator's kinds, and that of its with_kinds, or else the same again."""
    sides = ([one.kinds for one in ones], [one.with_kinds or one.kinds for one in ones])
    return np.array([[sets.index(frozenset(of)) for of in side] for side in sides], dtype=np.int64)


def _deals(counted: NDArray[np.bool_]) -> Deals:
    """Of selections by the groups that they count [selections, groups]; or of what else stands so in a table."""
    first = np.concatenate([[0], np.cumsum(counted.sum(axis=0))]).astype(np.int64)
    return Deals(first, np.nonzero(counted.T)[1].astype(np.int64))


def _column(one: Indicator, named: Named) -> int:
    match one.inner:
        case "distinct":
            return named.labels.index(one.column or "")
        case "together":
            return named.pairs.index(one.name)
        case "nearing":
            return named.ages.index(one.age or 0)
        case "decayed" if one.column is None:
            return -1
    return 0 if one.harm_version is None else 1 + named.harm_versions.index(one.harm_version)


def _groups(
    ones: tuple[Indicator, ...], kinds: tuple[str, ...], codes: tuple[str, ...]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """`group_of`, and which groups count [indicators + 2 for each pair, groups]: the indicators, then kinds and
    with_kinds of each pair. A pair's own row is of both together; for `covered`, which reads no record, it is empty."""
    shape = (len(kinds) + 1, len(ROLES), len(STATUSES), len(codes) + 1)
    pairs = [one for one in ones if one.measure == "together"]
    told_apart = np.zeros((len(ones) + 2 * len(pairs), int(np.prod(shape))), dtype=bool)
    for place, one in enumerate(pairs):
        told_apart[len(ones) + 2 * place] = _counted(one, one.kinds, one.codes, kinds, codes).reshape(-1)
        told_apart[len(ones) + 2 * place + 1] = _counted(one, one.with_kinds, (), kinds, codes).reshape(-1)
    for place, one in enumerate(ones):
        if one.measure != "covered":
            told_apart[place] = _counted(one, one.kinds, one.codes, kinds, codes).reshape(-1)
            told_apart[place] |= _counted(one, one.with_kinds, (), kinds, codes).reshape(-1)
    counts, group = np.unique(told_apart, axis=1, return_inverse=True)  # of any other kind none counts: that is group 0
    return group.reshape(shape).astype(np.int32), np.ascontiguousarray(counts)


def _counted(
    one: Indicator, these: tuple[str, ...], only: tuple[str, ...], kinds: tuple[str, ...], codes: tuple[str, ...]
) -> NDArray[np.bool_]:
    """[kind, role, status, code]: the records of `these` kinds and, if any are named, of `only` these codes."""
    masks = (
        np.array([*(kind in these for kind in kinds), False]),
        np.isin(ROLES, one.counted_roles or ROLES),
        np.isin(STATUSES, one.counted_statuses),
        np.array([not only, *(code in (only or codes) for code in codes)]),
    )
    return reduce(np.logical_and.outer, masks)
