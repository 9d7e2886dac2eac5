"""Youth justice and custody."""

# An order of 2022 whose end was known late; a second that is open; prevention that ended in the spring.
PLANS = """
kind                     | happened_on | known_on   | ended_on   | ended_known_on
youth_justice_order      | 2022-03-01  | 2022-03-08 | 2022-09-01 | 2022-09-20
youth_justice_order      | 2024-02-01  | 2024-02-08 |            |
youth_justice_prevention | 2023-01-10  | 2023-01-12 | 2023-04-10 | 2023-04-12
youth_justice_completed  | 2022-09-01  | 2022-09-20 |            |
remand                   | 2021-05-01  | 2021-05-02 | 2021-05-20 | 2021-05-21
"""


def test_youth_justice_order_now(spec):
    spec("youth_justice_order_now", PLANS, {"2022-03-08": 0, "2022-03-09": 1, "2022-09-20": 1, "2022-09-21": 0})


def test_youth_justice_order_days_three_years(spec):
    spec("youth_justice_order_days_three_years", PLANS, {"2022-09-20": 203, "2022-09-21": 184, "2024-02-11": 194})


def test_youth_justice_prevention_now(spec):
    spec("youth_justice_prevention_now", PLANS, {"2023-01-13": 1, "2023-04-12": 1, "2023-04-13": 0})


def test_youth_justice_completed_three_years(spec):
    spec("youth_justice_completed_three_years", PLANS, {"2022-09-20": 0, "2022-09-21": 1, "2025-09-01": 0})


def test_remand_three_years(spec):
    spec("remand_three_years", PLANS, {"2021-05-02": 0, "2021-05-03": 1, "2024-04-30": 1, "2024-05-01": 0})


def test_police_custody_year(spec):
    """Held as a suspect; a diversion and a night as a victim at the station count for nothing."""
    records = """
    kind           | happened_on | role    | status
    police_custody | 2024-01-10  | suspect | recorded
    police_custody | 2024-02-10  | suspect | no_further_action
    police_custody | 2024-03-10  | suspect | diverted
    police_custody | 2024-04-10  | victim  | recorded
    """
    spec("police_custody_year", records, {"2024-01-11": 1, "2024-05-01": 1, "2025-01-09": 1, "2025-01-10": 0})
