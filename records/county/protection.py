"""Protection as rows of the dataset: enquiries under section 47, conferences, plans.

A plan follows an enquiry and its conference by design; other enquiries end without one. Shares are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.dates import ENTERED_BY, NEVER, Array
from records.county.extracts import Column, Dates, Extract, in_order, pick, yes
from records.county.journal import Happenings, latest
from records.county.need import referral_of

ABUSE = {"Neglect": 0.5, "Emotional Abuse": 0.36, "Physical Abuse": 0.1, "Sexual Abuse": 0.04}
CONFERENCE_AFTER = 20  # days from the enquiry's beginning: 15 working days is the limit
CONFERENCE_WITHOUT_PLAN = 0.15
LATE, DAYS_LATE = 0.22, (2, 15)  # conferences held after their target date
ENQUIRY_DAYS, ENQUIRY_NFA = (5, 20), 0.35


def protection(
    enquired: Happenings, plan: Happenings, need: Happenings, rng: np.random.Generator
) -> dict[str, Extract]:
    """`ssd_s47_enquiry`, `ssd_initial_cp_conference` and `ssd_cp_plans`, hanging together by their ids."""
    enquiries = _Enquiries(
        person=np.concatenate([plan.person, enquired.person]),
        begun=np.concatenate([_enquiry_before(plan, need), enquired.day]),
        planned=np.repeat([True, False], [len(plan), len(enquired)]),
    )
    referral = referral_of(need, enquiries.person, enquiries.begun + CONFERENCE_AFTER)
    return {
        "ssd_s47_enquiry": _enquiries(enquiries, referral, rng),
        "ssd_initial_cp_conference": _conferences(enquiries, referral, rng),
        "ssd_cp_plans": _plans(plan, referral[: len(plan)], rng),
    }


def _enquiry_before(plan: Happenings, need: Happenings) -> Array:
    """The day each plan's enquiry began: before the plan, but not before the need that it belongs to."""
    row, order = latest(need, plan.person, plan.day)
    return np.maximum(plan.day - CONFERENCE_AFTER, np.where(row >= 0, need.day[order][row], plan.day))


@dataclass(frozen=True)
class _Enquiries:
    """One row an enquiry, those that led to a plan first and in the order of the plans."""

    person: Array
    begun: Array
    planned: Array


def _enquiries(made: _Enquiries, referral: Array, rng: np.random.Generator) -> Extract:
    count = len(made.person)
    ended = made.begun + rng.integers(*ENQUIRY_DAYS, count)
    columns: dict[str, Column] = {
        "s47e_s47_enquiry_id": in_order("S47", count),
        "s47e_referral_id": referral,
        "s47e_s47_start_date": Dates(made.begun),
        "s47e_s47_end_date": Dates(np.where(ended < ENTERED_BY, ended, NEVER)),
        "s47e_s47_nfa": yes(~made.planned & (rng.random(count) < ENQUIRY_NFA)),
    }
    return Extract(made.person, "s47e_person_id", columns)


def _conferences(made: _Enquiries, referral: Array, rng: np.random.Generator) -> Extract:
    count, held_on = len(made.person), made.begun + CONFERENCE_AFTER
    late = rng.integers(*DAYS_LATE, count) * (rng.random(count) < LATE)
    convened = made.planned | (rng.random(count) < CONFERENCE_WITHOUT_PLAN)
    columns: dict[str, Column] = {
        "icpc_icpc_id": in_order("IC", count),
        "icpc_s47_enquiry_id": in_order("S47", count),
        "icpc_cp_plan_id": np.where(made.planned, in_order("CPP", count), ""),
        "icpc_referral_id": referral,
        "icpc_icpc_transfer_in": np.full(count, "N"),
        "icpc_icpc_target_date": Dates(held_on - late),
        "icpc_icpc_date": Dates(held_on),
        "icpc_icpc_outcome_cp_flag": yes(made.planned),
    }
    return Extract(made.person, "icpc_person_id", columns).where(convened & (held_on < ENTERED_BY))


def _plans(plan: Happenings, referral: Array, rng: np.random.Generator) -> Extract:
    category = pick(ABUSE, len(plan), rng)
    columns: dict[str, Column] = {
        "cppl_cp_plan_id": in_order("CPP", len(plan)),
        "cppl_referral_id": referral,
        "cppl_icpc_id": in_order("IC", len(plan)),
        "cppl_cp_plan_start_date": Dates(plan.day),
        "cppl_cp_plan_end_date": Dates(plan.end),
        "cppl_cp_plan_initial_category": category,
        "cppl_cp_plan_ola": np.full(len(plan), "N"),
        "cppl_cp_plan_latest_category": category,
    }
    return Extract(plan.person, "cppl_person_id", columns)
