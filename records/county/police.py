"""The police extract: crimes by role with their current outcome, missing reports and concerns.

Nine in ten records are made within days, the rest drag on; an outcome comes weeks or months later. Shares of
offences and outcomes are assumptions; possession is what police activity finds.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import NEVER, Array, known_by_the_end
from records.county.extracts import Column, Dates, Extract, held, ids, lag_days, pick
from records.county.journal import Journal

# What a happening is recorded as: role, and offence codes of codes/police_offences.csv with their shares.
VIOLENCE = {"8N": 0.45, "105A": 0.37, "8L": 0.1, "3B": 0.05, "8P": 0.02, "8Q": 0.01}
SERIOUS = {"5D": 0.47, "34B": 0.46, "34A": 0.02, "5E": 0.02, "2": 0.02, "36": 0.01}
CRIMES: dict[str, tuple[str, dict[str, float]]] = {
    "violence_victim": ("victim", VIOLENCE),
    "theft_victim": ("victim", {"39": 0.35, "44": 0.25, "49": 0.4}),
    "sexual_victim": ("victim", {"20A": 0.6, "19D": 0.2, "19C": 0.1, "17A": 0.1}),
    "harmed": ("victim", SERIOUS),
    "witness": ("witness", {"8N": 0.5, "9A": 0.3, "5D": 0.2}),
    "violence_suspect": ("suspect", VIOLENCE | {"104": 0.05}),
    "other_suspect": ("suspect", {"46": 0.22, "49": 0.1, "48": 0.1, "58D": 0.22, "58C": 0.1, "9A": 0.22, "66": 0.04}),
    "weapon": ("suspect", {"10D": 0.8, "10C": 0.19, "10A": 0.01}),
    "drugs": ("suspect", {"92E": 0.75, "92D": 0.25}),
    "supply": ("suspect", {"92A": 1.0}),
    "involved": ("suspect", SERIOUS),
}
# Outcome types of codes/police_outcomes.csv by seriousness: an assumption.
OUTCOMES = {
    "serious": {"1": 0.47, "2": 0.11, "22": 0.04, "8": 0.02, "15": 0.12, "16": 0.14, "18": 0.08, "CANC": 0.02},
    "other": {"1": 0.15, "2": 0.08, "8": 0.17, "22": 0.1, "10": 0.03, "15": 0.15, "16": 0.2, "18": 0.09, "CANC": 0.03},
}
PLACES = {"street": 0.4, "home": 0.2, "school": 0.13, "park": 0.09, "shop or town centre": 0.1, "transport": 0.08}
OUTCOME_DAYS = {"serious": 150.0, "other": 60.0}  # the median until an outcome is given
CRIME_LAG = {"typical": 2.0, "tail": 30.0, "tail_share": 0.2}
SEXUAL_LAG = {"typical": 6.0, "tail": 250.0, "tail_share": 0.5}
CONCERN_LAG = {"typical": 3.0, "tail": 25.0, "tail_share": 0.15}
MISSING_LAG = {"typical": 0.4, "tail": 5.0, "tail_share": 0.05}
MISSING_REPORTED = 0.95
NIGHTS_AWAY = (0.9, 0.9)  # a missing report lasts a lognormal number of nights: median, log deviation


def police(journal: Journal, rng: np.random.Generator) -> dict[str, Extract]:
    """The police extract's files by name, without people."""
    return {"crimes": _crimes(journal, rng), "missing": _missing(journal, rng), "concerns": _concerns(journal, rng)}


def _crimes(journal: Journal, rng: np.random.Generator) -> Extract:
    parts = [_crime(journal, name, rng) for name in CRIMES]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((joined["person"], joined["recorded"]))
    made = {name: values[order] for name, values in joined.items()}
    first, incident = _first_of_each(made["incident"])
    for name in ("recorded", "code"):  # everyone in one incident stands in one record of a crime
        made[name] = made[name][first]
    outcome, given = _outcomes(made, rng)
    columns: dict[str, Column] = {
        "crime_id": ids("CR", len(order), rng)[incident],
        "role": made["role"],
        "offence_code": made["code"],
        "occurred_on": Dates(made["day"]),
        "recorded_on": Dates(made["recorded"]),
        "outcome_type": outcome,
        "outcome_on": Dates(given),
        "place": pick(PLACES, len(order), rng)[incident],
    }
    return Extract(made["person"], "nominal_id", columns).where(held(made["recorded"]))


def _first_of_each(incident: Array) -> tuple[Array, Array]:
    """For each row the first row of its incident, and the incident's number from 0; -1 is one by itself."""
    alone = incident < 0
    own = np.where(alone, incident.max(initial=0) + 1 + np.arange(len(incident)), incident)
    _, first, number = np.unique(own, return_index=True, return_inverse=True)
    return first[number], number


def _crime(journal: Journal, name: str, rng: np.random.Generator) -> dict[str, Array]:
    role, codes = CRIMES[name]
    lived = journal.of(name)
    count = len(lived)
    lag = lag_days(**(SEXUAL_LAG if name == "sexual_victim" else CRIME_LAG), count=count, rng=rng)
    return {
        "person": lived.person,
        "incident": journal.incidents(name),
        "day": lived.day,
        "recorded": lived.day + lag,
        "role": np.full(count, role),
        "code": pick(codes, count, rng),
        "serious": np.full(count, codes is SERIOUS),
    }


def _outcomes(made: dict[str, Array], rng: np.random.Generator) -> tuple[Array, Array]:
    """Each person's outcome in the crime and the day it was given; nothing and `NEVER` where that is yet to come."""
    count, serious = len(made["person"]), made["serious"]
    typical = np.where(serious, OUTCOME_DAYS["serious"], OUTCOME_DAYS["other"])
    given = known_by_the_end(made["recorded"] + 1 + rng.lognormal(np.log(typical), 0.8).astype(np.int32))
    outcome = np.where(serious, *(pick(OUTCOMES[weight], count, rng) for weight in ("serious", "other")))
    return np.where(given == NEVER, "", outcome), given


def _missing(journal: Journal, rng: np.random.Generator) -> Extract:
    lived = journal.of("missing")
    lived = lived.where(rng.random(len(lived)) < MISSING_REPORTED)
    recorded = lived.day + lag_days(**MISSING_LAG, count=len(lived), rng=rng)
    columns: dict[str, Column] = {
        "report_id": ids("MR", len(lived), rng),
        "missing_from": Dates(lived.day),
        "found_on": Dates(known_by_the_end(lived.day + nights_away(len(lived), rng))),
        "recorded_on": Dates(recorded),
    }
    return Extract(lived.person, "nominal_id", columns).where(held(recorded))


def nights_away(count: int, rng: np.random.Generator) -> Array:
    """How many nights each of `count` missing episodes lasted."""
    return rng.lognormal(np.log(NIGHTS_AWAY[0]), NIGHTS_AWAY[1], count).astype(np.int32)


def _concerns(journal: Journal, rng: np.random.Generator) -> Extract:
    seen, home = journal.of("exploitation_seen"), journal.of("domestic_abuse")
    person, occurred = np.concatenate([seen.person, home.person]), np.concatenate([seen.day, home.day])
    recorded = occurred + lag_days(**CONCERN_LAG, count=len(person), rng=rng)
    columns: dict[str, Column] = {
        "concern_id": ids("CN", len(person), rng),
        "kind": np.repeat(["exploitation", "domestic_abuse"], [len(seen), len(home)]),
        "occurred_on": Dates(occurred),
        "recorded_on": Dates(recorded),
    }
    return Extract(person, "nominal_id", columns).where(held(recorded))
