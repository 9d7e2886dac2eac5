"""Moves between schools and away from mainstream school."""

from __future__ import annotations

from features.indicator import BOTH_RAISE, THREE_YEARS, TWO_YEARS, Indicator
from features.sources import DFE_MOJ_EVER, EIF

THEME = "Moves between schools"
ASK = "Whom did they leave behind, and whom have they found?"

INDICATORS = (
    Indicator(
        name="managed_moves_three_years",
        theme=THEME,
        kinds=("managed_move",),
        measure="count",
        window=THREE_YEARS,
        reason="Managed moves to another school in the past three years: {value:.0f}",
        ask=ASK,
        source="our assumption: a managed move stands where an exclusion might have",
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="alternative_provision_now",
        theme=THEME,
        kinds=("alternative_provision",),
        measure="open_now",
        reason="Is in alternative provision now",
        ask=ASK,
        source=DFE_MOJ_EVER,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="alternative_provision_days_two_years",
        theme=THEME,
        kinds=("alternative_provision",),
        measure="days_open",
        window=TWO_YEARS,
        reason="In alternative provision for {value:long} of the past two years",
        ask=ASK,
        source=DFE_MOJ_EVER,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="alternative_provision_ever",
        theme=THEME,
        kinds=("alternative_provision",),
        measure="ever",
        reason="Has been in alternative provision",
        ask=ASK,
        source=DFE_MOJ_EVER,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="school_upheavals_two_years",
        theme=THEME,
        kinds=("managed_move", "alternative_provision", "permanent_exclusion"),
        measure="distinct",
        column="kind",
        window=TWO_YEARS,
        reason="Ways of leaving a school in the past two years (moved, placed elsewhere, excluded): {value:.0f}",
        ask=ASK,
        source=EIF,
        direction=BOTH_RAISE,
    ),
)
