"""Support that ends at a birthday, and support after care: the birthday counts only where support is open.

Age itself is never a reason.
"""

from __future__ import annotations

from features.indicator import BOTH_RAISE, EITHER, HALF_YEAR, HARMED, TWO_YEARS, YEAR, Indicator
from features.sources import HOME_OFFICE, LGA, TRANSITIONS

ENDING = "Support that ends at 18"
AFTER_CARE = "Support as a care leaver"
ADULT = 18
ASK_ENDING = "Who will still be there after the birthday, and have they met?"

INDICATORS = (
    Indicator(
        name="care_ends_at_18_year",
        theme=ENDING,
        kinds=("looked_after",),
        measure="nearing",
        age=ADULT,
        window=YEAR,
        reason="Care by the council ends within a year, at 18",
        ask=ASK_ENDING,
        source=TRANSITIONS,
        direction=HARMED,
    ),
    Indicator(
        name="social_care_ends_at_18_half_year",
        theme=ENDING,
        kinds=("child_in_need", "child_in_need_plan", "protection_plan"),
        measure="nearing",
        age=ADULT,
        window=HALF_YEAR,
        reason="Help from children's social care ends within six months, at 18",
        ask=ASK_ENDING,
        source=TRANSITIONS,
        direction=HARMED,
    ),
    Indicator(
        name="lead_professional_ends_at_18_half_year",
        theme=ENDING,
        kinds=("lead_professional", "early_help"),
        measure="nearing",
        age=ADULT,
        window=HALF_YEAR,
        reason="The allocated professional's support ends within six months, at 18",
        ask=ASK_ENDING,
        source=TRANSITIONS,
        direction=HARMED,
    ),
    Indicator(
        name="youth_justice_ends_at_18_half_year",
        theme=ENDING,
        kinds=("youth_justice_order", "youth_justice_prevention"),
        measure="nearing",
        age=ADULT,
        window=HALF_YEAR,
        reason="The youth justice service's support ends within six months, at 18",
        ask=ASK_ENDING,
        source=TRANSITIONS,
        direction=HARMED,
    ),
    Indicator(
        name="care_leaver_now",
        theme=AFTER_CARE,
        kinds=("care_leaver",),
        measure="open_now",
        reason="Has support as a care leaver now",
        ask="What does the personal adviser see going well?",
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="unsuitable_accommodation_two_years",
        theme=AFTER_CARE,
        kinds=("unsuitable_accommodation",),
        measure="count",
        window=TWO_YEARS,
        reason="Times in the past two years in housing that was not held suitable: {value:.0f}",
        ask="What would a home look like that suits them?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
)
