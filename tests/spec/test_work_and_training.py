"""After school."""

AFTER_SCHOOL = """
kind                     | happened_on | known_on   | ended_on   | ended_known_on
not_in_education         | 2023-09-01  | 2023-10-15 | 2024-01-08 | 2024-02-01
in_education_or_training | 2024-01-08  | 2024-02-01 | 2024-06-30 | 2024-07-15
not_in_education         | 2024-06-30  | 2024-07-15 |            |
"""


def test_not_in_education_now(spec):
    spec("not_in_education_now", AFTER_SCHOOL, {"2023-10-15": 0, "2023-10-16": 1, "2024-02-02": 0, "2024-07-16": 1})


def test_not_in_education_days_two_years(spec):
    spec("not_in_education_days_two_years", AFTER_SCHOOL, {"2024-02-01": 153, "2024-02-02": 129, "2024-07-16": 145})


def test_not_in_education_spells_three_years(spec):
    spec("not_in_education_spells_three_years", AFTER_SCHOOL, {"2023-10-16": 1, "2024-07-16": 2, "2026-09-01": 1})


def test_in_education_or_training_now(spec):
    spec("in_education_or_training_now", AFTER_SCHOOL, {"2024-02-01": 0, "2024-02-02": 1, "2024-07-16": 0})


def test_in_education_or_training_days_year(spec):
    spec("in_education_or_training_days_year", AFTER_SCHOOL, {"2024-02-02": 25, "2024-07-16": 174})


# What the personal adviser told at a birthday: a state on that day, not a spell.
AFTER_CARE = """
kind                         | happened_on | known_on
care_leaver_not_in_education | 2023-05-10  | 2023-06-30
care_leaver_in_education     | 2024-05-10  | 2024-06-30
"""


def test_care_leaver_not_in_education_year(spec):
    spec("care_leaver_not_in_education_year", AFTER_CARE, {"2023-06-30": 0, "2023-07-01": 1, "2024-05-10": 0})


def test_care_leaver_in_education_year(spec):
    spec("care_leaver_in_education_year", AFTER_CARE, {"2024-06-30": 0, "2024-07-01": 1, "2025-05-11": 0})
