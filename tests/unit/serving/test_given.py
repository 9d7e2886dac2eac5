"""Records that a caller sends count by the same rule as those of the store: none after its keeping has ended."""

from __future__ import annotations

from datetime import date

import pytest

from serving.given import person_records, planned, unheard_of
from serving.problem import Problem
from serving.requests import ScoreRecordsRequest, checked

AGENCIES = ("police", "youth_clubs")
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
    records = person_records(checked(ScoreRecordsRequest, body), date(2026, 1, 5), AGENCIES)
    assert records.events["superseded_on"].to_pylist() == [until]


TODAY = date(2026, 1, 5)
LINK = {"record_id": "l1", "other_id": "Y", "kind": "sibling", "started_on": "2025-01-01", "known_on": "2025-01-02"}


def asked(*events: dict[str, object], links: tuple[dict[str, object], ...] = ()) -> ScoreRecordsRequest:
    body = {"person": {"person_id": "X"}, "events": list(events), "links": list(links)}
    return checked(ScoreRecordsRequest, {**body, "as_of": "2026-01-02", "purpose": "early_help"})


def test_a_link_of_a_kind_that_nothing_counts_is_refused_without_its_word() -> None:
    with pytest.raises(Problem) as no:
        asked(links=({**LINK, "kind": "gang_of_three"},))
    assert (no.value.status, no.value.errors) == (
        422,
        ("links.0.kind must be one of the words that the contract lists",),
    )
    assert asked(links=({**LINK, "kind": "harmed_by"},))


@pytest.mark.parametrize(
    ("events", "links", "fault"),
    [
        ((), ({**LINK, "other_id": "X"},), "links.0.other_id must be somebody else than the person"),
        ((), ({**LINK, "superseded_on": "2025-01-01"},), "links.0.superseded_on must not be before known_on"),
        (({**EVENT, "superseded_on": "2025-11-01"},), (), "events.0.superseded_on must not be before known_on"),
        (
            (EVENT, {**EVENT, "version": 2}),
            (),
            "events: superseded_on must close every version of a record but its last",
        ),
        (
            (),
            (LINK, {**LINK, "known_on": "2025-01-03"}),
            "links: superseded_on must close every version of a record but its last",
        ),
        (
            (),
            ({**LINK, "superseded_on": "2025-02-01"}, LINK),
            "links: 1 entry repeats the record_id and known_on of another",
        ),
    ],
)
def test_what_a_store_may_not_hold_may_not_be_sent_either(events, links, fault) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem) as no:
        person_records(asked(*events, links=links), TODAY, AGENCIES)
    assert no.value.errors == (fault,)


def test_the_day_of_birth_is_not_taken() -> None:
    for day, faults in (("2010-05-01", ()), ("2010-05-17", 1)):
        body = {
            "person": {"person_id": "X", "born_on": day},
            "events": [],
            "as_of": "2026-01-02",
            "purpose": "early_help",
        }
        request = checked(ScoreRecordsRequest, body)
        if not faults:
            assert person_records(request, TODAY, AGENCIES).person["born_on"] == date(2010, 5, 1)
            continue
        with pytest.raises(Problem) as no:
            person_records(request, TODAY, AGENCIES)
        assert no.value.errors == (
            "person.born_on must be the first of the month of birth: the day of birth is not taken",
        )


def test_an_agency_is_one_that_the_store_hears_or_is_refused_without_its_word() -> None:
    assert person_records(asked({**EVENT, "agency": "youth_clubs"}), TODAY, AGENCIES)
    with pytest.raises(Problem) as no:
        person_records(asked(EVENT, {**EVENT, "record_id": "r2", "agency": "Polcie"}), TODAY, AGENCIES)
    (fault,) = no.value.errors
    assert no.value.status == 422
    assert fault.startswith("events.1.agency must be one of health, housing, police, school, ")
    assert "Polcie" not in fault


def test_what_was_known_before_it_happened_is_taken_as_planned_and_named() -> None:
    early = {**EVENT, "known_on": "2025-10-20"}
    request = asked(early, {**EVENT, "record_id": "r2"}, links=({**LINK, "known_on": "2024-12-01"},))
    assert person_records(request, TODAY, AGENCIES).events.num_rows == 2
    assert planned(request)[0].startswith("2 of the records given were known before they happened")
    assert planned(asked(early)) == [
        "1 of the records given was known before it happened: it counts as planned, from the day it happened."
    ]
    assert planned(asked(EVENT, links=(LINK,))) == []


def test_a_kind_that_nobody_knows_is_taken_and_said_to_count_for_nothing() -> None:
    request = asked(
        EVENT, {**EVENT, "record_id": "r2", "kind": "violense"}, {**EVENT, "record_id": "r3", "kind": "ours"}
    )
    assert unheard_of(request, {"ours"}) == [
        "1 of the records given is of a kind that is not known here: it counts for nothing."
    ]
    assert unheard_of(asked(EVENT), set()) == []
