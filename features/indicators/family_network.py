"""Brothers, sisters and those at the same address: what was recorded about them as of the date, pooled.

An input of `harmed` alone: nobody answers for their family. A reason says that something is there, never about whom.
"""

from __future__ import annotations

from features.counted import EXPLOITED, STANDING, SUSPECT, VICTIM, VIOLENT
from features.indicator import HARMED, HARMED_LOWER, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import LGA, NETWORKS

THEME = "In the family network"
FAMILY = ("sibling", "household")
HARM_AT_HOME = ("domestic_abuse_incident", "domestic_abuse_concern", "family_concern", "abuse_or_neglect_concern")
ASK = "Ask the source first: who in the family may safely be spoken to, and when?"
ASK_TOGETHER = "Do the workers of the family know of one another?"

INDICATORS = (
    Indicator(
        name="family_hurt_by_violence_two_years",
        theme=THEME,
        kinds=VIOLENT,
        roles=VICTIM,
        measure="neighbours",
        of="count",
        links=FAMILY,
        window=TWO_YEARS,
        reason="Reports of violence to somebody in the family network in the past two years: {value:.0f}",
        ask=ASK,
        source=NETWORKS,
        direction=HARMED,
    ),
    Indicator(
        name="family_suspected_of_violence_two_years",
        theme=THEME,
        kinds=VIOLENT,
        roles=SUSPECT,
        statuses=STANDING,
        measure="neighbours",
        of="ever",
        links=FAMILY,
        window=TWO_YEARS,
        reason="Somebody in the family network was reported as suspected of violence in the past two years",
        ask=ASK,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="family_exploitation_two_years",
        theme=THEME,
        kinds=EXPLOITED,
        measure="neighbours",
        of="ever",
        links=FAMILY,
        window=TWO_YEARS,
        reason="A concern about exploitation is on record in the family network in the past two years",
        ask=ASK,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="family_missing_year",
        theme=THEME,
        kinds=("missing_episode", "police_missing_report"),
        roles=("concerned",),
        measure="neighbours",
        of="count",
        links=FAMILY,
        window=YEAR,
        reason="Records of somebody in the family network going missing in the past year: {value:.0f}",
        ask=ASK,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="family_protection_plan_now",
        theme=THEME,
        kinds=("protection_plan",),
        measure="neighbours",
        of="open_now",
        links=("sibling",),
        reason="A child protection plan is open in the family network now",
        ask=ASK_TOGETHER,
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="family_early_help_needs_met_three_years",
        theme=THEME,
        kinds=("early_help_needs_met",),
        measure="neighbours",
        of="count",
        links=FAMILY,
        window=THREE_YEARS,
        reason="Times in the past three years that early help in the family network ended with needs met: {value:.0f}",
        ask="What worked for the family then?",
        source=LGA,
        direction=HARMED_LOWER,
    ),
)
