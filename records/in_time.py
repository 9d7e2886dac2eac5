"""Until when a feed is in time: its rhythm with the slack of the policy after it last came, never beyond its agreement.

While it is, its silence is told up to the date asked about: as it was on every date that a model learnt from, between
two deliveries of then. Once it is late, has stopped or has expired, it is told up to the last day that it recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from records.agreed_checks import IngestChecks
from records.agreements import Agreement, agreement_from_log, load_agreements
from records.events import COVERAGE
from records.policy import read_section

USUAL_RHYTHM = 92  # days; for a feed without an agreement: the slowest live feed, school by the term


def rhythm_of(agreement: Agreement | None) -> int:
    """A feed's own rhythm in days, or the usual one where no agreement names it."""
    return agreement.rhythm_days if agreement else USUAL_RHYTHM


def late_after(agreement: Agreement | None, policy: IngestChecks) -> int:
    """Days without a delivery after which a feed is late: its rhythm with the slack of the policy."""
    return int(rhythm_of(agreement) * policy.late_rhythms)


def in_time_to(received_on: date, agreement: Agreement | None, policy: IngestChecks) -> date:
    """The last day as of which what came on `received_on` is in time."""
    last = received_on + timedelta(days=late_after(agreement, policy))
    return min(last, agreement.expires_on) if agreement else last


def lines_in_time(coverage: pa.Table, log: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The coverage table with its `in_time_to`, line by line from when each last came; as it is without a log of
    deliveries. Agreements are those of feeds.toml, else of the log, as everywhere."""
    last = {entry["feed"]: entry for entry in log if entry["feed"]}
    if not last:
        return coverage
    policy, agreements = read_section("ingest_checks", IngestChecks), load_agreements()
    known = {feed: agreements.get(feed) or agreement_from_log(entry) for feed, entry in last.items()}
    came = zip(coverage["feed"].to_pylist(), coverage["received_on"].to_pylist(), strict=True)
    days = [in_time_to(day, known[feed], policy) if feed in known else None for feed, day in came]
    field = COVERAGE.field("in_time_to")
    return coverage.set_column(coverage.schema.get_field_index(field.name), field, pa.array(days, field.type))
