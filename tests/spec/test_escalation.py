"""More than before, and for the first time: suspensions, missing episodes and harm each under its own theme."""

REPORTS = """
kind                | happened_on | known_on   | role      | status             | code
violence            | 2023-09-01  | 2023-09-02 | suspect   | recorded           | 8N
robbery             | 2024-03-01  | 2024-03-02 | suspect   | charged            | 34B
violence            | 2024-03-05  | 2024-03-06 | suspect   | no_further_action  | 5D
weapon_possession   | 2024-03-05  | 2024-03-06 | suspect   | charged            | 10D
robbery             | 2023-02-01  | 2023-02-02 | victim    | recorded           | 34B
serious_violence    | 2024-04-01  | 2024-04-02 | victim    | no_further_action  | 5D
"""
EVERYDAY = """
kind                   | happened_on | known_on   | ended_on   | role      | amount
suspension             | 2023-10-02  | 2023-10-09 |            | concerned | 4
suspension             | 2024-02-05  | 2024-02-12 |            | concerned | 10
missing_episode        | 2023-12-01  | 2023-12-01 | 2023-12-02 | concerned |
police_missing_report  | 2024-02-10  | 2024-02-11 |            | concerned |
missing_episode        | 2024-02-10  | 2024-02-12 | 2024-02-13 | concerned |
domestic_abuse_concern | 2023-01-10  | 2023-02-10 |            | concerned |
school_notice          | 2024-01-10  | 2024-01-11 |            | concerned |
looked_after           | 2024-02-20  | 2024-02-21 |            | concerned |
exploitation_concern   | 2024-02-25  | 2024-03-25 |            | concerned |
police_custody         | 2024-01-05  | 2024-01-06 |            | suspect   |
"""


def test_suspect_harm_rise_half_year(spec):
    """Ten days of the index in the autumn, 365 in March; possession and what came to nothing are no part of it."""
    expected = {"2023-09-03": 10, "2024-03-02": -10, "2024-03-03": 355, "2024-08-30": 355, "2024-08-31": -365}
    spec("suspect_harm_rise_half_year", REPORTS, expected)


def test_suspension_sessions_rise_half_year(spec):
    expected = {"2023-10-10": 4, "2024-02-13": 14, "2024-04-02": 6, "2024-08-06": -14, "2025-02-04": 0}
    spec("suspension_sessions_rise_half_year", EVERYDAY, expected)


def test_missing_rise_quarter(spec):
    expected = {"2023-12-02": 1, "2024-02-12": 2, "2024-03-02": 1, "2024-05-12": -3, "2024-08-12": 0}
    spec("missing_rise_quarter", EVERYDAY, expected)


def test_domestic_abuse_rise_year(spec):
    expected = {"2023-02-10": 0, "2023-02-11": 1, "2024-01-12": 0, "2025-01-10": -1}
    spec("domestic_abuse_rise_year", EVERYDAY, expected)


def test_victim_harm_rise_year(spec):
    """As a victim, a case without a result still counts."""
    spec(
        "victim_harm_rise_year", REPORTS, {"2023-02-03": 365, "2024-04-03": 1095, "2024-01-30": 365, "2024-02-02": -365}
    )


def test_first_suspected_violence_half_year(spec):
    spec(
        "first_suspected_violence_half_year",
        REPORTS,
        {"2023-09-02": 0, "2023-09-03": 1, "2024-03-01": 1, "2024-03-03": 0},
    )


def test_first_suspected_serious_violence_year(spec):
    """Other violence before it does not make it a second time."""
    records = """
    kind             | happened_on | known_on   | role    | status
    violence         | 2022-09-01  | 2022-09-02 | suspect | recorded
    serious_violence | 2023-01-01  | 2023-01-02 | victim  | recorded
    serious_violence | 2023-03-01  | 2023-03-02 | suspect | recorded
    serious_violence | 2023-06-01  | 2023-06-02 | suspect | recorded
    """
    expected = {"2023-03-02": 0, "2023-03-03": 1, "2024-02-29": 1, "2024-03-01": 0}
    spec("first_suspected_serious_violence_year", records, expected)


def test_first_police_custody_year(spec):
    spec("first_police_custody_year", EVERYDAY, {"2024-01-06": 0, "2024-01-07": 1, "2025-01-05": 0})


def test_first_missing_half_year(spec):
    spec("first_missing_half_year", EVERYDAY, {"2023-12-01": 0, "2023-12-02": 1, "2024-05-31": 1, "2024-06-01": 0})


def test_first_suspension_half_year(spec):
    spec("first_suspension_half_year", EVERYDAY, {"2023-10-09": 0, "2023-10-10": 1, "2024-04-01": 1, "2024-04-02": 0})


def test_first_looked_after_year(spec):
    spec("first_looked_after_year", EVERYDAY, {"2024-02-21": 0, "2024-02-22": 1, "2025-02-20": 0})


def test_first_victim_violence_half_year(spec):
    spec(
        "first_victim_violence_half_year", REPORTS, {"2023-02-03": 1, "2023-08-02": 1, "2023-08-03": 0, "2024-04-03": 0}
    )


def test_first_exploitation_year(spec):
    spec("first_exploitation_year", EVERYDAY, {"2024-03-25": 0, "2024-03-26": 1, "2025-02-25": 0})
