"""Brothers, sisters and those at the same address."""

LINKS = """
other_id | kind      | started_on | known_on
P2       | sibling   | 2010-01-01 | 2023-01-01
P3       | household | 2024-01-01 | 2024-02-01
P4       | associate | 2020-01-01 | 2020-01-01
"""
FAMILY = """
person_id | kind                 | happened_on | known_on   | ended_on   | role      | status
P2        | violence             | 2023-06-01  | 2023-06-02 |            | victim    | recorded
P3        | robbery              | 2023-07-01  | 2023-07-02 |            | victim    | recorded
P4        | robbery              | 2023-07-01  | 2023-07-02 |            | victim    | recorded
P3        | violence             | 2023-08-01  | 2023-08-02 |            | suspect   | charged
P2        | violence             | 2023-05-01  | 2023-05-02 |            | suspect   | diverted
P2        | exploitation_concern | 2023-09-01  | 2023-10-01 |            | concerned | recorded
P3        | missing_episode      | 2024-01-15  | 2024-01-15 | 2024-01-16 | concerned | recorded
P2        | protection_plan      | 2023-03-01  | 2023-03-02 | 2023-12-01 | concerned | recorded
P2        | early_help_needs_met | 2023-02-01  | 2023-02-10 |            | concerned | recorded
"""


def test_family_hurt_by_violence_two_years(spec):
    """The household counts once the link is known; a friend is not family."""
    expected = {"2023-06-03": 1, "2024-02-01": 1, "2024-02-02": 2, "2025-06-01": 1}
    spec("family_hurt_by_violence_two_years", FAMILY, expected, links=LINKS)


def test_family_suspected_of_violence_two_years(spec):
    spec("family_suspected_of_violence_two_years", FAMILY, {"2024-02-01": 0, "2024-02-02": 1}, links=LINKS)


def test_family_exploitation_two_years(spec):
    spec("family_exploitation_two_years", FAMILY, {"2023-10-01": 0, "2023-10-02": 1, "2025-09-01": 0}, links=LINKS)


def test_family_missing_year(spec):
    spec("family_missing_year", FAMILY, {"2024-02-01": 0, "2024-02-02": 1, "2025-01-15": 0}, links=LINKS)


def test_family_protection_plan_now(spec):
    spec("family_protection_plan_now", FAMILY, {"2023-03-02": 0, "2023-03-03": 1, "2023-12-02": 0}, links=LINKS)


def test_family_early_help_needs_met_three_years(spec):
    spec("family_early_help_needs_met_three_years", FAMILY, {"2023-02-10": 0, "2023-02-11": 1}, links=LINKS)
