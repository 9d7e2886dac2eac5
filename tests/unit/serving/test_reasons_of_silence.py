"""What is told where no record stands behind a theme: not recorded, not covered, not asked about; each for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from records.events import EVENTS
from serving.reasons import Part
from tests.unit.serving.test_reasons import events, indicator, told

LONG_AGO = {"happened_on": date(2020, 6, 1), "known_on": date(2020, 6, 2)}


def long_ago(kind: str, agency: str) -> pa.Table:
    """One record of 2020, which no window of a year reaches."""
    return pa.Table.from_pylist([events((kind, agency, "recorded")).to_pylist()[0] | LONG_AGO], schema=EVENTS)


def windows(year: float, ever: float) -> tuple[Part, Part]:
    """Suspensions of the past year and of all the past, both of which weigh down."""
    of_all = indicator("Suspensions", "suspension", window=None)
    return Part(indicator("Suspensions", "suspension"), year, -0.5), Part(replace(of_all, name="of_all"), ever, -0.2)


@pytest.mark.parametrize(
    ("records", "year", "ever", "said"),
    [
        (events(), 0.0, 0.0, "nothing on record"),
        (events(), np.nan, np.nan, "no feed covers this young person here, so silence says nothing"),
        (
            events(),
            np.nan,
            0.0,
            "nothing on record, but no feed covers this young person for part of this, so silence there says nothing",
        ),
        (
            long_ago("suspension", "school"),
            np.nan,
            1.0,
            "there are records, but no feed covers this young person for part of this, so silence there says nothing",
        ),
        (
            long_ago("suspension", "school"),
            0.0,
            1.0,
            "that no more is on record counted for more than what there is",
        ),
    ],
)
def test_what_a_feed_did_not_cover_is_never_told_as_less_of_it_nor_what_it_covered_as_uncovered(
    records, year, ever, said
) -> None:
    assert [one["text"] for one in told(records, *windows(year, ever))["context"]] == [f"Suspensions: {said}"]


def test_that_no_more_is_there_is_not_told_of_records_which_the_caller_may_not_see() -> None:
    records = long_ago("suspension", "school")
    assert told(records, *windows(0.0, 1.0), sees="school") == {"raises": [], "lowers": [], "context": []}


@pytest.mark.parametrize("weight", [0.8, -0.8])
@pytest.mark.parametrize(
    ("measure", "more"), [("first", {"reason": "Was for the first time"}), ("nearing", {"age": 18, "reason": "Ends"})]
)
@pytest.mark.parametrize("value", [0.0, np.nan])
def test_what_was_not_for_the_first_time_and_does_not_end_is_told_by_no_reason(weight, measure, more, value) -> None:
    kind, agency = ("suspension", "school") if measure == "first" else ("looked_after", "social_care")
    answer = told(long_ago(kind, agency), Part(indicator("Once", kind, measure=measure, **more), value, weight))
    assert answer["raises"] == answer["lowers"] == []
    assert [one["text"] for one in answer["context"]] == ["Once: there are records, but none that this asks about"]
