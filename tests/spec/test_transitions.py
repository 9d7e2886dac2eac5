"""Support that ends at a birthday, and support after care."""

# Eighteen on 1 March 2024.
BORN = "2006-03-01"
SUPPORT = """
kind                | happened_on | known_on   | ended_on   | ended_known_on
looked_after        | 2022-01-01  | 2022-01-02 |            |
child_in_need_plan  | 2023-01-01  | 2023-01-02 | 2023-10-01 | 2023-10-05
lead_professional   | 2023-12-01  | 2023-12-10 |            |
youth_justice_order | 2023-06-01  | 2023-06-05 |            |
"""


def test_care_ends_at_18_year(spec):
    """In the year up to the birthday, while care is open."""
    expected = {"2023-03-02": 0, "2023-03-03": 1, "2024-02-29": 1, "2024-03-02": 0}
    spec("care_ends_at_18_year", SUPPORT, expected, born_on=BORN)


def test_social_care_ends_at_18_half_year(spec):
    expected = {"2023-08-31": 0, "2023-09-02": 1, "2023-10-05": 1, "2023-10-06": 0}
    spec("social_care_ends_at_18_half_year", SUPPORT, expected, born_on=BORN)


def test_lead_professional_ends_at_18_half_year(spec):
    spec("lead_professional_ends_at_18_half_year", SUPPORT, {"2023-12-10": 0, "2023-12-11": 1}, born_on=BORN)


def test_youth_justice_ends_at_18_half_year(spec):
    spec("youth_justice_ends_at_18_half_year", SUPPORT, {"2023-08-01": 0, "2023-10-01": 1}, born_on=BORN)


AFTER = """
kind                     | happened_on | known_on   | ended_on   | ended_known_on
care_leaver              | 2024-03-01  | 2024-03-05 | 2025-03-01 | 2025-03-10
unsuitable_accommodation | 2024-04-01  | 2024-04-10 |            |
unsuitable_accommodation | 2024-09-01  | 2024-09-10 |            |
"""


def test_care_leaver_now(spec):
    spec("care_leaver_now", AFTER, {"2024-03-05": 0, "2024-03-06": 1, "2025-03-10": 1, "2025-03-11": 0})


def test_unsuitable_accommodation_two_years(spec):
    spec(
        "unsuitable_accommodation_two_years",
        AFTER,
        {"2024-04-10": 0, "2024-04-11": 1, "2024-09-11": 2, "2026-04-02": 1},
    )
