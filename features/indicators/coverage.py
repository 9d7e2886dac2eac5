"""Whether a feed covers this young person at all: a feed that ends around 18 says nothing of those who are older.

Nothing recorded is not the same as nothing covered; the model and the reasons tell them apart by these.
"""

from __future__ import annotations

from features.counted import STANDING, SUSPECT
from features.indicator import EITHER, YEAR, Indicator
from features.sources import HOME_OFFICE

THEME = "What the agencies' feeds cover"
ASK = "Who would know of this, since the feed does not?"

INDICATORS = (
    Indicator(
        name="school_feed_covers",
        theme=THEME,
        kinds=("suspension", "permanent_exclusion", "persistent_absence", "good_attendance"),
        measure="covered",
        window=YEAR,
        reason="School's feed covers them (1) or does not (0): {value:.0f}",
        ask=ASK,
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="social_care_feed_covers",
        theme=THEME,
        kinds=("referral", "child_in_need", "looked_after", "missing_episode"),
        measure="covered",
        window=YEAR,
        reason="The feed of children's social care covers them (1) or does not (0): {value:.0f}",
        ask=ASK,
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="youth_justice_feed_covers",
        theme=THEME,
        kinds=("youth_justice_order", "youth_justice_prevention"),
        measure="covered",
        window=YEAR,
        reason="The feed of the youth justice service covers them (1) or does not (0): {value:.0f}",
        ask=ASK,
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="police_feed_covers",
        theme=THEME,
        kinds=("violence", "serious_violence", "robbery"),
        roles=SUSPECT,
        statuses=STANDING,
        measure="covered",
        window=YEAR,
        reason="The police's feed covers them (1) or does not (0): {value:.0f}",
        ask=ASK,
        source=HOME_OFFICE,
        direction=EITHER,
    ),
    Indicator(
        name="housing_feed_covers",
        theme=THEME,
        kinds=("housing_move", "temporary_accommodation"),
        measure="covered",
        window=YEAR,
        reason="The feed of housing services covers them (1) or does not (0): {value:.0f}",
        ask=ASK,
        source=HOME_OFFICE,
        direction=EITHER,
    ),
)
