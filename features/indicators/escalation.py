"""More than before, and for the first time on record: a young feed can't tell what came before it.

Harm done to them is an input of `harmed` alone.

Each stands under the theme of what it counts: the same records are one reason, not a second one.
"""

from __future__ import annotations

from features.counted import AWAY, NOT_AS_VICTIM, STANDING, SUSPECT, VICTIM, VIOLENT
from features.indicator import BOTH_RAISE, HALF_YEAR, HARMED, QUARTER, YEAR, Indicator
from features.indicators.exploitation import THEME as EXPLOITED
from features.indicators.gravity import REPORTED_BY_PEOPLE
from features.indicators.home import HIDDEN
from features.indicators.missing import THEME as MISSING
from features.indicators.police_suspect import THEME as AS_SUSPECT
from features.indicators.police_victim import THEME as AS_VICTIM
from features.indicators.school import SUSPENDED
from features.indicators.social_care import CARE
from features.indicators.youth_justice import HELD
from features.sources import ALSPAC, DFE_MOJ, DFE_MOJ_EVER, HARM_INDEX, LGA, REPEATED

ASK_CHANGED = "What changed?"
ASK_FIRST = "What happened, and who has talked with them about it since?"

INDICATORS = (
    Indicator(
        name="suspect_harm_rise_half_year",
        theme=AS_SUSPECT,
        kinds=REPORTED_BY_PEOPLE,
        roles=SUSPECT,
        statuses=STANDING,
        measure="rise",
        column="harm",
        window=HALF_YEAR,
        reason="How serious reports as a suspect were, added up, past six months: {value:higher} in the six before",
        ask=ASK_CHANGED,
        source=HARM_INDEX,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspension_sessions_rise_half_year",
        theme=SUSPENDED,
        kinds=("suspension",),
        measure="rise",
        column="amount",
        window=HALF_YEAR,
        reason="School sessions (half days) lost to suspensions in the past six months: {value:more} in the six before",
        ask=ASK_CHANGED,
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="missing_rise_quarter",
        theme=MISSING,
        kinds=AWAY,
        roles=("concerned",),
        measure="trend",
        window=QUARTER,
        reason="Records of going missing in the past three months: {value:more} in the three before",
        ask=ASK_CHANGED,
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="domestic_abuse_rise_year",
        theme=HIDDEN,
        kinds=("domestic_abuse_incident", "domestic_abuse_concern", "school_notice"),
        measure="trend",
        window=YEAR,
        reason="Records of domestic abuse at home in the past year: {value:more} in the year before",
        ask="Ask the source first: who may safely be spoken to, and when?",
        source=LGA,
        direction=HARMED,
    ),
    Indicator(
        name="victim_harm_rise_year",
        theme=AS_VICTIM,
        kinds=REPORTED_BY_PEOPLE,
        roles=VICTIM,
        measure="rise",
        column="harm",
        window=YEAR,
        reason="How serious reports as a victim were, added up, past year: {value:higher} in the year before",
        ask="What would help them to feel safe, and whom do they trust?",
        source=HARM_INDEX,
        direction=HARMED,
    ),
    Indicator(
        name="first_suspected_violence_half_year",
        theme=AS_SUSPECT,
        kinds=VIOLENT,
        roles=SUSPECT,
        statuses=STANDING,
        measure="first",
        window=HALF_YEAR,
        reason="Was reported as suspected of violence or robbery in the past six months, for the first time on record",
        ask=ASK_FIRST,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_suspected_serious_violence_year",
        theme=AS_SUSPECT,
        kinds=("serious_violence",),
        roles=SUSPECT,
        statuses=STANDING,
        measure="first",
        window=YEAR,
        reason=(
            "Was reported as suspected of violence with serious injury in the past year, for the first time on record"
        ),
        ask=ASK_FIRST,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_police_custody_year",
        theme=HELD,
        kinds=("police_custody",),
        roles=NOT_AS_VICTIM,
        statuses=STANDING,
        measure="first",
        window=YEAR,
        reason="Was held in police custody in the past year, for the first time on record",
        ask=ASK_FIRST,
        source="our assumption: being held is a report that was taken far",
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_missing_half_year",
        theme=MISSING,
        kinds=AWAY,
        roles=("concerned",),
        measure="first",
        window=HALF_YEAR,
        reason="Went missing in the past six months, for the first time on record",
        ask="Is anyone aware of where and with whom?",
        source=LGA,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_suspension_half_year",
        theme=SUSPENDED,
        kinds=("suspension",),
        measure="first",
        window=HALF_YEAR,
        reason="Was suspended from school in the past six months, for the first time on record",
        ask="Who at school do they get on with?",
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_looked_after_year",
        theme=CARE,
        kinds=("looked_after",),
        measure="first",
        window=YEAR,
        reason="Came into the council's care in the past year, for the first time on record",
        ask="Who is their person, whatever the placement?",
        source=DFE_MOJ_EVER,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="first_victim_violence_half_year",
        theme=AS_VICTIM,
        kinds=VIOLENT,
        roles=VICTIM,
        measure="first",
        window=HALF_YEAR,
        reason="Was reported as a victim of violence or robbery in the past six months, for the first time on record",
        ask="What would help them to feel safe, and whom do they trust?",
        source=REPEATED,
        direction=HARMED,
    ),
    Indicator(
        name="first_exploitation_year",
        theme=EXPLOITED,
        kinds=("exploitation_report", "exploitation_concern", "nrm_referral"),
        measure="first",
        window=YEAR,
        reason="A concern that others exploit them was recorded in the past year, for the first time on record",
        ask="Who is building trust with them?",
        source=LGA,
        direction=HARMED,
    ),
)
