"""What children's social care holds."""

FRONT_DOOR = """
kind     | happened_on | known_on
contact  | 2023-02-01  | 2023-02-10
contact  | 2024-01-05  | 2024-01-15
referral | 2022-06-01  | 2022-06-10
referral | 2023-02-02  | 2023-02-10
referral | 2024-01-06  | 2024-01-15
"""
NEED = """
kind               | happened_on | known_on   | ended_on   | ended_known_on
child_in_need      | 2023-01-01  | 2023-01-10 | 2023-03-02 | 2023-03-20
child_in_need      | 2024-02-01  | 2024-02-10 |            |
child_in_need_plan | 2023-02-01  | 2023-02-10 | 2023-04-01 | 2023-04-10
"""
PROTECTION = """
kind                     | happened_on | known_on   | ended_on   | ended_known_on
section_47_enquiry       | 2021-04-01  | 2021-04-10 | 2021-04-20 | 2021-04-25
section_47_enquiry       | 2024-01-10  | 2024-01-20 |            |
protection_plan          | 2024-01-25  | 2024-02-01 | 2024-05-01 | 2024-05-05
abuse_or_neglect_concern | 2024-01-20  | 2024-02-25 |            |
abuse_or_neglect_concern | 2021-01-20  | 2021-02-25 |            |
"""
CARE = """
kind         | happened_on | known_on   | ended_on   | ended_known_on
looked_after | 2023-03-01  | 2023-03-03 | 2023-03-11 | 2023-03-20
looked_after | 2024-03-01  | 2024-03-03 |            |
"""


def test_contacts_year(spec):
    spec("contacts_year", FRONT_DOOR, {"2023-02-10": 0, "2023-02-11": 1, "2024-02-01": 2, "2024-02-02": 1})


def test_referrals_two_years(spec):
    spec("referrals_two_years", FRONT_DOOR, {"2022-06-11": 1, "2024-01-16": 3, "2024-06-01": 2})


def test_referrals_trend(spec):
    spec("referrals_trend", FRONT_DOOR, {"2022-06-11": 1, "2023-02-11": 2, "2023-07-01": 0, "2024-01-16": 1})


def test_child_in_need_now(spec):
    spec("child_in_need_now", NEED, {"2023-01-11": 1, "2023-04-10": 1, "2023-04-11": 0, "2024-02-11": 1})


def test_child_in_need_days_three_years(spec):
    """Ended after 60 days, which is known on 20 March; until then it goes on."""
    spec("child_in_need_days_three_years", NEED, {"2023-03-20": 78, "2023-03-21": 60, "2024-02-11": 70})


def test_child_in_need_ever(spec):
    spec("child_in_need_ever", NEED, {"2023-01-10": 0, "2023-01-11": 1, "2033-01-11": 1})


def test_section_47_three_years(spec):
    spec("section_47_three_years", PROTECTION, {"2021-04-11": 1, "2024-01-21": 2, "2024-04-01": 1})


def test_protection_plan_now(spec):
    spec("protection_plan_now", PROTECTION, {"2024-02-01": 0, "2024-02-02": 1, "2024-05-05": 1, "2024-05-06": 0})


def test_protection_plan_days_three_years(spec):
    spec("protection_plan_days_three_years", PROTECTION, {"2024-02-02": 8, "2024-05-06": 97, "2027-02-01": 89})


def test_protection_plan_ever(spec):
    spec("protection_plan_ever", PROTECTION, {"2024-02-01": 0, "2024-02-02": 1, "2034-02-02": 1})


def test_abuse_or_neglect_concern_three_years(spec):
    spec(
        "abuse_or_neglect_concern_three_years",
        PROTECTION,
        {"2021-02-26": 1, "2024-01-20": 1, "2024-01-21": 0, "2024-02-26": 1},
    )


def test_looked_after_now(spec):
    spec("looked_after_now", CARE, {"2023-03-03": 0, "2023-03-04": 1, "2023-03-21": 0, "2024-03-04": 1})


def test_looked_after_days_three_years(spec):
    spec("looked_after_days_three_years", CARE, {"2023-03-20": 19, "2023-03-21": 10, "2024-03-11": 20})


def test_looked_after_ever(spec):
    spec("looked_after_ever", CARE, {"2023-03-03": 0, "2023-03-04": 1, "2033-03-04": 1})


def test_behaviour_concern_two_years(spec):
    records = """
    kind              | happened_on | known_on
    behaviour_concern | 2022-01-10  | 2022-02-10
    behaviour_concern | 2023-01-10  | 2023-02-10
    """
    spec("behaviour_concern_two_years", records, {"2022-02-11": 1, "2023-02-11": 2, "2024-01-11": 1})


NEEDS = """
kind          | happened_on | known_on   | ended_on   | code
child_in_need | 2021-03-01  | 2021-03-31 | 2021-09-01 | N1
child_in_need | 2022-03-01  | 2022-03-31 | 2022-09-01 | N5
child_in_need | 2023-03-01  | 2023-03-31 |            | N6
child_in_need | 2023-06-01  | 2023-06-30 |            |
"""


def test_need_abuse_or_neglect_three_years(spec):
    spec("need_abuse_or_neglect_three_years", NEEDS, {"2021-03-31": 0, "2021-04-01": 1, "2024-03-01": 0})


def test_need_family_stress_three_years(spec):
    spec("need_family_stress_three_years", NEEDS, {"2022-03-31": 0, "2022-04-01": 1, "2025-02-28": 1, "2025-03-01": 0})


def test_need_behaviour_three_years(spec):
    spec("need_behaviour_three_years", NEEDS, {"2023-03-31": 0, "2023-04-01": 1, "2026-03-01": 0})
