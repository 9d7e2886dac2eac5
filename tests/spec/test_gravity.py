"""How grave what was reported is, by the Cambridge Crime Harm Index."""

# 8N is 10 days of the index, 34B 365, 5D 1460, 46 1, 10D 273.75, 92E 3, 92A 5; a record without a code adds nothing.
REPORTS = """
kind              | happened_on | known_on   | role    | status            | code
violence          | 2023-01-10  | 2023-01-11 | suspect | recorded          | 8N
robbery           | 2023-06-10  | 2023-06-11 | suspect | charged           | 34B
serious_violence  | 2023-06-10  | 2023-06-11 | suspect | no_further_action | 5D
theft             | 2023-06-10  | 2023-06-11 | suspect | recorded          |
weapon_possession | 2023-06-10  | 2023-06-11 | suspect | charged           | 10D
drug_possession   | 2023-06-10  | 2023-06-11 | suspect | charged           | 92E
drug_supply       | 2023-06-10  | 2023-06-11 | suspect | charged           | 92A
serious_violence  | 2022-06-10  | 2022-06-11 | victim  | no_further_action | 5D
theft             | 2023-06-10  | 2023-06-11 | victim  | recorded          | 46
"""


def test_suspect_harm_two_years(spec):
    """Possession and supply stand apart."""
    spec("suspect_harm_two_years", REPORTS, {"2023-01-12": 10, "2023-06-11": 10, "2023-06-12": 375, "2025-01-10": 365})


def test_suspect_harm_decayed(spec):
    """A year later half is left."""
    spec("suspect_harm_decayed", REPORTS, {"2024-01-10": 5 + 365 * 0.5 ** (214 / 365), "2023-01-10": 0})


def test_victim_harm_three_years(spec):
    spec("victim_harm_three_years", REPORTS, {"2022-06-11": 0, "2022-06-12": 1460, "2023-06-12": 1461, "2025-06-10": 1})


def test_victim_harm_decayed(spec):
    spec("victim_harm_decayed", REPORTS, {"2023-06-10": 730, "2022-06-12": 1460 * 0.5 ** (2 / 365)})


def test_possession_harm_two_years(spec):
    spec("possession_harm_two_years", REPORTS, {"2023-06-11": 0, "2023-06-12": 276.75, "2025-06-10": 0})


def test_supply_harm_three_years(spec):
    spec("supply_harm_three_years", REPORTS, {"2023-06-11": 0, "2023-06-12": 5, "2026-06-10": 0})
