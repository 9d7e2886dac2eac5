"""How grave what was reported is, by the Cambridge Crime Harm Index: days by the code of the record, a versioned table.

Possession and supply, which mostly measure where police looked, are kept apart. Records without a code add 0; the
feeds tell no code of a sexual offence, since codes of these name a victim's sex.
"""

from __future__ import annotations

from features.counted import STANDING, SUSPECT, VICTIM
from features.indicator import BOTH_RAISE, HARMED, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import HARM_INDEX

SUSPECTED = "How grave the reports as a suspect were"
SUFFERED = "How grave the harm to them was"
FOUND = "How grave possession or supply was, mostly found by police activity"
REPORTED_BY_PEOPLE = ("violence", "serious_violence", "robbery", "theft", "damage", "public_order", "other_offence")
ASK_SUSPECTED = "What was going on around that time, and what has helped since?"
ASK_SUFFERED = "What would help them to feel safe, and whom do they trust?"
ASK_FOUND = "What are they afraid of, and could somebody be making use of them?"

INDICATORS = (
    Indicator(
        name="suspect_harm_two_years",
        theme=SUSPECTED,
        kinds=REPORTED_BY_PEOPLE,
        roles=SUSPECT,
        statuses=STANDING,
        measure="total",
        column="harm",
        window=TWO_YEARS,
        reason="Seriousness of reports as a suspect in the past two years, in days of sentence: {value:.0f}",
        ask=ASK_SUSPECTED,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspect_harm_decayed",
        theme=SUSPECTED,
        kinds=REPORTED_BY_PEOPLE,
        roles=SUSPECT,
        statuses=STANDING,
        measure="decayed",
        column="harm",
        half_life=YEAR,
        reason="Seriousness of reports as a suspect, older ones counting less, in days of sentence: {value:.0f}",
        ask=ASK_SUSPECTED,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="victim_harm_three_years",
        theme=SUFFERED,
        kinds=REPORTED_BY_PEOPLE,
        roles=VICTIM,
        measure="total",
        column="harm",
        window=THREE_YEARS,
        reason="Seriousness of reports as a victim in the past three years, in days of sentence: {value:.0f}",
        ask=ASK_SUFFERED,
        source=HARM_INDEX,
        direction=HARMED,
    ),
    Indicator(
        name="victim_harm_decayed",
        theme=SUFFERED,
        kinds=REPORTED_BY_PEOPLE,
        roles=VICTIM,
        measure="decayed",
        column="harm",
        half_life=YEAR,
        reason="Seriousness of reports as a victim, older ones counting less, in days of sentence: {value:.0f}",
        ask=ASK_SUFFERED,
        source=HARM_INDEX,
        direction=HARMED,
    ),
    Indicator(
        name="possession_harm_two_years",
        theme=FOUND,
        kinds=("weapon_possession", "drug_possession"),
        roles=SUSPECT,
        statuses=STANDING,
        measure="total",
        column="harm",
        window=TWO_YEARS,
        reason="Seriousness of possession in the past two years, in days of sentence: {value:.0f}",
        ask=ASK_FOUND,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="supply_harm_three_years",
        theme=FOUND,
        kinds=("drug_supply",),
        roles=SUSPECT,
        statuses=STANDING,
        measure="total",
        column="harm",
        window=THREE_YEARS,
        reason="Seriousness of supplying drugs in the past three years, in days of sentence: {value:.0f}",
        ask=ASK_FOUND,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
)
