"""Reported as a victim or a witness: another role, or a cancelled record, counts nothing here."""

VICTIM = """
kind             | role    | status            | happened_on | known_on   | place
serious_violence | victim  | recorded          | 2022-01-10  | 2022-01-13 | station
violence         | victim  | no_further_action | 2024-01-10  | 2024-01-12 | park
violence         | victim  | recorded          | 2024-03-10  | 2024-03-12 | park
robbery          | victim  | recorded          | 2024-03-20  | 2024-03-21 |
robbery          | victim  | cancelled         | 2024-03-25  | 2024-03-26 | market
violence         | suspect | charged           | 2024-03-25  | 2024-03-26 | market
violence         | witness | recorded          | 2024-03-28  | 2024-03-29 | market
sexual_offence   | victim  | recorded          | 2021-05-01  | 2021-05-20 |
theft            | victim  | recorded          | 2023-05-01  | 2023-05-03 |
damage           | victim  | recorded          | 2024-01-01  | 2024-01-02 |
"""


def test_victim_violence_half_year(spec):
    spec("victim_violence_half_year", VICTIM, {"2024-01-12": 0, "2024-01-13": 1, "2024-04-01": 3, "2024-07-11": 2})


def test_victim_violence_year(spec):
    spec("victim_violence_year", VICTIM, {"2022-01-14": 1, "2024-04-01": 3, "2025-01-10": 2, "2025-03-21": 0})


def test_victim_violence_three_years(spec):
    spec("victim_violence_three_years", VICTIM, {"2024-04-01": 4, "2025-01-09": 4, "2025-01-10": 3})


def test_victim_violence_decayed(spec):
    spec("victim_violence_decayed", VICTIM, {"2022-01-13": 0, "2022-07-11": 0.5, "2023-01-09": 0.25})


def test_victim_violence_trend(spec):
    spec("victim_violence_trend", VICTIM, {"2022-02-01": 1, "2022-08-01": -1, "2024-04-01": 3, "2024-07-15": 1})


def test_victim_violence_days_since(spec):
    spec("victim_violence_days_since", VICTIM, {"2022-01-13": None, "2022-01-14": 4, "2024-04-01": 12})


def test_victim_violence_places_two_years(spec):
    """The park twice is one place; an unknown place is none."""
    spec(
        "victim_violence_places_two_years", VICTIM, {"2022-01-14": 1, "2024-01-13": 1, "2024-01-09": 1, "2024-04-01": 1}
    )


def test_victim_serious_violence_ever(spec):
    spec("victim_serious_violence_ever", VICTIM, {"2022-01-13": 0, "2022-01-14": 1, "2032-01-14": 1})


def test_victim_robbery_two_years(spec):
    spec("victim_robbery_two_years", VICTIM, {"2024-03-21": 0, "2024-03-22": 1, "2024-04-01": 1, "2026-03-21": 0})


def test_victim_sexual_offence_three_years(spec):
    spec("victim_sexual_offence_three_years", VICTIM, {"2021-05-20": 0, "2021-05-21": 1, "2024-05-01": 0})


def test_victim_theft_damage_two_years(spec):
    spec("victim_theft_damage_two_years", VICTIM, {"2023-05-04": 1, "2024-01-03": 2, "2025-05-01": 1})


def test_witness_violence_year(spec):
    spec("witness_violence_year", VICTIM, {"2024-03-29": 0, "2024-03-30": 1, "2025-03-29": 0})
