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

from features.catalogue import Catalogue
from features.indicator import Indicator
from features.measures import MEASURES, reach_of
from records.events import ROLES, STATUSES
from records.visibility import NEVER


class Asked(NamedTuple):
    """What the kernel needs of each indicator, as arrays [indicators]; `counts` is [indicators, groups]."""

    measure: NDArray[np.int8]
    reach: NDArray[np.int64]
    window: NDArray[np.int64]
    half_life: NDArray[np.float64]
    column: NDArray[np.int64]
    counts: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Plan:
    """A catalogue made ready: the kinds and codes it names, the columns it tells apart, `group_of` [kind, role,
    status, code] with code 0 for any that no indicator names, and `asked`."""

    catalogue: Catalogue
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    label_columns: tuple[str, ...]
    group_of: NDArray[np.int16]
    asked: Asked


@lru_cache(maxsize=32)
def plan_of(catalogue: Catalogue) -> Plan:
    """The plan of a catalogue, made once for each fingerprint."""
    ones = catalogue.indicators
    kinds = tuple(sorted({kind for one in ones for kind in one.kinds}))
    codes = tuple(sorted({code for one in ones for code in one.codes}))
    labels = tuple(sorted({one.column for one in ones if one.measure == "distinct" and one.column}))
    group_of, counts = _groups(ones, kinds, codes)
    asked = Asked(
        measure=np.array([MEASURES[one.measure].number for one in ones], dtype=np.int8),
        reach=np.array([reach_of(one.measure, one.window) for one in ones], dtype=np.int64),
        window=np.array([one.window or NEVER for one in ones], dtype=np.int64),
        half_life=np.array([one.half_life or np.nan for one in ones], dtype=np.float64),
        column=np.array([_column(one, labels) for one in ones], dtype=np.int64),
        counts=counts,
    )
    return Plan(catalogue, kinds, codes, labels, group_of, asked)


def _column(one: Indicator, labels: tuple[str, ...]) -> int:
    if one.measure == "distinct":
        return labels.index(one.column or "")
    return -1 if one.column is None else 0


def _groups(
    ones: tuple[Indicator, ...], kinds: tuple[str, ...], codes: tuple[str, ...]
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    shape = (len(kinds), len(ROLES), len(STATUSES), len(codes) + 1)
    told_apart = np.zeros((len(ones), 1 + int(np.prod(shape))), dtype=bool)
    for place, one in enumerate(ones):
        told_apart[place, 1:] = _counted(one, kinds, codes).reshape(-1)
    counts, group = np.unique(told_apart, axis=1, return_inverse=True)
    return group.reshape(-1)[1:].reshape(shape).astype(np.int16), np.ascontiguousarray(counts)


def _counted(one: Indicator, kinds: tuple[str, ...], codes: tuple[str, ...]) -> NDArray[np.bool_]:
    masks = (
        np.isin(kinds, one.kinds),
        np.isin(ROLES, one.roles or ROLES),
        np.isin(STATUSES, one.counted_statuses),
        np.array([not one.codes, *(code in (one.codes or codes) for code in codes)]),
    )
    return reduce(np.logical_and.outer, masks)
