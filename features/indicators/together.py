"""Things that come within 30 days of one another, whichever came first: neither is said to cause the other."""

from __future__ import annotations

from features.counted import NOT_AS_VICTIM, STANDING, VIOLENT
from features.indicator import BOTH_RAISE, EITHER, HARMED, TWO_YEARS, YEAR, Indicator
from features.sources import EIF, LGA, MOJ_KNIVES

THEME = "Things that come close together"
MOVES = ("placement_move", "housing_move", "moved_out_of_area")
ASK = "What was going on in those weeks?"

INDICATORS = (
    Indicator(
        name="missing_near_suspension_year",
        theme=THEME,
        kinds=("missing_episode",),
        with_kinds=("suspension", "permanent_exclusion"),
        measure="together",
        window=YEAR,
        reason="Missing episodes within 30 days of a suspension in the past year: {value:.0f}",
        ask=ASK,
        source=EIF,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="missing_near_move_year",
        theme=THEME,
        kinds=("missing_episode",),
        with_kinds=MOVES,
        measure="together",
        window=YEAR,
        reason="Missing episodes within 30 days of a move in the past year: {value:.0f}",
        ask="Where do they go, and whom do they miss?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="exclusion_near_suspected_violence_two_years",
        theme=THEME,
        kinds=("permanent_exclusion", "suspension"),
        roles=NOT_AS_VICTIM,
        statuses=STANDING,
        with_kinds=VIOLENT,
        measure="together",
        window=TWO_YEARS,
        reason="Suspensions or exclusions within 30 days of suspected violence in the past two years: {value:.0f}",
        ask=ASK,
        source=MOJ_KNIVES,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="contact_missed_near_missing_year",
        theme=THEME,
        kinds=("statutory_contact_missed",),
        with_kinds=("missing_episode",),
        measure="together",
        window=YEAR,
        reason="Required contacts missed by services within 30 days of going missing in the past year: {value:.0f}",
        ask="We have not yet reached them: what would make a visit easier for them?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="hurt_near_missing_year",
        theme=THEME,
        kinds=VIOLENT,
        roles=("victim", "concerned"),
        with_kinds=("missing_episode", "police_missing_report"),
        measure="together",
        window=YEAR,
        reason="Reports as a victim of violence within 30 days of going missing in the past year: {value:.0f}",
        ask="Is anyone aware of where and with whom?",
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="suspension_near_harm_at_home_year",
        theme=THEME,
        kinds=("suspension",),
        with_kinds=("domestic_abuse_incident", "school_notice", "section_47_enquiry"),
        measure="together",
        window=YEAR,
        reason="Suspensions within 30 days of a record of harm at home in the past year: {value:.0f}",
        ask="Ask the source first: does the school know what happened at home?",
        source=EIF,
        direction=HARMED,
    ),
    Indicator(
        name="return_interviews_near_missing_year",
        theme=THEME,
        kinds=("return_interview",),
        with_kinds=("missing_episode",),
        measure="together",
        window=YEAR,
        reason="Conversations within 30 days of going missing in the past year: {value:.0f}",
        ask="What did they say that would help?",
        source=LGA,
        direction=EITHER,
    ),
)
