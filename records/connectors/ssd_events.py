"""The Standard Safeguarding Dataset's tables outside care, in the plain names that `facts_of_need` tells them by."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from records.connectors import facts_of_need as facts
from records.connectors import ssd_tables as ssd
from records.delivery import Feed
from records.validate import Sieve

NEEDS_MET = r"^\s*met\W*$|\b(?:needs?|goals?|outcomes?|objectives?)\b.*\bmet\b"  # never a threshold, of a step up
NOT_ALL_MET = r"\b(?:not|no|un\w*|some|few|part\w*|most\w*)\b"

Sieves = dict[str, Sieve]


def events(feed: Feed, sieves: Sieves) -> list[pd.DataFrame]:
    """Event rows of every table here that was delivered."""
    readers = {
        ssd.CONTACTS: _contacts,
        ssd.EARLY_HELP: _early_help,
        ssd.CIN_EPISODES: _needs,
        ssd.ASSESSMENTS: _assessments,
        ssd.CIN_PLANS: _plans,
        ssd.S47: _enquiries,
        ssd.CONFERENCES: _conferences,
        ssd.CP_PLANS: _protection,
        ssd.MISSING: _missing,
        ssd.INVOLVEMENTS: _allocated,
    }
    came = [(table, read) for table, read in readers.items() if table.name in sieves]
    made = [rows for table, read in came for rows in read(feed, table.name, rows_of(sieves, table))]
    return [*made, *_factors(feed, sieves)]


def rows_of(sieves: Sieves, table: ssd.Table) -> pd.DataFrame:
    """A table's rows that stand, with their id in `native`, and where the table holds them the person's id in `person`
    and the days of a spell in `start` and `end`."""
    rows = sieves[table.name].rows
    named = {"native": rows[table.key], **({"person": rows[table.person]} if table.person else {})}
    if table.in_order:
        start, end = table.in_order[0]
        named |= {"start": rows[start], "end": rows[end]}
    return rows.assign(**named)


def _contacts(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    said = rows.assign(on=rows["cont_contact_date"], source=rows["cont_contact_source_code"])
    return facts.contacts(feed, table, said)


def _early_help(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    reason = rows["earl_episode_end_reason"]
    met = reason.str.contains(NEEDS_MET, case=False, na=False) & ~reason.str.contains(NOT_ALL_MET, case=False, na=False)
    return facts.early_help(feed, table, rows.assign(met=met))


def _needs(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    said = rows.assign(source=rows["cine_referral_source_code"], need=rows["cine_cin_primary_need_code"])
    yield from facts.referrals(feed, table, said)
    yield from facts.needs(feed, table, said[~said["cine_referral_nfa"].isin(ssd.YES)])


def _assessments(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.assessments(feed, table, rows.assign(unseen=rows["cina_assessment_child_seen"].isin(ssd.NO)))


def _plans(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.spells(feed, table, rows, "child_in_need_plan")


def _enquiries(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.enquiries(feed, table, rows)


def _conferences(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.conferences(feed, table, rows.assign(held=rows["icpc_icpc_date"], due=rows["icpc_icpc_target_date"]))


def _protection(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.protection(feed, table, rows.assign(category=rows["cppl_cp_plan_initial_category"]))


def _missing(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    said = rows.assign(
        type=rows["miss_missing_episode_type"],
        not_offered=rows["miss_missing_rhi_offered"].isin(ssd.NO),
        accepted=rows["miss_missing_rhi_accepted"].isin(ssd.YES),
    )
    return facts.missing(feed, table, said)


def _allocated(feed: Feed, table: str, rows: pd.DataFrame) -> facts.Facts:
    return facts.spells(feed, table, rows, "lead_professional", code=rows["invo_professional_role_id"])


def _factors(feed: Feed, sieves: Sieves) -> Iterator[pd.DataFrame]:
    if ssd.FACTORS.name not in sieves or ssd.ASSESSMENTS.name not in sieves:
        return
    sieve, assessed = sieves[ssd.FACTORS.name], rows_of(sieves, ssd.ASSESSMENTS).set_index("native")
    sieve.refuse_unknown("cinf_assessment_id", assessed.index.to_series(), f"{ssd.ASSESSMENTS.name}.csv")
    found = sieve.rows["cinf_assessment_factors_json"].map(_codes_by_text(sieve.rows))
    sieve.refuse(found.isna(), "cinf_assessment_factors_json", "must be a JSON list of assessment factor codes")
    rows = rows_of(sieves, ssd.FACTORS).assign(factor=found[found.notna()].to_numpy())
    about = assessed.loc[rows["cinf_assessment_id"], ["person", "start", "end"]].reset_index(drop=True)
    rows = pd.concat([rows[["native", "factor"]], about], axis=1).explode("factor").reset_index(drop=True)
    yield from facts.factors(feed, ssd.FACTORS.name, rows)


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
    if not isinstance(given, list) or not all(isinstance(code, str) and code in facts.FACTORS for code in given):
        return None
    return given
