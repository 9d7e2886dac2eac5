"""Indicators that nobody wrote: any measure, with any window, column, role, status, code, link or age it may have."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from features.indicator import COLUMNS, OF_NEIGHBOURS, UNWINDOWED, WINDOWED, Indicator
from features.measures import MEASURES

KINDS = (("violence",), ("missing_episode", "violence"), ("suspension", "robbery"), ("looked_after", "care_leaver"))
DIRECTION = {"an outcome of one's own": "raises"}  # for our own targets some of what is drawn here is refused
LINKS = (("sibling",), ("household", "associate"), ("co_suspect", "same_place", "sibling"))


@st.composite
def any_indicator(draw, measure: str, name: str | None = None):
    """An indicator of the measure, of those that may be declared."""
    linked, seldom = measure == "neighbours", measure in ("together", "nearing")
    inner = draw(st.sampled_from(OF_NEIGHBOURS)) if linked else measure
    columns = (*COLUMNS.get(inner, ()), *(("person_id",) if linked and inner == "distinct" else ()))
    window = st.sampled_from((365, 1095) if seldom else (1, 2, 30, 365, 1095))  # what is rare gets time to come about
    return Indicator(
        name=name or f"any_{measure}",
        theme="Any",
        kinds=draw(st.sampled_from(KINDS)),
        measure=measure,
        reason="Any: {value}",
        ask="Any?",
        source="any",
        direction=DIRECTION,
        window=None if inner in UNWINDOWED else draw(window if inner in WINDOWED else st.none() | window),
        half_life=draw(st.sampled_from((1, 30, 365))) if inner == "decayed" else None,
        roles=() if seldom else draw(st.sampled_from(((), ("victim",), ("suspect", "concerned")))),
        statuses=() if seldom else draw(st.sampled_from(((), ("recorded", "charged"), ("diverted", "cancelled")))),
        codes=() if measure == "nearing" else draw(st.sampled_from(((), (), ("PP", "1"), ("DB", "never")))),
        column=draw(st.sampled_from(columns if inner == "distinct" else (None, *columns))),
        with_kinds=draw(st.sampled_from(KINDS)) if measure == "together" else (),
        age=draw(st.sampled_from((16, 18))) if measure == "nearing" else None,
        of=inner if linked else None,
        links=draw(st.sampled_from(LINKS)) if linked else (),
    )


def any_catalogue():
    """One indicator of every measure, and more of those over neighbours, which have a measure inside."""
    measures = [*MEASURES, "neighbours", "neighbours", "neighbours"]
    return st.tuples(*(any_indicator(measure, f"{measure}_{place}") for place, measure in enumerate(measures)))


def any_day():
    """An as-of date: any, and now and then one where a year, a month or a leap day turns."""
    turns = [date(2024, 2, 29), date(2024, 3, 1), date(2023, 3, 1), date(2024, 1, 1), date(2023, 12, 31)]
    return st.sampled_from(turns) | st.dates(date(2010, 1, 1), date(2040, 12, 31))
