"""Social care's records outside care: contact, help, need, assessment, protection, missing, who is allocated.

Codes that imply a disability, immigration status or religion are never passed on. A declined offer raises nothing;
a contact that services had to make and did not is `statutory_contact_missed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from records.connectors import ssd_tables as ssd
from records.delivery import Feed
from records.kinds import code_list
from records.validate import Sieve

INTERVIEW_DUE_DAYS = 3  # a return interview is due within 72 hours of return: statutory guidance on missing children
SILENT_NEEDS = ("N2", "N3")  # primary needs that imply a disability
NEEDS_MET = r"needs met|\bmet\b"

Sieves = dict[str, Sieve]


def events(feed: Feed, sieves: Sieves) -> list[pd.DataFrame]:
    """Event rows of every table here that was delivered."""
    readers = {
        ssd.CONTACTS: _contacts,
        ssd.EARLY_HELP: _early_help,
        ssd.CIN_EPISODES: _needs,
        ssd.ASSESSMENTS: _not_seen,
        ssd.CIN_PLANS: _plans,
        ssd.S47: _enquiries,
        ssd.CONFERENCES: _late_conferences,
        ssd.CP_PLANS: _protection,
        ssd.MISSING: _missing,
        ssd.INVOLVEMENTS: _allocated,
    }
    came = [(table, read) for table, read in readers.items() if table.name in sieves]
    made = [rows for table, read in came for rows in read(feed, rows_of(sieves, table))]
    return [*made, *_factors(feed, sieves)]


def rows_of(sieves: Sieves, table: ssd.Table) -> pd.DataFrame:
    """A table's rows that stand, with the person's id in `person` where the table holds it."""
    rows = sieves[table.name].rows
    return rows.assign(person=rows[table.person]) if table.person else rows


def spell(feed: Feed, table: ssd.Table, rows: pd.DataFrame, kind: str | pd.Series, **given: Any) -> pd.DataFrame:
    """Spells of `kind` from the table's start to its end."""
    start, end = table.in_order[0]
    return feed.events(rows, table.name, table.key, kind, happened_on=rows[start], ended_on=rows[end], **given)


def _contacts(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield feed.events(
        rows,
        ssd.CONTACTS.name,
        ssd.CONTACTS.key,
        "contact",
        happened_on=rows["cont_contact_date"],
        code=rows["cont_contact_source_code"],
    )


def _early_help(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield spell(feed, ssd.EARLY_HELP, rows, "early_help")
    reason = rows["earl_episode_end_reason"]
    met = reason.str.contains(NEEDS_MET, case=False, na=False) & ~reason.str.contains(r"\bnot\b", case=False, na=False)
    met_rows = rows[met & rows["earl_episode_end_date"].notna()]
    kind, ended = "early_help_needs_met", met_rows["earl_episode_end_date"]
    yield feed.events(met_rows, ssd.EARLY_HELP.name, ssd.EARLY_HELP.key, kind, part=kind, happened_on=ended)


def _needs(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    table, referred = ssd.CIN_EPISODES, rows["cine_referral_date"]
    source = rows["cine_referral_source_code"]
    yield feed.events(rows, table.name, table.key, "referral", part="referral", happened_on=referred, code=source)
    taken_on = rows[~rows["cine_referral_nfa"].isin(ssd.YES)]
    need = taken_on["cine_cin_primary_need_code"]
    yield spell(feed, table, taken_on, "child_in_need", code=need.mask(need.isin(SILENT_NEEDS)))


def _not_seen(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    authorised = rows["cina_assessment_auth_date"]
    unseen = rows[rows["cina_assessment_child_seen"].isin(ssd.NO) & authorised.notna()]
    yield _contact_missed(feed, unseen, ssd.ASSESSMENTS, unseen["cina_assessment_auth_date"], "child_not_seen")


def _plans(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield spell(feed, ssd.CIN_PLANS, rows, "child_in_need_plan")


def _enquiries(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield spell(feed, ssd.S47, rows, "section_47_enquiry")


def _late_conferences(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    held, due = rows["icpc_icpc_date"], rows["icpc_icpc_target_date"]
    late = rows[(held > due) & (held <= pd.Timestamp(feed.received_on))]
    missed, recorded = late["icpc_icpc_target_date"], late["icpc_icpc_date"]
    yield _contact_missed(feed, late, ssd.CONFERENCES, missed, "conference", recorded)


def _protection(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The category is the one that the plan began with: the latest would tell an earlier date what came later."""
    yield spell(feed, ssd.CP_PLANS, rows, "protection_plan", code=rows["cppl_cp_plan_initial_category"])


def _missing(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield spell(feed, ssd.MISSING, rows, rows["miss_missing_episode_type"].map(ssd.MISSING_KINDS))
    due = rows["miss_missing_episode_end_date"] + np.timedelta64(INTERVIEW_DUE_DAYS, "D")
    overdue = rows["miss_missing_rhi_offered"].isin(ssd.NO) & (due <= pd.Timestamp(feed.received_on))
    yield _contact_missed(feed, rows[overdue], ssd.MISSING, due[overdue], "return_interview")


def _allocated(feed: Feed, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield spell(feed, ssd.INVOLVEMENTS, rows, "lead_professional", code=rows["invo_professional_role_id"])


def _contact_missed(
    feed: Feed, rows: pd.DataFrame, table: ssd.Table, day: pd.Series, code: str, recorded: pd.Series | None = None
) -> pd.DataFrame:
    kind = "statutory_contact_missed"
    known = day if recorded is None else recorded
    return feed.events(rows, table.name, table.key, kind, part=kind, happened_on=day, recorded=known, code=code)


def _factors(feed: Feed, sieves: Sieves) -> Iterator[pd.DataFrame]:
    if ssd.FACTORS.name not in sieves or ssd.ASSESSMENTS.name not in sieves:
        return
    sieve, assessed = sieves[ssd.FACTORS.name], rows_of(sieves, ssd.ASSESSMENTS).set_index(ssd.ASSESSMENTS.key)
    sieve.refuse_unknown("cinf_assessment_id", assessed.index.to_series(), f"{ssd.ASSESSMENTS.name}.csv")
    found = sieve.rows["cinf_assessment_factors_json"].map(_codes_by_text(sieve.rows))
    sieve.refuse(found.isna(), "cinf_assessment_factors_json", "must be a JSON list of assessment factor codes")
    rows = sieve.rows.assign(factor=found[found.notna()].to_numpy()).explode("factor")
    rows = rows[rows["factor"].isin(KIND_OF)].drop_duplicates([ssd.FACTORS.key, "factor"]).reset_index(drop=True)
    about = assessed.loc[rows["cinf_assessment_id"]].reset_index(drop=True)
    rows = rows.assign(person=about["person"], native=rows[ssd.FACTORS.key] + "#" + rows["factor"])
    made_on = about["cina_assessment_auth_date"].fillna(about["cina_assessment_start_date"])
    yield feed.events(
        rows, ssd.FACTORS.name, "native", rows["factor"].map(KIND_OF), happened_on=made_on, code=rows["factor"]
    )


FACTOR_LIST = code_list("assessment_factors.csv")
FACTORS = frozenset(row["factor"] for row in FACTOR_LIST)
KIND_OF = {row["factor"]: row["kind"] for row in FACTOR_LIST if row["kind"]}


def _codes_by_text(rows: pd.DataFrame) -> dict[str, list[str] | None]:
    return {text: _codes(text) for text in rows["cinf_assessment_factors_json"].unique()}


def _codes(text: str) -> list[str] | None:
    """The factor codes in a JSON list, or in a JSON object of codes and whether each was found; None for any other."""
    try:
        given = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    if isinstance(given, dict):
        given = [code for code, found in given.items() if found in (True, 1, *ssd.YES)]
    if not isinstance(given, list) or not all(isinstance(code, str) and code in FACTORS for code in given):
        return None
    return given
