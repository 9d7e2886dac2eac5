"""Nothing done to a young person is an input of `involved`, whatever the measure, and nothing cancelled or diverted
raises: it can't be declared, by anybody; what is declared without roles counts no record of them as a victim."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from features.build import indicators_as_of
from features.catalogue import Catalogue, declaration, from_declarations
from features.indicator import OF_NEIGHBOURS, TARGETS, WAYS, WINDOWED, Indicator
from features.indicators import CATALOGUE
from features.measures import MEASURES
from records.events import EVENTS, LINKS, PEOPLE
from records.kinds import exploitation_kinds, kinds, words_of
from records.refusal import Refused

WORDS = {"theme": "T", "reason": "{value}", "ask": "A?", "source": "S"}
INNER = [(measure, None) for measure in MEASURES if measure != "neighbours"]
EVERY_MEASURE = [*INNER, *(("neighbours", of) for of in OF_NEIGHBOURS)]
KEPT = {kind.kind: kind.kept_from_involved for kind in kinds().values() if kind.kept_from_involved != "no"}
DONE_TO_THEM = sorted(kind for kind, why in KEPT.items() if why == "done_to_them" and not kinds()[kind].but_for_codes)
MAY_BE_INPUTS = sorted(kind.kind for kind in kinds().values() if kind.agency != "police" and kind.kind not in KEPT)
NEEDS_OF_OTHERS = ("N1", "N4", "N5", "N8", None)  # primary needs that say nothing of what they did; none for N2 and N3
DAY, BEFORE = date(2024, 6, 1), date(2024, 5, 20)


def declared(measure: str, of: str | None, target: str, **given: Any) -> Indicator:
    """An indicator of a measure with whatever else it must name."""
    inner = of or measure
    usual: dict[str, Any] = {"kinds": ("suspension",), "direction": {target: "raises"}}
    usual |= {"window": 365} if inner in WINDOWED else {}
    usual |= {"half_life": 30} if inner == "decayed" else {}
    usual |= {"column": "kind"} if inner == "distinct" else {}
    usual |= {"with_kinds": ("missing_episode",)} if inner == "together" else {}
    usual |= {"age": 18} if inner == "nearing" else {}
    usual |= {"of": of, "links": ("sibling",)} if of else {}
    return Indicator(name=f"{measure}_{of or 'own'}", measure=measure, **WORDS, **usual | given)


def test_there_are_kinds_of_exploitation_and_every_measure_can_be_declared():
    assert len(exploitation_kinds()) >= 3
    assert {declared(measure, of, "involved").measure for measure, of in EVERY_MEASURE} == set(MEASURES)


@pytest.mark.parametrize("kind", sorted(exploitation_kinds()))
def test_no_kind_of_exploitation_whatever_the_measure(kind):
    for (measure, of), roles in product(EVERY_MEASURE, ((), ("suspect",), ("concerned", "witness"))):
        with pytest.raises(Refused, match="exploitation must not be an input of involved"):
            declared(measure, of, "involved", kinds=("suspension", kind), roles=roles)
        assert declared(measure, of, "harmed", kinds=("suspension", kind), roles=roles)


@pytest.mark.parametrize("kind", sorted(exploitation_kinds()))
def test_no_kind_of_exploitation_beside_another(kind):
    with pytest.raises(Refused, match="exploitation must not be an input of involved"):
        declared("together", None, "involved", with_kinds=(kind,))


def test_the_table_of_kinds_keeps_harm_at_home_and_what_is_done_because_of_it():
    assert {"abuse_or_neglect_concern", "section_47_enquiry", "protection_plan", "child_in_need_plan"} < set(
        DONE_TO_THEM
    )
    assert {"domestic_abuse_incident", "domestic_abuse_concern", "school_notice"} < set(DONE_TO_THEM)
    assert set(KEPT.values()) == {"exploitation", "done_to_them", "unverified"}
    assert KEPT["intelligence"] == "unverified"


@pytest.mark.parametrize("kind", [*DONE_TO_THEM, "intelligence"])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_done_to_them_and_no_intelligence_whatever_the_measure_role_and_direction(kind, way):
    for (measure, of), roles in product(EVERY_MEASURE, (("suspect",), ("concerned",))):
        with pytest.raises(Refused, match=f"must not be an input of involved: leave out {kind}"):
            declared(measure, of, "involved", kinds=("suspension", kind), roles=roles, direction={"involved": way})
        assert declared(measure, of, "harmed", kinds=("suspension", kind), roles=roles)
    with pytest.raises(Refused, match=f"must not be an input of involved: leave out {kind}"):
        declared("together", None, "involved", with_kinds=(kind,), roles=("concerned",))


def test_a_need_is_an_input_of_involved_by_the_code_of_behaviour_alone():
    need = {"kinds": ("child_in_need",), "roles": ("concerned",)}
    assert declared("ever", None, "involved", codes=("N6",), **need)
    assert declared("covered", None, "involved", **need)
    for codes in ((), ("N1",), ("N6", "N1")):
        with pytest.raises(Refused, match="leave out child_in_need"):
            declared("ever", None, "involved", codes=codes, **need)
    with pytest.raises(Refused, match="leave out child_in_need"):  # codes do not go with what stands beside
        declared("together", None, "involved", codes=("N6",), with_kinds=need["kinds"], roles=need["roles"])


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("status", ["cancelled", "diverted"])
def test_nothing_cancelled_or_diverted_raises_a_target_of_ours(target, status):
    for (measure, of), way in product(EVERY_MEASURE, WAYS):
        given = {"statuses": ("recorded", status), "direction": {target: way}}
        if way == ("raises" if "days_since" in (measure, of) else "lowers"):
            assert declared(measure, of, target, **given)
        else:
            with pytest.raises(Refused, match=f"a record that was {status} must not raise {target}"):
                declared(measure, of, target, **given)
        assert declared(measure, of, target, **given | {"direction": {"an outcome of one's own": way}})


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_no_role_as_a_victim_whatever_the_measure(kind):
    for measure, of in EVERY_MEASURE:
        with pytest.raises(Refused, match="as a victim must not be an input of involved"):
            declared(measure, of, "involved", kinds=(kind,), roles=("suspect", "victim"))
        if kinds()[kind].agency == "police":
            with pytest.raises(Refused, match="name the other roles"):
                declared(measure, of, "involved", kinds=(kind,))


def test_without_roles_no_record_as_a_victim_counts_whatever_the_kind_and_measure():
    events = [_event(kind, person) for kind in MAY_BE_INPUTS for person in ("P1", "P2")]
    held = pa.Table.from_pylist(events, schema=EVENTS)
    ones = [_of_all_kinds(measure, of, "involved") for measure, of in EVERY_MEASURE]
    assert not _counted(held, ones)
    seen = _counted(held, [_of_all_kinds(measure, of, "harmed") for measure, of in EVERY_MEASURE])
    assert {name.partition("_")[0] for name in seen} >= {"count", "together", "first", "nearing", "neighbours"}


def test_the_declaration_says_so_and_reads_back():
    one = declared("count", None, "involved")
    assert declaration(one)["roles"] == ["concerned", "suspect", "witness"]
    assert from_declarations("again", [declaration(one)]) == Catalogue("again", (one,))


@pytest.mark.parametrize("one", CATALOGUE.for_target("involved").indicators, ids=lambda one: one.name)
def test_our_own_catalogue_counts_none(one):
    assert "victim" not in one.counted_roles
    assert one.counted_roles
    assert exploitation_kinds().isdisjoint((*one.kinds, *one.with_kinds))


def test_no_harm_at_home_and_no_need_but_that_of_behaviour_moves_an_input_of_involved():
    needs = [_event("child_in_need", "P1") | {"record_id": f"need:{code}", "code": code} for code in NEEDS_OF_OTHERS]
    done = [_event(kind, person) | {"role": "concerned"} for kind in DONE_TO_THEM for person in ("P1", "P2")]
    held = pa.Table.from_pylist([*needs, *(one | {"role": "concerned"} for one in needs), *done], schema=EVENTS)
    assert not _counted(held, list(CATALOGUE.for_target("involved").indicators))
    seen = _counted(held, list(CATALOGUE.for_target("harmed").indicators))
    assert seen >= {"child_in_need_now", "child_in_need_ever", "protection_plan_ever", "family_protection_plan_now"}


def test_a_need_of_behaviour_is_an_input_of_both():
    need = _event("child_in_need", "P1") | {"code": "N6", "role": "concerned"}
    inputs = list(CATALOGUE.for_target("involved").indicators)
    assert _counted(pa.Table.from_pylist([need], schema=EVENTS), inputs) == {"need_behaviour_three_years"}


@pytest.mark.parametrize("target", ["harmed", "involved"])
def test_no_link_as_a_victim_leads_anywhere(target):
    never = sorted(words_of("link_kinds.csv", "kind", counts="no"))
    assert "harmed_by" in never
    for link, of in product((*never, "a_kind_of_link_that_nobody_listed"), OF_NEIGHBOURS):
        with pytest.raises(Refused, match="never counts"):
            declared("neighbours", of, target, links=("sibling", link))


def _of_all_kinds(measure: str, of: str | None, target: str) -> Indicator:
    also = {"with_kinds": tuple(MAY_BE_INPUTS)} if measure == "together" else {}
    return declared(measure, of, target, kinds=tuple(MAY_BE_INPUTS), **also)


def _counted(events: pa.Table, ones: list[Indicator]) -> set[str]:
    """The indicators of P1 that are anything but nothing, coverage apart, which no record changes."""
    rows = pa.table({"person_id": ["P1"], "as_of": pa.array([DAY], pa.date32())})
    tie = {"record_id": "L", "person_id": "P1", "other_id": "P2", "kind": "sibling"}
    links = pa.Table.from_pylist([tie | {"started_on": BEFORE, "known_on": BEFORE}], schema=LINKS)
    people = pa.Table.from_pylist([{"person_id": "P1", "born_on": date(2006, 9, 1)}], schema=PEOPLE)
    built = indicators_as_of(events, rows, ones, links=links, people=people)
    return {one.name for one in ones if built.column(one.name)[0].as_py() and one.measure != "covered"}


def _event(kind: str, person: str) -> dict[str, Any]:
    words = {"kind": kind, "person_id": person, "agency": kinds()[kind].agency, "role": "victim", "status": "recorded"}
    fixed = {
        "record_id": f"{kind}:{person}",
        "version": 1,
        "known_basis": "recorded",
        "may_discuss": "ask_source_first",
    }
    return words | fixed | {"happened_on": BEFORE, "known_on": BEFORE, "amount": 1.0}
