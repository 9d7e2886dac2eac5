"""What an answer holds: the contract's fields, reasons with their records, and a row in the ledger for each."""

from __future__ import annotations

import json
import math
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from features.build import from_snapshot, records_behind
from records.store import open_store
from serving.coverage import agencies_heard
from serving.problem import Problem
from serving.roles import PURPOSES, Actor
from serving.state import State
from training.table import build_table, columns_of

FULL = "CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'disk full'); END"


def first_on_the_list(world):
    return world.state.weekly_list(world.worker, 5)["people"][0]["person_id"]


def test_the_answer_has_the_fields_of_the_contract(world):
    answer = world.state.score_person(world.worker, first_on_the_list(world), "early_help")
    assert set(answer) == {
        "assessment_id", "person_id", "as_of", "listed", "targets", "missing_feeds", "data_to", "snapshot",
        "expires_on", "limits", "review_url", "correction_url",
    }  # fmt: skip
    harmed = answer["targets"]["harmed"]
    shown = {"band", "chance_in_100", "range", "raises", "lowers", "context", "estimated_share", "model"}
    assert set(harmed) == shown
    assert harmed["model"]["sha256"] == world.bundle.sha256
    assert answer["targets"]["involved"] == {"band": "not_scored", "why": "no model for this is approved for your use"}
    assert answer["listed"] == {"yes": True, "because": "harmed"}


def test_the_chance_is_that_of_the_training_table(world):
    snapshot = world.state._views.current().snapshot
    day = date(2025, 6, 1)
    table = build_table(snapshot, [day], world.bundle.cohort, world.bundle.catalogue, None)
    chances = world.bundle.chances(columns_of(table, world.bundle.inputs))
    for person_id, chance in list(zip(table["person_id"].to_pylist(), chances, strict=True))[:40]:
        told = world.state.score_person(world.worker, person_id, "early_help", day)["targets"]["harmed"]
        assert told["chance_in_100"] == pytest.approx(100 * chance, abs=1e-10)
        assert told["band"] == world.bundle.band_of(float(world.bundle.margins(_row(table, world, person_id))[0]))


def _row(table, world, person_id):
    place = table["person_id"].to_pylist().index(person_id)
    return columns_of(table, world.bundle.inputs)[place : place + 1]


def test_every_reason_has_records_and_the_strictest_word_on_saying_them(world):
    order = ["with_the_young_person", "ask_source_first", "professionals_only"]
    seen = 0
    for place in world.state.weekly_list(world.worker, 20)["people"]:
        harmed = world.state.score_person(world.worker, place["person_id"], "early_help")["targets"]["harmed"]
        for reason in (*harmed["raises"], *harmed["lowers"]):
            seen += 1
            assert reason["records"]
            assert reason["may_discuss"] == max((r["may_discuss"] for r in reason["records"]), key=order.index)
            assert reason["agencies"] == sorted({r["agency"] for r in reason["records"]})
            assert reason["strength"] in ("strong", "moderate", "slight")
        assert all(set(item) == {"theme", "text"} for item in harmed["context"])
        assert "Age" in [item["theme"] for item in harmed["context"]]
        assert "Age" not in [r["theme"] for r in (*harmed["raises"], *harmed["lowers"])]
    assert seen > 10


def test_themes_add_up_to_the_margin_and_name_the_records_that_count(world):
    person_id = first_on_the_list(world)
    view = world.state._views.current()
    records = view.snapshot.person(person_id)
    harmed = world.state.score_person(world.worker, person_id, "early_help")["targets"]["harmed"]
    asked = pa.table({"person_id": [person_id], "as_of": [view.as_of]})
    values = from_snapshot(view.snapshot, asked, world.bundle.catalogue)
    for reason in harmed["raises"]:
        members = [one for one in world.bundle.catalogue.indicators if one.theme == reason["theme"]]
        made = (records_behind(records.events, one, view.as_of, values[one.name][0].as_py()) for one in members)
        behind = {record_id for rows in made for record_id in rows["record_id"].to_pylist()}
        assert {r["record_id"] for r in reason["records"]} == behind
    chance = harmed["chance_in_100"] / 100
    margin = (math.log(chance / (1 - chance)) - world.bundle.calibration.intercept) / world.bundle.calibration.slope
    assert np.isfinite(margin)
    assert world.bundle.band_of(margin) == harmed["band"]


def test_nothing_tells_of_a_place_an_incident_or_another_person(world):
    answer = json.dumps(world.state.score_person(world.worker, first_on_the_list(world), "early_help"))
    records = json.dumps(world.state.person_records(world.worker, first_on_the_list(world)))
    for text in (answer, records):
        assert "secret place" not in text
        assert "incident_id" not in text


def test_somebody_outside_the_cohort_is_not_scored_and_told_why(world):
    told = world.state.score_person(world.worker, "P0001", "early_help", date(2008, 1, 1))["targets"]["harmed"]
    assert told["band"] == "not_scored"
    assert told["why"].startswith("aged under")


def test_each_answer_is_a_row_before_it_is_shown_and_can_be_looked_up(world):
    answer = world.state.score_person(world.worker, "P0001", "early_help", own_view="I am worried")
    looked_up = world.state.scores_of(world.worker, "P0001")
    assert looked_up["scores"][-1]["assessment_id"] == answer["assessment_id"]
    assert looked_up["scores"][-1]["by"] == "A Worker"
    kept = world.state.assessment(world.worker, answer["assessment_id"])
    assert kept["own_view"] == "I am worried"
    assert kept["targets"] == answer["targets"]


def test_if_the_ledger_cant_be_written_nothing_is_shown(world):
    with world.state.ledger.engine.begin() as connection:
        connection.exec_driver_sql(FULL)
    with pytest.raises(Problem) as no:
        world.state.score_person(world.worker, "P0001", "early_help")
    assert no.value.status == 503


@pytest.mark.parametrize(
    ("changes", "purpose"),
    [
        ({"role": "board"}, "model_review"),
        ({"role": "administrator", "purposes": ()}, "early_help"),
        ({"agency": "police"}, "early_help"),
        ({}, "model_review"),
        ({}, "enforcement"),
        ({"purposes": ()}, "early_help"),
    ],
)
def test_what_is_refused_is_recorded(world, changes, purpose):
    actor = Actor(**{**world.worker.__dict__, **changes})
    with pytest.raises(Problem) as no:
        world.state.score_person(actor, "P0001", purpose)
    assert no.value.status == 403
    row = world.state.ledger.find("refused")[-1]
    assert (row.person_id, row.actor, row.payload["what"]) == ("P0001", actor.id, "score")


def test_another_areas_people_are_not_there(world):
    north = Actor("n", "N", "worker", area="North", purposes=PURPOSES["worker"])
    world.state.score_person(north, "P0000", "early_help")
    for person_id in ("P0001", "nobody"):
        with pytest.raises(Problem) as no:
            world.state.score_person(north, person_id, "early_help")
        assert no.value.status == 404
    listed = world.state.weekly_list(north, 20)
    assert {one["area"] for one in listed["people"]} == {"North"}
    assert listed["elsewhere"] + len(listed["people"]) == 20


def test_records_known_before_they_happened_are_named_in_the_answer(world):
    event = {"record_id": "r1", "agency": "police", "kind": "violence", "happened_on": "2025-11-01"}
    body = {"person": {"person_id": "X", "born_on": "2010-01-01"}, "as_of": "2026-01-02", "purpose": "early_help"}
    for known, named in (("2025-10-01", 1), ("2025-11-02", 0)):
        answer = world.state.score_records(world.worker, {**body, "events": [{**event, "known_on": known}]})
        assert sum("known before it happened" in line for line in answer["limits"]) == named
    answer = world.state.score_records(world.worker, {**body, "events": [{**event, "kind": "x", "known_on": known}]})
    assert "of a kind that is not known here" in answer["limits"][0]


def test_an_agency_of_a_mapped_feed_may_be_named_where_the_store_holds_its_records(world, tmp_path):
    event = {"record_id": "r1", "agency": "youth_clubs", "kind": "violence", "happened_on": "2025-11-01"}
    body = {"person": {"person_id": "X"}, "as_of": "2026-01-02", "purpose": "early_help"}
    body |= {"events": [{**event, "known_on": "2025-11-02"}]}
    with pytest.raises(Problem) as no:
        world.state.score_records(world.worker, body)
    assert no.value.status == 422
    events = world.state._views.current().snapshot.events()
    told = pc.if_else(pc.equal(events["kind"], "contact"), "youth_clubs", events["agency"])
    heard = events.set_column(events.schema.get_field_index("agency"), events.schema.field("agency"), told)
    pq.write_table(heard, tmp_path / "events.parquet")
    pq.write_table(world.state._views.current().snapshot.people(), tmp_path / "people.parquet")
    assert "youth_clubs" in agencies_heard(open_store(tmp_path))
    world.home.store.unlink()
    world.home.store.symlink_to(tmp_path, target_is_directory=True)
    state = State(world.home, world.state.policy, world.state.now)
    assert state.score_records(world.worker, body)["person_id"] == "X"
