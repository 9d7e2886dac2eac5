"""How reasons say their numbers, and that the yardsticks beside a sum of seriousness are those of its table."""

from __future__ import annotations

import re

import pytest

from features import harm
from features.indicator import HARMED, Indicator
from features.indicators import CATALOGUE
from features.said import Said
from records.refusal import Refused

SENTENCE = {"name": "one", "theme": "T", "kinds": ("suspension",), "measure": "count", "ask": "A?", "source": "S"}
YARDSTICKS = {"a robbery is": "34B", "a theft from a shop": "46", "a knife is": "10D"}


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (365, "12 months"),
        (729, "24 months"),
        (730, "2 years"),
        (1004, "2 years"),
        (1095, "3 years"),
        (1459, "3 years"),
        (1616, "4 years"),
    ],
)
def test_days_are_told_as_days_months_or_years_and_a_whole_window_as_the_whole_of_it(days, told):
    assert f"{Said(days):long}" == told
    assert f"{Said(days):ago}" == f"{told} ago"


@pytest.mark.parametrize(
    ("difference", "told"), [(3, "3 more than"), (-2, "2 fewer than"), (0, "as many as"), (-0.0, "as many as")]
)
def test_a_difference_is_told_as_more_or_fewer(difference, told):
    assert f"{Said(difference):more}" == told


@pytest.mark.parametrize(
    ("difference", "told"), [(355.0, "355 higher than"), (-7.5, "8 lower than"), (0.4, "the same as")]
)
def test_a_level_is_told_as_higher_or_lower(difference, told):
    assert f"{Said(difference):higher}" == told


def test_other_formats_are_those_of_numbers():
    assert f"{Said(1.26):.1f} {Said(3):+.0f}" == "1.3 +3"


def test_a_reason_may_use_the_words_and_no_others():
    assert Indicator(**SENTENCE, reason="Latest: {value:ago}", direction=HARMED).say(20.0) == "Latest: 20 days ago"
    with pytest.raises(Refused, match="no other field"):
        Indicator(**SENTENCE, reason="Latest: {value:soon}", direction=HARMED)


def test_the_yardsticks_beside_the_index_are_those_of_its_table():
    days = harm.days_by_code(harm.newest())
    found = [
        (text, told)
        for one in CATALOGUE.indicators
        for text, told in re.findall(r"(a robbery is|a theft from a shop|a knife is) (\d+)", one.reason)
    ]
    assert {text for text, _ in found} == set(YARDSTICKS)
    assert all(int(told) == round(days[YARDSTICKS[text]]) for text, told in found)
