"""Harm by others: what a young person is the victim of, up to `harmed`, one of the two outcomes.

It is driven by frailty, exploitation, going missing, moves and earlier harm; support lowers it.
"""

from __future__ import annotations

from records.county.hazards.hazard import VICTIM, Hazard

HARM = (
    Hazard(
        "violence_victim",
        0.055,
        VICTIM,
        {"frailty": 0.7, "street": 0.25, "home": 0.15, "victim": 0.4, "conflict": 0.6, "crisis": 0.3},
        recent="victim",
    ),
    Hazard("theft_victim", 0.025, VICTIM, {"frailty": 0.2, "street": 0.2}),
    Hazard("sexual_victim", 0.006, VICTIM, {"frailty": 0.7, "male": -1.6, "exploited": 1.2, "missing": 0.3}),
    Hazard("witness", 0.02, VICTIM, {"street": 0.3, "home": 0.2}),
    Hazard(
        "harmed",
        0.0112,
        {0: 0.02, 9: 0.05, 11: 0.3, 13: 0.7, 15: 1.1, 17: 1.25, 20: 1.1, 25: 0.9},
        {"frailty": 0.65, "street": 0.5, "home": 0.1, "support": -0.4, "male": 0.7, "crisis": 0.4}
        | {"exploited": 0.8, "conflict": 0.8, "missing": 0.6, "victim": 0.85, "harmed": 0.7}
        | {"domestic_abuse": 0.45, "move": 0.25, "drugs": 0.1, "involved": 0.25, "attends_well": -0.5}
        | {"lead_professional": -0.5, "helped": -0.9, "exploited_and_missing": 0.7}
        | {"conflict_and_street": 0.2, "moves_in_care": 0.5}
        | {"just_displaced": 0.4, "displaced_and_missing": 0.9, "provision_and_conflict": 0.4}
        | {"harmed_and_suspect": 0.9, "missing_while_young": 0.4, "many_signs": 0.5, "custody": 0.2}
        | {"navigator_support": -0.8, "settled": -0.5, "remand": -1.0, "supported_under_strain": -0.5},
        at_most=1.2,
        recent="harmed",
    ),
)
