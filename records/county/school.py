"""The schools' extract: suspensions and permanent exclusions with their reasons, and attendance by term.

Schools return both weeks after the fact, now and then a term late: an assumption about the county's rhythm.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import MONTH_STARTS, MONTHS, TERMS, Array, calendar_month, to_weekday
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Journal

# DfE reason codes (shared design, domain); shares near DfE's published ones, where PP, PA, VA and DB lead.
REASONS = {"DB": 0.44, "PP": 0.17, "VA": 0.16, "PA": 0.05, "VP": 0.03, "OW": 0.03, "DM": 0.03, "DA": 0.03} | {
    "BU": 0.01,
    "RA": 0.01,
    "SM": 0.01,
    "TH": 0.01,
    "LG": 0.005,
    "DS": 0.002,
    "MT": 0.01,
    "PH": 0.003,
}
EXCLUSION_LAG = {"typical": 18.0, "tail": 60.0, "tail_share": 0.12}
ATTENDANCE_LAG = {"typical": 12.0, "tail": 35.0, "tail_share": 0.05}
ATTENDANCE_LEAST = 14  # no term's figures come sooner
MOST_SESSIONS = 90  # the statutory limit of 45 school days in a year


def school(journal: Journal, rng: np.random.Generator) -> dict[str, Extract]:
    """The schools' files by name, without pupils."""
    return {"exclusions": _exclusions(journal, rng), "attendance": _attendance(journal, rng)}


def _exclusions(journal: Journal, rng: np.random.Generator) -> Extract:
    suspended, excluded = journal.of("suspension"), journal.of("excluded")
    person = np.concatenate([suspended.person, excluded.person])
    start = to_weekday(np.concatenate([suspended.day, excluded.day]))
    recorded = start + 1 + lag_days(**EXCLUSION_LAG, count=len(person), rng=rng)
    sessions = np.minimum(MOST_SESSIONS, 2 * rng.geometric(0.45, len(suspended)) - (rng.random(len(suspended)) < 0.1))
    columns: dict[str, Column] = {
        "exclusion_id": ids("EX", len(person), rng),
        "category": np.repeat(["SUSP", "PERM"], [len(suspended), len(excluded)]),
        "reason": pick(REASONS, len(person), rng),
        "start_date": Dates(start),
        "sessions": np.concatenate([sessions, np.zeros(len(excluded), np.int64)]),
        "recorded_on": Dates(recorded),
    }
    return Extract(person, "pupil_id", columns).where(held(recorded))


def _attendance(journal: Journal, rng: np.random.Generator) -> Extract:
    lived = journal.of("attendance")
    recorded = lived.day + ATTENDANCE_LEAST + lag_days(**ATTENDANCE_LAG, count=len(lived), rng=rng)
    columns: dict[str, Column] = {
        "term": _term_names()[np.searchsorted(MONTH_STARTS, lived.day)],
        "term_end": Dates(lived.day - 1),
        "sessions_possible": lived.picture[:, 0].astype(np.int64),
        "sessions_missed": lived.picture[:, 1].astype(np.int64),
        "recorded_on": Dates(recorded),
    }
    return Extract(lived.person, "pupil_id", columns, speaks=False).where(held(recorded))


def _term_names() -> Array:
    """By month of the calendar, the term that closed just before it: "2025-spring" closed in March 2025."""
    closing = [(str(MONTHS[index])[:4], calendar_month(index)) for index in range(len(MONTHS) - 1)]
    names = [f"{year}-{TERMS[month][0]}" if month in TERMS else "" for year, month in closing]
    return np.array(["", *names], dtype=object)
