"""Wellbeing and substances, as assessments name them."""

ASSESSED = """
kind              | happened_on | known_on   | superseded_on
wellbeing_concern | 2022-05-01  | 2022-06-01 |
wellbeing_concern | 2023-05-01  | 2023-06-01 | 2023-07-01
substance_concern | 2021-04-01  | 2021-05-01 |
substance_concern | 2023-04-01  | 2023-05-01 |
"""


def test_wellbeing_concern_two_years(spec):
    spec("wellbeing_concern_two_years", ASSESSED, {"2022-06-02": 1, "2023-06-02": 2, "2023-07-02": 1, "2024-05-01": 0})


def test_wellbeing_concern_days_since(spec):
    spec("wellbeing_concern_days_since", ASSESSED, {"2022-06-01": None, "2022-06-02": 32, "2023-07-02": 427})


def test_substance_concern_two_years(spec):
    spec("substance_concern_two_years", ASSESSED, {"2021-05-01": 0, "2021-05-02": 1, "2023-05-02": 1})


def test_substance_concern_ever(spec):
    spec("substance_concern_ever", ASSESSED, {"2021-05-01": 0, "2021-05-02": 1, "2029-01-01": 1})


NAVIGATOR = """
kind               | happened_on | known_on   | ended_on   | ended_known_on
navigator_referral | 2023-05-01  | 2023-05-03 |            |
navigator_referral | 2024-05-01  | 2024-05-03 |            |
navigator_support  | 2024-05-10  | 2024-05-12 | 2024-09-01 | 2024-09-05
"""


def test_navigator_referral_two_years(spec):
    spec(
        "navigator_referral_two_years", NAVIGATOR, {"2023-05-03": 0, "2023-05-04": 1, "2024-05-04": 2, "2025-05-02": 1}
    )


def test_navigator_support_now(spec):
    spec("navigator_support_now", NAVIGATOR, {"2024-05-12": 0, "2024-05-13": 1, "2024-09-05": 1, "2024-09-06": 0})


def test_substance_support_two_years(spec):
    records = """
    kind              | happened_on | known_on
    substance_support | 2024-03-31  | 2024-07-05
    """
    spec("substance_support_two_years", records, {"2024-07-05": 0, "2024-07-06": 1, "2026-04-01": 0})
