"""What a young person is suspected of, up to `involved`, the other of the two outcomes.

It is driven by conduct, weapons, suspensions and earlier suspicion; support and good attendance lower it.
"""

from __future__ import annotations

from records.county.hazards.hazard import YOUTH, Hazard

# What makes a caution or a sentence likelier for the same thing: records weigh with police and courts.
SANCTION = {"suspect": 0.2, "involved": 0.2, "custody": 0.1, "conduct": 0.45, "suspension": 0.35, "child_in_need": 0.3}
SANCTION_AGES = {10: 1.0, 12: 0.8, 14: 0.9, 16: 1.1, 17: 1.2, 18: 0.9, 25: 0.9}  # the younger are diverted

SUSPECTED = (
    Hazard(
        "violence_suspect",
        0.0029,
        YOUTH,
        {
            "home": 0.2,
            "conduct": 1.2,
            "street": 0.3,
            "male": 0.9,
            "suspect": 0.45,
            "conflict": 0.5,
            "crisis": 0.3,
            "suspension": 0.4,
            "child_in_need": 0.8,
            "looked_after": 0.6,
        },
        recent="suspect",
        sanctioned=0.044,
    ),
    Hazard(
        "other_suspect",
        0.0022,
        YOUTH,
        {
            "conduct": 1.1,
            "home": 0.3,
            "suspension": 0.4,
            "child_in_need": 0.8,
            "looked_after": 0.6,
            "street": 0.4,
            "male": 0.9,
            "suspect": 0.5,
            "absence": 1.0,
            "exploited": 0.4,
        },
        recent="suspect",
        sanctioned=0.062,
    ),
    Hazard(
        "weapon",
        0.0008,
        YOUTH,
        {"street": 0.6, "conduct": 0.4, "male": 1.4, "conflict": 1.0, "exploited": 0.6, "harmed": 0.4},
        recent="weapon",
        sanctioned=0.13,
    ),
    Hazard(
        "drugs",
        0.0018,
        YOUTH,
        {"home": 0.2, "street": 0.5, "conduct": 0.6, "male": 1.2, "exploited": 0.8, "absence": 1.0, "drugs": 0.4},
        recent="drugs",
        sanctioned=0.07,
    ),
    Hazard(
        "supply",
        0.0006,
        YOUTH,
        {"street": 0.6, "male": 1.4, "exploited": 1.8, "drugs": 0.5},
        recent="drugs",
        sanctioned=0.25,
    ),
    Hazard(
        "involved",
        0.005,
        {9: 0.0, 10: 0.12, 12: 0.55, 14: 1.2, 16: 1.35, 17: 1.15, 18: 1.05, 20: 0.9, 25: 0.6},
        {
            "child_in_need": 0.3,
            "home": 0.15,
            "conduct": 0.75,
            "street": 0.5,
            "learning": 0.15,
            "support": -0.4,
            "male": 1.7,
            "exploited": 0.3,
        }
        | {
            "suspected_again": 1.1,
            "home_and_school": 0.9,
            "victim_and_suspect": 1.0,
            "conflict": 0.8,
            "suspension": 0.15,
            "excluded": 0.15,
            "weapon": 0.5,
            "suspect": 0.25,
            "drugs": 0.25,
        }
        | {
            "kin_in_trouble": 0.35,
            "friends_involved": 0.4,
            "involved": 0.65,
            "absence": 0.5,
            "attends_well": -0.4,
            "missing": 0.1,
            "harmed": 0.1,
        }
        | {"lead_professional": -0.5, "helped": -0.8, "conflict_and_street": 0.2, "conduct_and_weapon": 0.4}
        | {"alternative_provision": 0.15, "provision_and_conflict": 1.0, "harmed_and_suspect": 0.9}
        | {"absent_and_suspended": 0.7, "many_signs": 1.0, "just_displaced": 0.3, "just_excluded": 0.5}
        | {"youth_justice_prevention": -0.4, "navigator_support": -0.7, "settled": -0.4, "remand": -1.5}
        | {"supported_under_strain": -0.5},
        at_most=1.2,
        recent="involved",
        sanctioned=0.0079,
    ),
)
