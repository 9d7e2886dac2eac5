"""The youth justice service's extract: orders and disposals, prevention, remand, and contacts that an order required.

Shares of orders are assumptions near those of the Youth Justice Board's statistics; those of contacts are free.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Happenings, Journal
from records.county.people import People
from records.county.spells import entered, has_ended, together

ORDERS = {"referral_order": 0.52, "youth_rehabilitation_order": 0.24, "youth_conditional_caution": 0.12} | {
    "reparation_order": 0.02,
    "youth_rehabilitation_intensive": 0.04,
    "detention_and_training_order": 0.04,
    "long_term_detention": 0.02,
}
DISPOSALS = {"community_resolution": 0.7, "outcome_22": 0.3}
DISPOSED = {"violence_suspect": 0.12, "other_suspect": 0.12, "drugs": 0.15}  # of under-18s, settled without a court
DISPOSAL_DAYS = 70.0  # a short programme, on average
ENDS = {"completed": 0.66, "early": 0.06, "revoked": 0.08, "breached": 0.1, "transferred": 0.05, "turned_18": 0.05}
PREVENTION_ENDS = {"completed": 0.7, "early": 0.05, "other": 0.25}
DECLINED = 0.25  # offers of prevention declined, for each that was taken
REMANDS = {"youth_detention": 0.45, "local_authority": 0.45, "prison": 0.1}
CONTACT_EVERY = 18  # days between contacts that an order requires
CONTACTS_AT_MOST = 60
CONTACTS = {"kept": 0.8, "missed": 0.12, "excused": 0.08}
LAG = {"typical": 4.0, "tail": 30.0, "tail_share": 0.1}
OWN = "young_person_id"


def youth_justice(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    """orders, prevention, remand and contacts."""
    ordered, disposed = journal.of("youth_justice_order"), _disposed(journal, people, rng)
    numbers = ids("YO", len(ordered) + len(disposed), rng)
    return {
        "orders": _orders(ordered, disposed, numbers, rng),
        "prevention": _prevention(journal.of("youth_justice_prevention"), rng),
        "remand": _remand(journal.of("remand"), rng),
        "contacts": _contacts(ordered, numbers[: len(ordered)], rng),
    }


def _disposed(journal: Journal, people: People, rng: np.random.Generator) -> Happenings:
    """What was settled without a court: a short programme for somebody under 18."""
    lived = [journal.of(name) for name in DISPOSED]
    share = np.repeat(list(DISPOSED.values()), [len(one) for one in lived])
    person, day = (np.concatenate([getattr(one, column) for one in lived]) for column in ("person", "day"))
    child = day - people.born[person] < 18 * YEAR_DAYS
    taken = child & (rng.random(len(person)) < share)
    person, day = person[taken], day[taken] + 20
    return _lasting(person, day, DISPOSAL_DAYS, rng)


def _lasting(person: Array, day: Array, days: float, rng: np.random.Generator) -> Happenings:
    begun = day < LAST_DATE
    person, day = person[begun], day[begun].astype(np.int32)
    over = day + 1 + rng.exponential(days, len(day)).astype(np.int32)
    ends = np.where(over < LAST_DATE, over, NEVER).astype(np.int32)
    return Happenings(person, day, ends, np.empty((len(day), 0), np.float32))


def _orders(ordered: Happenings, disposed: Happenings, numbers: Array, rng: np.random.Generator) -> Extract:
    lived = together(ordered, disposed)
    spells, recorded = entered(lived, LAG, rng)
    columns: dict[str, Column] = {
        "order_id": numbers,
        "type": np.concatenate([pick(ORDERS, len(ordered), rng), pick(DISPOSALS, len(disposed), rng)]),
        "end_reason": np.where(has_ended(spells), pick(ENDS, len(numbers), rng), ""),
    }
    return Extract(lived.person, OWN, columns | spells).where(held(recorded))


def _prevention(taken: Happenings, rng: np.random.Generator) -> Extract:
    """Places taken, and offers that were declined: those have a day and nothing else."""
    declined = taken.where(rng.random(len(taken)) < DECLINED)
    spells, recorded = entered(taken, LAG, rng)
    refusals, heard = entered(Happenings(declined.person, declined.day, declined.day, declined.picture), LAG, rng)
    ends = np.where(has_ended(spells), pick(PREVENTION_ENDS, len(taken), rng), "")
    columns: dict[str, Column] = {
        "programme_id": ids("YP", len(taken) + len(declined), rng),
        "accepted": np.repeat(["yes", "no"], [len(taken), len(declined)]),
        "end_reason": np.concatenate([ends, np.full(len(declined), "")]),
    }
    for name, column in spells.items():
        other = refusals[name]
        assert isinstance(column, Dates)
        assert isinstance(other, Dates)
        alone = other.days if name in ("start_date", "recorded_on") else np.full(len(declined), NEVER)
        columns[name] = Dates(np.concatenate([column.days, alone]))
    person = np.concatenate([taken.person, declined.person])
    return Extract(person, OWN, columns).where(held(np.concatenate([recorded, heard])))


def _remand(lived: Happenings, rng: np.random.Generator) -> Extract:
    spells, recorded = entered(lived, LAG, rng)
    own: dict[str, Column] = {"remand_id": ids("YR", len(lived), rng), "type": pick(REMANDS, len(lived), rng)}
    return Extract(lived.person, OWN, own | spells).where(held(recorded))


def _contacts(ordered: Happenings, numbers: Array, rng: np.random.Generator) -> Extract:
    """One every few weeks for as long as an order runs; those of an order that is not in the extract are not either."""
    days = np.minimum(ordered.end, LAST_DATE - 30) - ordered.day
    many = np.clip(days // CONTACT_EVERY, 0, CONTACTS_AT_MOST)
    row = np.repeat(np.arange(len(ordered)), many)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    due = ordered.day[row] + (turn + 1) * CONTACT_EVERY
    recorded = due + lag_days(**LAG, count=len(row), rng=rng)
    columns: dict[str, Column] = {
        "contact_id": ids("YC", len(row), rng),
        "order_id": numbers[row],
        "due_on": Dates(due.astype(np.int32)),
        "result": pick(CONTACTS, len(row), rng),
        "recorded_on": Dates(recorded.astype(np.int32)),
    }
    return Extract(ordered.person[row], OWN, columns).where(held(recorded))
