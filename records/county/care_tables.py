"""What the dataset says of time in care beside placements, of care leavers, and in tables of what is protected.

They follow from the looked-after episodes, the police's crimes and how somebody leans. Shares are assumptions near
DfE's looked-after statistics: 37% of questionnaires a cause for concern, one care leaver in eight in unsuitable homes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.dates import ENTERED_BY, LAST_DATE, NEVER, YEAR_DAYS, Array, day
from records.county.extracts import Column, Dates, Extract, in_order, pick, yes
from records.county.people import LEANINGS, People
from records.kinds import words_of

Files = dict[str, dict[str, Extract]]

STATUSES = {"V2": 0.45, "C1": 0.4, "L2": 0.04, "L1": 0.04, "J1": 0.02, "V4": 0.02, "E1": 0.03}
FULL_ORDER_AFTER = (120, 300)  # days from an interim care order to a full one
QUESTIONNAIRE_DAY = "03-31"  # asked once a year of those in care for a year, aged 4 to 16
SDQ_MEAN, SDQ_DEVIATION, SDQ_FRAILTY, SDQ_CONDUCT = 14.0, 5.5, 2.0, 2.0
MISUSE_A_YEAR = 0.03  # of those in care, before conduct weighs in
SUBSTANCES = {"Cannabis": 0.6, "Alcohol": 0.3, "Other": 0.1}
HELPED = 0.6
OLD_ENOUGH, GROWN_UP, OLDEST = 16.0, 18.0, 25.0  # ages of leaving care services
HOMES = {
    "U": 0.35,
    "D": 0.2,
    "B": 0.13,
    "Z": 0.09,
    "E": 0.06,
    "T": 0.05,
    "K": 0.03,
    "X": 0.03,
    "S": 0.03,
    "W": 0.02,
    "R": 0.01,
}
UNSUITABLE = ("S", "W", "X", "V")
ACTIVITIES = {"F2": 0.28, "F5": 0.2, "F1": 0.06, "P5": 0.05, "F4": 0.03, "G5": 0.28, "G4": 0.07, "G6": 0.03}
IN_TOUCH = {"Yes": 0.92, "No": 0.05, "REFU": 0.02, "NREQ": 0.01}
UNACCOMPANIED = 0.03  # of those looked after
CONVICTED = words_of("police_outcomes.csv", "outcome_type", status="cautioned_or_convicted")
ANSWERS = ("Y", "N")


@dataclass(frozen=True)
class InCare:
    """One row for each time in care, by person and day of entering; `end` is `NEVER` while it goes on."""

    person: Array
    start: Array
    end: Array

    def until(self) -> Array:
        """The last day that can be told of: of leaving, or of the last entry."""
        return np.minimum(self.end, ENTERED_BY - 1)


def care_tables(files: Files, people: People, known: Array, rng: np.random.Generator) -> dict[str, Extract]:
    """The tables by name, from the agencies' `files`; `known` is true for whom social care knows."""
    care = times_in_care(files["social_care"]["ssd_cla_episodes"])
    plans = np.flatnonzero(known & (people.sen == "E"))
    return {
        "ssd_legal_status": _legal_statuses(care, rng),
        "ssd_cla_convictions": _convictions(care, files["police"]["crimes"]),
        "ssd_cla_substance_misuse": _substances(care, people, rng),
        "ssd_sdq_scores": _questionnaires(care, people, rng),
        "ssd_care_leavers": _care_leavers(care, people, rng),
        "ssd_immigration_status": _immigration(care, rng),
        **_plans(plans, rng),
        "ssd_voice_of_child": _voices(care, rng),
    }


def times_in_care(episodes: Extract) -> InCare:
    """The times in care that the episodes are parts of."""
    start, end = _days(episodes, "clae_entered_care_date"), _days(episodes, "clae_cla_episode_ceased_date")
    order = np.lexsort((end, start, episodes.person))
    person, start, end = episodes.person[order], start[order], end[order]
    last = np.append((np.diff(person) != 0) | (np.diff(start) != 0), True)[: len(person)]
    return InCare(person[last], start[last], end[last])


def _days(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert isinstance(column, Dates)
    return column.days


def _words(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert not isinstance(column, Dates)
    return column


def _legal_statuses(care: InCare, rng: np.random.Generator) -> Extract:
    """One status for each time in care; an interim order becomes a full one where care lasts."""
    count = len(care.person)
    status, full_on = pick(STATUSES, count, rng), care.start + rng.integers(*FULL_ORDER_AFTER, count)
    full = (status == "C1") & (full_on < care.until())
    first_ends = np.where(full, full_on, care.end)
    columns: dict[str, Column] = {
        "lega_legal_status_id": in_order("LS", count + full.sum()),
        "lega_legal_status": np.concatenate([status, np.full(full.sum(), "C2")]),
        "lega_legal_status_start_date": Dates(np.concatenate([care.start, full_on[full]])),
        "lega_legal_status_end_date": Dates(np.concatenate([first_ends, care.end[full]])),
    }
    return Extract(np.concatenate([care.person, care.person[full]]), "lega_person_id", columns)


def _convictions(care: InCare, crimes: Extract) -> Extract:
    """What the police tell with an outcome, of those who were in care on the day."""
    on = _days(crimes, "occurred_on")
    told = (_words(crimes, "role") == "suspect") & np.isin(_words(crimes, "outcome_type"), list(CONVICTED))
    who, on = crimes.person[told], on[told]
    row = np.searchsorted(_key(care.person, care.start), _key(who, on), side="right") - 1
    inside = (
        (row >= 0) & (care.person[row] == who) & (on <= care.end[row]) & (on < ENTERED_BY)
        if len(care.person)
        else row >= 0
    )
    columns: dict[str, Column] = {
        "clac_cla_conviction_id": in_order("CV", int(inside.sum())),
        "clac_cla_conviction_date": Dates(on[inside]),
    }
    return Extract(who[inside], "clac_person_id", columns)


def _substances(care: InCare, people: People, rng: np.random.Generator) -> Extract:
    """At most one for each time in care, likelier the longer it lasts and the older they are; conduct weighs."""
    conduct = people.leanings[care.person, LEANINGS.index("conduct")]
    old_enough = (people.born[care.person] + 12 * YEAR_DAYS).astype(np.int64)
    begins, until = np.maximum(care.start, old_enough), care.until()
    days = np.maximum(until - begins, 0)
    found = rng.random(len(care.person)) < 1 - np.exp(-MISUSE_A_YEAR * np.exp(0.7 * conduct) * days / YEAR_DAYS)
    on = (begins + rng.random(len(care.person)) * days)[found]
    columns: dict[str, Column] = {
        "clas_substance_misuse_id": in_order("SM", int(found.sum())),
        "clas_substance_misuse_date": Dates(on.astype(np.int32)),
        "clas_substance_misused": pick(SUBSTANCES, int(found.sum()), rng),
        "clas_intervention_received": yes(rng.random(int(found.sum())) < HELPED),
    }
    return Extract(care.person[found], "clas_person_id", columns)


def _questionnaires(care: InCare, people: People, rng: np.random.Generator) -> Extract:
    asked = [_asked_on(care, people, day(f"{year}-{QUESTIONNAIRE_DAY}")) for year in range(2017, 2026)]
    who, on = (np.concatenate([part[column] for part in asked]) for column in (0, 1))
    lean = people.leanings[who]
    mean = (
        SDQ_MEAN + SDQ_FRAILTY * lean[:, LEANINGS.index("frailty")] + SDQ_CONDUCT * lean[:, LEANINGS.index("conduct")]
    )
    score = np.clip(np.round(rng.normal(mean, SDQ_DEVIATION)), 0, 40).astype(int)
    columns: dict[str, Column] = {
        "csdq_table_id": in_order("SDQ", len(who)),
        "csdq_sdq_completed_date": Dates(on),
        "csdq_sdq_score": score,
    }
    return Extract(who, "csdq_person_id", columns)


def _asked_on(care: InCare, people: People, date: int) -> tuple[Array, Array]:
    age = (date - people.born[care.person]) / YEAR_DAYS
    asked = (care.start <= date - YEAR_DAYS) & (care.end > date) & (age >= 4) & (age < 17)
    return care.person[asked], np.full(int(asked.sum()), date, np.int32)


def _care_leavers(care: InCare, people: People, rng: np.random.Generator) -> Extract:
    """Everyone up to 25 who was in care at 16 or after, as they stood on the last date."""
    sixteen = people.born[care.person] + OLD_ENOUGH * YEAR_DAYS
    age = (LAST_DATE - people.born[care.person]) / YEAR_DAYS
    gone = people.left[care.person] < ENTERED_BY
    who = np.unique(care.person[(care.end > sixteen) & (age >= OLD_ENOUGH) & (age < OLDEST) & ~gone])
    count, still = len(who), np.isin(who, care.person[care.end == NEVER])
    home = pick(HOMES, count, rng)
    grown = (LAST_DATE - people.born[who]) / YEAR_DAYS >= GROWN_UP
    seen = (ENTERED_BY - 1 - rng.integers(1, 90, count)).astype(np.int32)
    columns: dict[str, Column] = {
        "clea_table_id": in_order("CLV", count),
        "clea_care_leaver_eligibility": np.where(
            still, "Eligible child", yes(grown, ("Former relevant child", "Relevant child"))
        ),
        "clea_care_leaver_in_touch": pick(IN_TOUCH, count, rng),
        "clea_care_leaver_latest_contact": Dates(seen),
        "clea_care_leaver_accommodation": home,
        "clea_care_leaver_accom_suitable": yes(~np.isin(home, UNSUITABLE)),
        "clea_care_leaver_activity": pick(ACTIVITIES, count, rng),
        "clea_pathway_plan_review_date": Dates(seen - rng.integers(1, 60, count).astype(np.int32)),
    }
    return Extract(who, "clea_person_id", columns)


def _immigration(care: InCare, rng: np.random.Generator) -> Extract:
    who = np.unique(care.person)
    who = who[(rng.random(len(who)) < UNACCOMPANIED) | (np.arange(len(who)) == 0)]
    columns: dict[str, Column] = {
        "immi_immigration_status_id": in_order("IM", len(who)),
        "immi_immigration_status": np.full(len(who), "Unaccompanied Asylum Seeking Child"),
    }
    return Extract(who, "immi_person_id", columns)


def _plans(who: Array, rng: np.random.Generator) -> dict[str, Extract]:
    """Plans name a request, and no table of the dataset says whose request it was."""
    number = in_order("EHC", len(who))
    plans: dict[str, Column] = {
        "ehcp_active_ehcp_id": number,
        "ehcp_ehcp_request_id": in_order("EHR", len(who)),
        "ehcp_active_ehcp_last_review_date": Dates((LAST_DATE - rng.integers(10, 365, len(who))).astype(np.int32)),
    }
    needs: dict[str, Column] = {
        "senn_table_id": in_order("SN", len(who)),
        "senn_active_ehcp_id": number,
        "senn_active_ehcp_need_type": pick({"SEMH": 0.3, "SLCN": 0.2, "ASD": 0.3, "MLD": 0.2}, len(who), rng),
        "senn_active_ehcp_need_rank": np.full(len(who), "1"),
    }
    return {"ssd_ehcp_active_plans": Extract(who, None, plans), "ssd_sen_need": Extract(who, None, needs)}


def _voices(care: InCare, rng: np.random.Generator) -> Extract:
    who = np.unique(care.person)
    asked = ("voch_explained_worries", "voch_story_help_understand", "voch_agree_worker", "voch_plan_safe")
    answers: dict[str, Column] = {name: yes(rng.random(len(who)) < 0.7, ANSWERS) for name in asked}
    return Extract(who, "voch_person_id", {"voch_table_id": in_order("VC", len(who)), **answers})


def _key(person: Array, days: Array) -> Array:
    return person.astype(np.int64) * 1_000_000 + days
