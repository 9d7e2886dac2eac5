"""The signals of the Somerset case by name (shared design, domain: LGA 2020), each under the theme that it belongs to.

Several at once mattered there, and case knowledge confirmed them; none of them did alone.
"""

from __future__ import annotations

from features.counted import AWAY, NOT_AS_VICTIM, STANDING, VIOLENT
from features.indicator import BOTH_RAISE, HALF_YEAR, HARMED, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.indicators.associates import PEOPLE_OR_PLACES
from features.indicators.associates import THEME as AT_RISK
from features.indicators.contacts import THEME as CONTACTS
from features.indicators.family_network import FAMILY, HARM_AT_HOME
from features.indicators.family_network import THEME as FAMILY_NETWORK
from features.indicators.home import MOVED
from features.indicators.missing import THEME as MISSING
from features.sources import EIF, LGA

SIDES = "Several sides of life at once"
SUSPECTED = ("theft", "damage", "public_order", "other_offence", "weapon_possession", "drug_possession", "drug_supply")
AT_SCHOOL = ("suspension", "permanent_exclusion", "persistent_absence", "severe_absence", "not_in_education")
DISPLACED = ("placement_move", "placed_far_from_home", "moved_out_of_area", "temporary_accommodation")
OWN_COURSE = (*VIOLENT, *SUSPECTED, *AT_SCHOOL, *AWAY, *DISPLACED, "statutory_contact_missed", "substance_concern")
DONE_TO_THEM = ("exploitation_report", "exploitation_concern", "nrm_referral", *HARM_AT_HOME, "wellbeing_concern")
BUT_DROPPED = "but for reports closed without further action"  # one list of statuses holds for victims and suspects
ASK_SIDES = "Which of these would they want to see change first?"

INDICATORS = (
    Indicator(
        name="somerset_cumulative_domains",
        theme=SIDES,
        kinds=(*OWN_COURSE, *DONE_TO_THEM, "sexual_offence"),
        roles=("suspect", "victim", "concerned"),
        statuses=STANDING,
        measure="distinct",
        column="domain",
        window=TWO_YEARS,
        reason=f"Sides of life with a worry on record in the past two years, {BUT_DROPPED}: {{value:.0f}}",
        ask=ASK_SIDES,
        source=EIF,
        direction=HARMED,
    ),
    Indicator(
        name="somerset_cumulative_domains_own_course",
        theme=SIDES,
        kinds=OWN_COURSE,
        roles=NOT_AS_VICTIM,
        statuses=STANDING,
        measure="distinct",
        column="domain",
        window=TWO_YEARS,
        reason="Sides of life with a worry on record in the past two years, harm done to them left out: {value:.0f}",
        ask=ASK_SIDES,
        source=EIF,
        direction={"involved": "raises"},
    ),
    Indicator(
        name="somerset_hidden_harm_in_family_network",
        theme=FAMILY_NETWORK,
        kinds=HARM_AT_HOME,
        measure="neighbours",
        of="ever",
        links=FAMILY,
        window=THREE_YEARS,
        reason="Harm at home is on record in the family network in the past three years",
        ask="Ask the source first: who may safely be spoken to, and when?",
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="somerset_recent_displacement",
        theme=MOVED,
        kinds=DISPLACED,
        measure="count",
        window=HALF_YEAR,
        reason="Moves away from familiar networks in the past six months, of any sort: {value:.0f}",
        ask="Whom have they lost touch with since the move, and could that be mended?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="somerset_people_or_places_at_risk",
        theme=AT_RISK,
        kinds=VIOLENT,
        roles=("suspect", "victim"),
        statuses=STANDING,
        measure="neighbours",
        of="distinct",
        links=PEOPLE_OR_PLACES,
        column="person_id",
        window=YEAR,
        reason=(
            f"People around them with a report of violence in the past year, as victim or suspect, {BUT_DROPPED}: "
            "{value:.0f}"
        ),
        ask="Who around them is a good friend, and where do they feel safe?",
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="somerset_missing_episodes",
        theme=MISSING,
        kinds=AWAY,
        roles=("concerned",),
        measure="count",
        window=HALF_YEAR,
        reason="Records of going missing in the past six months, all agencies together: {value:.0f}",
        ask="Is anyone aware of where and with whom?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="somerset_contacts_not_achieved",
        theme=CONTACTS,
        kinds=("statutory_contact_missed",),
        measure="count",
        window=YEAR,
        reason="Contacts required of services in the past year that did not take place in time: {value:.0f}",
        ask="We have not yet reached them: what would make a visit easier for them?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
)
