"""Contacts that a plan required and services did not achieve; declined voluntary offers are not on this list at all."""

MISSED = """
kind                     | happened_on | known_on   | status
statutory_contact_missed | 2023-03-01  | 2023-03-08 | recorded
statutory_contact_missed | 2024-01-05  | 2024-01-12 | recorded
statutory_contact_missed | 2024-02-02  | 2024-02-09 | recorded
statutory_contact_missed | 2024-02-20  | 2024-02-20 | cancelled
contact                  | 2024-02-20  | 2024-02-20 | recorded
"""


def test_required_contacts_missed_half_year(spec):
    spec("required_contacts_missed_half_year", MISSED, {"2024-01-12": 0, "2024-01-13": 1, "2024-03-01": 2})


def test_required_contacts_missed_two_years(spec):
    spec("required_contacts_missed_two_years", MISSED, {"2023-03-09": 1, "2024-03-01": 3, "2025-03-02": 2})


def test_required_contacts_missed_trend(spec):
    spec("required_contacts_missed_trend", MISSED, {"2023-04-01": 1, "2023-10-01": -1, "2024-03-01": 2})
