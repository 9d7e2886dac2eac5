"""The council's files on where pupils learn: managed moves, alternative provision, and what they do after 16.

Tracking follows everybody from the end of year 11 until they turn 18; a spell still running then is closed.
Shares of types and activities are assumptions near DfE's participation figures.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import LAST_DATE, NEVER, Array
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Happenings, Journal
from records.county.people import People
from records.county.spells import entered, together

PROVISION = {"PRU": 0.42, "APA": 0.24, "IND": 0.2, "FEC": 0.05, "UNR": 0.03, "HOS": 0.02, "OTH": 0.04}
# NCCIS activity codes of codes/participation.csv.
LEARNING = {"210": 0.36, "220": 0.12, "230": 0.38, "310": 0.05, "320": 0.02, "340": 0.02, "410": 0.03, "280": 0.02}
OUT_OF_LEARNING = {"619": 0.5, "610": 0.14, "615": 0.06, "640": 0.11, "620": 0.02, "630": 0.04, "650": 0.02} | {
    "670": 0.02,
    "680": 0.09,
}
MOVE_LAG = {"typical": 14.0, "tail": 60.0, "tail_share": 0.1}
PROVISION_LAG = {"typical": 10.0, "tail": 45.0, "tail_share": 0.1}
TRACKING_LAG = {"typical": 25.0, "tail": 90.0, "tail_share": 0.15}
YEARS_TRACKED = 2
LEAVING_AGE, FIRST_MONTH = 16, 9  # who turns 16 in a school year is tracked from the September after


def school_places(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    """managed_moves, alternative_provision and participation."""
    return {
        "managed_moves": _moves(journal.of("managed_move"), rng),
        "alternative_provision": _provision(journal.of("alternative_provision"), rng),
        "participation": _participation(journal.of("not_in_education"), people, rng),
    }


def _moves(lived: Happenings, rng: np.random.Generator) -> Extract:
    recorded = lived.day + lag_days(**MOVE_LAG, count=len(lived), rng=rng)
    columns: dict[str, Column] = {
        "move_id": ids("MM", len(lived), rng),
        "moved_on": Dates(lived.day),
        "recorded_on": Dates(recorded),
    }
    return Extract(lived.person, "pupil_id", columns).where(held(recorded))


def _provision(lived: Happenings, rng: np.random.Generator) -> Extract:
    spells, recorded = entered(lived, PROVISION_LAG, rng)
    own: dict[str, Column] = {"placement_id": ids("AP", len(lived), rng), "type": pick(PROVISION, len(lived), rng)}
    return Extract(lived.person, "pupil_id", own | spells).where(held(recorded))


def _participation(out: Happenings, people: People, rng: np.random.Generator) -> Extract:
    """Everybody who was tracked, in learning or out of it; being tracked makes nobody known."""
    begin, end = tracked(people)
    out = _within_tracking(out, begin, end)
    learning = _between(out, begin, end)
    activity = np.concatenate([pick(OUT_OF_LEARNING, len(out), rng), pick(LEARNING, len(learning), rng)])
    both = together(out, learning)
    spells, recorded = entered(both, TRACKING_LAG, rng)
    own: dict[str, Column] = {"spell_id": ids("PT", len(both), rng), "activity": activity}
    return Extract(both.person, "pupil_id", own | spells, speaks=False).where(held(recorded))


def tracked(people: People) -> tuple[Array, Array]:
    """For each person the first day of tracking and the day on which it stops; the same day where there is none."""
    month = people.born.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    leaves = month // 12 + (month % 12 + 1 >= FIRST_MONTH) + LEAVING_AGE
    begin, end = (
        ((leaves + years) * 12 + FIRST_MONTH - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        for years in (0, YEARS_TRACKED)
    )
    end = np.minimum(np.minimum(end, people.left), NEVER)
    return begin, np.where(people.pupil, np.maximum(begin, end), begin)


def _within_tracking(lived: Happenings, begin: Array, end: Array) -> Happenings:
    """The parts of spells that tracking saw."""
    day = np.maximum(lived.day, begin[lived.person])
    over = np.minimum(np.where(lived.end == NEVER, LAST_DATE, lived.end), end[lived.person])
    running = (lived.end == NEVER) & (end[lived.person] >= LAST_DATE)
    seen = Happenings(lived.person, day, np.where(running, NEVER, over).astype(np.int32), lived.picture[:, :0])
    return seen.where(day < over)


def _between(out: Happenings, begin: Array, end: Array) -> Happenings:
    """The rest of each person's tracking: from its first day, or the end of a spell, to the next spell or the last."""
    out = out.where(np.lexsort((out.day, out.person)))
    who = np.flatnonzero(end > begin)
    person = np.concatenate([who, out.person])
    start = np.concatenate([begin[who], out.end])
    stop = np.concatenate([end[who], out.day])  # of the same person in order: the i-th gap stops at the i-th spell
    rank = np.concatenate([np.zeros(len(who), np.int64), np.ones(len(out), np.int64)])
    by_start, by_stop = np.lexsort((start, rank, person)), np.lexsort((stop, 1 - rank, person))
    person, start, stop = person[by_start], start[by_start], stop[by_stop]
    kept = (start < stop) & (start < LAST_DATE)
    ends = np.where(stop < LAST_DATE, stop, NEVER)[kept].astype(np.int32)
    return Happenings(person[kept], start[kept].astype(np.int32), ends, np.empty((int(kept.sum()), 0), np.float32))
