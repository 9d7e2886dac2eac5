"""Harm by others: what a young person is the victim of, up to `harmed`, one of the two outcomes.

It is driven by frailty, exploitation, going missing, moves and earlier harm; support lowers it.
"""

from __future__ import annotations

from records.county.hazards.hazard import VICTIM, Hazard

HARM = (
    Hazard(
        "violence_victim",
        0.007,
        VICTIM,
        {"frailty": 0.8, "street": 0.25, "home": 0.15, "victim": 0.4, "conflict": 0.6, "crisis": 0.3},
        recent="victim",
    ),
    Hazard("theft_victim", 0.004, VICTIM, {"frailty": 0.2, "street": 0.2}),
    Hazard("sexual_victim", 0.003, VICTIM, {"frailty": 0.7, "male": -1.6, "exploited": 1.2, "missing": 0.3}),
    Hazard("witness", 0.0035, VICTIM, {"street": 0.3, "home": 0.2}),
    Hazard(
        "harmed",
        0.0071,
        {0: 0.02, 9: 0.05, 11: 0.3, 13: 0.7, 15: 1.1, 17: 1.25, 20: 1.1, 25: 0.9},
        {
            "leaving_care": 0.8,
            "hurt_again": 1.3,
            "home_and_school": 1.2,
            "victim_and_suspect": 1.5,
            "frailty": 0.85,
            "street": 0.5,
            "home": 0.1,
            "support": -0.4,
            "male": 0.7,
            "crisis": 0.4,
        }
        | {
            "friends_in_conflict": 0.2,
            "friends_hurt": 0.35,
            "exploited": 0.8,
            "conflict": 0.9,
            "missing": 0.3,
            "victim": 0.2,
            "harmed": 0.7,
        }
        | {"domestic_abuse": 0.15, "move": 0.25, "drugs": 0.1, "involved": 0.1, "attends_well": -0.5}
        | {"lead_professional": -0.5, "helped": -0.9, "exploited_and_missing": 0.7}
        | {"conflict_and_street": 0.2, "moves_in_care": 0.5}
        | {"just_displaced": 0.4, "displaced_and_missing": 1.5, "provision_and_conflict": 0.4}
        | {"harmed_and_suspect": 0.9, "missing_while_young": 0.8, "many_signs": 1.1, "custody": 0.1}
        | {"navigator_support": -0.8, "settled": -0.5, "remand": -1.0, "supported_under_strain": -0.5},
        at_most=1.2,
        recent="harmed",
    ),
)
