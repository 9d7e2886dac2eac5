"""Which records count together: the kinds, roles and statuses that several files of indicators share."""

from __future__ import annotations

VIOLENT = ("violence", "serious_violence", "robbery")
EXPLOITED = ("exploitation_report", "exploitation_concern", "nrm_referral")
AWAY = ("missing_episode", "police_missing_report", "away_without_authorisation")

SUSPECT = ("suspect",)
VICTIM = ("victim",)
NOT_AS_VICTIM = ("suspect", "concerned")
STANDING = ("recorded", "charged", "cautioned_or_convicted")  # neither diverted, cancelled nor without further action
