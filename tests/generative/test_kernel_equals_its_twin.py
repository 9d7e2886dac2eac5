"""The kernel and its slow twin agree to the last bit: on the whole catalogue, and on indicators nobody wrote yet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.build import PEOPLE_A_SHARE, indicators_as_of
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from features.measures import MEASURES
from features.reference import reference_as_of
from records.events import ROLES
from records.kinds import kinds
from tests.generative.any_indicator import any_catalogue

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
EACH = settings(max_examples=3, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
ANY = settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
A_PART = 20  # indicators: so few that a history of some dozen records reaches each
PARTS = [CATALOGUE.indicators[at : at + A_PART] for at in range(0, len(CATALOGUE), A_PART)]


def hold_to_the_twin(world, rows, catalogue) -> set[str]:
    """Kernel and twin agree on a drawn world; the names of the indicators that something was counted for."""
    events, rest = world.tables()
    built = indicators_as_of(events, rows, catalogue, **rest)
    assert built.equals(reference_as_of(events, rows, catalogue, **rest))
    return {name for name in catalogue.names if any(built.column(name).to_pylist())}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0].name)
def test_over_the_whole_catalogue(part, worlds, asked):
    catalogue = Catalogue("part", part)

    @EACH
    @given(world=worlds(part, more=20), rows=asked)
    def hold(world, rows):
        hold_to_the_twin(world, rows, catalogue)

    hold()


def test_over_any_indicator(worlds, asked):
    reached = set()

    @ANY
    @given(data=st.data())
    def hold(data):
        catalogue = Catalogue("any", data.draw(any_catalogue()))
        world = data.draw(worlds(catalogue.indicators, more=60))  # a history that reaches each measure about 10 times
        reached.update(hold_to_the_twin(world, data.draw(asked), catalogue))

    hold()
    assert {name.rpartition("_")[0] for name in reached} == set(MEASURES), "what was drawn must reach every measure"


def test_many_people_in_parallel_equal_the_same_people_in_small_parts():
    random = np.random.default_rng(7)
    people, each = 3 * PEOPLE_A_SHARE, 6
    names = pa.array([f"P{number}" for number in range(people)])
    events, rest = _many(random, names, people * each)
    dates = pa.array(np.repeat(np.array([18_900, 19_600], np.int32), people)).view(pa.date32())
    rows = pa.table({"person_id": pa.concat_arrays([names, names]), "as_of": dates})
    at_once = indicators_as_of(events, rows, CATALOGUE, **rest)
    parts = [indicators_as_of(events, rows.slice(at, 700), CATALOGUE, **rest) for at in range(0, rows.num_rows, 700)]
    assert at_once.equals(pa.concat_tables(parts).combine_chunks())
    assert at_once.column("suspect_any_year").to_numpy().sum() > 0
    around = [one.name for one in CATALOGUE.indicators if one.measure == "neighbours"]
    assert any(any(at_once.column(name).to_pylist()) for name in around)


def _many(random, names, n) -> tuple[pa.Table, dict[str, pa.Table]]:
    def drawn(words):
        return pa.array(words).take(pa.array(random.integers(0, len(words), n)))

    def dates(days):
        return pa.array(days.astype(np.int32)).view(pa.date32())

    days = random.integers(18_000, 19_500, n)
    events = {
        "person_id": drawn(names),
        "agency": pa.array(["police"] * n),
        "kind": drawn(sorted(kinds())),
        "role": drawn(ROLES),
        "status": pa.array(["recorded"] * n),
        "happened_on": dates(days),
        "known_on": dates(days + random.integers(0, 90, n)),
        "amount": pa.array(random.random(n)),
    }
    links = {name: drawn(names) for name in ("record_id", "person_id", "other_id")}
    links |= {"kind": drawn(("sibling", "household", "associate")), "started_on": dates(days), "known_on": dates(days)}
    return pa.table(events), {"links": pa.table(links)}
