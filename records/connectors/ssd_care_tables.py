"""The tables of the Standard Safeguarding Dataset about time in care and after it, and what each column must hold."""

from __future__ import annotations

from records.connectors.ssd_tables import YES_NO, Table, day_of, end_of, id_of, spell_of
from records.kinds import words_of
from records.validate import Column

FURTHEST = 1000  # miles: no placement in these islands is further
MOST_SDQ = 40  # the highest total of the questionnaire

EPISODE_START, EPISODE_END, ENTERED = (
    "clae_cla_episode_start_date",
    "clae_cla_episode_ceased_date",
    "clae_entered_care_date",
)
CLA_EPISODES = Table(
    "ssd_cla_episodes",
    (
        id_of("clae_cla_episode_id"),
        id_of("clae_person_id"),
        day_of(EPISODE_START),
        end_of(EPISODE_END),
        day_of(ENTERED),
        Column("clae_cla_id", "id"),
        Column("clae_cla_episode_ceased_reason", optional=True),
    ),
    "clae_cla_episode_id",
    ((EPISODE_START, EPISODE_END), (ENTERED, EPISODE_END)),
    "clae_person_id",
)
PLACEMENTS = Table(
    "ssd_cla_placement",
    (
        id_of("clap_cla_placement_id"),
        id_of("clap_cla_id"),
        day_of("clap_cla_placement_start_date"),
        end_of("clap_cla_placement_end_date"),
        Column("clap_cla_placement_type", words=words_of("placement_types.csv", "code")),
        Column("clap_cla_placement_distance", "number", at_least=0, at_most=FURTHEST),
    ),
    "clap_cla_placement_id",
    (("clap_cla_placement_start_date", "clap_cla_placement_end_date"),),
)
LEGAL_STATUS = spell_of(
    "ssd_legal_status",
    "lega_legal_status_id",
    "lega_person_id",
    "lega_legal_status_start_date",
    "lega_legal_status_end_date",
    Column("lega_legal_status", required=True, words=words_of("legal_statuses.csv", "code")),
)
CONVICTIONS = Table(
    "ssd_cla_convictions",
    (id_of("clac_cla_conviction_id"), id_of("clac_person_id"), day_of("clac_cla_conviction_date")),
    "clac_cla_conviction_id",
    person="clac_person_id",
)
SUBSTANCES = Table(
    "ssd_cla_substance_misuse",
    (
        id_of("clas_substance_misuse_id"),
        id_of("clas_person_id"),
        day_of("clas_substance_misuse_date"),
        Column("clas_substance_misused"),
        Column("clas_intervention_received", words=YES_NO),
    ),
    "clas_substance_misuse_id",
    person="clas_person_id",
)
SDQ_SCORES = Table(
    "ssd_sdq_scores",
    (
        id_of("csdq_table_id"),
        id_of("csdq_person_id"),
        day_of("csdq_sdq_completed_date", required=False),
        Column("csdq_sdq_score", "number", at_least=0, at_most=MOST_SDQ),
    ),
    "csdq_table_id",
    person="csdq_person_id",
)
CARE_LEAVERS = Table(
    "ssd_care_leavers",
    (
        id_of("clea_table_id"),
        id_of("clea_person_id"),
        day_of("clea_care_leaver_latest_contact", required=False),
        day_of("clea_pathway_plan_review_date", required=False),
        Column("clea_care_leaver_in_touch"),
        Column("clea_care_leaver_accommodation", words=words_of("care_leavers.csv", "code", column="home")),
        Column("clea_care_leaver_accom_suitable", words=YES_NO | {"2", "Suitable", "Unsuitable"}),
        Column("clea_care_leaver_activity", words=words_of("care_leavers.csv", "code", column="activity")),
    ),
    "clea_table_id",
    person="clea_person_id",
)
