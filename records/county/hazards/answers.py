"""What services and the justice system do after something happened: custody, youth justice, navigators, referrals.

Each follows an event at a share and a delay of its own. Shares are assumptions: no published table joins them.
"""

from __future__ import annotations

from records.county.hazards.hazard import CHILD, LIABLE, LIABLE_CHILD, YOUTH, Hazard

ANSWERS = (
    Hazard(
        "police_custody",
        0.0,
        LIABLE,
        after={
            "violence_suspect": (0.2, 8),
            "other_suspect": (0.12, 8),
            "weapon": (0.5, 0.5),
            "drugs": (0.12, 0.5),
            "supply": (0.7, 3),
            "involved": (0.6, 5),
        },
        recent="custody",
    ),
    Hazard(
        "youth_justice_prevention",
        0.0,
        LIABLE_CHILD,
        lasts=(120, 0.4),
        child_only=True,
        after={"violence_suspect": (0.1, 40), "other_suspect": (0.08, 40), "weapon": (0.1, 40), "drugs": (0.12, 40)},
    ),
    Hazard(
        "youth_justice_order",
        0.0,
        LIABLE_CHILD,
        {"suspect": 0.2, "involved": 0.3},
        lasts=(200, 0.4),
        child_only=True,
        after={"involved": (0.18, 110), "supply": (0.3, 130), "weapon": (0.2, 70), "violence_suspect": (0.04, 80)},
    ),
    Hazard("remand", 0.0, LIABLE, {"involved": 0.5}, lasts=(45, 0.6), after={"involved": (0.04, 6)}),
    Hazard("navigator_referral", 0.0, YOUTH, after={"harmed": (0.2, 2), "violence_victim": (0.03, 2)}),
    Hazard(
        "navigator_support", 0.0, YOUTH, {"support": 0.2}, lasts=(120, 0.4), after={"navigator_referral": (0.5, 10)}
    ),
    Hazard("nrm_referral", 0.0, CHILD | {25: 0.0}, after={"exploitation_seen": (0.2, 25)}),
    Hazard("return_interview", 0.0, CHILD, {"looked_after": 0.3}, after={"missing": (0.4, 2)}),
    Hazard("intelligence", 0.03, YOUTH, {"street": 0.5, "exploited": 0.9, "conflict": 0.6, "suspect": 0.4}),
)
