"""Harmed more than once: an input of `harmed` alone, and never of `involved`.

The theme is that of being reported as a victim: the same records say it, and are one reason together.
"""

from __future__ import annotations

from features.counted import VICTIM, VIOLENT
from features.indicator import HARMED, THREE_YEARS, TWO_YEARS, Indicator
from features.indicators.police_victim import THEME
from features.sources import REPEATED

ANY = (*VIOLENT, "sexual_offence", "theft", "damage", "public_order")
ASK = "What would help them to feel safe, and whom do they trust?"

INDICATORS = (
    Indicator(
        name="victim_incidents_three_years",
        theme=THEME,
        kinds=ANY,
        roles=VICTIM,
        measure="distinct",
        column="incident_id",
        window=THREE_YEARS,
        reason="Incidents in the past three years in which they were reported as a victim: {value:.0f}",
        ask=ASK,
        source=REPEATED,
        direction=HARMED,
    ),
    Indicator(
        name="victim_kinds_three_years",
        theme=THEME,
        kinds=ANY,
        roles=VICTIM,
        measure="distinct",
        column="kind",
        window=THREE_YEARS,
        reason="Different kinds of offence against them in the past three years: {value:.0f}",
        ask=ASK,
        source=REPEATED,
        direction=HARMED,
    ),
    Indicator(
        name="victim_violence_again_within_30_days",
        theme=THEME,
        kinds=VIOLENT,
        roles=VICTIM,
        with_kinds=VIOLENT,
        measure="together",
        window=TWO_YEARS,
        reason="Reports as a victim of violence in the past two years that had another within 30 days: {value:.0f}",
        ask="Is the person who did it still near them?",
        source=REPEATED,
        direction=HARMED,
    ),
)
