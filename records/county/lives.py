"""Lives, month by month: what is going on sets the chance of each hazard, and what happens is remembered.

All people are lived at once, one hazard after another; what happens in a month counts from the next.
"""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_limits

from records.county import schooldays
from records.county.dates import MONTH_STARTS, NEVER, Array, calendar_month
from records.county.hazards import HAZARDS
from records.county.hazards.hazard import JUST, RECENT, TARGETS, Hazard
from records.county.hazards.suspected import SANCTION, SANCTION_AGES
from records.county.journal import Journal
from records.county.network import with_household
from records.county.people import People
from records.county.state import OLDEST, SPELLS, State, new_journal
from records.county.striking import Chances

TRUTH_MONTHS = (1, 7)  # the true yearly hazards of both outcomes are kept on the first of these months
NEED_OUTLASTS_CARE = 30  # days for which a child-in-need episode goes on after a plan or care
NEEDS_MET = {"base": 0.4, "support": 0.8, "home": -0.4}  # log odds that early help ends with needs met

PART = 90_000  # people who are lived together, at the least: enough for speed, few enough for the processor's cache
AGES = np.arange(0, OLDEST + 1)
ARISING = tuple(hazard for hazard in HAZARDS if hazard.per_year)
FOLLOWING = {name: tuple(h for h in HAZARDS if name in h.after) for name in {n for h in HAZARDS for n in h.after}}
SANCTIONED_AT = (list(SANCTION_AGES), list(SANCTION_AGES.values()))
CURVES = {h.name: np.interp(AGES, list(h.ages), list(h.ages.values())).astype(np.float32) for h in HAZARDS}


def live(people: People, rng: np.random.Generator) -> Journal:
    """Lives all `people` through every month of the calendar; the same people and generator give the same lives.

    Areas are lived one after another, a few together where they are small: nobody's life bears on another area's.
    """
    journal = new_journal()
    parts = _parts(people)
    with threadpool_limits(1):  # the products of matrices are small: more threads would only wait for each other
        for rows, stream in zip(parts, rng.spawn(len(parts)), strict=True):
            journal.take(_live_part(people.keep(rows), stream), rows)
    return journal


def _parts(people: People) -> list[Array]:
    """The rows of people in areas enough to be `PART`, in order of birth so that those of an age stand together."""
    sizes = np.cumsum(np.bincount(people.area, minlength=len(people.profile.areas)))
    part = (np.concatenate([[0], sizes[:-1]]) // PART)[people.area]
    order = np.lexsort((people.born, part))
    return np.split(order, np.flatnonzero(np.diff(part[order])) + 1)


def _live_part(people: People, rng: np.random.Generator) -> Journal:
    state = State(people)
    chances = Chances(ARISING, people.profile.times)
    targets = Chances(tuple(hazard for hazard in ARISING if hazard.name in TARGETS), people.profile.times)
    for index in range(len(MONTH_STARTS) - 1):
        _live_month(state, index, chances, targets, rng)
    for spell in SPELLS:
        _close(state, spell, NEVER, rng)
    return state.journal


def _live_month(state: State, index: int, chances: Chances, targets: Chances, rng: np.random.Generator) -> None:
    start, after = int(MONTH_STARTS[index]), int(MONTH_STARTS[index + 1])
    for spell in SPELLS:
        _close(state, spell, start, rng)
    state.take_stock(index, start)
    if calendar_month(index) in TRUTH_MONTHS:
        _keep_truth(state, start, targets)
    state.forget()
    for hazard, person in chances.struck(state, rng):
        day = rng.integers(np.maximum(start, state.people.born[person]), after)
        _come(state, hazard, person, day, rng)
    schooldays.close_term(state, index, rng)


def _come(state: State, hazard: Hazard, person: Array, day: Array, rng: np.random.Generator) -> None:
    """Notes that `hazard` came to each of `person` on `day`, and what follows it."""
    if not len(person):
        return
    if hazard.at_home:
        person, day = with_household(state.people.household, state.present, person, day)
    here = day < state.people.left[person]
    person, day = person[here], day[here]
    (_begin if hazard.lasts else _happen)(state, hazard, person, day, rng)
    for follower in FOLLOWING.get(hazard.name, ()):
        share, days = follower.after[hazard.name]
        taken = rng.random(len(person)) < share * _weighed(state, follower, person)
        for name in follower.while_in:
            taken &= state.factor(name)[person] > 0
        late = day[taken] + rng.exponential(days, int(taken.sum())).astype(np.int32)
        _come(state, follower, person[taken], late, rng)


def _weighed(state: State, hazard: Hazard, person: Array) -> Array:
    """How much likelier than its share `hazard` is to follow, for each of `person`."""
    weights = sum(weight * state.factor(name)[person] for name, weight in hazard.weights.items())
    return np.exp(weights) * CURVES[hazard.name][state.years[person]]


def _happen(state: State, hazard: Hazard, person: Array, day: Array, rng: np.random.Generator) -> None:
    times = 1 + rng.poisson(hazard.burst, len(person))
    _remember(state, hazard, person, day, times)
    picture = None
    if hazard.name == "assessment":
        picture = state.factors[:, person].T
    if hazard.sanctioned:
        picture = _sanctioned(state, hazard, person, rng)[:, None]
    state.journal.note(hazard.name, np.repeat(person, times), np.repeat(day, times), picture=picture)


def _sanctioned(state: State, hazard: Hazard, person: Array, rng: np.random.Generator) -> Array:
    """1 for those of `person` who are cautioned or sentenced for what they are suspected of, 0 for the others."""
    weights = sum(weight * state.factor(name)[person] for name, weight in SANCTION.items())
    share = hazard.sanctioned * np.exp(weights) * np.interp(state.years[person], *SANCTIONED_AT)
    return (rng.random(len(person)) < share).astype(np.float32)


def _begin(state: State, hazard: Hazard, person: Array, day: Array, rng: np.random.Generator) -> None:
    assert hazard.lasts
    new = ~state.open(hazard.name)[person]
    if hazard.child_only:
        new &= day < state.turn_18(person)
    person, day = person[new], day[new]
    until = day + 1 + rng.lognormal(np.log(hazard.lasts[0]), hazard.lasts[1], len(person)).astype(np.int64)
    until = np.minimum(until, state.people.left[person])
    if hazard.child_only:
        until = np.maximum(day, np.minimum(until, state.turn_18(person)))
    state.begun[hazard.name][person] = day
    state.until[hazard.name][person] = until
    _remember(state, hazard, person, day, 1)
    if hazard.name in ("protection_plan", "looked_after"):
        _outlast(state, person, until)
    if hazard.name == "child_in_need":
        state.journal.note("assessment", person, day, picture=state.factors[:, person].T)


def _outlast(state: State, person: Array, until: Array) -> None:
    need = state.until["child_in_need"]
    need[person] = np.minimum(np.maximum(need[person], until + NEED_OUTLASTS_CARE), state.turn_18(person))


def _remember(state: State, hazard: Hazard, person: Array, day: Array, times: Array | int) -> None:
    if hazard.recent in RECENT:
        state.recent[hazard.recent][person] += times
    if hazard.recent in JUST:
        state.last[hazard.recent][person] = day


def _close(state: State, spell: str, start: int, rng: np.random.Generator) -> None:
    over = np.flatnonzero(state.open(spell) & (state.until[spell] < start))
    picture = _needs_met(state, over, rng) if spell == "early_help" else None
    state.journal.note(spell, over, state.begun[spell][over], state.until[spell][over], picture)
    state.begun[spell][over] = NEVER


def _needs_met(state: State, person: Array, rng: np.random.Generator) -> Array:
    odds = NEEDS_MET["base"] + sum(w * state.factor(name)[person] for name, w in NEEDS_MET.items() if name != "base")
    met = rng.random(len(person)) < 1 / (1 + np.exp(-odds))
    state.recent["helped"][person] += met
    return met[:, None].astype(np.float32)


def _keep_truth(state: State, start: int, targets: Chances) -> None:
    person = np.flatnonzero(state.present).astype(np.int32)
    yearly = 12 * targets.monthly(state)[:, person]
    state.journal.note("truth", person, np.full(len(person), start), picture=yearly.T)
