"""Dates: no label reaches into the next slice, the latest ripe quarters test, and a short history is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.refusal import Refused
from training.split import months, plan, quarters


def test_nine_years_hold_eight_training_dates_and_two_for_each_other_slice() -> None:
    split = plan(date(2017, 1, 1), date(2026, 1, 1), 365, 90, 1095, 2, 12)
    assert split.test == (date(2024, 7, 1), date(2024, 10, 1))
    assert split.calibration == (date(2023, 1, 1), date(2023, 4, 1))
    assert (split.train[0], split.train[-1], len(split.train)) == (date(2020, 1, 1), date(2021, 10, 1), 8)


@given(
    years=st.integers(5, 25),
    horizon=st.integers(30, 730),
    maturity=st.integers(0, 200),
    slices=st.integers(1, 4),
    most=st.integers(1, 20),
)
def test_every_label_is_ripe_before_the_next_slice_begins(
    years: int, horizon: int, maturity: int, slices: int, most: int
) -> None:
    first, last = date(2000, 1, 1), date(2000 + years, 1, 1)
    label = timedelta(days=horizon + maturity)
    try:
        split = plan(first, last, horizon, maturity, 365, slices, most)
    except Refused:
        return
    assert split.train[-1] + label <= split.calibration[0]
    assert split.calibration[-1] + label <= split.test[0]
    assert split.test[-1] + label <= last
    assert split.train[0] >= first + timedelta(days=365)
    assert len(split.train) <= most
    assert split.dates == tuple(sorted(set(split.dates)))


def test_a_test_date_of_ones_own_moves_the_slices_before_it() -> None:
    split = plan(date(2000, 1, 1), date(2012, 12, 31), 365, 0, 1095, 2, 12, [date(2012, 1, 1)])
    assert split.test == (date(2012, 1, 1),)
    assert split.calibration == (date(2010, 10, 1), date(2011, 1, 1))
    assert split.train[-1] == date(2009, 10, 1)


def test_a_test_date_whose_labels_are_not_ripe_is_refused() -> None:
    with pytest.raises(Refused, match="not ripe"):
        plan(date(2000, 1, 1), date(2012, 12, 30), 365, 0, 1095, 2, 12, [date(2012, 1, 1)])


def test_a_short_history_is_refused_with_its_length() -> None:
    with pytest.raises(Refused, match="1826 days"):
        plan(date(2017, 1, 1), date(2022, 1, 1), 365, 90, 1095, 2, 12)


def test_months_and_quarters_hold_both_ends() -> None:
    assert months(date(2020, 11, 1), date(2021, 1, 31)) == [date(2020, 11, 1), date(2020, 12, 1), date(2021, 1, 1)]
    assert quarters(date(2020, 10, 1), date(2021, 4, 1)) == [date(2020, 10, 1), date(2021, 1, 1), date(2021, 4, 1)]
    assert months(date(2021, 2, 2), date(2021, 2, 28)) == []
