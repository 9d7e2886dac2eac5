"""Records that a caller sends count by the same rule as those of the store: none after its keeping has ended."""

from __future__ import annotations

from datetime import date

import pytest

from serving.given import person_records
from serving.requests import ScoreRecordsRequest, checked

EVENT = {
    "record_id": "r1",
    "agency": "police",
    "kind": "violence",
    "happened_on": "2025-11-01",
    "known_on": "2025-11-02",
}


@pytest.mark.parametrize(
    ("superseded_on", "expires_on", "until"),
    [
        (None, None, None),
        (None, "2025-12-01", date(2025, 12, 1)),
        ("2025-11-20", None, date(2025, 11, 20)),
        ("2025-11-20", "2025-12-01", date(2025, 11, 20)),
        ("2025-12-20", "2025-12-01", date(2025, 12, 1)),
    ],
)
def test_a_record_counts_no_longer_than_it_may_be_kept(
    superseded_on: str | None, expires_on: str | None, until: date | None
) -> None:
    event = {**EVENT, "superseded_on": superseded_on, "expires_on": expires_on}
    body = {"person": {"person_id": "X"}, "events": [event], "as_of": "2026-01-02", "purpose": "early_help"}
    records = person_records(checked(ScoreRecordsRequest, body), date(2026, 1, 5))
    assert records.events["superseded_on"].to_pylist() == [until]
