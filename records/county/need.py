"""Need as rows of the dataset: referrals, assessments with their factors, plans. Every row hangs on an episode
of need. Shares and delays are assumptions near working practice.
"""

from __future__ import annotations

import numpy as np

from records.county.assessments import assessment_factors
from records.county.dates import ENTERED_BY, NEVER, Array
from records.county.extracts import Column, Dates, Extract, in_order, pick, yes
from records.county.journal import Happenings, latest

PRIMARY_NEEDS = {"N1": 0.57, "N2": 0.06, "N3": 0.03, "N4": 0.1, "N5": 0.16, "N6": 0.04, "N7": 0.01, "N8": 0.03}
SOURCES = {"6": 0.3, "2A": 0.2, "3A": 0.04, "3E": 0.06, "3F": 0.05, "1A": 0.08, "5A": 0.05, "5D": 0.06} | {
    "4": 0.03,
    "7": 0.04,
    "8": 0.06,
    "9": 0.03,
}
CHILD_SEEN = 0.95
ASSESSED_AFTER = (20, 64)  # days until an assessment is authorised: 45 working days is the limit
PLANNED_AFTER = 40  # a plan comes only where need outlasts this
NO_FURTHER_ACTION_WITHIN = 21


def referral_of(need: Happenings, person: Array, day: Array) -> Array:
    """The referral id of each person's latest episode of need begun by `day`; empty where there was none."""
    row, order = latest(need, person, day)
    return np.append(in_order("RF", len(need))[order], "")[row]


def needs(need: Happenings, rng: np.random.Generator) -> Extract:
    """`ssd_cin_episodes`: one row for each referral accepted."""
    over, short = need.end != NEVER, need.end - need.day < NO_FURTHER_ACTION_WITHIN
    columns: dict[str, Column] = {
        "cine_referral_id": in_order("RF", len(need)),
        "cine_referral_date": Dates(need.day),
        "cine_cin_primary_need_code": pick(PRIMARY_NEEDS, len(need), rng),
        "cine_referral_source_code": pick(SOURCES, len(need), rng),
        "cine_referral_outcome_json": yes(short, ("No Further Action", "Assessment required")),
        "cine_referral_nfa": yes(short),
        "cine_close_reason": np.where(over, yes(short, ("RC8", "RC7")), ""),
        "cine_close_date": Dates(need.end),
    }
    return Extract(need.person, "cine_person_id", columns)


def assessed(made: Happenings, need: Happenings, rng: np.random.Generator) -> dict[str, Extract]:
    """`ssd_cin_assessments` and, for each one authorised, `ssd_assessment_factors`."""
    authorised = made.day + rng.integers(*ASSESSED_AFTER, len(made))
    done, number = authorised < ENTERED_BY, in_order("AS", len(made))
    assessments: dict[str, Column] = {
        "cina_assessment_id": number,
        "cina_referral_id": referral_of(need, made.person, made.day),
        "cina_assessment_start_date": Dates(made.day),
        "cina_assessment_child_seen": yes(rng.random(len(made)) < CHILD_SEEN),
        "cina_assessment_auth_date": Dates(np.where(done, authorised, NEVER)),
        "cina_assessment_outcome_nfa": np.where(done, yes(rng.random(len(made)) < 0.3), ""),
    }
    factors: dict[str, Column] = {
        "cinf_table_id": in_order("AF", len(made)),
        "cinf_assessment_id": number,
        "cinf_assessment_factors_json": assessment_factors(made.picture, rng),
    }
    return {
        "ssd_cin_assessments": Extract(made.person, "cina_person_id", assessments),
        "ssd_assessment_factors": Extract(made.person, None, factors).where(done),
    }


def plans(need: Happenings) -> Extract:
    """`ssd_cin_plans`: one for each episode of need that lasts."""
    start = need.day + PLANNED_AFTER
    columns: dict[str, Column] = {
        "cinp_cin_plan_id": in_order("CP", len(need)),
        "cinp_referral_id": in_order("RF", len(need)),
        "cinp_cin_plan_start_date": Dates(start),
        "cinp_cin_plan_end_date": Dates(need.end),
    }
    return Extract(need.person, "cinp_person_id", columns).where((start < need.end) & (start < ENTERED_BY))
