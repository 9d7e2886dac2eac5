"""Support that ends at a birthday, and support after care: the birthday counts only where support is open.

Age itself is never a reason.
"""

from __future__ import annotations

from functools import partial

from features.indicator import BOTH_RAISE, EITHER, HALF_YEAR, HARMED, TWO_YEARS, YEAR, Indicator
from features.sources import TRANSITIONS

AFTER_CARE = "Support as a care leaver"
ADULT = 18

ends_at_18 = partial(
    Indicator,
    theme="Support that ends at 18",
    measure="nearing",
    age=ADULT,
    window=HALF_YEAR,
    ask="Who will still be there after the birthday, and have they met?",
    source=TRANSITIONS,
    direction=HARMED,
)

INDICATORS = (
    ends_at_18(
        name="care_ends_at_18_year",
        kinds=("looked_after",),
        window=YEAR,
        reason="Care by the council ends within a year, at 18",
    ),
    ends_at_18(
        name="social_care_ends_at_18_half_year",
        kinds=("child_in_need", "child_in_need_plan", "protection_plan"),
        reason="Help from children's social care ends within six months, at 18",
    ),
    ends_at_18(
        name="lead_professional_ends_at_18_half_year",
        kinds=("lead_professional", "early_help"),
        reason="Early help or an allocated professional's support ends within six months, at 18",
    ),
    ends_at_18(
        name="youth_justice_ends_at_18_half_year",
        kinds=("youth_justice_order", "youth_justice_prevention"),
        reason="The youth justice service's support ends within six months, at 18",
    ),
    Indicator(
        name="care_leaver_now",
        theme=AFTER_CARE,
        kinds=("care_leaver",),
        measure="open_now",
        reason="Has support as a care leaver now",
        ask="What does the personal adviser see going well?",
        source="our assumption: support that is there says nothing of harm by itself",
        direction=EITHER,
    ),
    Indicator(
        name="unsuitable_accommodation_two_years",
        theme=AFTER_CARE,
        kinds=("unsuitable_accommodation",),
        measure="count",
        window=TWO_YEARS,
        reason="Records in the past two years that their housing was not suitable: {value:.0f}",
        ask="What would a home look like that suits them?",
        source="our assumption: housing that is not suitable is a displacement such as the LGA's case study names",
        direction=BOTH_RAISE,
    ),
)
