"""The chances of a month at once equal each hazard's own by its definition, and strike as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from records.county.hazards.hazard import Hazard
from records.county.lives import ARISING, live
from records.county.people import draw_people
from records.county.state import State
from records.county.striking import Chances


@pytest.fixture(scope="module")
def state() -> State:
    """A month in which much is going on."""
    rng = np.random.default_rng(4)
    people = draw_people(3000, rng)
    state = State(people)
    for name in ("looked_after", "child_in_need", "exploited", "conflict"):
        state.begun[name][rng.random(len(people)) < 0.2] = 17000
    for counts in state.recent.values():
        counts[:] = rng.poisson(0.3, len(people))
    state.take_stock(60, 18262)
    return state


def by_definition(state: State, hazard: Hazard, person: int) -> float:
    if not state.present[person]:
        return 0.0
    rate = hazard.per_year * np.interp(state.years[person], list(hazard.ages), list(hazard.ages.values()))
    rate *= np.exp(sum(weight * state.factor(name)[person] for name, weight in hazard.weights.items()))
    if hazard.while_in:
        rate *= max(state.factor(name)[person] for name in hazard.while_in)
    return float(rate / (1 + rate / hazard.at_most) / 12)


def test_the_chances_are_those_of_the_definition(state: State) -> None:
    monthly = Chances(ARISING, {}).monthly(state)
    for row, hazard in enumerate(ARISING):
        for person in range(0, len(state.people), 97):
            assert monthly[row, person] == pytest.approx(by_definition(state, hazard, person), rel=1e-3, abs=1e-9)


def test_people_are_struck_as_often_as_the_chances_say(state: State) -> None:
    chances, rng = Chances(ARISING, {}), np.random.default_rng(1)
    expected = chances.monthly(state).sum(1)
    struck = np.zeros(len(ARISING))
    for _ in range(40):
        for row, (hazard, person) in enumerate(chances.struck(state, rng)):
            assert hazard is ARISING[row]
            assert state.present[person].all()
            struck[row] += len(person)
    assert (np.abs(struck - 40 * expected) < 5 * np.sqrt(40 * expected) + 1).all()


def test_a_profile_multiplies_a_rate(state: State) -> None:
    row = next(i for i, hazard in enumerate(ARISING) if hazard.name == "theft_victim")
    once, twice = (Chances(ARISING, times).monthly(state)[row] for times in ({}, {"theft_victim": 2.0}))
    small = (once > 0) & (once < 0.001)
    assert np.allclose(twice[small] / once[small], 2, rtol=0.02)


def test_areas_lived_apart_are_lived_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    people = draw_people(1200, np.random.default_rng(4))
    monkeypatch.setattr("records.county.lives.PART", 300)
    journal = live(people, np.random.default_rng(1))
    lived = journal.of("attendance").person
    assert set(people.area[lived]) == set(range(12))
    assert people.pupil[lived].all()
