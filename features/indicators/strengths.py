"""What is going well, and who is already there. Support that is open says nothing of its own about harm: `either`.

How long ago a strength was last seen is no indicator: after school ends it says only how old somebody is.
"""

from __future__ import annotations

from features.indicator import BOTH_LOWER, EITHER, THREE_YEARS, YEAR, Indicator
from features.sources import LGA

SCHOOL = "Going to school"
SUPPORT = "Support already there"
EARLY_HELP = ("early_help",)
REVERSE_OF_ABSENCE = "our assumption: good attendance is the reverse of the persistent absence that DfE/MoJ count"

INDICATORS = (
    Indicator(
        name="good_attendance_terms_year",
        theme=SCHOOL,
        kinds=("good_attendance",),
        measure="count",
        window=YEAR,
        reason="Terms in the past year with 95% or more of sessions attended: {value:.0f}",
        ask="What do they like about school?",
        source=REVERSE_OF_ABSENCE,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="early_help_needs_met_three_years",
        theme=SUPPORT,
        kinds=("early_help_needs_met",),
        measure="count",
        window=THREE_YEARS,
        reason="Times in the past three years that early help ended with needs met: {value:.0f}",
        ask="What worked then?",
        source="our assumption: help that ended with needs met can work again",
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="early_help_now",
        theme=SUPPORT,
        kinds=EARLY_HELP,
        measure="open_now",
        reason="Has early help now",
        ask="What is early help working on with them?",
        source="our assumption: support that is there says nothing of harm by itself",
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
        reason="Had an allocated professional for {value:long} of the past year",
        ask="Has it been the same person?",
        source=LGA,
        direction=EITHER,
    ),
    Indicator(
        name="good_attendance_terms_three_years",
        theme=SCHOOL,
        kinds=("good_attendance",),
        measure="count",
        window=THREE_YEARS,
        reason="Terms in the past three years with 95% or more of sessions attended: {value:.0f}",
        ask="What do they like about school?",
        source=REVERSE_OF_ABSENCE,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="good_attendance_trend",
        theme=SCHOOL,
        kinds=("good_attendance",),
        measure="trend",
        window=YEAR,
        reason="Terms in the past year with 95% or more of sessions attended: {value:more} in the year before",
        ask="What has become easier?",
        source=REVERSE_OF_ABSENCE,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="attendance_improved_year",
        theme=SCHOOL,
        kinds=("attendance_improved",),
        measure="count",
        window=YEAR,
        reason="Terms in the past year with clearly better attendance than the one before: {value:.0f}",
        ask="What has become easier?",
        source=REVERSE_OF_ABSENCE,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="attendance_improved_three_years",
        theme=SCHOOL,
        kinds=("attendance_improved",),
        measure="ever",
        window=THREE_YEARS,
        reason="Attendance became clearly better in the past three years",
        ask="Who noticed, and did anyone tell them?",
        source=REVERSE_OF_ABSENCE,
        direction=BOTH_LOWER,
    ),
)
