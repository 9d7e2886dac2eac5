"""The kernel and its slow twin agree to the last bit: on the whole catalogue, and on indicators nobody wrote yet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from features.build import FEW_PEOPLE, indicators_as_of
from features.catalogue import Catalogue
from features.indicator import COLUMNS, EITHER, Indicator
from features.indicators import CATALOGUE
from features.measures import MEASURES
from features.reference import reference_as_of
from records.events import ROLES, STATUSES
from records.kinds import kinds

SETTINGS = settings(max_examples=40, deadline=None, database=None)


@SETTINGS
@given(data=st.data())
def test_over_the_whole_catalogue(data, histories, asked, events_of):
    events, rows = events_of(data.draw(histories)), data.draw(asked)
    assert indicators_as_of(events, rows, CATALOGUE).equals(reference_as_of(events, rows, CATALOGUE))


@st.composite
def declarations(draw, measure):
    """Any indicator that may be declared: windows, half-lives, columns, roles, statuses, codes."""
    column = draw(st.sampled_from(COLUMNS.get(measure, (None,))))
    windowless = measure in ("open_now", "days_since")
    needs_window = measure in ("days_open", "trend")
    window = st.sampled_from((1, 2, 30, 365, 1095))
    return Indicator(
        name=f"any_{measure}",
        theme="Any",
        kinds=tuple(draw(st.lists(st.sampled_from(sorted(kinds())), min_size=1, unique=True))),
        measure=measure,
        reason="Any: {value}",
        ask="Any?",
        source="any",
        direction={"harmed": EITHER["harmed"]},
        window=None if windowless else draw(window if needs_window else st.none() | window),
        half_life=draw(st.sampled_from((1, 30, 365))) if measure == "decayed" else None,
        roles=tuple(draw(st.lists(st.sampled_from(ROLES), unique=True))),
        statuses=tuple(draw(st.lists(st.sampled_from(STATUSES), unique=True))),
        codes=tuple(draw(st.lists(st.sampled_from(("PP", "OW", "DB", "never")), unique=True))),
        column=draw(st.sampled_from((None, column))) if measure in ("decayed", "total") else column,
    )


@SETTINGS
@given(data=st.data())
def test_over_any_indicator(data, histories, asked, events_of):
    catalogue = Catalogue("any", tuple(data.draw(declarations(measure)) for measure in MEASURES))
    events, rows = events_of(data.draw(histories)), data.draw(asked)
    assert indicators_as_of(events, rows, catalogue).equals(reference_as_of(events, rows, catalogue))


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
