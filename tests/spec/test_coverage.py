"""Whether a feed covers this young person at all: at least half of the past year."""

NO_RECORD = "kind | happened_on"
# Everyone's feeds since 2020, but school's ends with the school year in which somebody turns 16, and care's at 17.
COVERED = """
agency        | from       | to         | min_age | max_age
school        | 2020-01-01 | 2026-12-31 | 4       | 16
social_care   | 2020-01-01 | 2026-12-31 |         | 17
police        | 2024-01-01 | 2026-12-31 | 10      |
youth_justice | 2020-01-01 | 2026-12-31 | 10      | 17
"""
BORN = "2007-03-01"


def test_school_feed_covers(spec):
    """Seventeen on 1 March 2024: half a year later the feed covers less than half of the past year."""
    expected = {"2024-03-01": 1, "2024-08-29": 1, "2024-09-01": 0}
    spec("school_feed_covers", NO_RECORD, expected, born_on=BORN, covered=COVERED)


def test_social_care_feed_covers(spec):
    expected = {"2024-09-01": 1, "2025-03-01": 1, "2025-09-01": 0}
    spec("social_care_feed_covers", NO_RECORD, expected, born_on=BORN, covered=COVERED)


def test_youth_justice_feed_covers(spec):
    expected = {"2025-03-01": 1, "2025-09-01": 0}
    spec("youth_justice_feed_covers", NO_RECORD, expected, born_on=BORN, covered=COVERED)


def test_police_feed_covers(spec):
    """The feed begins in 2024: the past is not covered."""
    expected = {"2024-03-01": 0, "2024-07-03": 1}
    spec("police_feed_covers", NO_RECORD, expected, born_on=BORN, covered=COVERED)


def test_housing_feed_covers(spec):
    """No line speaks of housing."""
    spec("housing_feed_covers", NO_RECORD, {"2024-03-01": 0}, born_on=BORN, covered=COVERED)
