"""What a young person is suspected of, up to `involved`, the other of the two outcomes.

It is driven by conduct, weapons, suspensions and earlier suspicion; support and good attendance lower it.
"""

from __future__ import annotations

from records.county.hazards.hazard import YOUTH, Hazard

SUSPECTED = (
    Hazard(
        "violence_suspect",
        0.03,
        YOUTH,
        {"conduct": 0.8, "street": 0.3, "male": 0.5, "suspect": 0.45, "conflict": 0.5, "crisis": 0.3},
        recent="suspect",
        sanctioned=0.14,
    ),
    Hazard(
        "other_suspect",
        0.022,
        YOUTH,
        {"conduct": 0.5, "street": 0.4, "male": 0.6, "suspect": 0.5, "absence": 1.0, "exploited": 0.4},
        recent="suspect",
        sanctioned=0.2,
    ),
    Hazard(
        "weapon",
        0.0035,
        YOUTH,
        {"street": 0.6, "conduct": 0.4, "male": 1.0, "conflict": 1.0, "exploited": 0.6, "harmed": 0.4},
        recent="weapon",
        sanctioned=0.45,
    ),
    Hazard(
        "drugs",
        0.008,
        YOUTH,
        {"street": 0.5, "conduct": 0.3, "male": 0.8, "exploited": 0.8, "absence": 1.0, "drugs": 0.4},
        recent="drugs",
        sanctioned=0.3,
    ),
    Hazard(
        "supply",
        0.0015,
        YOUTH,
        {"street": 0.6, "male": 0.9, "exploited": 1.8, "drugs": 0.5},
        recent="drugs",
        sanctioned=0.6,
    ),
    Hazard(
        "involved",
        0.0085,
        {9: 0.0, 10: 0.15, 12: 0.5, 14: 1.0, 16: 1.3, 18: 1.15, 20: 0.95, 25: 0.6},
        {"conduct": 0.7, "street": 0.5, "learning": 0.15, "support": -0.4, "male": 1.5, "exploited": 0.3}
        | {"conflict": 0.8, "suspension": 0.5, "excluded": 0.5, "weapon": 1.0, "suspect": 0.75, "drugs": 0.45}
        | {"involved": 0.65, "absence": 1.0, "attends_well": -0.55, "missing": 0.1, "harmed": 0.1}
        | {"lead_professional": -0.5, "helped": -0.8, "conflict_and_street": 0.2, "conduct_and_weapon": 0.4}
        | {"alternative_provision": 0.3, "provision_and_conflict": 0.7, "harmed_and_suspect": 0.9}
        | {"absent_and_suspended": 0.4, "many_signs": 0.5, "just_displaced": 0.3, "just_excluded": 0.5}
        | {"youth_justice_prevention": -0.4, "navigator_support": -0.7, "settled": -0.4, "remand": -1.5}
        | {"supported_under_strain": -0.5},
        at_most=1.2,
        recent="involved",
        sanctioned=0.35,
    ),
)
