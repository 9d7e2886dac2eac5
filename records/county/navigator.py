"""The hospital navigators' extract: referrals to which a young person said yes, and the support that followed.

Only consented rows are exported; an offer may have been accepted, declined or still be open. Shares are assumptions.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import NEVER, Array
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days
from records.county.journal import Happenings, Journal, latest
from records.county.people import People
from records.county.spells import entered

DECLINED = 0.6  # of those without support; the others have not answered yet
LAG = {"typical": 2.0, "tail": 20.0, "tail_share": 0.08}


def navigator(journal: Journal, _: People, rng: np.random.Generator) -> dict[str, Extract]:
    """referrals."""
    referred = journal.of("navigator_referral")
    referred = referred.where(np.lexsort((referred.day, referred.person)))
    return {"referrals": _referrals(referred, journal.of("navigator_support"), rng)}


def _referrals(referred: Happenings, helped: Happenings, rng: np.random.Generator) -> Extract:
    recorded = referred.day + lag_days(**LAG, count=len(referred), rng=rng)
    support = _support_of(referred, helped, rng)
    began = support["start_date"] != NEVER
    without = np.where(rng.random(len(referred)) < DECLINED, "declined", "open")
    columns: dict[str, Column] = {
        "referral_id": ids("NV", len(referred), rng),
        "consent": np.full(len(referred), "yes"),
        "referred_on": Dates(referred.day),
        "offer": np.where(began, "accepted", without),
        "support_start": Dates(support["start_date"]),
        "support_end": Dates(support["end_date"]),
        "recorded_on": Dates(recorded),
        "ended_recorded_on": Dates(support["ended_recorded_on"]),
    }
    return Extract(referred.person, "patient_id", columns).where(held(recorded))


def _support_of(referred: Happenings, helped: Happenings, rng: np.random.Generator) -> dict[str, Array]:
    """For each referral the first support that followed it before the next; `NEVER` where there was none."""
    spells, recorded = entered(helped, LAG, rng)
    row, order = latest(referred, helped.person, helped.day)
    told = np.flatnonzero((row >= 0) & held(recorded))
    told = told[np.argsort(helped.day[told], kind="stable")[::-1]]  # written last to first, so that the first stays
    found = {}
    for name in ("start_date", "end_date", "ended_recorded_on"):
        column = spells[name]
        assert isinstance(column, Dates)
        found[name] = np.full(len(referred), NEVER, np.int32)
        found[name][order[row[told]]] = column.days[told]
    return found
