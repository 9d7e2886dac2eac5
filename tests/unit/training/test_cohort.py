"""Who is in as of a date: age to the day, known by what was visible, open spells, and those who left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from records.refusal import Refused
from training.cohort import CohortRule, eligibility, load_cohort, usual_cohort, whole_years
from training.policy import Policy

Make = Callable[[str], pa.Table]
D = date(2020, 1, 1)
BORN = "born_on\n2005-06-01"
ANY = "happened_on\n2019-06-01"


@pytest.fixture
def why(events_of: Make, people_of: Make, policy: Policy) -> Callable[[str, str], str | None]:
    def ask(people: str, events: str) -> str | None:
        answer = eligibility(people_of(people), events_of(events), D, usual_cohort(policy))
        return answer["why_not"][0].as_py()

    return ask


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2010-01-01", None),  # ten on the day
        ("2010-02-01", "aged under 10"),
        ("1995-02-01", None),  # still 24
        ("1995-01-01", "aged over 24"),  # 25 on the day
        ("", "date of birth not known"),
    ],
)
def test_age_is_completed_years_on_the_day(why: Callable, born: str, expected: str | None) -> None:
    assert why(f"born_on | area\n{born} | A", ANY) == expected


NOT_KNOWN = "not known to an agency in the last three years"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("2017-01-01 | 2017-01-01 | ", None),  # D - 1095 days is 1 January 2017: the window's first day
        ("2016-12-31 | 2016-12-31 | ", NOT_KNOWN),
        ("2019-12-31 | 2019-12-31 | ", None),
        ("2020-01-01 | 2020-01-01 | ", NOT_KNOWN),  # on the day itself is not before it
        ("2019-06-01 | 2020-01-01 | ", NOT_KNOWN),  # told on the day
        ("2019-06-01 | 2019-06-02 | 2019-12-31", NOT_KNOWN),  # withdrawn before
        ("2019-06-01 | 2019-06-02 | 2020-01-01", None),  # withdrawn on the day
    ],
)
def test_known_means_visible_in_the_three_years_before(why: Callable, event: str, expected: str | None) -> None:
    assert why(BORN, f"happened_on | known_on | superseded_on\n{event}") == expected


@pytest.mark.parametrize(
    ("kind", "ended", "known", "expected"),
    [
        ("looked_after", "", "", None),
        ("looked_after", "2015-01-01", "2015-01-02", NOT_KNOWN),
        ("looked_after", "2015-01-01", "2020-01-01", None),  # the ending is not known yet
        ("looked_after", "2020-01-01", "2020-01-01", None),
        ("theft", "", "", NOT_KNOWN),  # no spell: it can't be open
    ],
)
def test_an_open_spell_keeps_a_person_in(
    why: Callable, kind: str, ended: str, known: str, expected: str | None
) -> None:
    spell = f"kind | happened_on | ended_on | ended_known_on\n{kind} | 2012-01-01 | {ended} | {known}"
    assert why(BORN, spell) == expected


@pytest.mark.parametrize(
    ("left", "known", "out"),
    [("2019-12-31", "2019-12-31", True), ("2020-01-01", "2019-12-01", False), ("2019-06-01", "2020-01-01", False)],
)
def test_who_left_is_out_once_it_is_known(why: Callable, left: str, known: str, out: bool) -> None:
    people = f"born_on | left_on | left_known_on\n2005-06-01 | {left} | {known}"
    assert why(people, ANY) == ("no longer lives in the area" if out else None)


@pytest.mark.parametrize("kind", ["robbery", "looked_after"])
def test_a_cancelled_record_makes_nobody_known(why: Callable, kind: str) -> None:
    record = f"kind | status | happened_on\n{kind} | cancelled | 2019-06-01"
    assert why(BORN, record) == NOT_KNOWN
    assert why(BORN, record.replace("cancelled", "no_further_action")) is None


def test_one_person_and_everyone_are_told_the_same(events_of: Make, people_of: Make, policy: Policy) -> None:
    people = people_of("person_id | born_on\nP1 | 2005-06-01\nP2 | 2015-06-01\nP3 | 2005-06-01")
    events = events_of("person_id | happened_on\nP1 | 2019-06-01\nP2 | 2019-06-01")
    rule = usual_cohort(policy)
    together = eligibility(people, events, D, rule)["why_not"].to_pylist()
    alone = [eligibility(people.slice(i, 1), events, D, rule)["why_not"][0].as_py() for i in range(3)]
    assert together == alone == [None, "aged under 10", NOT_KNOWN]


def test_a_file_sets_only_the_conditions_that_it_names(tmp_path: Path, events_of: Make, people_of: Make) -> None:
    file = tmp_path / "cohort.toml"
    file.write_text('open_kinds = ["employment"]')
    rule = load_cohort(file)
    assert rule == CohortRule(open_kinds=("employment",))
    people, post = people_of("area\nA"), events_of("kind | happened_on\nemployment | 1990-01-01")
    assert eligibility(people, post, D, rule)["why_not"].to_pylist() == [None]
    assert eligibility(people, post.slice(0, 0), D, rule)["why_not"][0].as_py().startswith("no open spell")
    for bad in ('min_age = "ten"', "min_age = true", "colour = 1", 'open_kinds = "employment"', "min_age = -1"):
        file.write_text(bad)
        with pytest.raises(Refused):
            load_cohort(file)


def test_whole_years_turn_on_the_birthday() -> None:
    born = pa.array([date(2004, 2, 29), date(2005, 1, 2), date(1969, 12, 1), None], pa.date32())
    assert whole_years(born, date(2020, 1, 1)).tolist() == [15, 14, 50, -1]
    assert whole_years(born, date(2020, 2, 28))[0] == 15
    assert whole_years(born, date(2020, 2, 29))[0] == 16
