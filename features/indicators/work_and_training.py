"""After school: time with nothing to go to, and time in education or training as a strength."""

from __future__ import annotations

from features.indicator import BOTH_LOWER, BOTH_RAISE, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import HOME_OFFICE

NOTHING = "Not in education, employment or training"
SOMETHING = "In education or training after 16"
ASK_NOTHING = "What would they like to do, and what stands in the way?"
ASK_SOMETHING = "What do they like about it, and who there knows them?"
REVERSE_OF_NOTHING = (
    "our assumption: it is the reverse of having nothing to go to, on which the Home Office's evaluation asks for data"
)

INDICATORS = (
    Indicator(
        name="not_in_education_now",
        theme=NOTHING,
        kinds=("not_in_education",),
        measure="open_now",
        reason="Is not in education, employment or training now",
        ask=ASK_NOTHING,
        source=HOME_OFFICE,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="not_in_education_days_two_years",
        theme=NOTHING,
        kinds=("not_in_education",),
        measure="days_open",
        window=TWO_YEARS,
        reason="Not in education, employment or training for {value:long} of the past two years",
        ask=ASK_NOTHING,
        source=HOME_OFFICE,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="not_in_education_spells_three_years",
        theme=NOTHING,
        kinds=("not_in_education",),
        measure="count",
        window=THREE_YEARS,
        reason="Times in the past three years that education, work or training came to an end: {value:.0f}",
        ask=ASK_NOTHING,
        source=HOME_OFFICE,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="in_education_or_training_now",
        theme=SOMETHING,
        kinds=("in_education_or_training",),
        measure="open_now",
        reason="Is in education or training now",
        ask=ASK_SOMETHING,
        source=REVERSE_OF_NOTHING,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="in_education_or_training_days_year",
        theme=SOMETHING,
        kinds=("in_education_or_training",),
        measure="days_open",
        window=YEAR,
        reason="In education or training for {value:long} of the past year",
        ask=ASK_SOMETHING,
        source=REVERSE_OF_NOTHING,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="care_leaver_not_in_education_year",
        theme=NOTHING,
        kinds=("care_leaver_not_in_education",),
        measure="ever",
        window=YEAR,
        reason="As a care leaver, was not in education, employment or training in the past year",
        ask=ASK_NOTHING,
        source=HOME_OFFICE,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="care_leaver_in_education_year",
        theme=SOMETHING,
        kinds=("care_leaver_in_education",),
        measure="ever",
        window=YEAR,
        reason="As a care leaver, was in education, training or work in the past year",
        ask=ASK_SOMETHING,
        source=REVERSE_OF_NOTHING,
        direction=BOTH_LOWER,
    ),
)
