"""Labels and cohort against slow twins that read the contract's sentences literally, record by record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from records.events import EVENTS, PEOPLE
from training.cohort import CohortRule, eligibility
from training.outcome import Outcome, labels

START = date(2020, 1, 1)
DAYS = st.integers(-60, 60).map(lambda n: START + timedelta(days=n))
MAYBE = st.none() | DAYS
EVENT = st.fixed_dictionaries(
    {
        "record_id": st.sampled_from(["R1", "R2", "R3"]),
        "person_id": st.sampled_from(["P1", "P2"]),
        "kind": st.sampled_from(["serious_violence", "theft", "looked_after"]),
        "role": st.sampled_from(["victim", "suspect"]),
        "status": st.sampled_from(["recorded", "cancelled"]),
        "happened_on": DAYS,
        "known_on": DAYS,
        "superseded_on": MAYBE,
        "ended_on": MAYBE,
        "ended_known_on": MAYBE,
    }
)
FIXED = {"version": 1, "agency": "police", "known_basis": "recorded", "may_discuss": "ask_source_first"}
WHO, WHEN = ["P1", "P2", "P3"], [START, START + timedelta(days=20)]


def labelled(events: list[dict[str, Any]], person: str, day: date, outcome: Outcome) -> bool:
    """happened_on (or the first known_on) in [D, D+h), known_on < D+h+m, not superseded_on < D+h+m."""
    ripe = day + timedelta(days=outcome.horizon_days + outcome.maturity_days)
    end = day + timedelta(days=outcome.horizon_days)
    for one in events:
        fits = one["kind"] in outcome.kinds and one["role"] in outcome.roles and one["status"] in outcome.statuses
        versions = [e["known_on"] for e in events if e["record_id"] == one["record_id"] and e["kind"] in outcome.kinds]
        dated = min(versions, default=day) if outcome.date == "known_on" else one["happened_on"]
        seen = one["known_on"] < ripe and one["happened_on"] < ripe
        kept = one["superseded_on"] is None or one["superseded_on"] >= ripe
        if one["person_id"] == person and fits and day <= dated < end and seen and kept:
            return True
    return False


def known(events: list[dict[str, Any]], person: str, day: date, rule: CohortRule) -> bool:
    """A visible record in the last w days, or a visible spell not known to have ended; nothing that is cancelled."""
    for one in (e for e in events if e["person_id"] == person and e["status"] != "cancelled"):
        seen = one["happened_on"] < day and one["known_on"] < day
        kept = one["superseded_on"] is None or not one["superseded_on"] < day
        recent = one["happened_on"] >= day - timedelta(days=rule.known_within_days or 0)
        both = one["ended_on"] is not None and one["ended_known_on"] is not None
        over = both and one["ended_on"] < day and one["ended_known_on"] < day
        if seen and kept and (recent or (one["kind"] in rule.open_kinds and not over)):
            return True
    return False


@settings(deadline=None, max_examples=150)
@given(events=st.lists(EVENT, max_size=8), by=st.sampled_from(["happened_on", "known_on"]))
def test_labels_follow_the_contract(events: list[dict[str, Any]], by: Any) -> None:
    outcome = Outcome("x", ("serious_violence",), 30, 10, ("victim",), ("recorded",), date=by)
    rows = pa.table({"person_id": WHO * 2, "as_of": pa.array([d for d in WHEN for _ in WHO], pa.date32())})
    table = pa.Table.from_pylist([FIXED | one for one in events], schema=EVENTS)
    expected = [labelled(events, person, day, outcome) for day in WHEN for person in WHO]
    assert labels(table, rows, outcome).tolist() == expected


@settings(deadline=None, max_examples=150)
@given(events=st.lists(EVENT, max_size=8))
def test_who_is_known_follows_the_contract(events: list[dict[str, Any]]) -> None:
    rule = CohortRule(known_within_days=15, open_kinds=("looked_after",))
    people = pa.Table.from_pylist([{"person_id": person} for person in WHO], schema=PEOPLE)
    table = pa.Table.from_pylist([FIXED | one for one in events], schema=EVENTS)
    for day in WHEN:
        why = eligibility(people, table, day, rule)["why_not"].to_pylist()
        assert [one is None for one in why] == [known(events, person, day, rule) for person in WHO]
