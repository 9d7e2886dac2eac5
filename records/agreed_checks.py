"""The thresholds of policy.toml, [ingest_checks]: from where on a delivery is warned of or refused."""

from __future__ import annotations

from pydantic import Field

from records.entries import Entries

MOST_RHYTHMS = 100  # of a yearly return a lifetime: more would be a feed of which silence is never noticed
Share = Field(gt=0, le=1)
Rhythms = Field(ge=1, le=MOST_RHYTHMS)


class IngestChecks(Entries):
    """One number for each question that is asked of a delivery; `deliveries_checked` asks them."""

    least_records: int = Field(ge=1)
    late_rhythms: float = Rhythms
    missing_rhythms: float = Rhythms
    volume_refuse: float = Share
    quiet_warn: float = Share
    withdrawn_refuse: float = Share
    changed_refuse: float = Share
    codes_warn: float = Share
    new_codes_refuse: float = Share
    code_share: float = Share
    lag_warn: float = Field(gt=1)
    lag_days: int = Field(ge=1)
    estimated_warn: float = Share
    estimated_most: float = Share
    refused_warn: float = Share
    refused_refuse: float = Share
    agreement_warn_days: int = Field(ge=0)
