"""Going missing."""

# One night in 2023; a week in January 2024 known two days late; one in June 2024 that is open until its end is known
# on 20 June; one that was recorded by mistake and withdrawn in July.
EPISODES = """
kind            | happened_on | known_on   | ended_on   | ended_known_on | superseded_on
missing_episode | 2023-05-01  | 2023-05-01 | 2023-05-02 | 2023-05-02     |
missing_episode | 2024-01-10  | 2024-01-12 | 2024-01-17 | 2024-01-17     |
missing_episode | 2024-06-01  | 2024-06-01 | 2024-06-04 | 2024-06-20     |
missing_episode | 2024-06-10  | 2024-06-10 | 2024-06-11 | 2024-06-11     | 2024-07-01
"""


def test_missing_episodes_quarter(spec):
    spec(
        "missing_episodes_quarter",
        EPISODES,
        {"2024-01-12": 0, "2024-01-13": 1, "2024-04-10": 1, "2024-04-11": 0, "2024-07-01": 2, "2024-07-02": 1},
    )


def test_missing_episodes_year(spec):
    spec(
        "missing_episodes_year",
        EPISODES,
        {"2023-05-01": 0, "2023-05-02": 1, "2024-04-30": 2, "2024-05-01": 1, "2024-07-01": 3, "2024-07-02": 2},
    )


def test_missing_trend(spec):
    spec("missing_trend", EPISODES, {"2023-06-01": 1, "2023-12-01": -1, "2024-02-01": 0, "2024-07-15": 0})


def test_missing_days_since(spec):
    spec("missing_days_since", EPISODES, {"2023-05-01": None, "2023-05-02": 1, "2024-06-30": 20, "2024-07-02": 31})


def test_missing_now(spec):
    spec("missing_now", EPISODES, {"2024-06-01": 0, "2024-06-02": 1, "2024-06-20": 1, "2024-06-21": 0})


def test_missing_days_year(spec):
    spec(
        "missing_days_year",
        EPISODES,
        {"2023-06-01": 1, "2024-01-20": 8, "2024-06-06": 12, "2024-06-20": 26, "2024-06-21": 11, "2025-01-12": 7},
    )


def test_away_without_authorisation_year(spec):
    records = """
    kind                       | happened_on
    away_without_authorisation | 2024-03-01
    away_without_authorisation | 2024-03-20
    missing_episode            | 2024-03-20
    """
    spec("away_without_authorisation_year", records, {"2024-03-02": 1, "2024-04-01": 2, "2025-03-02": 1})


def test_police_missing_reports_year(spec):
    records = """
    kind                  | happened_on | known_on   | role
    police_missing_report | 2024-03-01  | 2024-03-05 | concerned
    police_missing_report | 2024-03-02  | 2024-03-02 | witness
    """
    spec("police_missing_reports_year", records, {"2024-03-05": 0, "2024-03-06": 1, "2025-03-02": 0})


def test_missing_concern_two_years(spec):
    records = """
    kind            | happened_on | known_on
    missing_concern | 2022-03-01  | 2022-03-20
    missing_concern | 2023-09-01  | 2023-10-01
    """
    spec("missing_concern_two_years", records, {"2022-03-21": 1, "2023-10-02": 2, "2024-03-01": 1})
