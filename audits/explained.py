"""What moves the score, by theme, and whether it stands in for a characteristic that it may not see."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from audits.rows import NOT_KNOWN
from audits.scores import auc, ties
from audits.tested import Tested
from training.policy import AuditPolicy

Json = dict[str, Any]
MOST_THEMES = 12
ROWS_EXPLAINED = 2000  # about as many rows, evenly spaced, settle a mean size to two digits
LEAST_ROWS = 100  # fewer rows than this say little about a proxy


def by_theme(tested: Tested) -> list[Json]:
    """The mean size, in log-odds, of what each theme adds to or takes from a score, largest first."""
    theme_of = {one.name: one.theme for one in tested.bundle.catalogue.indicators}
    every = max(1, len(tested.inputs) // ROWS_EXPLAINED)
    parts = tested.bundle.contributions(tested.inputs[::every])[:, :-1]
    columns: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(tested.bundle.inputs):
        columns[theme_of.get(name, "Age")].append(at)
    sizes = {theme: float(np.abs(parts[:, at].sum(axis=1)).mean()) for theme, at in columns.items()}
    ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MOST_THEMES]
    return [{"theme": theme, "size": round(size, 3)} for theme, size in ordered if size > 0]


def proxies(tested: Tested, policy: AuditPolicy) -> list[Json]:
    """How well the score alone tells each group from everyone else in its table: AUC, .5 where it does not at all.
    Only groups large enough to show; to two decimals."""
    rank = ties(tested.margins)
    found = []
    for by in ("ethnicity", "gender", "sex", "send", "care_experience"):
        if by not in tested.rows.groups:
            continue
        column = tested.rows.groups[by].to_numpy()
        for group in sorted({str(g) for g in column if g != NOT_KNOWN}):
            mine = column == group
            if min(mine.sum(), (~mine).sum()) >= max(LEAST_ROWS, policy.internal_threshold):
                found.append({"by": by, "group": group, "auc": round(auc(mine, rank, np.ones(len(mine))), 2)})
    return found
