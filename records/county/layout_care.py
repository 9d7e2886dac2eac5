"""The columns of social care's tables about time in care, what follows it, and what is protected, as published."""

from __future__ import annotations

CARE = {
    table: tuple(columns.split())
    for table, columns in {
        "ssd_legal_status": (
            "lega_legal_status_id lega_person_id lega_legal_status lega_legal_status_start_date "
            "lega_legal_status_end_date"
        ),
        "ssd_cla_convictions": (
            "clac_cla_conviction_id clac_person_id clac_cla_conviction_date clac_cla_conviction_offence"
        ),
        "ssd_cla_substance_misuse": (
            "clas_substance_misuse_id clas_person_id clas_substance_misuse_date clas_substance_misused "
            "clas_intervention_received"
        ),
        "ssd_sdq_scores": "csdq_table_id csdq_person_id csdq_sdq_completed_date csdq_sdq_reason csdq_sdq_score",
        "ssd_care_leavers": (
            "clea_table_id clea_person_id clea_care_leaver_eligibility clea_care_leaver_in_touch "
            "clea_care_leaver_latest_contact clea_care_leaver_accommodation clea_care_leaver_accom_suitable "
            "clea_care_leaver_activity clea_pathway_plan_review_date clea_care_leaver_personal_advisor "
            "clea_care_leaver_allocated_team clea_care_leaver_worker_id"
        ),
        "ssd_immigration_status": (
            "immi_person_id immi_immigration_status_id immi_immigration_status immi_immigration_status_start_date "
            "immi_immigration_status_end_date"
        ),
        "ssd_ehcp_active_plans": ("ehcp_active_ehcp_id ehcp_ehcp_request_id ehcp_active_ehcp_last_review_date"),
        "ssd_sen_need": "senn_table_id senn_active_ehcp_id senn_active_ehcp_need_type senn_active_ehcp_need_rank",
        "ssd_voice_of_child": (
            "voch_table_id voch_person_id voch_explained_worries voch_story_help_understand voch_agree_worker "
            "voch_plan_safe voch_tablet_help_explain"
        ),
    }.items()
}
