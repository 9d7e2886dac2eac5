"""The children's social care extract: what happened, as rows of the Standard Safeguarding Dataset.

The dataset keeps no recording dates for most tables. Entry runs behind: what began in the last days before the
last date is not in the extract, and what ended in them is still open. Shares of outcomes are assumptions.
"""

from __future__ import annotations

import numpy as np

from records.county.care import placements, stays
from records.county.dates import ENTERED_BY, NEVER
from records.county.extracts import Column, Dates, Extract, in_order, pick, yes
from records.county.journal import Happenings, Journal, within
from records.county.need import SOURCES, assessed, needs, plans, referral_of
from records.county.police import nights_away
from records.county.protection import protection

LIVED = ("contact", "early_help", "child_in_need", "assessment", "section_47", "protection_plan", "looked_after")
LIVED_BESIDE = ("move", "missing", "lead_professional")
CONTACT_OUTCOMES = {"No Further Action": 0.55, "Information and Advice": 0.45}
HELP_REASONS = {"Parenting support": 0.4, "Attendance at school": 0.25, "Emotional wellbeing": 0.2, "Housing": 0.15}
ROLES = {"Allocated Case Worker": 0.7, "Lead Professional": 0.3}
AWAY_WITHOUT_AUTHORISATION = 0.2  # of missing episodes in care
INTERVIEW_OFFERED, INTERVIEW_ACCEPTED = 0.86, 0.55  # of return home interviews


def social_care(journal: Journal, rng: np.random.Generator) -> dict[str, Extract]:
    """The tables by name, without those about the person alone."""
    lived = {name: journal.of(name).entered_by(ENTERED_BY) for name in (*LIVED, *LIVED_BESIDE)}
    need = lived["child_in_need"]
    return {
        "ssd_contacts": _contacts(lived["contact"], need, lived["early_help"], rng),
        "ssd_early_help_episodes": _early_help(lived["early_help"], rng),
        "ssd_cin_episodes": needs(need, rng),
        **assessed(lived["assessment"], need, rng),
        "ssd_cin_plans": plans(need),
        **protection(lived["section_47"], lived["protection_plan"], need, rng),
        **placements(stays(lived["looked_after"], lived["move"]), rng),
        "ssd_missing": _missing(lived["missing"], need, lived["looked_after"], rng),
        "ssd_involvements": _involvements(lived["lead_professional"], need, rng),
    }


def _contacts(alone: Happenings, need: Happenings, helped: Happenings, rng: np.random.Generator) -> Extract:
    person = np.concatenate([alone.person, need.person, helped.person])
    led_to = np.repeat(["CIN Referral", "EH Referral"], [len(need), len(helped)])
    columns: dict[str, Column] = {
        "cont_contact_id": in_order("CT", len(person)),
        "cont_contact_date": Dates(np.concatenate([alone.day, need.day, helped.day])),
        "cont_contact_source_code": pick(SOURCES, len(person), rng),
        "cont_contact_outcome_json": np.concatenate([pick(CONTACT_OUTCOMES, len(alone), rng), led_to]),
    }
    return Extract(person, "cont_person_id", columns)


def _early_help(helped: Happenings, rng: np.random.Generator) -> Extract:
    met, over = helped.picture[:, 0] > 0, helped.end != NEVER
    columns: dict[str, Column] = {
        "earl_episode_id": in_order("EH", len(helped)),
        "earl_episode_start_date": Dates(helped.day),
        "earl_episode_end_date": Dates(helped.end),
        "earl_episode_reason": pick(HELP_REASONS, len(helped), rng),
        "earl_episode_end_reason": np.where(over, yes(met, ("Needs met", "Closed: needs not met")), ""),
    }
    return Extract(helped.person, "earl_person_id", columns)


def _missing(away: Happenings, need: Happenings, care: Happenings, rng: np.random.Generator) -> Extract:
    """Only episodes of those with an open case reach social care; away without authorisation is for those in care."""
    in_care = within(care, away.person, away.day)
    known = in_care | within(need, away.person, away.day)
    found = away.day + nights_away(len(away), rng)
    offered = rng.random(len(away)) < INTERVIEW_OFFERED
    accepted = offered & (rng.random(len(away)) < INTERVIEW_ACCEPTED)
    columns: dict[str, Column] = {
        "miss_table_id": in_order("MI", len(away)),
        "miss_missing_episode_start_date": Dates(away.day),
        "miss_missing_episode_type": yes(in_care & (rng.random(len(away)) < AWAY_WITHOUT_AUTHORISATION), ("A", "M")),
        "miss_missing_episode_end_date": Dates(np.where(found < ENTERED_BY, found, NEVER)),
        "miss_missing_rhi_offered": yes(offered),
        "miss_missing_rhi_accepted": np.where(offered, yes(accepted), ""),
    }
    return Extract(away.person, "miss_person_id", columns).where(known)


def _involvements(led: Happenings, need: Happenings, rng: np.random.Generator) -> Extract:
    columns: dict[str, Column] = {
        "invo_involvements_id": in_order("IN", len(led)),
        "invo_professional_role_id": pick(ROLES, len(led), rng),
        "invo_involvement_start_date": Dates(led.day),
        "invo_involvement_end_date": Dates(led.end),
        "invo_referral_id": referral_of(need, led.person, led.day),
    }
    return Extract(led.person, "invo_person_id", columns)
