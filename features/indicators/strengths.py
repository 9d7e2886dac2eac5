"""What is going well, and who is already there. Support that is open says nothing of its own about harm: `either`."""

from __future__ import annotations

from features.indicator import BOTH_LOWER, BOTH_RAISE, EITHER, THREE_YEARS, YEAR, Indicator
from features.sources import DFE_MOJ, HOME_OFFICE, LGA

SCHOOL = "Going to school"
SUPPORT = "Support already there"
EARLY_HELP = ("early_help",)

INDICATORS = (
    Indicator(
        name="good_attendance_terms_year",
        theme=SCHOOL,
        kinds=("good_attendance",),
        measure="count",
        window=YEAR,
        reason="Terms in the past year with 95% or more of sessions attended: {value:.0f}",
        ask="What do they like about school?",
        source=DFE_MOJ,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="good_attendance_days_since",
        theme=SCHOOL,
        kinds=("good_attendance",),
        measure="days_since",
        reason="Days since the latest term with 95% or more attended: {value:.0f}",
        ask="What was different then?",
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="early_help_needs_met_three_years",
        theme=SUPPORT,
        kinds=("early_help_needs_met",),
        measure="count",
        window=THREE_YEARS,
        reason="Times in the past three years that early help ended with needs met: {value:.0f}",
        ask="What worked then?",
        source=LGA,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="early_help_now",
        theme=SUPPORT,
        kinds=EARLY_HELP,
        measure="open_now",
        reason="Has early help now",
        ask="What is early help working on with them?",
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="lead_professional_now",
        theme=SUPPORT,
        kinds=("lead_professional",),
        measure="open_now",
        reason="Has an allocated professional now",
        ask="What does the lead professional know that the records do not say?",
        source=LGA,
        direction=EITHER,
    ),
    Indicator(
        name="lead_professional_days_year",
        theme=SUPPORT,
        kinds=("lead_professional",),
        measure="days_open",
        window=YEAR,
        reason="Days with an allocated professional in the past year: {value:.0f}",
        ask="Has it been the same person?",
        source=LGA,
        direction=EITHER,
    ),
)
