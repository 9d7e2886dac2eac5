"""Home as housing services see it: moves, temporary places, and a settled home as a strength."""

from __future__ import annotations

from features.indicator import BOTH_LOWER, BOTH_RAISE, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import LGA

MOVES = "Moves of home"
UNSETTLED = "Temporary housing"
SETTLED = "A settled home"
ASK_MOVES = "Which school, club or friend would they like to stay close to?"
ASK_UNSETTLED = "What does the housing officer say about how long it will last?"

INDICATORS = (
    Indicator(
        name="housing_moves_year",
        theme=MOVES,
        kinds=("housing_move",),
        measure="count",
        window=YEAR,
        reason="Moves of home in the past year: {value:.0f}",
        ask=ASK_MOVES,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="housing_moves_three_years",
        theme=MOVES,
        kinds=("housing_move",),
        measure="count",
        window=THREE_YEARS,
        reason="Moves of home in the past three years: {value:.0f}",
        ask=ASK_MOVES,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="moved_out_of_area_two_years",
        theme=MOVES,
        kinds=("moved_out_of_area",),
        measure="ever",
        window=TWO_YEARS,
        reason="Moved away from the home area in the past two years",
        ask=ASK_MOVES,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="temporary_accommodation_now",
        theme=UNSETTLED,
        kinds=("temporary_accommodation",),
        measure="open_now",
        reason="Lives in temporary housing now",
        ask=ASK_UNSETTLED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="temporary_accommodation_days_year",
        theme=UNSETTLED,
        kinds=("temporary_accommodation",),
        measure="days_open",
        window=YEAR,
        reason="In temporary housing for {value:long} of the past year",
        ask=ASK_UNSETTLED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="settled_home_two_years",
        theme=SETTLED,
        kinds=("settled_home",),
        measure="ever",
        window=TWO_YEARS,
        reason="A settled home was found in the past two years",
        ask="What made this home the right one?",
        source="our assumption: a settled home is the reverse of the displacement that the LGA's case study names",
        direction=BOTH_LOWER,
    ),
)
