"""What is said of a score: its themes, what has no record behind it, and how much rests on estimated dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from features.indicator import HARMED, YEAR, Indicator
from records.events import EVENTS
from serving.reasons import SAME_RECORDS, Part, backed, case_of, estimated_share, reasons
from training.policy import load_policy

AS_OF = date(2025, 1, 1)
WORDS = {"ask": "What happened?", "source": "test", "direction": HARMED}


def indicator(name: str, kind: str, **more: object) -> Indicator:
    """An indicator of one kind, whose theme is its name."""
    said = {
        "theme": name,
        "kinds": (kind,),
        "measure": "count",
        "window": YEAR,
        "reason": f"{name} {{value:.0f}} times",
        **more,
    }
    return Indicator(name=name.lower().replace(" ", "_"), **WORDS, **said)  # type: ignore[arg-type]


def events(*kinds_and_bases: tuple[str, str, str]) -> pa.Table:
    """One person's records: kind, agency and basis of the known date, each in June 2024."""
    rows = [
        {
            "record_id": f"r{n}",
            "version": 1,
            "person_id": "P",
            "agency": agency,
            "kind": kind,
            "role": "concerned",
            "status": "recorded",
            "happened_on": date(2024, 6, 1 + n),
            "known_on": date(2024, 6, 2 + n),
            "known_basis": basis,
            "may_discuss": "with_the_young_person",
        }
        for n, (kind, agency, basis) in enumerate(kinds_and_bases)
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def told(records: pa.Table, *parts: Part, sees: str | None = None) -> dict:
    """What is told of the parts to somebody who sees every agency, or all but one."""
    case = case_of(records, AS_OF, lambda agency: agency != sees, load_policy().score)
    return reasons(backed(parts, case), case)


def test_the_share_that_rests_on_estimates_is_weighed_by_what_each_indicator_adds() -> None:
    records = events(
        ("suspension", "school", "recorded"),
        ("missing_episode", "social_care", "estimated"),
        ("missing_episode", "social_care", "recorded"),
    )
    parts = (
        Part(indicator("suspensions", "suspension"), 1.0, 0.6),
        Part(indicator("missing", "missing_episode"), 2.0, -0.4),
        Part(indicator("moves", "placement_move"), 0.0, -3.0),
    )
    case = case_of(records, AS_OF, lambda _agency: True, load_policy().score)
    assert estimated_share(backed(parts, case), case) == pytest.approx(0.2)


def test_without_a_record_there_is_no_share() -> None:
    case = case_of(events(), AS_OF, lambda _agency: True, load_policy().score)
    assert estimated_share(backed([Part(indicator("a", "suspension"), 0.0, 0.5)], case), case) is None


def test_nothing_recorded_and_not_covered_are_told_apart() -> None:
    answer = told(
        events(),
        Part(indicator("Covered", "suspension"), 0.0, -0.5),
        Part(indicator("Uncovered", "persistent_absence"), np.nan, -0.5),
    )
    assert [one["text"] for one in answer["context"]] == [
        "Covered: nothing on record",
        "Uncovered: no feed covers this young person here, so silence says nothing",
    ]


def test_never_before_is_no_lack_of_coverage() -> None:
    never = Part(indicator("Since", "suspension", measure="days_since", window=None), np.nan, -0.5)
    assert told(events(), never)["context"][0]["text"] == "Since: nothing on record"


def around(value: float) -> Part:
    """An indicator over the records of brothers and sisters."""
    more = {"measure": "neighbours", "of": "count", "links": ("sibling",), "reason": "Concerns in the family network"}
    return Part(indicator("Family", "missing_episode", **more), value, 0.9)


def test_people_around_stand_in_context_in_general_words_and_for_professionals_only() -> None:
    answer = told(events(("missing_episode", "social_care", "recorded")), around(2.0))
    assert not answer["raises"]
    assert answer["context"] == [
        {
            "theme": "Family",
            "text": "Concerns in the family network",
            "may_discuss": "professionals_only",
            "ask": "What happened?",
        }
    ]


def test_what_another_agency_told_of_people_around_is_left_out_for_those_who_may_not_see_it() -> None:
    assert told(events(), around(2.0), sees="social_care")["context"] == []


@pytest.mark.parametrize(
    ("inner", "reason", "said"),
    [
        ("distinct", "People around them who were hurt: {value:.0f}", "People around them who were hurt"),
        ("days_since", "Days since it: {value:.0f}", "Family: something is on record about people around them"),
    ],
)
def test_neither_how_many_nor_on_which_day_is_said_of_people_around(inner: str, reason: str, said: str) -> None:
    more = {"measure": "neighbours", "of": inner, "links": ("sibling",), "reason": reason}
    if inner == "days_since":
        more["window"] = None
    else:
        more["column"] = "person_id"
    one = Part(indicator("Family", "missing_episode", **more), 176.0, 0.9)
    assert [each["text"] for each in told(events(), one)["context"]] == [said]
    both = told(events(), one, around(1.0))["context"][0]["text"]
    assert both.split("; ") == ([said] if inner != "days_since" else []) + ["Concerns in the family network"]


def test_a_weighted_sum_speaks_only_where_nothing_else_does() -> None:
    records = events(("suspension", "school", "recorded"))
    weighted = indicator("Weighted", "suspension", measure="decayed", half_life=90)
    counted = Part(replace(indicator("Counted", "suspension"), theme="Weighted"), 1.0, 0.3)
    assert told(records, Part(weighted, 0.8, 0.6), counted)["raises"][0]["text"] == "Counted 1 times"
    assert told(records, Part(weighted, 0.8, 0.6))["raises"][0]["text"] == "Weighted 1 times"


@pytest.mark.parametrize(
    ("police", "said"),
    [(1.0, "Feeds: each of them covers this young person"),
     (0.0, "Feeds: not all of them cover this young person, so silence says nothing")],
)  # fmt: skip
def test_what_feeds_cover_is_never_told_as_nothing_on_record(police: float, said: str) -> None:
    ones = [indicator("Feeds", kind, measure="covered", window=None) for kind in ("suspension", "violence")]
    parts = [Part(one, value, -0.4) for one, value in zip(ones, (1.0, police), strict=True)]
    assert [each["text"] for each in told(events(), *parts)["context"]] == [said]


@pytest.mark.parametrize(("way", "weight", "side"), [
    ("raises", 0.5, "raises"), ("raises", -0.5, "context"), ("lowers", 0.5, "context"), ("lowers", -0.5, "lowers"),
])  # fmt: skip
def test_less_of_a_strength_is_no_reason_for_concern_and_less_of_a_trouble_speaks_for_nobody(
    way: str, weight: float, side: str
) -> None:
    one = replace(indicator("School", "suspension"), direction={"harmed": way})
    answer = told(events(("suspension", "school", "recorded")), Part(one, 1.0, weight))
    assert [each for each in answer if answer[each]] == [side]


def test_a_reason_that_rests_on_records_of_stronger_ones_alone_says_so_and_keeps_its_records() -> None:
    records = events(("suspension", "school", "recorded"), ("missing_episode", "social_care", "recorded"))
    both = indicator("Several sides", "suspension", kinds=("suspension", "missing_episode"))
    answer = told(
        records,
        Part(indicator("Suspensions", "suspension"), 1.0, 0.9),
        Part(indicator("Missing", "missing_episode"), 1.0, 0.8),
        Part(both, 2.0, 0.7),
    )
    assert [SAME_RECORDS in one["text"] for one in answer["raises"]] == [False, False, True]
    assert len(answer["raises"][2]["records"]) == 2


def test_a_reason_with_one_record_more_than_the_stronger_ones_is_a_fact_of_its_own() -> None:
    records = events(("suspension", "school", "recorded"), ("missing_episode", "social_care", "recorded"))
    both = indicator("Several sides", "suspension", kinds=("suspension", "missing_episode"))
    answer = told(records, Part(indicator("Suspensions", "suspension"), 1.0, 0.9), Part(both, 2.0, 0.7))
    assert not any(SAME_RECORDS in one["text"] for one in answer["raises"])


@pytest.mark.parametrize(("more", "sides"), [(1.0, ["raises"]), (0.0, ["context"]), (-1.0, ["context"])])
def test_no_more_than_before_is_not_told_as_a_reason(more: float, sides: list[str]) -> None:
    rising = Part(indicator("Rising", "suspension", measure="trend", reason="R {value:more} before"), more, 0.9)
    answer = told(events(("suspension", "school", "recorded")), rising)
    assert [side for side, each in answer.items() if each] == sides


@pytest.mark.parametrize(("value", "text"), [(1.0, "Thefts 2 times"), (2.0, "Thefts 2 times; Kinds of offence: 2")])
def test_one_kind_alone_is_not_told_as_different_ones(value: float, text: str) -> None:
    records = events(("suspension", "school", "recorded"), ("suspension", "school", "recorded"))
    more = {"theme": "T", "measure": "distinct", "column": "agency", "reason": "Kinds of offence: {value:.0f}"}
    parts = (
        Part(indicator("Thefts", "suspension", theme="T"), 2.0, 0.9),
        Part(indicator("Kinds", "suspension", **more), value, 0.8),
    )
    assert told(records, *parts)["raises"][0]["text"] == text


def test_one_kind_alone_is_a_reason_where_nothing_else_pushes_and_no_context() -> None:
    records = events(("suspension", "school", "recorded"), ("suspension", "school", "recorded"))
    more = {"theme": "T", "measure": "distinct", "column": "agency", "reason": "Kinds of offence: {value:.0f}"}
    answer = told(records, Part(indicator("Kinds", "suspension", **more), 1.0, 0.8))
    assert [one["text"] for one in answer["raises"]] == ["Kinds of offence: 1"]
    assert (answer["lowers"], answer["context"]) == ([], [])
    weighing_against = told(records, Part(indicator("Kinds", "suspension", **more), 1.0, -0.8))
    assert [one["text"] for one in weighing_against["context"]] == [
        "T: that no more is on record counted for more than what there is"
    ]


def test_a_longer_window_with_the_same_records_is_left_unsaid() -> None:
    records = events(("suspension", "school", "recorded"), ("suspension", "school", "recorded"))
    long = indicator("Long", "suspension", theme="T", window=2 * YEAR)
    short = indicator("Short", "suspension", theme="T")
    answer = told(records, Part(long, 2.0, 0.9), Part(short, 2.0, 0.4))
    assert answer["raises"][0]["text"] == "Short 2 times"


def test_a_reason_names_the_records_that_its_words_count_beside_all_of_its_theme() -> None:
    records = events(("suspension", "school", "recorded"), ("suspension", "school", "recorded"))
    records = records.set_column(
        records.schema.get_field_index("happened_on"), "happened_on", pa.array([date(2021, 6, 1), date(2024, 6, 2)])
    )
    records = records.set_column(
        records.schema.get_field_index("known_on"), "known_on", pa.array([date(2021, 6, 2), date(2024, 6, 3)])
    )
    year = Part(indicator("Suspensions", "suspension"), 1.0, 0.6)
    long_ago = indicator("Ever", "suspension", theme="Suspensions", measure="decayed", window=None, half_life=900)
    reason = told(records, year, Part(long_ago, 0.9, 0.3))["raises"][0]
    assert [one["record_id"] for one in reason["records"]] == ["r1", "r0"]
    assert (reason["text"], reason["counted"]) == ("Suspensions 1 times", ["r1"])


def test_that_something_is_there_at_all_is_left_unsaid_where_its_number_is_told() -> None:
    records = events(("suspension", "school", "recorded"), ("missing_episode", "social_care", "recorded"))
    ever = {"theme": "T", "measure": "ever", "window": None}
    parts = (
        Part(indicator("There", "suspension", **ever, reason="Has been suspended"), 1.0, 0.9),
        Part(indicator("Away", "missing_episode", **ever, reason="Has been missing"), 1.0, 0.8),
        Part(indicator("Suspensions", "suspension", theme="T"), 1.0, 0.4),
    )
    assert told(records, *parts)["raises"][0]["text"] == "Has been missing; Suspensions 1 times"
    assert told(records, *parts[:2])["raises"][0]["text"] == "Has been suspended; Has been missing"


@pytest.mark.parametrize("value", [0.0, 1.0, np.nan])
def test_for_the_first_time_is_a_reason_only_where_it_is_true(value: float) -> None:
    first = Part(indicator("Once", "suspension", measure="first", reason="Was for the first time"), value, 0.8)
    raised = told(events(("suspension", "school", "recorded")), first)["raises"]
    assert [(one["text"], one["counted"]) for one in raised] == [("Was for the first time", ["r0"])] * (value == 1)
