"""School: suspensions and what they were for, permanent exclusion, absence.

The `amount` of a suspension is the sessions lost.
"""

from __future__ import annotations

from features.indicator import BOTH_LOWER, BOTH_RAISE, HALF_YEAR, THREE_YEARS, TWO_YEARS, YEAR, Indicator
from features.sources import ALSPAC, DFE_MOJ, MOJ_KNIVES, UCL

SUSPENDED = "Suspensions from school"
EXCLUDED = "Permanent exclusion from school"
ABSENT = "Time away from school"
SUSPENSION = ("suspension",)
ASSAULT_CODES = ("PP", "PA")  # physical assault on a pupil, on an adult
WEAPON_CODES = ("OW",)  # an offensive weapon or prohibited item
ASK_SCHOOL = "Who at school do they get on with?"
ASK_AWAY = "Where are they when they are not at school?"

INDICATORS = (
    Indicator(
        name="suspensions_half_year",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="count",
        window=HALF_YEAR,
        reason="Suspensions from school in the past six months: {value:.0f}",
        ask=ASK_SCHOOL,
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspensions_year",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="count",
        window=YEAR,
        reason="Suspensions from school in the past year: {value:.0f}",
        ask=ASK_SCHOOL,
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspensions_three_years",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="count",
        window=THREE_YEARS,
        reason="Suspensions from school in the past three years: {value:.0f}",
        ask=ASK_SCHOOL,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspensions_decayed",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="decayed",
        half_life=HALF_YEAR,
        reason="Suspensions from school, older ones counting less: {value:.1f}",
        ask=ASK_SCHOOL,
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspensions_trend",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="trend",
        window=HALF_YEAR,
        reason="Suspensions in the past six months, against the six before: {value:+.0f}",
        ask="What changed?",
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspension_days_since",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="days_since",
        reason="Days since the latest suspension began: {value:.0f}",
        ask=ASK_SCHOOL,
        source=MOJ_KNIVES,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="suspension_sessions_year",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="total",
        column="amount",
        window=YEAR,
        reason="School sessions lost to suspensions in the past year: {value:.0f}",
        ask=ASK_AWAY,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspension_sessions_decayed",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        measure="decayed",
        column="amount",
        half_life=YEAR,
        reason="School sessions lost to suspensions, older ones counting less: {value:.1f}",
        ask=ASK_AWAY,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspensions_assault_two_years",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        codes=ASSAULT_CODES,
        measure="count",
        window=TWO_YEARS,
        reason="Suspensions for physical assault in the past two years: {value:.0f}",
        ask=ASK_SCHOOL,
        source=ALSPAC,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="suspension_weapon_three_years",
        theme=SUSPENDED,
        kinds=SUSPENSION,
        codes=WEAPON_CODES,
        measure="ever",
        window=THREE_YEARS,
        reason="Suspended over a weapon or prohibited item in the past three years",
        ask="What are they afraid of?",
        source=MOJ_KNIVES,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="permanent_exclusion_ever",
        theme=EXCLUDED,
        kinds=("permanent_exclusion",),
        measure="ever",
        reason="Has been permanently excluded from school",
        ask="What provision do they have now, and do they go?",
        source=UCL,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="permanent_exclusion_days_since",
        theme=EXCLUDED,
        kinds=("permanent_exclusion",),
        measure="days_since",
        reason="Days since the latest permanent exclusion: {value:.0f}",
        ask="What provision do they have now, and do they go?",
        source=MOJ_KNIVES,
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="persistent_absence_two_years",
        theme=ABSENT,
        kinds=("persistent_absence",),
        measure="count",
        window=TWO_YEARS,
        reason="Terms in the past two years with a tenth or more of sessions missed: {value:.0f}",
        ask=ASK_AWAY,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="severe_absence_two_years",
        theme=ABSENT,
        kinds=("severe_absence",),
        measure="count",
        window=TWO_YEARS,
        reason="Terms in the past two years with half or more of sessions missed: {value:.0f}",
        ask=ASK_AWAY,
        source=MOJ_KNIVES,
        direction=BOTH_RAISE,
    ),
)
