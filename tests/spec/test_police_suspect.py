"""Reported as a suspect, by status: diverted, cancelled, no further action and other roles count nothing here."""

# The assault of January 2024 is recorded, charged on 1 March, convicted on 1 June: three versions of one record.
SUSPECT = """
record_id | version | kind             | role    | status                 | happened_on | known_on   | superseded_on
A         | 1       | violence         | suspect | recorded               | 2024-01-10  | 2024-01-12 | 2024-03-01
A         | 2       | violence         | suspect | charged                | 2024-01-10  | 2024-03-01 | 2024-06-01
A         | 3       | violence         | suspect | cautioned_or_convicted | 2024-01-10  | 2024-06-01 |
B         | 1       | robbery          | suspect | recorded               | 2021-08-01  | 2021-08-03 |
C         | 1       | serious_violence | suspect | no_further_action      | 2024-02-01  | 2024-02-03 |
D         | 1       | violence         | suspect | diverted               | 2024-02-05  | 2024-02-06 |
E         | 1       | violence         | victim  | recorded               | 2024-02-07  | 2024-02-08 |
F         | 1       | theft            | suspect | recorded               | 2023-08-01  | 2023-08-02 |
G         | 1       | public_order     | suspect | recorded               | 2024-02-10  | 2024-02-12 |
H         | 1       | drug_supply      | suspect | charged                | 2023-01-01  | 2023-02-01 |
I         | 1       | weapon_possession | suspect | recorded              | 2024-02-11  | 2024-02-12 |
J         | 1       | drug_possession  | suspect | cautioned_or_convicted | 2023-02-11  | 2023-02-12 |
"""


def test_suspect_violence_year(spec):
    """One record counts once, whatever its version."""
    spec("suspect_violence_year", SUSPECT, {"2024-01-12": 0, "2024-03-01": 1, "2024-03-02": 1, "2024-06-02": 1})


def test_suspect_violence_three_years(spec):
    spec("suspect_violence_three_years", SUSPECT, {"2021-08-04": 1, "2024-06-02": 2, "2024-08-01": 1})


def test_suspect_violence_recorded_two_years(spec):
    spec("suspect_violence_recorded_two_years", SUSPECT, {"2021-08-04": 1, "2024-03-01": 1, "2024-03-02": 0})


def test_suspect_violence_charged_two_years(spec):
    spec("suspect_violence_charged_two_years", SUSPECT, {"2024-03-01": 0, "2024-03-02": 1, "2024-06-02": 0})


def test_suspect_violence_convicted_three_years(spec):
    spec("suspect_violence_convicted_three_years", SUSPECT, {"2024-06-01": 0, "2024-06-02": 1, "2027-01-10": 0})


def test_suspect_violence_decayed(spec):
    spec("suspect_violence_decayed", SUSPECT, {"2021-08-03": 0, "2022-08-01": 0.5, "2023-08-01": 0.25})


def test_suspect_violence_days_since(spec):
    spec("suspect_violence_days_since", SUSPECT, {"2021-08-03": None, "2021-08-04": 3, "2024-02-09": 30})


SERIOUS = """
record_id | version | kind             | role    | status                 | happened_on | known_on   | superseded_on
A         | 1       | serious_violence | suspect | recorded               | 2020-01-10  | 2020-01-12 | 2020-06-01
A         | 2       | serious_violence | suspect | cautioned_or_convicted | 2020-01-10  | 2020-06-01 |
B         | 1       | serious_violence | suspect | charged                | 2022-02-01  | 2022-02-03 |
C         | 1       | serious_violence | victim  | recorded               | 2022-02-05  | 2022-02-06 |
D         | 1       | serious_violence | suspect | diverted               | 2022-02-05  | 2022-02-06 |
E         | 1       | violence         | suspect | charged                | 2022-03-01  | 2022-03-02 |
F         | 1       | robbery          | suspect | recorded               | 2022-04-01  | 2022-04-03 |
G         | 1       | theft            | suspect | cautioned_or_convicted | 2022-05-01  | 2022-05-03 |
H         | 1       | drug_possession  | suspect | cautioned_or_convicted | 2022-05-01  | 2022-05-03 |
I         | 1       | theft            | suspect | no_further_action      | 2022-06-01  | 2022-06-03 |
"""


def test_suspect_serious_violence_three_years(spec):
    """Apart from other violence: without serious injury, as a victim, and diverted count nothing."""
    expected = {"2020-01-12": 0, "2020-01-13": 1, "2022-03-03": 2, "2023-01-11": 1, "2025-02-01": 0}
    spec("suspect_serious_violence_three_years", SERIOUS, expected)


def test_suspect_serious_violence_ever(spec):
    spec("suspect_serious_violence_ever", SERIOUS, {"2020-01-12": 0, "2020-01-13": 1, "2030-01-01": 1})


def test_suspect_robbery_two_years(spec):
    spec("suspect_robbery_two_years", SERIOUS, {"2022-04-03": 0, "2022-04-04": 1, "2024-04-01": 0})


def test_suspect_any_year(spec):
    spec("suspect_any_year", SUSPECT, {"2023-02-02": 1, "2024-02-13": 3, "2024-08-01": 2})


def test_suspect_reports_ever(spec):
    """All suspicion ever, the oldest too; possession and what came to nothing are no part of it."""
    expected = {"2020-01-12": 0, "2020-01-13": 1, "2022-02-04": 2, "2022-05-04": 5, "2030-01-01": 5}
    spec("suspect_reports_ever", SERIOUS, expected)


def test_suspect_any_convicted_three_years(spec):
    """The first report counts from its conviction; the theft too, but not possession."""
    expected = {"2020-06-01": 0, "2020-06-02": 1, "2022-05-04": 2, "2023-01-11": 1, "2025-05-01": 0}
    spec("suspect_any_convicted_three_years", SERIOUS, expected)


def test_suspect_any_trend(spec):
    spec("suspect_any_trend", SUSPECT, {"2021-09-01": 1, "2024-02-13": 1})


def test_suspect_kinds_three_years(spec):
    spec("suspect_kinds_three_years", SUSPECT, {"2021-08-04": 1, "2024-02-13": 5, "2024-08-01": 4})


def test_suspect_theft_damage_year(spec):
    spec("suspect_theft_damage_year", SUSPECT, {"2023-08-02": 0, "2023-08-03": 1, "2024-08-01": 0})


def test_suspect_public_order_year(spec):
    spec("suspect_public_order_year", SUSPECT, {"2024-02-12": 0, "2024-02-13": 1, "2025-02-10": 0})


def test_suspect_drug_supply_three_years(spec):
    spec("suspect_drug_supply_three_years", SUSPECT, {"2023-02-01": 0, "2023-02-02": 1, "2026-01-01": 0})


def test_possession_weapon_two_years(spec):
    spec("possession_weapon_two_years", SUSPECT, {"2024-02-12": 0, "2024-02-13": 1, "2026-02-11": 0})


def test_possession_drugs_two_years(spec):
    spec("possession_drugs_two_years", SUSPECT, {"2023-02-12": 0, "2023-02-13": 1, "2025-02-11": 0})
