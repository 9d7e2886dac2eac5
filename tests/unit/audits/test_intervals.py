"""Intervals against published examples, and against what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from audits.intervals import Interval, bootstrap, difference, effective_size, ratio, wilson


def test_wilson_as_published() -> None:
    found = wilson(81 / 263, 263, 0.95)  # Newcombe 1998, table I: .2553 to .3662
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_wilson_holds_at_the_ends() -> None:
    nobody, everybody = wilson(0.0, 20, 0.95), wilson(1.0, 20, 0.95)
    assert nobody.low == 0
    assert 0 < nobody.high < 0.2
    assert everybody.high == 1
    assert everybody.low == pytest.approx(1 - nobody.high)


def test_newcombe_as_published() -> None:
    gap = difference(wilson(56 / 70, 70, 0.95), wilson(48 / 80, 80, 0.95))  # Newcombe 1998: .0524 to .3339
    assert (round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)) == (0.2, 0.0524, 0.3339)


def test_ratio_is_symmetric_in_logs_and_null_over_nothing() -> None:
    found = ratio(0.2, 100, 0.4, 100, 0.95)
    assert found is not None
    assert found.low * found.high == pytest.approx(found.value**2)
    assert ratio(0.2, 100, 0.0, 100, 0.95) is None
    never = ratio(0.0, 30, 0.4, 100, 0.95)
    assert never == Interval(0.0, 0.0, never.high)


def test_rows_of_one_person_count_once() -> None:
    once = np.tile([True, False, False, False], 25)
    twice, person = np.repeat(once, 2), np.repeat(np.arange(100), 2)
    everyone = np.ones(200, dtype=bool)
    assert effective_size(twice, everyone, person) == pytest.approx(100, rel=0.02)
    assert effective_size(twice, everyone, np.arange(200)) == 200


def test_bootstrap_draws_people_and_repeats_itself() -> None:
    value = np.repeat(np.random.default_rng(1).normal(size=200), 4)
    person = np.repeat(np.arange(200), 4)

    def mean(weight: np.ndarray) -> np.ndarray:
        return np.array([(value * weight).sum() / weight.sum()])

    (low, high), *_ = bootstrap(mean, person, 0.95)
    assert bootstrap(mean, person, 0.95) == [(low, high)]
    assert high - low == pytest.approx(2 * 1.96 * value.std() / np.sqrt(200), rel=0.2)


def test_no_interval_where_most_draws_fail() -> None:
    assert bootstrap(lambda _: np.array([np.nan]), np.arange(5), 0.95) == [(None, None)]
