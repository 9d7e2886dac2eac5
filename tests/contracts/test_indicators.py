"""What every entry of the catalogue owes: a spec test, a page, a source that was read, words that describe events."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from features import docs
from features.indicator import TARGETS
from features.indicators import CATALOGUE, FILES
from features.measures import MEASURES
from features.said import WORDS
from features.sources import ASSUMPTION, DATA, DOMAIN, PUBLIC, SOURCES
from records.kinds import code_list, exploitation_kinds, kinds, words_of
from records.refusal import Refused

SPEC = Path(__file__).resolve().parents[1] / "spec"
SHARED = Path(__file__).resolve().parents[3] / "shared"
ENTRIES = pytest.mark.parametrize("one", CATALOGUE.indicators, ids=lambda one: one.name)
HARM_AT_HOME = {
    "section_47_enquiry",
    "protection_plan",
    "abuse_or_neglect_concern",
    "domestic_abuse_incident",
    "domestic_abuse_concern",
    "family_concern",
    "school_notice",
}
WITHOUT_A_NUMBER = ("ever", "open_now", "first", "nearing", "decayed")
UNDER_THE_THEMES_OF_OTHERS = ("somerset", "escalation", "gravity", "repeat_victimisation")
WORDS_IN_REASONS = tuple(f"{{value:{word}}}" for word in WORDS)
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


def test_the_pages_made_from_the_catalogue_are_not_stale(tmp_path):
    assert docs.main(["--check"]) == 0
    assert docs.main([], tmp_path) == 0
    (tmp_path / "what-counts.md").write_text("An older page", encoding="utf-8")
    assert docs.main(["--check"], tmp_path) == 1


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_of_record_has_an_indicator_or_a_written_reason(kind):
    counted = {named for one in CATALOGUE.indicators for named in (*one.kinds, *one.with_kinds)}
    assert (kind in counted) != bool(docs.uncounted().get(kind))


@ENTRIES
def test_its_source_was_read_or_is_marked_as_our_assumption_and_its_kinds_are_held(one):
    assert one.source in SOURCES or re.fullmatch(rf"{ASSUMPTION}\w.{{19,}}", one.source)
    assert {*one.kinds, *one.with_kinds} <= set(kinds())


def test_each_reference_is_cited_and_says_where_it_was_read():
    assert set(SOURCES) <= {one.source for one in CATALOGUE.indicators}
    for one in SOURCES.values():
        assert one.supports
        assert one.words
        assert one.read in (DOMAIN, DATA, PUBLIC)


@pytest.mark.parametrize(("read", "file"), [(DOMAIN, "design/domain.md"), (DATA, "data/README.md")])
def test_what_a_reference_says_of_the_shared_papers_stands_there(read, file):
    if not (SHARED / file).is_file():
        pytest.skip(f"the shared {file} is not on this machine")
    text = " ".join((SHARED / file).read_text(encoding="utf-8").split())
    quoted = [one.words for one in SOURCES.values() if one.read == read]
    assert quoted
    assert not [words for words in quoted if words not in text]


@pytest.mark.parametrize("one", [o for o in CATALOGUE.indicators if o.source in SOURCES], ids=lambda one: one.name)
def test_a_strength_or_support_that_no_reference_measured_is_not_dressed_up_as_one(one):
    assert "lowers" not in one.direction.values() or one.inner == "days_since"


def test_less_of_a_strength_than_others_have_is_no_reason_for_concern():
    """How long ago a strength was last seen rises with age alone once the feed has ended."""
    strengths = [one for one in CATALOGUE.indicators if set(one.direction.values()) == {"lowers"}]
    good = {kind for one in strengths if one.inner != "days_since" for kind in one.kinds}
    assert not [one.name for one in CATALOGUE.indicators if one.inner == "days_since" and good & set(one.kinds)]


@ENTRIES
def test_its_reason_reads_as_a_worker_would_say_it(one):
    values = (-2.0, 0.0, 1.0, 1616.0) if one.inner in ("trend", "rise") else (1.0, 2.0, 1616.0)
    said = [one.say(value) for value in values]
    assert not any(
        re.search(r"[+-]\d|\.\d|days of sentence|Days since|\b1 (?:days|months|years)\b", text) for text in said
    )
    assert not re.search(r"Crime Harm Index|^(Kinds of|Reasons for|Types of)\b", one.reason)
    assert one.inner != "days_since" or "{value:ago}" in one.reason
    assert one.inner != "days_open" or "{value:long}" in one.reason
    compared = "{value:higher}" if one.column == "harm" else "{value:more}"
    assert one.inner not in ("trend", "rise") or compared in one.reason
    assert one.inner in ("days_since", "days_open", "trend", "rise") or not any(
        w in one.reason for w in WORDS_IN_REASONS
    )


@ENTRIES
def test_what_is_first_is_said_to_be_so_on_record(one):
    assert one.inner != "first" or "for the first time on record" in one.reason


@ENTRIES
def test_its_words_describe_events_and_support_never_the_person(one):
    assert not NEVER_SAID.search(" ".join((one.name, one.theme, one.reason, one.ask)))
    assert one.ask.endswith("?")
    assert "; " not in one.reason  # a page sets each part of a text on its own line by it
    assert one.say(3.0) != one.say(4.0) or one.inner in WITHOUT_A_NUMBER


@ENTRIES
def test_it_is_an_input_of_a_target_that_there_is(one):
    assert one.direction
    assert set(one.direction) <= set(TARGETS)


@pytest.mark.parametrize("one", CATALOGUE.for_target("involved").indicators, ids=lambda one: one.name)
def test_nothing_done_to_a_young_person_raises_involved(one):
    named = {*one.kinds, *one.with_kinds}
    assert "victim" not in one.counted_roles
    assert exploitation_kinds().isdisjoint(named)
    assert HARM_AT_HOME.isdisjoint(named)
    police = [kind for kind in named if kinds()[kind].agency == "police"]
    assert not police or one.roles


@pytest.mark.parametrize("kind", sorted(exploitation_kinds()))
def test_no_exploitation_kind_is_an_input_of_involved_by_any_measure(kind):
    assert any(kind in one.kinds for one in CATALOGUE.indicators)
    for one in CATALOGUE.indicators:
        assert "involved" not in one.direction or kind not in (*one.kinds, *one.with_kinds)
        changes = {"kinds": (kind,), "roles": ("suspect",), "direction": {"involved": "raises"}, "codes": ()}
        with pytest.raises(Refused, match="exploitation"):
            replace(one, **changes)


def test_neighbours_never_reach_through_a_link_that_they_have_only_as_victim():
    never = words_of("link_kinds.csv", "kind", counts="no")
    assert never
    linked = [one for one in CATALOGUE.indicators if one.links]
    assert linked
    assert not any(never & set(one.links) for one in linked)
    with pytest.raises(Refused, match="never counts"):
        replace(linked[0], links=("harmed_by",))


def test_nobody_answers_for_their_family():
    family = {"sibling", "household"}
    assert not [one for one in CATALOGUE.indicators if family & set(one.links) and "involved" in one.direction]


def test_diverted_and_no_further_action_raise_nothing_as_a_suspect():
    suspected = [one for one in CATALOGUE.indicators if "suspect" in one.roles]
    assert suspected
    assert not {"diverted", "no_further_action", "cancelled"} & {s for one in suspected for s in one.counted_statuses}


def test_the_catalogue_is_as_wide_as_the_field_asks():
    assert len(CATALOGUE) >= 100
    assert len(FILES) >= 11
    strengths = [one for one in CATALOGUE.indicators if set(one.direction.values()) == {"lowers"}]
    assert len([one for one in strengths if one.inner != "days_since"]) >= 10
    assert {one.inner for one in CATALOGUE.indicators} | {"neighbours"} >= set(MEASURES)


def test_a_theme_stands_in_one_file_but_where_one_looks_at_the_same_records_in_another_way():
    others = {name: ones for name, ones in FILES.items() if name not in UNDER_THE_THEMES_OF_OTHERS}
    where = {(one.theme, name) for name, ones in others.items() for one in ones}
    assert len(where) == len({theme for theme, _ in where})


def test_how_grave_how_often_and_more_than_before_are_no_reasons_of_their_own():
    """The same records would stand one after another as if they were several facts."""
    own = {one.theme for name, ones in FILES.items() if name not in UNDER_THE_THEMES_OF_OTHERS for one in ones}
    borrowed = {one.theme for name in UNDER_THE_THEMES_OF_OTHERS[1:] for one in FILES[name]}
    assert borrowed <= own
    as_victim = [one for one in CATALOGUE.indicators if one.roles == ("victim",) and one.measure != "neighbours"]
    assert {one.theme for one in as_victim} == {"Reported as a victim", "Reported as a victim of a sexual offence"}


def test_the_signals_of_the_somerset_case_stand_by_name():
    signals = ("cumulative_domains", "hidden_harm_in_family_network", "recent_displacement")
    signals += ("people_or_places_at_risk", "missing_episodes", "contacts_not_achieved")
    assert {f"somerset_{name}" for name in signals} <= {one.name for one in FILES["somerset"]}


def test_possession_found_by_police_activity_is_counted_apart():
    possession = {"weapon_possession", "drug_possession"}
    for one in CATALOGUE.indicators:
        assert one.column == "domain" or one.measure == "neighbours" or not possession & set(one.kinds) or (
            set(one.kinds) <= possession
        )  # fmt: skip


def test_no_total_of_harm_mixes_what_people_report_with_what_police_find():
    found = words_of("crime_harm_index.csv", "code", found_by_police="yes")
    kinds_found = {row["kind"] for row in code_list("police_offences.csv") if row["offence_code"] in found}
    assert {"weapon_possession", "drug_possession"} <= kinds_found
    for one in CATALOGUE.indicators:
        mixed = kinds_found & set(one.kinds)
        assert one.column != "harm" or not mixed or set(one.kinds) <= kinds_found


def test_each_offence_code_has_its_days_and_each_says_whether_they_were_read_or_assumed():
    rows = code_list("crime_harm_index.csv")
    newest = max(row["version"] for row in rows)
    offences = {row["offence_code"] for row in code_list("police_offences.csv")}
    assert {row["code"] for row in rows if row["version"] == newest} == offences
    for row in rows:
        assert float(row["days"]) >= 1
        assert (row["basis"], row["source"].startswith("assumption: ")) in (("read", False), ("assumption", True))
        assert row["found_by_police"] in ("yes", "no")


def test_intelligence_and_age_are_no_indicators():
    assert not [one for one in CATALOGUE.indicators if "intelligence" in (*one.kinds, *one.with_kinds)]
    assert not [one for one in CATALOGUE.indicators if one.age and one.measure != "nearing"]


def test_what_the_field_names_is_counted_or_kept_out_with_a_reason():
    page = (Path(docs.__file__).resolve().parents[1] / "docs" / "domain-coverage.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 40
    assert not [named for named, counted, why_not in rows if not (named and (counted or why_not))]
    named = re.findall(r"`(\w+)`", page)
    assert not [name for name in named if name not in CATALOGUE.names]


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("co_suspects_two_years", "with whom they were reported"),  # those linked so at any time are counted
        ("youth_justice_prevention_now", "offending"),  # it supposes that they do
        ("suspension_near_harm_at_home_year", "of harm at home"),  # an enquiry asks whether there was any
        ("lead_professional_ends_at_18_half_year", "The allocated professional's"),  # early help counts too
        ("unsuitable_accommodation_two_years", "Times"),  # a check of a year is a record, not a time
    ],
)
def test_a_reason_says_no_more_than_what_is_counted(name: str, never: str) -> None:
    assert never not in CATALOGUE[name].reason
