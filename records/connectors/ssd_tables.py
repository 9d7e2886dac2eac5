"""The tables of the Standard Safeguarding Dataset that are read, and what each column must hold.

Names are the dataset's own (shared data, ssd/tables.csv). Names of people, addresses, pupil and NHS numbers are read
for linkage alone; time in care has its tables in `ssd_care_tables`.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.connectors.facts_of_need import MISSING_KINDS
from records.validate import Column

YES_NO = frozenset(("Y", "N", "Yes", "No", "1", "0", "U", "Unknown"))
YES, NO = ("Y", "Yes", "1"), ("N", "No", "0")


@dataclass(frozen=True)
class Table:
    """One table: its name, its columns, its key, and pairs of dates of which the second must not come first."""

    name: str
    columns: tuple[Column, ...]
    key: str
    in_order: tuple[tuple[str, str], ...] = ()
    person: str | None = None


def id_of(name: str) -> Column:
    """The column of an id that every row has."""
    return Column(name, "id", required=True)


def day_of(name: str, required: bool = True, may_be_planned: bool = False) -> Column:
    """The column of a day."""
    return Column(name, "day", required, may_be_planned=may_be_planned)


def end_of(name: str) -> Column:
    """The column of the day on which something ended, empty while it goes on."""
    return Column(name, "day")


def spell_of(name: str, key: str, person: str, start: str, end: str, *more: Column) -> Table:
    """A table whose rows begin and end."""
    return Table(name, (id_of(key), id_of(person), day_of(start), end_of(end), *more), key, ((start, end),), person)


PERSON = Table(
    "ssd_person",
    (
        id_of("pers_person_id"),
        Column("pers_sex"),
        Column("pers_gender"),
        Column("pers_ethnicity"),
        Column("pers_dob", "day"),
        Column("pers_death_date", "day"),
        Column("pers_send_flag"),
        Column("pers_forename", optional=True),
        Column("pers_surname", optional=True),
        Column("pers_common_child_id", "id", optional=True),
    ),
    "pers_person_id",
    (("pers_dob", "pers_death_date"),),
)
CONTACTS = Table(
    "ssd_contacts",
    (
        id_of("cont_contact_id"),
        id_of("cont_person_id"),
        day_of("cont_contact_date"),
        Column("cont_contact_source_code"),
    ),
    "cont_contact_id",
    person="cont_person_id",
)
EARLY_HELP = spell_of(
    "ssd_early_help_episodes",
    "earl_episode_id",
    "earl_person_id",
    "earl_episode_start_date",
    "earl_episode_end_date",
    Column("earl_episode_end_reason"),
)
CIN_EPISODES = spell_of(
    "ssd_cin_episodes",
    "cine_referral_id",
    "cine_person_id",
    "cine_referral_date",
    "cine_close_date",
    Column("cine_cin_primary_need_code"),
    Column("cine_referral_source_code"),
    Column("cine_referral_nfa", words=YES_NO),
)
ASSESSMENTS = spell_of(
    "ssd_cin_assessments",
    "cina_assessment_id",
    "cina_person_id",
    "cina_assessment_start_date",
    "cina_assessment_auth_date",
    Column("cina_assessment_child_seen", words=YES_NO),
)
FACTORS = Table(
    "ssd_assessment_factors",
    (id_of("cinf_table_id"), id_of("cinf_assessment_id"), Column("cinf_assessment_factors_json", required=True)),
    "cinf_table_id",
)
CIN_PLANS = spell_of(
    "ssd_cin_plans", "cinp_cin_plan_id", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"
)
S47 = spell_of("ssd_s47_enquiry", "s47e_s47_enquiry_id", "s47e_person_id", "s47e_s47_start_date", "s47e_s47_end_date")
CONFERENCES = Table(
    "ssd_initial_cp_conference",
    (
        id_of("icpc_icpc_id"),
        id_of("icpc_person_id"),
        day_of("icpc_icpc_target_date", required=False, may_be_planned=True),
        day_of("icpc_icpc_date", required=False, may_be_planned=True),
    ),
    "icpc_icpc_id",
    person="icpc_person_id",
)
CP_PLANS = spell_of(
    "ssd_cp_plans",
    "cppl_cp_plan_id",
    "cppl_person_id",
    "cppl_cp_plan_start_date",
    "cppl_cp_plan_end_date",
    Column("cppl_cp_plan_initial_category"),
)
MISSING = spell_of(
    "ssd_missing",
    "miss_table_id",
    "miss_person_id",
    "miss_missing_episode_start_date",
    "miss_missing_episode_end_date",
    Column("miss_missing_episode_type", required=True, words=frozenset(MISSING_KINDS)),
    Column("miss_missing_rhi_offered", words=YES_NO),
    Column("miss_missing_rhi_accepted", words=YES_NO),
)
INVOLVEMENTS = spell_of(
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
        id_of("link_table_id"),
        id_of("link_person_id"),
        Column("link_identifier_type", required=True),
        Column("link_identifier_value", "id", required=True),
    ),
    "link_table_id",
    person="link_person_id",
)
DISABILITY = Table(
    "ssd_disability",
    (id_of("disa_table_id"), id_of("disa_person_id"), Column("disa_disability_code", required=True)),
    "disa_table_id",
    person="disa_person_id",
)
SEND = Table(
    "ssd_send",
    (id_of("send_table_id"), id_of("send_person_id"), Column("send_upn", "id")),
    "send_table_id",
    person="send_person_id",
)
IMMIGRATION = Table(
    "ssd_immigration_status",
    (id_of("immi_immigration_status_id"), id_of("immi_person_id"), Column("immi_immigration_status")),
    "immi_immigration_status_id",
    person="immi_person_id",
)
ADDRESS = spell_of(
    "ssd_address",
    "addr_table_id",
    "addr_person_id",
    "addr_address_start_date",
    "addr_address_end_date",
    Column("addr_address_json"),
    Column("addr_address_type"),
    Column("addr_address_postcode"),
)
FAMILY = Table(
    "ssd_family",
    (id_of("fami_table_id"), id_of("fami_family_id"), id_of("fami_person_id")),
    "fami_table_id",
    person="fami_person_id",
)
