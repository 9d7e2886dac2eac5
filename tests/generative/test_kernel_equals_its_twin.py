"""The kernel and its slow twin agree to the last bit: on the whole catalogue, and on indicators nobody wrote yet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.build import FEW_PEOPLE, indicators_as_of
from features.catalogue import Catalogue
from features.indicator import COLUMNS, HARMED, Indicator
from features.indicators import CATALOGUE
from features.measures import MEASURES
from features.reference import reference_as_of
from records.events import ROLES
from records.kinds import kinds

EACH_THEME = settings(max_examples=10, deadline=None, database=None, derandomize=True)
ANY = settings(max_examples=25, deadline=None, database=None)
THEMES = sorted({one.theme for one in CATALOGUE.indicators})


def hold_to_the_twin(data, drawn, asked, events_of, catalogue) -> set[str]:
    """Kernel and twin agree on a drawn history; the names of the indicators that something was counted for."""
    events, rows = events_of(data.draw(drawn)), data.draw(asked)
    built = indicators_as_of(events, rows, catalogue)
    assert built.equals(reference_as_of(events, rows, catalogue))
    return {name for name in catalogue.names if any(built.column(name).to_pylist())}


@pytest.mark.parametrize("theme", THEMES)
def test_over_the_whole_catalogue(theme, histories, asked, events_of):
    catalogue = Catalogue(theme, tuple(one for one in CATALOGUE.indicators if one.theme == theme))
    reached = set()

    @EACH_THEME
    @given(data=st.data())
    def hold(data):
        reached.update(hold_to_the_twin(data, histories(catalogue.indicators), asked, events_of, catalogue))

    hold()
    assert reached == set(catalogue.names), "what was drawn must reach every indicator"


@st.composite
def declarations(draw, measure):
    """Any indicator that may be declared: windows, half-lives, columns, roles, statuses, codes."""
    columns = COLUMNS.get(measure, ())
    column = draw(st.sampled_from(columns if measure == "distinct" else (None, *columns)))
    window = st.sampled_from((1, 2, 30, 365, 1095))
    optional = st.nothing() if measure in ("days_open", "trend") else st.none()
    return Indicator(
        name=f"any_{measure}",
        theme="Any",
        kinds=draw(st.sampled_from((("violence",), ("missing_episode", "violence"), ("suspension", "robbery")))),
        measure=measure,
        reason="Any: {value}",
        ask="Any?",
        source="any",
        direction=HARMED,
        window=None if measure in ("open_now", "days_since") else draw(optional | window),
        half_life=draw(st.sampled_from((1, 30, 365))) if measure == "decayed" else None,
        roles=draw(st.sampled_from(((), ("victim",), ("suspect", "concerned")))),
        statuses=draw(st.sampled_from(((), ("recorded", "charged"), ("diverted", "cancelled")))),
        codes=draw(st.sampled_from(((), (), ("PP", "OW"), ("DB", "never")))),
        column=column,
    )


def test_over_any_indicator(histories, asked, events_of):
    reached = set()

    @ANY
    @given(data=st.data())
    def hold(data):
        catalogue = Catalogue("any", tuple(data.draw(declarations(measure)) for measure in MEASURES))
        reached.update(hold_to_the_twin(data, histories(catalogue.indicators), asked, events_of, catalogue))

    hold()
    assert len(reached) == len(MEASURES), "what was drawn must reach every measure"


def test_many_people_in_parallel_equal_the_same_people_in_small_parts():
    random = np.random.default_rng(7)
    people, each = 3 * FEW_PEOPLE, 6
    days = random.integers(18_000, 19_500, people * each).astype(np.int32)
    names = pa.array([f"P{number}" for number in range(people)])
    kind = pa.array(sorted(kinds())).take(pa.array(random.integers(0, len(kinds()), people * each)))
    events = pa.table(
        {
            "person_id": names.take(pa.array(random.integers(0, people, people * each))),
            "agency": pa.array(["police"] * people * each),
            "kind": kind,
            "role": pa.array(ROLES).take(pa.array(random.integers(0, len(ROLES), people * each))),
            "status": pa.array(["recorded"] * people * each),
            "happened_on": pa.array(days).view(pa.date32()),
            "known_on": pa.array(days + random.integers(0, 90, people * each).astype(np.int32)).view(pa.date32()),
            "amount": pa.array(random.random(people * each)),
        }
    )
    dates = pa.array(np.repeat(np.array([18_900, 19_600], np.int32), people)).view(pa.date32())
    rows = pa.table({"person_id": pa.concat_arrays([names, names]), "as_of": dates})
    at_once = indicators_as_of(events, rows, CATALOGUE)
    parts = [indicators_as_of(events, rows.slice(at, 100), CATALOGUE) for at in range(0, rows.num_rows, 100)]
    assert at_once.equals(pa.concat_tables(parts).combine_chunks())
    assert at_once.column("suspect_any_year").to_numpy().sum() > 0
