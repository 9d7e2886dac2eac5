"""Home as housing services see it."""

HOMES = """
kind                    | happened_on | known_on   | ended_on   | ended_known_on
housing_move            | 2021-06-01  | 2021-06-10 |            |
housing_move            | 2024-01-15  | 2024-01-20 |            |
housing_move            | 2024-03-15  | 2024-03-20 |            |
moved_out_of_area       | 2024-01-15  | 2024-01-20 |            |
temporary_accommodation | 2024-01-15  | 2024-01-20 | 2024-03-15 | 2024-04-01
settled_home            | 2024-03-15  | 2024-03-20 |            |
"""


def test_housing_moves_year(spec):
    spec("housing_moves_year", HOMES, {"2024-01-20": 0, "2024-01-21": 1, "2024-03-21": 2, "2025-01-15": 1})


def test_housing_moves_three_years(spec):
    spec("housing_moves_three_years", HOMES, {"2024-03-21": 3, "2024-05-31": 3, "2024-06-01": 2})


def test_moved_out_of_area_two_years(spec):
    spec("moved_out_of_area_two_years", HOMES, {"2024-01-20": 0, "2024-01-21": 1, "2026-01-14": 1, "2026-01-15": 0})


def test_temporary_accommodation_now(spec):
    spec("temporary_accommodation_now", HOMES, {"2024-01-20": 0, "2024-01-21": 1, "2024-04-01": 1, "2024-04-02": 0})


def test_temporary_accommodation_days_year(spec):
    spec("temporary_accommodation_days_year", HOMES, {"2024-01-21": 6, "2024-04-01": 77, "2024-04-02": 60})


def test_settled_home_two_years(spec):
    spec("settled_home_two_years", HOMES, {"2024-03-20": 0, "2024-03-21": 1, "2026-03-16": 0})
