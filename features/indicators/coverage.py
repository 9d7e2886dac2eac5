"""Whether a feed covers this young person at all: a feed that ends around 18 says nothing of those who are older.

Nothing recorded is not the same as nothing covered; the model and the reasons tell them apart by these.
"""

from __future__ import annotations

from functools import partial

from features.counted import STANDING, SUSPECT
from features.indicator import EITHER, YEAR, Indicator
from features.sources import HOME_OFFICE

covers = partial(
    Indicator,
    theme="What the agencies' feeds cover",
    measure="covered",
    window=YEAR,
    ask="Who would know of this, since the feed does not?",
    source=HOME_OFFICE,
    direction=EITHER,
)

INDICATORS = (
    covers(
        name="school_feed_covers",
        kinds=("suspension", "permanent_exclusion", "persistent_absence", "good_attendance"),
        reason="School's feed covers them (1) or does not (0): {value:.0f}",
    ),
    covers(
        name="social_care_feed_covers",
        kinds=("referral", "child_in_need", "looked_after", "missing_episode"),
        reason="The feed of children's social care covers them (1) or does not (0): {value:.0f}",
    ),
    covers(
        name="youth_justice_feed_covers",
        kinds=("youth_justice_order", "youth_justice_prevention"),
        reason="The feed of the youth justice service covers them (1) or does not (0): {value:.0f}",
    ),
    covers(
        name="police_feed_covers",
        kinds=("violence", "serious_violence", "robbery"),
        roles=SUSPECT,
        statuses=STANDING,
        reason="The police's feed covers them (1) or does not (0): {value:.0f}",
    ),
    covers(
        name="housing_feed_covers",
        kinds=("housing_move", "temporary_accommodation"),
        reason="The feed of housing services covers them (1) or does not (0): {value:.0f}",
    ),
)
