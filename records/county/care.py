"""Time in care as social care keeps it: one placement between two moves, one episode for each placement.

A move's distance from home is drawn wider than a first placement's: an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.dates import NEVER, Array
from records.county.extracts import Column, Dates, Extract, in_order, pick, yes
from records.county.journal import Happenings, latest, within

# SSDA903 placement types: foster care, children's home, semi-independent, with parents, secure or residential.
TYPES = {"U6": 0.5, "U1": 0.17, "K2": 0.17, "H5": 0.08, "P1": 0.05, "R3": 0.02, "K1": 0.01}
PROVIDERS = {"PR1": 0.5, "PR4": 0.42, "PR5": 0.04, "PR0": 0.04}
CHANGES = {"PLACE": 0.3, "CARPL": 0.25, "STAND": 0.15, "CHILD": 0.15, "ALLEG": 0.03, "OTHER": 0.12}
NEEDS = {"N1": 0.66, "N5": 0.14, "N4": 0.08, "N6": 0.04, "N3": 0.03, "N8": 0.05}
CEASED = {"E4A": 0.5, "E4B": 0.1, "E13": 0.1, "E8": 0.3}
FIRST_MILES, MOVED_MILES, FARTHEST = 6.0, 13.0, 400.0  # medians of a first placement and of one after a move
ALONG_DEVIATION = 1.1


@dataclass(frozen=True)
class Stays:
    """One row for each placement, in order of person and start; `care` is the row of the time in care."""

    person: Array
    start: Array
    end: Array
    care: Array

    def first(self) -> Array:
        """True where the stay began the time in care."""
        return np.diff(self.care, prepend=-1) != 0

    def last(self) -> Array:
        """True where no other stay of the same time in care followed."""
        return np.diff(self.care, append=-1) != 0


def stays(care: Happenings, moves: Happenings) -> Stays:
    """Every time in care cut at the moves within it."""
    care = care.where(np.lexsort((care.day, care.person)))
    which, moved_on = _moves_within(care, moves)
    row = np.concatenate([np.arange(len(care)), which])
    start = np.concatenate([care.day, moved_on])
    order = np.lexsort((start, row))
    row, start = row[order], start[order]
    another = np.diff(row, append=-1) == 0
    end = np.where(another, np.roll(start, -1), care.end[row])
    return Stays(care.person[row], start, end, row)


def _moves_within(care: Happenings, moves: Happenings) -> tuple[Array, Array]:
    row, order = latest(care, moves.person, moves.day - 1)
    inside = (row >= 0) & within(care, moves.person, moves.day + 1)
    pairs = np.unique(np.stack([order[row[inside]], moves.day[inside]], 1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def placements(kept: Stays, rng: np.random.Generator) -> dict[str, Extract]:
    """The tables of placements and of looked-after episodes."""
    count = len(kept.person)
    placement, care_id = in_order("PL", count), in_order("LAC", count)[kept.care]
    miles = np.where(kept.first(), FIRST_MILES, MOVED_MILES)
    distance = np.minimum(FARTHEST, rng.lognormal(np.log(miles), ALONG_DEVIATION))
    over = kept.end != NEVER
    ended = kept.last() & over
    place: dict[str, Column] = {
        "clap_cla_placement_id": placement,
        "clap_cla_placement_start_date": Dates(kept.start),
        "clap_cla_placement_type": pick(TYPES, count, rng),
        "clap_cla_placement_distance": np.round(distance, 1),
        "clap_cla_id": care_id,
        "clap_cla_placement_provider": pick(PROVIDERS, count, rng),
        "clap_cla_placement_end_date": Dates(kept.end),
        "clap_cla_placement_change_reason": np.where(over & ~ended, pick(CHANGES, count, rng), ""),
    }
    episode: dict[str, Column] = {
        "clae_cla_episode_id": in_order("CLE", count),
        "clae_cla_episode_start_date": Dates(kept.start),
        "clae_cla_episode_start_reason": yes(kept.first(), ("S", "P")),
        "clae_cla_primary_need_code": pick(NEEDS, count, rng)[kept.care],
        "clae_cla_episode_ceased_date": Dates(kept.end),
        "clae_cla_episode_ceased_reason": np.where(ended, pick(CEASED, count, rng), yes(over, ("X1", ""))),
        "clae_cla_id": care_id,
        "clae_cla_placement_id": placement,
        "clae_entered_care_date": Dates(_entered(kept)),
    }
    return {
        "ssd_cla_placement": Extract(kept.person, "clap_person_id", place),
        "ssd_cla_episodes": Extract(kept.person, "clae_person_id", episode),
    }


def _entered(kept: Stays) -> Array:
    return kept.start[kept.first()][np.cumsum(kept.first()) - 1] if len(kept.start) else kept.start
