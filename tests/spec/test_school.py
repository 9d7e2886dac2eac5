"""Suspensions, permanent exclusion and absence."""

import pytest

# Two sessions for disruption, ten for assault on a pupil, one of unknown length, three over a weapon and withdrawn
# on appeal, which the partnership learns on 1 August.
SCHOOL = """
kind                | happened_on | known_on   | code | amount | superseded_on
suspension          | 2021-10-01  | 2021-10-20 | DB   | 2      |
suspension          | 2024-01-10  | 2024-01-31 | PP   | 10     |
suspension          | 2024-05-10  | 2024-05-31 | DB   |        |
suspension          | 2024-07-01  | 2024-07-15 | OW   | 3      | 2024-08-01
permanent_exclusion | 2024-07-01  | 2024-07-20 | OW   |        |
persistent_absence  | 2022-12-20  | 2023-02-01 |      | 0.2    |
persistent_absence  | 2023-12-20  | 2024-02-01 |      | 0.6    |
severe_absence      | 2023-12-20  | 2024-02-01 |      | 0.6    |
"""


def test_suspensions_half_year(spec):
    spec("suspensions_half_year", SCHOOL, {"2024-01-31": 0, "2024-02-01": 1, "2024-07-10": 2, "2024-07-11": 1})


def test_suspensions_year(spec):
    spec("suspensions_year", SCHOOL, {"2021-10-21": 1, "2024-08-01": 3, "2024-08-02": 2, "2025-01-10": 1})


def test_suspensions_three_years(spec):
    spec("suspensions_three_years", SCHOOL, {"2024-08-02": 3, "2024-09-30": 3, "2024-10-01": 2})


def test_suspensions_decayed(spec):
    """182 days after the assault, and 61 after the one in May, with the oldest all but gone."""
    expected = 0.5 ** (1013 / 182) + 0.5 + 0.5 ** (61 / 182)
    spec("suspensions_decayed", SCHOOL, {"2021-10-01": 0, "2024-07-10": pytest.approx(expected)})


def test_suspensions_trend(spec):
    spec("suspensions_trend", SCHOOL, {"2021-10-21": 1, "2024-07-11": 0, "2024-08-01": 1, "2024-08-02": 0})


def test_suspension_days_since(spec):
    spec("suspension_days_since", SCHOOL, {"2021-10-20": None, "2024-07-16": 15, "2024-08-02": 84})


def test_suspension_sessions_year(spec):
    spec("suspension_sessions_year", SCHOOL, {"2021-10-21": 2, "2024-06-01": 10, "2024-08-01": 13, "2024-08-02": 10})


def test_suspension_sessions_decayed(spec):
    """A year halves: two sessions after 365 days are one; ten are five, and what is left of the older two."""
    spec("suspension_sessions_decayed", SCHOOL, {"2022-10-01": 1, "2025-01-09": 2 * 0.5 ** (1196 / 365) + 5})


def test_suspensions_assault_two_years(spec):
    spec("suspensions_assault_two_years", SCHOOL, {"2024-01-31": 0, "2024-07-20": 1, "2026-01-10": 0})


REASONS = """
kind                | happened_on | known_on   | code
suspension          | 2022-01-10  | 2022-01-20 | VA
suspension          | 2022-03-10  | 2022-03-20 | VP
suspension          | 2022-05-10  | 2022-05-20 | DA
suspension          | 2022-06-10  | 2022-06-20 | DA
suspension          | 2022-07-10  | 2022-07-20 |
permanent_exclusion | 2022-09-10  | 2022-09-20 | DA
"""


def test_suspensions_threats_two_years(spec):
    expected = {"2022-01-20": 0, "2022-01-21": 1, "2022-03-21": 2, "2024-01-11": 1}
    spec("suspensions_threats_two_years", REASONS, expected)


def test_suspensions_drugs_alcohol_two_years(spec):
    """Twice for the same; an exclusion is counted elsewhere."""
    expected = {"2022-05-20": 0, "2022-06-21": 2, "2022-10-01": 2, "2024-06-10": 0}
    spec("suspensions_drugs_alcohol_two_years", REASONS, expected)


def test_suspension_reasons_three_years(spec):
    """The same reason again is one, an unknown one is none."""
    expected = {"2022-03-21": 2, "2022-05-21": 3, "2022-10-01": 3, "2025-01-11": 2}
    spec("suspension_reasons_three_years", REASONS, expected)


def test_suspension_weapon_three_years(spec):
    spec("suspension_weapon_three_years", SCHOOL, {"2024-07-15": 0, "2024-07-16": 1, "2024-08-02": 0})


def test_suspension_ever(spec):
    spec("suspension_ever", SCHOOL, {"2021-10-20": 0, "2021-10-21": 1, "2034-07-21": 1})


def test_permanent_exclusion_ever(spec):
    spec("permanent_exclusion_ever", SCHOOL, {"2024-07-20": 0, "2024-07-21": 1, "2034-07-21": 1})


def test_permanent_exclusion_days_since(spec):
    spec("permanent_exclusion_days_since", SCHOOL, {"2024-07-20": None, "2024-07-21": 20})


def test_persistent_absence_two_years(spec):
    spec("persistent_absence_two_years", SCHOOL, {"2023-02-02": 1, "2024-02-02": 2, "2024-12-20": 1})


def test_persistent_absence_ever(spec):
    spec("persistent_absence_ever", SCHOOL, {"2023-02-01": 0, "2023-02-02": 1, "2034-07-21": 1})


def test_severe_absence_two_years(spec):
    spec("severe_absence_two_years", SCHOOL, {"2024-02-01": 0, "2024-02-02": 1, "2025-12-20": 0})
