"""What every entry of the catalogue owes: a spec test, a page, a source that was read, words that describe events."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from features import docs
from features.indicator import TARGETS
from features.indicators import CATALOGUE, FILES
from features.sources import SOURCES
from records.kinds import exploitation_kinds, kinds

SPEC = Path(__file__).resolve().parents[1] / "spec"
ENTRIES = pytest.mark.parametrize("one", CATALOGUE.indicators, ids=lambda one: one.name)
HARM_AT_HOME = {
    "section_47_enquiry",
    "protection_plan",
    "abuse_or_neglect_concern",
    "domestic_abuse_incident",
    "domestic_abuse_concern",
}
NEVER_SAID = re.compile(
    r"offender|gang|troublemaker|dangerous|high.risk|associates of concern|not engaging|unbiased|accurate|"
    r"ethnic|religio|national|immigra|gender|\bsex\b|disab|pregnan|postcode|depriv|stop and search",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", FILES)
def test_each_indicator_has_one_spec_test_in_the_file_of_its_name(name):
    written = (SPEC / f"test_{name}.py").read_text(encoding="utf-8")
    tested = re.findall(r"^def test_(\w+)\(spec\)", written, re.MULTILINE)
    assert tested == [one.name for one in FILES[name]]
    assert re.findall(r'spec\(\s*"(\w+)"', written) == tested


def test_the_indicator_page_is_not_stale():
    assert docs.main(["--check"]) == 0


@ENTRIES
def test_its_source_was_read_and_its_kinds_are_held(one):
    assert one.source in SOURCES
    assert set(one.kinds) <= set(kinds())


@ENTRIES
def test_its_words_describe_events_and_support_never_the_person(one):
    assert not NEVER_SAID.search(" ".join((one.name, one.theme, one.reason, one.ask)))
    assert one.ask.endswith("?")
    assert one.say(3.0) != one.say(4.0) or one.measure in ("ever", "open_now")


@ENTRIES
def test_it_is_an_input_of_a_target_that_there_is(one):
    assert one.direction
    assert set(one.direction) <= set(TARGETS)


@pytest.mark.parametrize("one", CATALOGUE.for_target("involved").indicators, ids=lambda one: one.name)
def test_nothing_done_to_a_young_person_raises_involved(one):
    assert "victim" not in one.roles
    assert exploitation_kinds().isdisjoint(one.kinds)
    assert HARM_AT_HOME.isdisjoint(one.kinds)
    police = [kind for kind in one.kinds if kinds()[kind].agency == "police"]
    assert not police or one.roles


def test_diverted_and_no_further_action_raise_nothing_as_a_suspect():
    suspected = [one for one in CATALOGUE.indicators if "suspect" in one.roles]
    assert suspected
    assert not {"diverted", "no_further_action", "cancelled"} & {s for one in suspected for s in one.counted_statuses}


def test_at_least_forty_indicators_in_at_least_seven_files_of_one_theme_each():
    assert len(CATALOGUE) >= 40
    assert len(FILES) >= 7
    where = {(one.theme, name) for name, ones in FILES.items() for one in ones}
    assert len(where) == len({theme for theme, _ in where})


def test_possession_found_by_police_activity_is_counted_apart():
    possession = {"weapon_possession", "drug_possession"}
    mixed = [one for one in CATALOGUE.indicators if possession & set(one.kinds) and len(one.kinds) > 1]
    assert not mixed
