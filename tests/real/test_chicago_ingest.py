"""Chicago through its mapping files: both dates, the crosswalk of ids, and what has no roster id refused by count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.compute as pc
import pytest

from records.ingest import IngestResult, ingest

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "chicago"

pytestmark = pytest.mark.skipif(not (DATA / "chicago").is_dir(), reason="the shared data folder chicago is not here")


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> IngestResult:
    sources = [f"mapped:{EXAMPLES / name}.toml" for name in ("complaints", "force")]
    return ingest(sources, tmp_path_factory.mktemp("chicago") / "store", data=DATA)


def test_every_row_is_taken_or_counted_as_refused(taken_in: IngestResult) -> None:
    refused = Counter[str]()
    for one in taken_in.refused:
        refused[one.file] += one.rows
    assert taken_in.rows["complaints"]["allegations"] + refused["allegations_to_2012.csv.gz"] == 109_427
    assert taken_in.rows["force_reports"]["reports"] + refused["use_of_force_to_2012.csv.gz"] == 49_244
    assert refused["use_of_force_to_2012.csv.gz"] / 49_244 == pytest.approx(0.090, abs=0.0005)


def test_a_complaint_is_known_when_it_was_made_and_not_before(taken_in: IngestResult) -> None:
    events = taken_in.snapshot.events()
    complaints = events.filter(pc.is_in(events["kind"], value_set=pc.cast(["complaint", "force_complaint"], "string")))
    late = pc.sum(pc.less(complaints["happened_on"], complaints["known_on"])).as_py()
    assert late / complaints.num_rows > 0.25


def test_both_feeds_know_the_same_people(taken_in: IngestResult) -> None:
    events = taken_in.snapshot.events()
    people = set(taken_in.snapshot.people()["person_id"].to_pylist())
    assert set(events["person_id"].to_pylist()) <= people
    assert not any(person.endswith(".0") for person in people)
