"""The tables of the Standard Safeguarding Dataset that are read, and what each column must hold.

Names are the dataset's own (shared data, ssd/tables.csv). Names of people, addresses and postcodes are never read.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.kinds import words_of
from records.validate import Column

YES_NO = frozenset(("Y", "N", "Yes", "No", "1", "0", "U", "Unknown"))
YES, NO = ("Y", "Yes", "1"), ("N", "No", "0")
MISSING_KINDS = {"M": "missing_episode", "A": "away_without_authorisation"}
FURTHEST = 1000  # miles: no placement in these islands is further


@dataclass(frozen=True)
class Table:
    """One table: its name, its columns, its key, and pairs of dates of which the second must not come first."""

    name: str
    columns: tuple[Column, ...]
    key: str
    in_order: tuple[tuple[str, str], ...] = ()
    person: str | None = None


def _id(name: str) -> Column:
    return Column(name, "id", required=True)


def _day(name: str, required: bool = True, may_be_planned: bool = False) -> Column:
    return Column(name, "day", required, may_be_planned=may_be_planned)


def _end(name: str) -> Column:
    return Column(name, "day")


def _spell(name: str, key: str, person: str, start: str, end: str, *more: Column) -> Table:
    return Table(name, (_id(key), _id(person), _day(start), _end(end), *more), key, ((start, end),), person)


PERSON = Table(
    "ssd_person",
    (
        _id("pers_person_id"),
        Column("pers_sex"),
        Column("pers_gender"),
        Column("pers_ethnicity"),
        Column("pers_dob", "day"),
        Column("pers_death_date", "day"),
        Column("pers_send_flag"),
    ),
    "pers_person_id",
    (("pers_dob", "pers_death_date"),),
)
CONTACTS = Table(
    "ssd_contacts",
    (_id("cont_contact_id"), _id("cont_person_id"), _day("cont_contact_date"), Column("cont_contact_source_code")),
    "cont_contact_id",
    person="cont_person_id",
)
EARLY_HELP = _spell(
    "ssd_early_help_episodes",
    "earl_episode_id",
    "earl_person_id",
    "earl_episode_start_date",
    "earl_episode_end_date",
    Column("earl_episode_end_reason"),
)
CIN_EPISODES = _spell(
    "ssd_cin_episodes",
    "cine_referral_id",
    "cine_person_id",
    "cine_referral_date",
    "cine_close_date",
    Column("cine_cin_primary_need_code"),
    Column("cine_referral_source_code"),
    Column("cine_referral_nfa", words=YES_NO),
)
ASSESSMENTS = _spell(
    "ssd_cin_assessments",
    "cina_assessment_id",
    "cina_person_id",
    "cina_assessment_start_date",
    "cina_assessment_auth_date",
    Column("cina_assessment_child_seen", words=YES_NO),
)
FACTORS = Table(
    "ssd_assessment_factors",
    (_id("cinf_table_id"), _id("cinf_assessment_id"), Column("cinf_assessment_factors_json", required=True)),
    "cinf_table_id",
)
CIN_PLANS = _spell(
    "ssd_cin_plans", "cinp_cin_plan_id", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"
)
S47 = _spell("ssd_s47_enquiry", "s47e_s47_enquiry_id", "s47e_person_id", "s47e_s47_start_date", "s47e_s47_end_date")
CONFERENCES = Table(
    "ssd_initial_cp_conference",
    (
        _id("icpc_icpc_id"),
        _id("icpc_person_id"),
        _day("icpc_icpc_target_date", required=False, may_be_planned=True),
        _day("icpc_icpc_date", required=False, may_be_planned=True),
    ),
    "icpc_icpc_id",
    person="icpc_person_id",
)
CP_PLANS = _spell(
    "ssd_cp_plans",
    "cppl_cp_plan_id",
    "cppl_person_id",
    "cppl_cp_plan_start_date",
    "cppl_cp_plan_end_date",
    Column("cppl_cp_plan_initial_category"),
)
EPISODE_START, EPISODE_END, ENTERED = (
    "clae_cla_episode_start_date",
    "clae_cla_episode_ceased_date",
    "clae_entered_care_date",
)
CLA_EPISODES = Table(
    "ssd_cla_episodes",
    (
        _id("clae_cla_episode_id"),
        _id("clae_person_id"),
        _day(EPISODE_START),
        _end(EPISODE_END),
        _day(ENTERED),
        Column("clae_cla_id", "id"),
    ),
    "clae_cla_episode_id",
    ((EPISODE_START, EPISODE_END), (ENTERED, EPISODE_END)),
    "clae_person_id",
)
PLACEMENTS = Table(
    "ssd_cla_placement",
    (
        _id("clap_cla_placement_id"),
        _id("clap_cla_id"),
        _day("clap_cla_placement_start_date"),
        _end("clap_cla_placement_end_date"),
        Column("clap_cla_placement_type", words=words_of("placement_types.csv", "code")),
        Column("clap_cla_placement_distance", "number", at_least=0, at_most=FURTHEST),
    ),
    "clap_cla_placement_id",
    (("clap_cla_placement_start_date", "clap_cla_placement_end_date"),),
)
MISSING = _spell(
    "ssd_missing",
    "miss_table_id",
    "miss_person_id",
    "miss_missing_episode_start_date",
    "miss_missing_episode_end_date",
    Column("miss_missing_episode_type", required=True, words=frozenset(MISSING_KINDS)),
    Column("miss_missing_rhi_offered", words=YES_NO),
    Column("miss_missing_rhi_accepted", words=YES_NO),
)
INVOLVEMENTS = _spell(
    "ssd_involvements",
    "invo_involvements_id",
    "invo_person_id",
    "invo_involvement_start_date",
    "invo_involvement_end_date",
    Column("invo_professional_role_id"),
)
IDENTIFIERS = Table(
    "ssd_linked_identifiers",
    (
        _id("link_table_id"),
        _id("link_person_id"),
        Column("link_identifier_type", required=True),
        Column("link_identifier_value", "id", required=True),
    ),
    "link_table_id",
    person="link_person_id",
)
DISABILITY = Table(
    "ssd_disability",
    (_id("disa_table_id"), _id("disa_person_id"), Column("disa_disability_code", required=True)),
    "disa_table_id",
    person="disa_person_id",
)
OUTSIDE_CARE = (CONTACTS, EARLY_HELP, CIN_EPISODES, ASSESSMENTS, FACTORS, CIN_PLANS, S47, CONFERENCES, CP_PLANS)
EVENT_TABLES = (*OUTSIDE_CARE, CLA_EPISODES, PLACEMENTS, MISSING, INVOLVEMENTS)
TABLES = (PERSON, *EVENT_TABLES, IDENTIFIERS, DISABILITY)
