"""Wellbeing and substances, as assessments name them: concerns, never a diagnosis.

Wellbeing is an input of `harmed` alone: distress is no ground to expect harm to others.
"""

from __future__ import annotations

from features.indicator import BOTH_RAISE, EITHER, HARMED, HARMED_LOWER, TWO_YEARS, Indicator
from features.sources import CIN_CENSUS

WELLBEING = "Wellbeing"
SUBSTANCES = "Alcohol or drugs"
ASK_WELLBEING = "Who looks after their wellbeing, and is there a wait?"
ASK_SUBSTANCES = "Has anyone offered help with alcohol or drugs?"
NAVIGATOR = "Support from a hospital navigator"
ASK_NAVIGATOR = "Does the navigator know that we are asking, and what do they advise?"
SUPPORT_IS_THERE = "our assumption: support that is there says nothing of harm by itself"

INDICATORS = (
    Indicator(
        name="wellbeing_concern_two_years",
        theme=WELLBEING,
        kinds=("wellbeing_concern",),
        measure="count",
        window=TWO_YEARS,
        reason="Assessments in the past two years that name a concern about wellbeing: {value:.0f}",
        ask=ASK_WELLBEING,
        source=CIN_CENSUS,
        direction=HARMED,
    ),
    Indicator(
        name="wellbeing_concern_days_since",
        theme=WELLBEING,
        kinds=("wellbeing_concern",),
        measure="days_since",
        reason="An assessment last named a concern about wellbeing {value:ago}",
        ask=ASK_WELLBEING,
        source=CIN_CENSUS,
        direction=HARMED_LOWER,
    ),
    Indicator(
        name="substance_concern_two_years",
        theme=SUBSTANCES,
        kinds=("substance_concern",),
        measure="count",
        window=TWO_YEARS,
        reason="Assessments in the past two years that name alcohol or drugs: {value:.0f}",
        ask=ASK_SUBSTANCES,
        source=CIN_CENSUS,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="substance_concern_ever",
        theme=SUBSTANCES,
        kinds=("substance_concern",),
        measure="ever",
        reason="An assessment has named alcohol or drugs",
        ask=ASK_SUBSTANCES,
        source=CIN_CENSUS,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="navigator_referral_two_years",
        theme=NAVIGATOR,
        kinds=("navigator_referral",),
        measure="count",
        window=TWO_YEARS,
        reason="Referrals to a hospital navigator in the past two years, with consent: {value:.0f}",
        ask=ASK_NAVIGATOR,
        source="our assumption: somebody whom a navigator met in hospital had come to harm",
        direction=HARMED,
    ),
    Indicator(
        name="navigator_support_now",
        theme=NAVIGATOR,
        kinds=("navigator_support",),
        measure="open_now",
        reason="Works with a hospital navigator now",
        ask=ASK_NAVIGATOR,
        source=SUPPORT_IS_THERE,
        direction={"harmed": "either"},
    ),
    Indicator(
        name="substance_support_two_years",
        theme=SUBSTANCES,
        kinds=("substance_support",),
        measure="ever",
        window=TWO_YEARS,
        reason="Had help with alcohol or drugs in the past two years",
        ask="What helped?",
        source=SUPPORT_IS_THERE,
        direction=EITHER,
    ),
)
