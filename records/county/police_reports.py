"""The police's files beside crimes: custody, National Referral Mechanism, notices to schools, intelligence.

A notice goes to the school before the next school day; intelligence has two dates and no word of what it says.
Shares are assumptions.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import YEAR_DAYS
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Happenings, Journal
from records.county.people import People

EXPLOITATION = {"criminal": 0.55, "sexual": 0.2, "labour": 0.1, "servitude": 0.01, "unknown": 0.14}
SCHOOL_AGE = (4.0, 18.0)
NOTICE_SENT = 0.8  # of domestic abuse incidents with a child of school age at home
CUSTODY_LAG = {"typical": 0.2, "tail": 3.0, "tail_share": 0.03}
REFERRAL_LAG = {"typical": 4.0, "tail": 30.0, "tail_share": 0.1}
NOTICE_LAG = {"typical": 0.6, "tail": 3.0, "tail_share": 0.05}
INTELLIGENCE_LAG = {"typical": 2.0, "tail": 15.0, "tail_share": 0.1}


def police_reports(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    """custody, nrm, school_notices and intelligence."""
    referred = journal.of("nrm_referral")
    return {
        "custody": _file(journal.of("police_custody"), "custody_id", "CU", "detained_on", CUSTODY_LAG, {}, rng),
        "nrm": _file(
            referred,
            "referral_id",
            "NR",
            "referred_on",
            REFERRAL_LAG,
            {"exploitation": pick(EXPLOITATION, len(referred), rng)},
            rng,
        ),
        "school_notices": _file(_told(journal, people, rng), "notice_id", "SN", "incident_on", NOTICE_LAG, {}, rng),
        "intelligence": _file(journal.of("intelligence"), "report_id", "IR", "reported_on", INTELLIGENCE_LAG, {}, rng),
    }


def _file(
    lived: Happenings,
    own: str,
    prefix: str,
    happened: str,
    lag: dict[str, float],
    more: dict[str, Column],
    rng: np.random.Generator,
) -> Extract:
    recorded = lived.day + lag_days(**lag, count=len(lived), rng=rng)
    columns: dict[str, Column] = {
        own: ids(prefix, len(lived), rng),
        happened: Dates(lived.day),
        "recorded_on": Dates(recorded),
        **more,
    }
    return Extract(lived.person, "nominal_id", columns).where(held(recorded))


def _told(journal: Journal, people: People, rng: np.random.Generator) -> Happenings:
    """Domestic abuse at the home of a child of school age of which the school was told."""
    home = journal.of("domestic_abuse")
    age = (home.day - people.born[home.person]) / YEAR_DAYS
    at_school = (age >= SCHOOL_AGE[0]) & (age < SCHOOL_AGE[1])
    return home.where(at_school & (rng.random(len(home)) < NOTICE_SENT))
