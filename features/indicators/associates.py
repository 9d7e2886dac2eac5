"""People or places that may put them at risk: what was recorded about those linked to them as of the date.

A link that the young person has only as a victim never counts; records of harm to others are inputs of `harmed` alone.
"""

from __future__ import annotations

from features.counted import EXPLOITED, STANDING, SUSPECT, VICTIM, VIOLENT
from features.indicator import BOTH_RAISE, HALF_YEAR, HARMED, TWO_YEARS, YEAR, Indicator
from features.sources import LGA, NETWORKS

THEME = "People or places that may put them at risk"
PEOPLE_OR_PLACES = ("associate", "co_suspect", "same_place")
ASK_FRIENDS = "Who around them is a good friend, and where do they feel safe?"
ASK_PLACE = "Is it the place, and what is done there about it?"

INDICATORS = (
    Indicator(
        name="linked_people_hurt_half_year",
        theme=THEME,
        kinds=VIOLENT,
        roles=VICTIM,
        measure="neighbours",
        of="distinct",
        links=PEOPLE_OR_PLACES,
        column="person_id",
        window=HALF_YEAR,
        reason="People around them who were reported as a victim of violence in the past six months: {value:.0f}",
        ask=ASK_FRIENDS,
        source=NETWORKS,
        direction=HARMED,
    ),
    Indicator(
        name="linked_people_hurt_days_since",
        theme=THEME,
        kinds=VIOLENT,
        roles=VICTIM,
        measure="neighbours",
        of="days_since",
        links=PEOPLE_OR_PLACES,
        reason="Somebody around them was last reported as a victim of violence {value:ago}",
        ask=ASK_FRIENDS,
        source=NETWORKS,
        direction={"harmed": "lowers"},
    ),
    Indicator(
        name="linked_people_suspected_year",
        theme=THEME,
        kinds=VIOLENT,
        roles=SUSPECT,
        statuses=STANDING,
        measure="neighbours",
        of="distinct",
        links=("associate", "co_suspect"),
        column="person_id",
        window=YEAR,
        reason="People around them who were reported as suspected of violence in the past year: {value:.0f}",
        ask=ASK_FRIENDS,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="co_suspects_two_years",
        theme=THEME,
        kinds=(*VIOLENT, "theft", "damage", "drug_supply", "public_order"),
        roles=SUSPECT,
        statuses=STANDING,
        measure="neighbours",
        of="distinct",
        links=("co_suspect",),
        column="person_id",
        window=TWO_YEARS,
        reason="People once suspected with them who were reported as suspects in the past two years: {value:.0f}",
        ask=ASK_FRIENDS,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="linked_people_exploited_year",
        theme=THEME,
        kinds=EXPLOITED,
        measure="neighbours",
        of="distinct",
        links=PEOPLE_OR_PLACES,
        column="person_id",
        window=YEAR,
        reason="People around them about whose exploitation there was a concern in the past year: {value:.0f}",
        ask="Could the same person be making use of several young people?",
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="same_place_missing_year",
        theme=THEME,
        kinds=("missing_episode", "away_without_authorisation"),
        measure="neighbours",
        of="count",
        links=("same_place",),
        window=YEAR,
        reason="Missing episodes of others placed at the same address in the past year: {value:.0f}",
        ask=ASK_PLACE,
        source="our assumption: others who go missing from one address tell of that address",
        direction=HARMED,
    ),
)
