"""Home: moves away from familiar networks, and hidden harm in the household.

The latter is an input of `harmed` alone: to live with harm is not to do it.
"""

from __future__ import annotations

from features.indicator import BOTH_LOWER, BOTH_RAISE, HARMED, HARMED_LOWER, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import CIN_CENSUS, DFE_MOJ, LGA

MOVED = "Moves away from familiar networks"
HIDDEN = "Hidden harm at home"
ASK_MOVED = "Whom have they lost touch with since the move, and could that be mended?"
ASK_HIDDEN = "Ask the source first: who may safely be spoken to, and when?"
DOMESTIC = ("domestic_abuse_incident",)
CARING = "Caring for somebody at home"

INDICATORS = (
    Indicator(
        name="placement_moves_year",
        theme=MOVED,
        kinds=("placement_move",),
        measure="count",
        window=YEAR,
        reason="Moves of placement in the past year: {value:.0f}",
        ask=ASK_MOVED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="placement_moves_three_years",
        theme=MOVED,
        kinds=("placement_move",),
        measure="count",
        window=THREE_YEARS,
        reason="Moves of placement in the past three years: {value:.0f}",
        ask=ASK_MOVED,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="placement_move_days_since",
        theme=MOVED,
        kinds=("placement_move",),
        measure="days_since",
        reason="Days since the latest move of placement: {value:.0f}",
        ask=ASK_MOVED,
        source=LGA,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="placed_far_from_home_now",
        theme=MOVED,
        kinds=("placed_far_from_home",),
        measure="open_now",
        reason="Lives 20 miles or more from home now",
        ask=ASK_MOVED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="placed_far_from_home_days_year",
        theme=MOVED,
        kinds=("placed_far_from_home",),
        measure="days_open",
        window=YEAR,
        reason="Days placed 20 miles or more from home in the past year: {value:.0f}",
        ask=ASK_MOVED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="domestic_abuse_incidents_year",
        theme=HIDDEN,
        kinds=DOMESTIC,
        measure="count",
        window=YEAR,
        reason="Domestic abuse incidents at home in the past year: {value:.0f}",
        ask=ASK_HIDDEN,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="domestic_abuse_incidents_three_years",
        theme=HIDDEN,
        kinds=DOMESTIC,
        measure="count",
        window=THREE_YEARS,
        reason="Domestic abuse incidents at home in the past three years: {value:.0f}",
        ask=ASK_HIDDEN,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="domestic_abuse_days_since",
        theme=HIDDEN,
        kinds=("domestic_abuse_incident", "domestic_abuse_concern"),
        measure="days_since",
        reason="Days since the latest record of domestic abuse at home: {value:.0f}",
        ask=ASK_HIDDEN,
        source=LGA,
        direction=HARMED_LOWER,
    ),
    Indicator(
        name="domestic_abuse_concern_two_years",
        theme=HIDDEN,
        kinds=("domestic_abuse_concern",),
        measure="count",
        window=TWO_YEARS,
        reason="Assessments in the past two years that name domestic abuse: {value:.0f}",
        ask=ASK_HIDDEN,
        source=CIN_CENSUS,
        direction=HARMED,
    ),
    Indicator(
        name="family_concern_three_years",
        theme=HIDDEN,
        kinds=("family_concern",),
        measure="count",
        window=THREE_YEARS,
        reason="Assessments in the past three years that name a concern about a parent or carer: {value:.0f}",
        ask=ASK_HIDDEN,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="placement_types_three_years",
        theme=MOVED,
        kinds=("placement",),
        measure="distinct",
        column="code",
        window=THREE_YEARS,
        reason="Different types of placement in the past three years: {value:.0f}",
        ask=ASK_MOVED,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="school_notices_three_years",
        theme=HIDDEN,
        kinds=("school_notice",),
        measure="count",
        window=THREE_YEARS,
        reason="Notices to school after domestic abuse at home in the past three years: {value:.0f}",
        ask=ASK_HIDDEN,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="young_carer_concern_two_years",
        theme=CARING,
        kinds=("young_carer_concern",),
        measure="ever",
        window=TWO_YEARS,
        reason="An assessment in the past two years says that they care for somebody at home",
        ask="Who helps them to help?",
        source=CIN_CENSUS,
        direction={"harmed": "either"},
    ),
)
