"""The columns of the files of youth justice, housing, navigators and counts, and of those added for school and police.

Each connector's page in docs/feeds says what they mean.
"""

from __future__ import annotations


def _columns(**files: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(columns.split()) for name, columns in files.items()}


SPELL = "start_date end_date recorded_on ended_recorded_on"
WHO = "county_reference forename surname born_on address postcode"

SCHOOL_PLACES = _columns(
    managed_moves="move_id pupil_id moved_on recorded_on",
    alternative_provision=f"placement_id pupil_id type {SPELL}",
    participation=f"spell_id pupil_id activity {SPELL}",
)
POLICE_REPORTS = _columns(
    custody="custody_id nominal_id detained_on recorded_on crime_id",
    nrm="referral_id nominal_id referred_on exploitation recorded_on",
    school_notices="notice_id nominal_id incident_on recorded_on",
    intelligence="report_id nominal_id reported_on recorded_on",
)
YOUTH_JUSTICE = _columns(
    people=f"young_person_id {WHO} school_number nhs_number sex ethnicity area",
    orders=f"order_id young_person_id type {SPELL} end_reason",
    prevention=f"programme_id young_person_id accepted {SPELL} end_reason",
    remand=f"remand_id young_person_id type {SPELL}",
    contacts="contact_id young_person_id order_id due_on result recorded_on",
)
HOUSING = _columns(
    people=f"resident_id {WHO} area",
    moves="move_id resident_id moved_on out_of_area recorded_on",
    temporary_accommodation=f"stay_id resident_id type {SPELL}",
    tenancies=f"tenancy_id resident_id tenure after_homelessness {SPELL}",
)
NAVIGATOR = _columns(
    people=f"patient_id {WHO} nhs_number area",
    referrals=(
        "referral_id patient_id consent referred_on offer support_start support_end recorded_on ended_recorded_on"
    ),
)
COUNTS = ("area", "period", "kind", "n", "recorded_on")
