"""Brothers, sisters and those at the same address: what was recorded about them as of the date, pooled.

An input of `harmed` alone: nobody answers for their family. A reason says that something is there, never about whom.
"""

from __future__ import annotations

from functools import partial

from features.counted import EXPLOITED, STANDING, SUSPECT, VICTIM, VIOLENT
from features.indicator import HARMED, HARMED_LOWER, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import LGA, NETWORKS

THEME = "In the family network"
FAMILY = ("sibling", "household")
HARM_AT_HOME = ("domestic_abuse_incident", "domestic_abuse_concern", "family_concern", "abuse_or_neglect_concern")

in_the_family = partial(
    Indicator,
    theme=THEME,
    measure="neighbours",
    links=FAMILY,
    ask="Ask the source first: who in the family may safely be spoken to, and when?",
    source=LGA,
    direction=HARMED,
)

INDICATORS = (
    in_the_family(
        name="family_hurt_by_violence_two_years",
        kinds=VIOLENT,
        roles=VICTIM,
        of="count",
        window=TWO_YEARS,
        reason="Reports of violence to somebody in the family network in the past two years: {value:.0f}",
        source=NETWORKS,
    ),
    in_the_family(
        name="family_suspected_of_violence_two_years",
        kinds=VIOLENT,
        roles=SUSPECT,
        statuses=STANDING,
        of="ever",
        window=TWO_YEARS,
        reason="Somebody in the family network was reported as suspected of violence in the past two years",
    ),
    in_the_family(
        name="family_exploitation_two_years",
        kinds=EXPLOITED,
        of="ever",
        window=TWO_YEARS,
        reason="A concern about exploitation is on record in the family network in the past two years",
    ),
    in_the_family(
        name="family_missing_year",
        kinds=("missing_episode", "police_missing_report"),
        roles=("concerned",),
        of="count",
        window=YEAR,
        reason="Records of somebody in the family network going missing in the past year: {value:.0f}",
        source="our assumption: going missing is a sign of harm for those close to them too",
    ),
    in_the_family(
        name="family_protection_plan_now",
        kinds=("protection_plan",),
        of="open_now",
        links=("sibling",),
        reason="A child protection plan is open in the family network now",
        ask="Do the workers of the family know of one another?",
    ),
    in_the_family(
        name="family_early_help_needs_met_three_years",
        kinds=("early_help_needs_met",),
        of="count",
        window=THREE_YEARS,
        reason="Times in the past three years that early help in the family network ended with needs met: {value:.0f}",
        ask="What worked for the family then?",
        source="our assumption: help that worked for the family can work again",
        direction=HARMED_LOWER,
    ),
)
