"""Moves between schools and away from mainstream school."""

MOVES = """
kind                  | happened_on | known_on   | ended_on   | ended_known_on
managed_move          | 2022-11-07  | 2022-11-14 |            |
managed_move          | 2023-03-06  | 2023-03-13 |            |
alternative_provision | 2023-05-09  | 2023-05-16 | 2023-07-21 | 2023-07-28
permanent_exclusion   | 2023-09-18  | 2023-09-25 |            |
"""


def test_managed_moves_three_years(spec):
    spec("managed_moves_three_years", MOVES, {"2022-11-14": 0, "2022-11-15": 1, "2023-03-14": 2, "2025-11-07": 1})


def test_alternative_provision_now(spec):
    spec("alternative_provision_now", MOVES, {"2023-05-17": 1, "2023-07-28": 1, "2023-07-29": 0})


def test_alternative_provision_days_two_years(spec):
    spec("alternative_provision_days_two_years", MOVES, {"2023-05-17": 8, "2023-07-29": 73, "2025-05-19": 62})


def test_alternative_provision_ever(spec):
    spec("alternative_provision_ever", MOVES, {"2023-05-16": 0, "2023-05-17": 1, "2033-05-17": 1})


def test_school_upheavals_two_years(spec):
    spec("school_upheavals_two_years", MOVES, {"2023-03-14": 1, "2023-05-17": 2, "2023-09-26": 3, "2025-05-10": 1})
