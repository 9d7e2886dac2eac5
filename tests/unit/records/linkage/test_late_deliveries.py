"""A delivery that came before a linking is taken in before it: no record counts under an id that nobody had then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.ingest import IngestResult, ingest
from records.linkage import link
from records.refusal import Refused
from records.swap import current

FIRST, LINKED, KEYED, BETWEEN, RELINKED = (date(2024, month, 1) for month in (1, 2, 3, 4, 6))
OLD, NEW = "m1,1,2023-01-01,no,2023-01-02\n", "m2,1,2024-02-20,no,2024-02-21\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def housing(store: Path, day: date, key: str = "", moves: str = OLD) -> IngestResult:
    folder = store.parent / f"housing {day}"
    folder.mkdir(exist_ok=True)
    (folder / "people.csv").write_text(f"resident_id,county_reference,born_on,area\n1,{key},2009-01-01,X\n")
    (folder / "moves.csv").write_text(f"move_id,resident_id,moved_on,out_of_area,recorded_on\n{moves}")
    return ingest([f"housing:{folder}"], store, day)


def test_what_came_before_a_linking_is_not_taken_in_after_it(store: Path) -> None:
    housing(store, FIRST)
    link(store, LINKED)
    housing(store, KEYED, "K1")
    link(store, RELINKED)
    before = current(store)
    for moves in (OLD + NEW, NEW):  # a record more, and one withdrawn
        with pytest.raises(Refused, match=r"housing: --received-on must not be before 2024-06-01, .*last linked"):
            housing(store, BETWEEN, "K1", moves)
        assert current(store) == before
    assert housing(store, RELINKED, "K1", OLD + NEW).changes["housing"].new == 1


def test_the_first_linking_is_no_bar_to_what_came_before_it(store: Path) -> None:
    housing(store, FIRST, "K1")
    link(store, RELINKED)
    assert housing(store, BETWEEN, "K1", OLD + NEW).changes["housing"].new == 1
