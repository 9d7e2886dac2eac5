"""Which records are an outcome of (person, as-of date): the window, maturity, versions, roles and statuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from records.refusal import Refused, WrongUse
from training.outcome import Outcome, labels, load_outcome, usual_outcome
from training.policy import Policy

D = "2020-01-01"
OUTCOME = Outcome(
    "harmed", ("serious_violence", "robbery"), 365, 90, roles=("victim",), statuses=("recorded", "charged")
)
EventsOf = Callable[[str], pa.Table]


def label(events: pa.Table, outcome: Outcome = OUTCOME, as_of: str = D, person: str = "P1") -> bool:
    rows = pa.table({"person_id": [person], "as_of": pa.array([date.fromisoformat(as_of)], pa.date32())})
    return bool(labels(events, rows, outcome)[0])


@pytest.mark.parametrize(
    ("happened", "known", "expected"),
    [
        ("2019-12-31", "2019-12-31", False),  # the day before the window
        ("2020-01-01", "2020-01-01", True),  # its first day
        ("2020-12-30", "2020-12-30", True),  # its last: 2020 is a leap year, 365 days end on 30 December
        ("2020-12-31", "2020-12-31", False),  # the day after
        ("2020-06-01", "2021-03-30", True),  # known on the last day of maturity: D + 455 days is 31 March 2021
        ("2020-06-01", "2021-03-31", False),  # known a day too late
        ("2019-12-31", "2020-06-01", False),  # happened before, told later
        ("2020-06-01", "2019-06-01", True),  # a planned event, known beforehand
    ],
)
def test_the_window_and_maturity_end_on_the_day(events_of: EventsOf, happened: str, known: str, expected: bool) -> None:
    assert label(events_of(f"happened_on | known_on\n{happened} | {known}")) is expected


@pytest.mark.parametrize(
    ("superseded", "expected"), [("2020-07-01", False), ("2021-03-30", False), ("2021-03-31", True), ("", True)]
)
def test_a_withdrawal_counts_until_the_label_is_ripe(events_of: EventsOf, superseded: str, expected: bool) -> None:
    assert label(events_of(f"happened_on | superseded_on\n2020-06-01 | {superseded}")) is expected


@pytest.mark.parametrize("field", ["kind | theft", "role | suspect", "status | cancelled", "person_id | P2"])
def test_another_kind_role_status_or_person_is_no_outcome(events_of: EventsOf, field: str) -> None:
    column, value = field.split(" | ")
    assert not label(events_of(f"happened_on | {column}\n2020-06-01 | {value}"))


def test_a_status_changed_in_time_decides(events_of: EventsOf) -> None:
    text = """
    record_id | version | happened_on | known_on   | superseded_on | status
    R1        | 1       | 2020-06-01  | 2020-06-02 | 2020-09-01    | recorded
    R1        | 2       | 2020-06-01  | 2020-09-01 |               | cancelled
    """
    assert not label(events_of(text))
    assert label(events_of(text.replace("2020-09-01", "2021-03-31")))


def test_an_outcome_by_known_date_goes_by_the_first_version(events_of: EventsOf) -> None:
    told_before = """
    record_id | version | happened_on | known_on   | superseded_on
    R1        | 1       | 2019-05-01  | 2019-06-01 | 2020-02-01
    R1        | 2       | 2019-05-01  | 2020-02-01 |
    """
    by_known = replace(OUTCOME, date="known_on", maturity_days=0)
    assert not label(events_of(told_before), by_known)
    assert label(events_of("happened_on | known_on\n2019-05-01 | 2020-02-01"), by_known)
    assert not label(events_of("happened_on | known_on\n2019-05-01 | 2020-12-31"), by_known)


def test_a_code_may_be_whole_or_a_beginning(events_of: EventsOf) -> None:
    events = events_of("happened_on | code\n2020-06-01 | 05A-KICK")
    assert label(events, replace(OUTCOME, codes=("05*",)))
    assert not label(events, replace(OUTCOME, codes=("05",)))
    assert not label(events_of("happened_on\n2020-06-01"), replace(OUTCOME, codes=("05*",)))


def test_a_beginning_is_found_among_words_held_once(events_of: EventsOf) -> None:
    """`features build` reads a nation's codes as a dictionary."""
    events = events_of("happened_on | code\n2020-06-01 | 05A-KICK\n2020-06-01 |")
    once = events.set_column(events.schema.get_field_index("code"), "code", events["code"].dictionary_encode())
    assert label(once, replace(OUTCOME, codes=("05*", "PP")))
    assert not label(once, replace(OUTCOME, codes=("06*",)))


def test_rows_keep_their_order_and_each_its_own_window(events_of: EventsOf) -> None:
    events = events_of("person_id | happened_on\nP1 | 2020-06-01\nP2 | 2021-06-01")
    days = [date(2021, 1, 1), date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1)]
    rows = pa.table({"person_id": ["P1", "P1", "P2", "P3"], "as_of": pa.array(days, pa.date32())})
    assert labels(events, rows, OUTCOME).tolist() == [False, True, True, False]


def test_our_two_outcomes_never_mix_victims_and_suspects(events_of: EventsOf, policy: Policy) -> None:
    harmed, involved = usual_outcome("harmed", policy), usual_outcome("involved", policy)
    for role, status, expected in [
        ("victim", "recorded", (True, False)),
        ("victim", "no_further_action", (True, False)),
        ("victim", "cancelled", (False, False)),
        ("suspect", "charged", (False, True)),
        ("suspect", "no_further_action", (False, False)),
        ("suspect", "diverted", (False, False)),
        ("witness", "recorded", (False, False)),
    ]:
        events = events_of(f"happened_on | role | status\n2020-06-01 | {role} | {status}")
        assert (label(events, harmed), label(events, involved)) == expected


def test_a_file_is_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "outcome.toml"
    good = 'name = "x"\nkinds = ["a"]\nhorizon_days = 30\nmaturity_days = 0\n'
    file.write_text(good)
    assert load_outcome(file) == Outcome("x", ("a",), 30, 0)
    for bad in (good + 'colour = "red"', good.replace("horizon_days = 30\n", ""), good.replace("= 30", "= 0"), "["):
        file.write_text(bad)
        with pytest.raises(Refused):
            load_outcome(file)
    with pytest.raises(WrongUse):
        load_outcome(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("entry", "spoilt"),
    [
        ('name = "x"', "name = 7"),
        ('name = "x"', 'name = ""'),
        ('kinds = ["a"]', 'kinds = "violence"'),
        ('kinds = ["a"]', "kinds = [3]"),
        ('kinds = ["a"]', "kinds = []"),
        ("horizon_days = 30", "horizon_days = true"),
        ("horizon_days = 30", "horizon_days = 1000000000000000000000"),  # no date is so far ahead
        ("maturity_days = 0", "maturity_days = false"),
        ("maturity_days = 0", 'maturity_days = 0\nroles = "victim"'),
        ("maturity_days = 0", "maturity_days = 0\ncodes = [5]"),
        ("maturity_days = 0", "maturity_days = 0\nplain_count = 1"),
        ("maturity_days = 0", 'maturity_days = 0\ndate = ["known_on"]'),
    ],
)
def test_an_entry_of_the_wrong_type_is_refused(tmp_path: Path, entry: str, spoilt: str) -> None:
    file = tmp_path / "outcome.toml"
    file.write_text('name = "x"\nkinds = ["a"]\nhorizon_days = 30\nmaturity_days = 0\n'.replace(entry, spoilt))
    with pytest.raises(Refused, match="must"):
        load_outcome(file)
