"""Harmed more than once."""

HARMED = """
kind     | happened_on | known_on   | role    | incident_id
violence | 2022-01-10  | 2022-01-11 | victim  | I1
robbery  | 2022-01-10  | 2022-01-11 | victim  | I1
violence | 2022-02-09  | 2022-02-10 | victim  | I2
theft    | 2022-06-01  | 2022-06-02 | victim  | I3
damage   | 2022-06-01  | 2022-06-02 | suspect | I4
"""


def test_victim_incidents_three_years(spec):
    """Two crimes of one incident are one."""
    spec("victim_incidents_three_years", HARMED, {"2022-01-12": 1, "2022-02-11": 2, "2022-06-03": 3, "2025-01-10": 2})


def test_victim_kinds_three_years(spec):
    spec("victim_kinds_three_years", HARMED, {"2022-01-12": 2, "2022-06-03": 3, "2025-02-09": 1})


def test_victim_violence_again_within_30_days(spec):
    """Violence and robbery on one day, and violence 30 days later: each has another near it."""
    spec("victim_violence_again_within_30_days", HARMED, {"2022-01-11": 0, "2022-01-12": 2, "2022-02-11": 3})
