"""Plain words: whatever a record or an answer may hold has them, and none of them labels a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.events import MAY_DISCUSS, ROLES, STATUSES
from records.kinds import kinds
from serving.pages import words
from serving.roles import STAGES

FORBIDDEN = ("offender", "gang", "high-risk", "high risk", "dangerous", "troublemaker", "unbiased", "not engaging")
TEMPLATES = Path(words.__file__).resolve().parent.parent / "templates"


@pytest.mark.parametrize("day", [date(2025, 3, 12), "2025-03-12", "2025-03-12T09:30:00+00:00"])
def test_a_date_is_said_as_people_say_it(day: date | str) -> None:
    assert words.plain_date(day) == "12 March 2025"


def test_a_date_that_never_came_is_not_known() -> None:
    assert words.plain_date(None) == "not known"


def test_every_role_status_and_stage_has_its_words() -> None:
    assert tuple(words.ROLES) == ROLES
    assert tuple(words.STATUSES) == STATUSES
    assert tuple(words.MAY_DISCUSS) == ("with_the_young_person", "ask_source_first", "professionals_only")
    assert set(words.MAY_DISCUSS) == set(MAY_DISCUSS)
    assert set(STAGES) < set(words.STAGES)


def test_every_agency_of_the_code_list_is_named() -> None:
    assert {kind.agency for kind in kinds().values()} <= set(words.AGENCIES)


def test_what_is_not_known_may_not_be_said_aloud() -> None:
    assert words.may_discuss("a word from tomorrow").text.startswith("Do not say aloud")


def test_a_name_that_only_a_mapping_knows_is_still_readable() -> None:
    assert words.kind("use_of_force") == "Use of force"
    assert words.agency("fire_service") == "Fire service"


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")]
)
def test_lists_are_said_with_and(names: list[str], said: str) -> None:
    assert words.listed(names) == said


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_labels_a_young_person(template: Path) -> None:
    text = template.read_text(encoding="utf-8").lower()
    assert [word for word in FORBIDDEN if word in text] == []
    assert "<script" not in text
    assert "style=" not in text
    assert "http" not in text


def test_every_kind_is_told_with_the_apostrophe_of_the_pages() -> None:
    assert words.kind("contact") == "Contact to children’s social care"
    assert not [name for name in kinds() if "'" in words.kind(name)]


def test_every_agency_has_a_name_of_its_own() -> None:
    assert {one.agency for one in kinds().values()} <= set(words.AGENCIES)
