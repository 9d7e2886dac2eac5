"""What is going well, and who is already there."""

STRENGTHS = """
kind                 | happened_on | known_on   | ended_on   | ended_known_on
good_attendance      | 2023-12-20  | 2024-01-31 |            |
good_attendance      | 2024-03-28  | 2024-05-01 |            |
early_help           | 2023-01-09  | 2023-01-20 | 2023-06-30 | 2023-07-14
early_help_needs_met | 2023-06-30  | 2023-07-14 |            |
lead_professional    | 2024-01-01  | 2024-01-10 | 2024-03-01 | 2024-03-10
lead_professional    | 2024-02-01  | 2024-02-10 | 2024-04-01 | 2024-04-10
"""


def test_good_attendance_terms_year(spec):
    spec("good_attendance_terms_year", STRENGTHS, {"2024-01-31": 0, "2024-02-01": 1, "2024-05-02": 2, "2024-12-20": 1})


def test_early_help_needs_met_three_years(spec):
    spec("early_help_needs_met_three_years", STRENGTHS, {"2023-07-14": 0, "2023-07-15": 1, "2026-06-30": 0})


def test_early_help_now(spec):
    spec("early_help_now", STRENGTHS, {"2023-01-20": 0, "2023-01-21": 1, "2023-07-14": 1, "2023-07-15": 0})


def test_lead_professional_now(spec):
    spec("lead_professional_now", STRENGTHS, {"2024-01-10": 0, "2024-02-11": 1, "2024-04-10": 1, "2024-04-11": 0})


def test_lead_professional_days_year(spec):
    """The two overlap in February: their union is January to March, 91 days of a leap year."""
    spec("lead_professional_days_year", STRENGTHS, {"2024-01-11": 10, "2024-05-01": 91, "2025-01-02": 89})


def test_good_attendance_terms_three_years(spec):
    spec("good_attendance_terms_three_years", STRENGTHS, {"2024-02-01": 1, "2024-05-02": 2, "2026-12-20": 1})


def test_good_attendance_trend(spec):
    spec("good_attendance_trend", STRENGTHS, {"2024-05-02": 2, "2024-12-20": 0, "2025-03-29": -2})


IMPROVED = """
kind                | happened_on | known_on
attendance_improved | 2023-07-20  | 2023-09-01
attendance_improved | 2024-03-28  | 2024-05-01
"""


def test_attendance_improved_year(spec):
    spec("attendance_improved_year", IMPROVED, {"2023-09-01": 0, "2023-09-02": 1, "2024-05-02": 2, "2024-07-20": 1})


def test_attendance_improved_three_years(spec):
    spec("attendance_improved_three_years", IMPROVED, {"2023-09-01": 0, "2023-09-02": 1, "2027-03-29": 0})
