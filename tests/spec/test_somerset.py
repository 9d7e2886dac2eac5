"""The signals of the Somerset case by name."""

import pytest

from features.indicators import CATALOGUE

CASE = """
kind                     | happened_on | known_on   | role      | status
violence                 | 2023-06-01  | 2023-06-02 | suspect   | recorded
robbery                  | 2023-06-10  | 2023-06-11 | victim    | recorded
suspension               | 2023-09-01  | 2023-09-08 | concerned | recorded
severe_absence           | 2023-12-20  | 2024-01-31 | concerned | recorded
exploitation_report      | 2024-01-10  | 2024-01-11 | concerned | recorded
theft                    | 2024-01-15  | 2024-01-16 | suspect   | diverted
housing_move             | 2024-01-20  | 2024-01-25 | concerned | recorded
moved_out_of_area        | 2024-01-20  | 2024-01-25 | concerned | recorded
placement_move           | 2024-02-20  | 2024-02-21 | concerned | recorded
missing_episode          | 2024-03-01  | 2024-03-01 | concerned | recorded
police_missing_report    | 2024-03-01  | 2024-03-02 | concerned | recorded
police_missing_report    | 2024-03-05  | 2024-03-06 | witness   | recorded
statutory_contact_missed | 2024-03-10  | 2024-03-11 | concerned | recorded
"""


def test_somerset_cumulative_domains(spec):
    """Violence, school, exploitation, housing, care, missing, contacts: each once; a diversion adds nothing."""
    expected = {"2023-06-02": 0, "2023-06-03": 1, "2023-09-09": 2, "2024-02-01": 4, "2024-03-12": 7, "2026-03-02": 1}
    spec("somerset_cumulative_domains", CASE, expected)


def test_somerset_cumulative_domains_own_course(spec):
    """The same without what was done to them."""
    spec("somerset_cumulative_domains_own_course", CASE, {"2023-06-12": 1, "2024-02-01": 3, "2024-03-12": 6})


def test_somerset_hidden_harm_in_family_network(spec):
    """At home, not on oneself and not through a friend."""
    records = """
    person_id | kind                    | happened_on | known_on
    P1        | domestic_abuse_concern  | 2024-01-01  | 2024-01-02
    P2        | domestic_abuse_incident | 2024-02-01  | 2024-02-02
    P3        | family_concern          | 2024-01-01  | 2024-01-02
    """
    links = """
    other_id | kind      | started_on
    P2       | household | 2023-01-01
    P3       | associate | 2023-01-01
    """
    expected = {"2024-02-02": 0, "2024-02-03": 1, "2027-02-01": 0}
    spec("somerset_hidden_harm_in_family_network", records, expected, links=links)


def test_somerset_recent_displacement(spec):
    spec("somerset_recent_displacement", CASE, {"2024-01-25": 0, "2024-01-26": 1, "2024-02-22": 2, "2024-07-21": 1})


def test_somerset_people_or_places_at_risk(spec):
    """People, not reports; never the one who harmed them; not what came to no further action."""
    records = """
    person_id | kind     | happened_on | known_on   | role    | status
    P2        | violence | 2024-01-01  | 2024-01-02 | suspect | recorded
    P2        | robbery  | 2024-01-05  | 2024-01-06 | victim  | recorded
    P3        | violence | 2024-01-05  | 2024-01-06 | suspect | recorded
    P4        | violence | 2024-01-05  | 2024-01-06 | suspect | no_further_action
    P5        | violence | 2024-01-05  | 2024-01-06 | witness | recorded
    P6        | violence | 2024-01-05  | 2024-01-06 | victim  | no_further_action
    """
    links = """
    other_id | kind       | started_on
    P2       | associate  | 2023-01-01
    P3       | harmed_by  | 2023-01-01
    P4       | co_suspect | 2023-01-01
    P5       | same_place | 2023-01-01
    P6       | same_place | 2023-01-01
    """
    expected = {"2024-01-02": 0, "2024-01-03": 1, "2024-01-07": 1, "2025-01-05": 0}
    spec("somerset_people_or_places_at_risk", records, expected, links=links)


@pytest.mark.parametrize("name", ["somerset_cumulative_domains", "somerset_people_or_places_at_risk"])
def test_where_a_dropped_case_leaves_out_victims_too_the_reason_says_so(name):
    one = CATALOGUE[name]
    assert "victim" in one.roles
    assert "no_further_action" not in one.statuses
    assert "but for reports closed without further action" in one.say(3)


def test_somerset_missing_episodes(spec):
    spec("somerset_missing_episodes", CASE, {"2024-03-01": 0, "2024-03-02": 1, "2024-03-03": 2, "2024-08-31": 0})


def test_somerset_contacts_not_achieved(spec):
    spec("somerset_contacts_not_achieved", CASE, {"2024-03-11": 0, "2024-03-12": 1, "2025-03-11": 0})
