"""Things that come within 30 days of one another, whichever came first; both must be known."""

WEEKS = """
kind                     | happened_on | known_on   | role      | status
suspension               | 2024-01-10  | 2024-01-17 | concerned | recorded
missing_episode          | 2024-02-09  | 2024-02-09 | concerned | recorded
missing_episode          | 2024-02-10  | 2024-02-10 | concerned | recorded
placement_move           | 2024-03-10  | 2024-03-20 | concerned | recorded
statutory_contact_missed | 2024-02-20  | 2024-02-25 | concerned | recorded
statutory_contact_missed | 2024-06-20  | 2024-06-25 | concerned | recorded
violence                 | 2024-01-20  | 2024-01-21 | suspect   | charged
robbery                  | 2024-02-15  | 2024-02-16 | victim    | recorded
violence                 | 2024-09-01  | 2024-09-02 | victim    | recorded
school_notice            | 2023-12-11  | 2023-12-12 | concerned | recorded
return_interview         | 2024-02-13  | 2024-02-20 | concerned | recorded
return_interview         | 2024-08-01  | 2024-08-02 | concerned | recorded
"""


def test_missing_near_suspension_year(spec):
    """Thirty days after counts, thirty-one does not."""
    spec("missing_near_suspension_year", WEEKS, {"2024-02-09": 0, "2024-02-10": 1, "2024-02-11": 1, "2025-02-09": 0})


def test_missing_near_move_year(spec):
    """29 and 30 days before the move, which is known ten days after it."""
    spec("missing_near_move_year", WEEKS, {"2024-03-20": 0, "2024-03-21": 2, "2025-02-09": 1})


def test_exclusion_near_suspected_violence_two_years(spec):
    spec("exclusion_near_suspected_violence_two_years", WEEKS, {"2024-01-21": 0, "2024-01-22": 1, "2026-01-10": 0})


def test_exclusion_near_weapon_possession_two_years(spec):
    """Whichever came first, within 30 days; possession that came to nothing counts nothing."""
    records = """
    kind                | happened_on | known_on   | role      | status
    weapon_possession   | 2024-01-10  | 2024-01-12 | suspect   | charged
    permanent_exclusion | 2024-02-09  | 2024-02-16 | concerned | recorded
    suspension          | 2024-03-10  | 2024-03-17 | concerned | recorded
    weapon_possession   | 2024-03-12  | 2024-03-13 | suspect   | no_further_action
    """
    expected = {"2024-02-16": 0, "2024-02-17": 1, "2024-04-01": 1, "2026-02-09": 0}
    spec("exclusion_near_weapon_possession_two_years", records, expected)


def test_contact_missed_near_missing_year(spec):
    spec("contact_missed_near_missing_year", WEEKS, {"2024-02-25": 0, "2024-02-26": 1, "2024-07-01": 1})


def test_hurt_near_missing_year(spec):
    spec("hurt_near_missing_year", WEEKS, {"2024-02-16": 0, "2024-02-17": 1, "2024-09-03": 1, "2025-02-14": 0})


def test_suspension_near_harm_at_home_year(spec):
    spec("suspension_near_harm_at_home_year", WEEKS, {"2024-01-17": 0, "2024-01-18": 1})


def test_return_interviews_near_missing_year(spec):
    spec("return_interviews_near_missing_year", WEEKS, {"2024-02-20": 0, "2024-02-21": 1, "2024-08-03": 1})
