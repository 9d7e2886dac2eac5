"""What counts about you: made from the catalogue, complete, true to the directions, and readable at 13."""

from __future__ import annotations

from dataclasses import replace

import pytest

from features.catalogue import Catalogue, from_declarations
from features.indicator import BOTH_LOWER, BOTH_RAISE, EITHER, HARMED
from features.indicators import CATALOGUE
from features.plainly import (
    DROPPED,
    MAY_OFFER,
    NEVER_BLAME,
    ONLY_HELPS,
    SHOWS_MORE,
    Part,
    as_markdown,
    parts_counting,
    parts_of,
    reading_grade,
    way_of,
)
from records.refusal import Refused

OLDEST_GRADE = 7.0  # the American school year of those who are 12 to 13
ONE = CATALOGUE["missing_episodes_year"]


def test_a_thirteen_year_old_can_read_it():
    assert reading_grade(parts_of(CATALOGUE)) <= OLDEST_GRADE
    assert all(reading_grade([part]) <= OLDEST_GRADE for part in parts_of(CATALOGUE))


def test_the_grade_tells_hard_from_easy():
    easy = Part("", ("The cat sat on the mat. It was a good mat.",))
    hard = Part("", ("Professionals systematically operationalise multidimensional vulnerability indicators.",))
    assert reading_grade([easy]) < 2 < 20 < reading_grade([hard])


def test_each_theme_is_told_and_one_without_plain_words_is_refused():
    unsaid = Catalogue("new", (replace(ONE, theme="Something new"),))
    with pytest.raises(Refused, match="Something new"):
        parts_of(unsaid)


@pytest.mark.parametrize(
    ("direction", "way"),
    [(BOTH_RAISE, MAY_OFFER), (HARMED, NEVER_BLAME), (BOTH_LOWER, ONLY_HELPS), (EITHER, SHOWS_MORE)],
)
def test_what_a_theme_can_do_is_read_off_its_directions(direction, way):
    assert way_of([replace(ONE, direction=direction)]) == way


def test_being_hurt_is_never_told_as_a_reason_for_blame():
    hurt = next(part for part in parts_of(CATALOGUE) if part.heading == "When somebody hurt you")
    assert hurt.paragraphs == ("None of this is ever held against you. It only makes us ask if you are safe.",)
    assert not any(MAY_OFFER in line for line in hurt.lines)


def test_what_is_said_of_a_side_does_not_gainsay_a_line_below_it():
    for part in parts_of(CATALOGUE):
        if any(way in line for line in part.lines for way in (MAY_OFFER, NEVER_BLAME, ONLY_HELPS, SHOWS_MORE)):
            assert part.paragraphs[0].startswith("Most of these")


def test_it_says_what_is_never_counted_who_sees_it_and_how_to_put_it_right():
    page = as_markdown(parts_of(CATALOGUE))
    told = (
        "skin colour",
        "boy, a girl or neither",
        "what you believe",
        "disability",
        "your street",
        "stopped and searched",
    )
    told += ("The police do not see the list", "ask for a correction", "Was I on the list", "in secret")
    assert all(words in page for words in told)


@pytest.mark.parametrize(
    ("kind", "theme", "words"),
    [
        ("youth_justice_order", "Orders and plans with the youth justice service", "a court gave you an order"),
        ("public_order", "Reported as a suspect", "broke the law in some other way"),
        ("drug_supply", "Possession or supply, mostly found by police activity", "you sold drugs"),
        ("referral", "Help from children's social care", "somebody asked one to"),
        ("section_47_enquiry", "Child protection", "somebody wrote that you may not be"),
        ("substance_support", "Alcohol or drugs", "you get help with that"),
        ("serious_violence", "In the family network", "was said to have hurt a person"),
        ("protection_plan", "In the family network", "was not safe"),
        ("address_change", "Moves away from familiar networks", "in care or not"),
        ("not_in_education", "Not in education, employment or training", "no school"),  # code 140: before 16
    ],
)
def test_what_a_theme_counts_beside_its_usual_records_is_told_too(kind, theme, words):
    counting = [one for one in CATALOGUE.indicators if one.theme == theme and kind in one.kinds]
    assert counting
    assert words in as_markdown(parts_counting(counting))


def test_no_more_is_promised_of_somebody_who_hurt_them_than_the_links_keep():
    """That they were hurt by somebody makes no link that counts; a friendship or a crime together does, though the
    same person hurt them at another time."""
    page = as_markdown(parts_of(CATALOGUE))
    assert "That somebody hurt you never makes them count as a friend of yours." in page
    assert "is never counted as a friend" not in page


def test_intelligence_is_no_longer_said_to_be_left_out_where_it_is_switched_on():
    counted = replace(ONE, kinds=("intelligence",), roles=("concerned",), direction={"harmed": "raises"})
    switched_on = Catalogue("ours", (counted,))
    assert "in secret" not in as_markdown(parts_of(switched_on))


def test_what_a_partnership_counts_itself_is_told_by_its_own_name_and_never_fails_the_page():
    own = replace(ONE, name="night_walks", theme="Found out late at night.", direction=HARMED)
    page = as_markdown(parts_counting((ONE, own, own)))
    assert page.count("Found out late at night.\n") == 1
    assert "## Other things" in page
    assert "Good things count too" not in page


def test_what_the_police_dropped_is_promised_only_where_no_indicator_counts_it():
    dropped = replace(ONE, kinds=("theft",), roles=("suspect",), statuses=("no_further_action",))
    as_a_bundle_has_it = from_declarations("ours", CATALOGUE.declarations())
    assert parts_of(as_a_bundle_has_it) == parts_of(CATALOGUE)
    assert DROPPED in as_markdown(parts_of(CATALOGUE))
    assert DROPPED not in as_markdown(parts_counting((dropped,)))
