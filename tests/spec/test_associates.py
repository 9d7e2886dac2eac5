"""People or places that may put them at risk: what was recorded about those linked to them as of the date."""

# P2 is linked from January and until the end of May; P3 was harmed by P1's side: a link as victim, which never counts.
LINKS = """
other_id | kind       | started_on | known_on   | ended_on
P2       | associate  | 2024-01-01 | 2024-01-10 | 2024-05-31
P3       | harmed_by  | 2024-01-01 | 2024-01-01 |
P4       | co_suspect | 2024-03-01 | 2024-03-05 |
P5       | same_place | 2024-03-01 | 2024-03-01 |
"""
AROUND = """
person_id | kind                | happened_on | known_on   | role      | status
P2        | violence            | 2023-12-01  | 2023-12-02 | victim    | recorded
P2        | robbery             | 2024-02-01  | 2024-02-02 | victim    | recorded
P3        | serious_violence    | 2024-02-01  | 2024-02-02 | victim    | recorded
P3        | serious_violence    | 2024-02-01  | 2024-02-02 | suspect   | recorded
P4        | violence            | 2024-03-01  | 2024-03-05 | suspect   | recorded
P4        | violence            | 2024-03-02  | 2024-03-05 | suspect   | no_further_action
P4        | theft               | 2024-03-10  | 2024-03-12 | suspect   | charged
P5        | missing_episode     | 2024-03-20  | 2024-03-20 | concerned | recorded
P5        | exploitation_report | 2024-04-01  | 2024-04-02 | concerned | recorded
P1        | violence            | 2024-03-01  | 2024-03-05 | victim    | recorded
"""


def test_linked_people_hurt_half_year(spec):
    """P2 once, however often; not before the link is known, nor after its end; never oneself."""
    expected = {"2024-01-10": 0, "2024-01-11": 1, "2024-02-03": 1, "2024-05-31": 1, "2024-06-01": 0}
    spec("linked_people_hurt_half_year", AROUND, expected, links=LINKS)


def test_linked_people_hurt_days_since(spec):
    expected = {"2024-01-10": None, "2024-01-11": 41, "2024-02-02": 63, "2024-02-03": 2, "2024-06-01": None}
    spec("linked_people_hurt_days_since", AROUND, expected, links=LINKS)


def test_linked_people_suspected_year(spec):
    """What came to no further action counts nowhere; nor does the one who harmed them."""
    spec("linked_people_suspected_year", AROUND, {"2024-03-05": 0, "2024-03-06": 1, "2025-03-02": 0}, links=LINKS)


def test_co_suspects_two_years(spec):
    spec("co_suspects_two_years", AROUND, {"2024-03-06": 1, "2024-03-13": 1, "2026-03-11": 0}, links=LINKS)


def test_linked_people_exploited_year(spec):
    spec("linked_people_exploited_year", AROUND, {"2024-04-02": 0, "2024-04-03": 1, "2025-04-02": 0}, links=LINKS)


def test_same_place_missing_year(spec):
    spec("same_place_missing_year", AROUND, {"2024-03-20": 0, "2024-03-21": 1, "2025-03-21": 0}, links=LINKS)
