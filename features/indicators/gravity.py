"""How grave what was reported is, by the Cambridge Crime Harm Index: days by the code of the record, a versioned table.

Possession and supply, which mostly measure where police looked, are kept apart. Records without a code add 0; the
feeds tell no code of a sexual offence, since codes of these name a victim's sex. The themes are those of the counts
of the same records: how many and how grave are one reason.
"""

from __future__ import annotations

from features.counted import STANDING, SUSPECT, VICTIM
from features.indicator import BOTH_RAISE, HARMED, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.indicators.police_suspect import POSSESSION as FOUND
from features.indicators.police_suspect import THEME as AS_SUSPECT
from features.indicators.police_victim import THEME as AS_VICTIM
from features.sources import HARM_INDEX

REPORTED_BY_PEOPLE = ("violence", "serious_violence", "robbery", "theft", "damage", "public_order", "other_offence")
ADDED_UP = "how serious, added up: {value:.0f} (a robbery is 365, a theft from a shop 1)"
ASK_SUSPECTED = "What was going on around that time, and what has helped since?"
ASK_SUFFERED = "What would help them to feel safe, and whom do they trust?"
ASK_FOUND = "What are they afraid of, and could somebody be making use of them?"

INDICATORS = (
    Indicator(
        name="suspect_harm_two_years",
        theme=AS_SUSPECT,
        kinds=REPORTED_BY_PEOPLE,
        roles=SUSPECT,
        statuses=STANDING,
        measure="total",
        column="harm",
        window=TWO_YEARS,
        reason=f"Reports as a suspect in the past two years, {ADDED_UP}",
        ask=ASK_SUSPECTED,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspect_harm_decayed",
        theme=AS_SUSPECT,
        kinds=REPORTED_BY_PEOPLE,
        roles=SUSPECT,
        statuses=STANDING,
        measure="decayed",
        column="harm",
        half_life=YEAR,
        reason="How serious the reports as a suspect were, recent ones counting most",
        ask=ASK_SUSPECTED,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="victim_harm_three_years",
        theme=AS_VICTIM,
        kinds=REPORTED_BY_PEOPLE,
        roles=VICTIM,
        measure="total",
        column="harm",
        window=THREE_YEARS,
        reason=f"Reports as a victim in the past three years, {ADDED_UP}",
        ask=ASK_SUFFERED,
        source=HARM_INDEX,
        direction=HARMED,
    ),
    Indicator(
        name="victim_harm_decayed",
        theme=AS_VICTIM,
        kinds=REPORTED_BY_PEOPLE,
        roles=VICTIM,
        measure="decayed",
        column="harm",
        half_life=YEAR,
        reason="How serious the reports as a victim were, recent ones counting most",
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
        reason="Possession in the past two years, how serious, added up: {value:.0f} (a knife is 274)",
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
        reason="Supply of drugs in the past three years, how serious, added up: {value:.0f} (a robbery is 365)",
        ask=ASK_FOUND,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
)
