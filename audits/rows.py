"""What an audit looks at: one row a person and date, with what was predicted, what was selected and what came."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

NOT_KNOWN = "Not known"
Table = tuple[str, ...]  # the columns that a table of groups goes by; () is everyone


@dataclass(frozen=True)
class AuditRows:
    """Rows under audit, all arrays of one length n. `person` says which rows are about the same young person,
    `chance` is null where the score is no probability, and `why` names each measure that can't be had.

    `groups` holds one text column per characteristic; a null leaves that row out of tables by that column.
    """

    label: np.ndarray
    selected: np.ndarray
    score: np.ndarray
    chance: np.ndarray | None
    person: np.ndarray
    groups: pd.DataFrame
    tables: tuple[Table, ...]
    why: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.label)


def each_and_crossing(columns: list[str]) -> tuple[Table, ...]:
    """A table for each column, and one for all of them crossed."""
    alone: list[Table] = [(column,) for column in columns]
    return (*alone, tuple(columns)) if len(columns) > 1 else tuple(alone)
