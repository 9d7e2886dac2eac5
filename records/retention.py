"""How long a record may be used: by its kind, from the day on which it happened or ended, or until an age.

The last day of use stands on each record (`expires_on`), so that the one visibility rule holds it everywhere; what is
past it is purged. A spell that is still open is kept while it is open, up to an age.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field, model_validator

from records.agreements import OLDEST
from records.entries import Entries
from records.frames import among
from records.kinds import kinds

Days = NDArray[np.datetime64]
NEVER = np.datetime64("NaT", "s")


class KeptFor(Entries):
    """Years after a record happened or ended, or the age until which it is kept; of both, what comes first."""

    years: int | None = Field(default=None, ge=1, le=OLDEST)
    until_age: int | None = Field(default=None, ge=1, le=OLDEST)

    @model_validator(mode="after")
    def _says_something(self) -> KeptFor:
        if self.years is None and self.until_age is None:
            raise ValueError("needs years, until_age or both")
        return self


class Retention(Entries):
    """policy.toml, [retention]: the years of every kind, the kinds that have terms of their own, and the age until
    which a spell that nobody ended is kept."""

    years: int = Field(ge=1, le=OLDEST)
    open_until_age: int = Field(ge=1, le=OLDEST)
    kinds: dict[str, KeptFor] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _kinds_are_known(self) -> Retention:
        if unknown := sorted(set(self.kinds) - set(kinds())):
            raise ValueError(f"kinds {', '.join(unknown)} are not kinds of record of ours")
        return self

    def of(self, kind: str, agreed_years: int | None = None) -> KeptFor | None:
        """How long records of a kind are kept; `agreed_years` are what the feed's agreement says, if it does.

        A kind that only says until which age is kept no longer than every other kind. One that a mapping declared is
        kept as long as its agreement says; None where that says nothing.
        """
        if kind not in kinds():
            return KeptFor(years=agreed_years) if agreed_years else None
        said = self.kinds.get(kind, KeptFor(years=self.years))
        return KeptFor(years=agreed_years or said.years or self.years, until_age=said.until_age)


def expiry(
    events: pd.DataFrame, born: pd.Series, policy: Retention, agreed_years: Mapping[str, int | None]
) -> pd.Series:
    """For each version the last day as of which its record may be used; null where that can't be said yet.

    `born` is the date of birth by person_id, `agreed_years` the years that a feed's agreement sets, by feed. All
    versions of a record expire on one day, by the dates of its last.
    """
    last = events.sort_values("version", kind="stable").drop_duplicates("record_id", keep="last")
    birth = born.reindex(last["person_id"]).to_numpy()
    feed = last["record_id"].str.split(":", n=1).str[0]
    over, still_open = _over(last)
    still_ours = still_open & among(last["kind"], kinds())
    until = np.where(still_ours, _years_after(birth, policy.open_until_age), NEVER)
    for (kind, of_feed), rows in last.groupby([last["kind"], feed], sort=False).indices.items():
        kept = policy.of(str(kind), agreed_years.get(str(of_feed)))
        if kept is None:
            continue
        until[rows] = _first(
            until[rows], _years_after(over[rows], kept.years), _years_after(birth[rows], kept.until_age)
        )
    by_record = pd.Series(until, index=last["record_id"].to_numpy())
    return pd.Series(by_record.reindex(events["record_id"]).to_numpy(), index=events.index)


def links_past_their_time(links: pd.DataFrame, as_of: date, policy: Retention) -> NDArray[np.bool_]:
    """Links that ended or were replaced longer ago than records are kept."""
    over = links["ended_on"].fillna(links["superseded_on"]).to_numpy()
    return _years_after(over, policy.years) < np.datetime64(as_of, "s")


def _over(last: pd.DataFrame) -> tuple[Days, NDArray[np.bool_]]:
    """The day from which the years count, null for spells that are open; and which these are."""
    of_ours = [one.kind for one in kinds().values() if one.spell]
    elsewhere = last.loc[last["ended_on"].notna(), "kind"].unique()
    spell = among(last["kind"], [*of_ours, *elsewhere])
    end = last["ended_on"].fillna(last["superseded_on"]).to_numpy()
    return np.where(spell, end, last["happened_on"].to_numpy()), spell & np.isnat(end)


def _years_after(days: Any, years: int | None) -> Any:
    """The same day so many years on; 29 February becomes 1 March."""
    if years is None:
        return np.full(len(days), NEVER)
    months = days.astype("datetime64[M]")
    return ((months + 12 * years).astype("datetime64[D]") + (days - months).astype("timedelta64[D]")).astype("M8[s]")


def _first(*days: Days) -> Days:
    return np.fmin.reduce(days)
