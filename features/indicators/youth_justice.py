"""Youth justice and custody. A plan completed is a strength; support to prevent offending says nothing of harm."""

from __future__ import annotations

from features.counted import NOT_AS_VICTIM, STANDING
from features.indicator import BOTH_LOWER, BOTH_RAISE, EITHER, THREE_YEARS, YEAR, Indicator
from features.sources import DFE_MOJ

ORDER = "Orders and plans with the youth justice service"
COMPLETED = "Plans completed with the youth justice service"
HELD = "Held in custody or on remand"
ASK_WORKER = "What does their youth justice worker see going well?"
TAKEN_FAR = "our assumption: being held is a report that was taken far"

INDICATORS = (
    Indicator(
        name="youth_justice_order_now",
        theme=ORDER,
        kinds=("youth_justice_order",),
        measure="open_now",
        reason="Has an order or a plan with the youth justice service now",
        ask=ASK_WORKER,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="youth_justice_order_days_three_years",
        theme=ORDER,
        kinds=("youth_justice_order",),
        measure="days_open",
        window=THREE_YEARS,
        reason="An order or a plan with the youth justice service for {value:long} of the past three years",
        ask=ASK_WORKER,
        source=DFE_MOJ,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="youth_justice_prevention_now",
        theme=ORDER,
        kinds=("youth_justice_prevention",),
        measure="open_now",
        reason="Has preventive support from the youth justice service now",
        ask=ASK_WORKER,
        source="our assumption: support that is there says nothing of harm by itself",
        direction=EITHER,
    ),
    Indicator(
        name="youth_justice_completed_three_years",
        theme=COMPLETED,
        kinds=("youth_justice_completed",),
        measure="count",
        window=THREE_YEARS,
        reason="Plans with the youth justice service completed in the past three years: {value:.0f}",
        ask="What made it possible to finish?",
        source="our assumption: a plan that was finished was worth something to them",
        direction=BOTH_LOWER,
    ),
    Indicator(
        name="remand_three_years",
        theme=HELD,
        kinds=("remand",),
        measure="ever",
        window=THREE_YEARS,
        reason="Was on remand in the past three years",
        ask="Where will they live, and who will meet them when they come back?",
        source=TAKEN_FAR,
        direction=BOTH_RAISE,
    ),
    Indicator(
        name="police_custody_year",
        theme=HELD,
        kinds=("police_custody",),
        roles=NOT_AS_VICTIM,
        statuses=STANDING,
        measure="count",
        window=YEAR,
        reason="Times held in police custody in the past year: {value:.0f}",
        ask="Who saw them there, and was anything offered?",
        source=TAKEN_FAR,
        direction=BOTH_RAISE,
    ),
)
