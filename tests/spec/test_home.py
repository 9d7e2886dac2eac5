"""Moves away from familiar networks, and hidden harm at home."""

MOVES = """
kind                 | happened_on | known_on   | ended_on   | ended_known_on
placement_move       | 2022-02-01  | 2022-02-10 |            |
placement_move       | 2024-01-15  | 2024-01-20 |            |
placement_move       | 2024-02-15  | 2024-02-20 |            |
placed_far_from_home | 2022-02-01  | 2022-02-10 | 2022-02-21 | 2022-03-01
placed_far_from_home | 2024-02-15  | 2024-02-20 | 2024-12-31 | 2024-02-20
"""
HIDDEN = """
kind                    | happened_on | known_on   | role      | status
domestic_abuse_incident | 2022-03-01  | 2022-03-02 | concerned | recorded
domestic_abuse_incident | 2024-03-01  | 2024-03-02 | witness   | recorded
domestic_abuse_incident | 2024-04-01  | 2024-04-02 | concerned | no_further_action
domestic_abuse_concern  | 2024-05-01  | 2024-06-15 | concerned | recorded
family_concern          | 2024-05-01  | 2024-06-15 | concerned | recorded
family_concern          | 2021-06-16  | 2021-07-01 | concerned | recorded
"""


def test_placement_moves_year(spec):
    spec("placement_moves_year", MOVES, {"2022-02-11": 1, "2024-01-21": 1, "2024-02-21": 2, "2025-01-15": 1})


def test_placement_moves_three_years(spec):
    spec("placement_moves_three_years", MOVES, {"2022-02-10": 0, "2024-03-01": 3, "2025-02-01": 2})


def test_placement_move_days_since(spec):
    spec("placement_move_days_since", MOVES, {"2022-02-10": None, "2024-02-20": 36, "2024-02-21": 6})


def test_placed_far_from_home_now(spec):
    """The planned end of December is known in February and has not come."""
    spec("placed_far_from_home_now", MOVES, {"2022-03-01": 1, "2022-03-02": 0, "2024-02-21": 1, "2025-01-01": 0})


def test_placed_far_from_home_days_year(spec):
    spec("placed_far_from_home_days_year", MOVES, {"2022-03-01": 28, "2022-03-02": 20, "2024-03-01": 15})


def test_domestic_abuse_incidents_year(spec):
    spec("domestic_abuse_incidents_year", HIDDEN, {"2022-03-03": 1, "2024-03-03": 1, "2024-04-03": 2})


def test_domestic_abuse_incidents_three_years(spec):
    spec("domestic_abuse_incidents_three_years", HIDDEN, {"2024-04-03": 3, "2025-02-28": 3, "2025-03-01": 2})


def test_domestic_abuse_days_since(spec):
    spec("domestic_abuse_days_since", HIDDEN, {"2022-03-02": None, "2024-06-15": 75, "2024-06-16": 46})


def test_domestic_abuse_concern_two_years(spec):
    spec("domestic_abuse_concern_two_years", HIDDEN, {"2024-06-15": 0, "2024-06-16": 1, "2026-05-02": 0})


def test_family_concern_three_years(spec):
    spec("family_concern_three_years", HIDDEN, {"2021-07-02": 1, "2024-06-15": 1, "2024-06-16": 1, "2024-05-02": 1})


def test_placement_types_three_years(spec):
    records = """
    kind      | happened_on | code | ended_on
    placement | 2021-02-01  | U4   | 2022-02-01
    placement | 2022-02-01  | K2   | 2023-02-01
    placement | 2023-02-01  | U4   | 2024-02-01
    placement | 2024-02-01  |      |
    """
    spec("placement_types_three_years", records, {"2021-02-02": 1, "2022-02-02": 2, "2024-02-02": 2, "2025-02-01": 1})


def test_school_notices_three_years(spec):
    records = """
    kind          | happened_on | known_on
    school_notice | 2023-02-01  | 2023-02-02
    school_notice | 2024-02-01  | 2024-02-02
    """
    spec("school_notices_three_years", records, {"2023-02-02": 0, "2024-02-03": 2, "2026-02-01": 1})


def test_young_carer_concern_two_years(spec):
    records = """
    kind                | happened_on | known_on
    young_carer_concern | 2023-02-01  | 2023-03-01
    """
    spec("young_carer_concern_two_years", records, {"2023-03-01": 0, "2023-03-02": 1, "2025-02-01": 0})


def test_address_changes_two_years(spec):
    records = """
    kind           | happened_on | known_on
    address_change | 2023-02-01  | 2023-03-01
    address_change | 2024-02-01  | 2024-03-01
    """
    spec("address_changes_two_years", records, {"2023-03-01": 0, "2024-03-02": 2, "2025-02-01": 1})
