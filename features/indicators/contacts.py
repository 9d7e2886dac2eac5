"""Contacts that a statutory plan required and services did not achieve; a declined voluntary offer is never counted."""

from __future__ import annotations

from features.indicator import BOTH_RAISE, HALF_YEAR, TWO_YEARS, Indicator
from features.sources import LGA

THEME = "Required contacts that services did not achieve"
KINDS = ("statutory_contact_missed",)

INDICATORS = (
    Indicator(
        name="required_contacts_missed_half_year",
        theme=THEME,
        kinds=KINDS,
        measure="count",
        window=HALF_YEAR,
        reason="Contacts required of services in the past six months that did not take place in time: {value:.0f}",
        ask="We have not yet reached them: what would make a visit easier for them?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="required_contacts_missed_two_years",
        theme=THEME,
        kinds=KINDS,
        measure="count",
        window=TWO_YEARS,
        reason="Contacts required of services in the past two years that did not take place in time: {value:.0f}",
        ask="Has the same person kept trying, or has it been somebody new each time?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="required_contacts_missed_trend",
        theme=THEME,
        kinds=KINDS,
        measure="trend",
        window=HALF_YEAR,
        reason="Required contacts not held in time in the past six months: {value:more} in the six before",
        ask="Did a worker change or a team close?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
)
