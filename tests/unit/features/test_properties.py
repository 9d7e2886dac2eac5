"""Any catalogue is held to the same properties; a kernel that breaks one, or an indicator never tried, fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features import properties
from features.catalogue import Catalogue
from features.histories import AS_OF, PERSONS, History, history_of
from features.indicators import CATALOGUE
from features.properties import PROPERTIES, by_kernel, findings
from reachable import run

SOME = Catalogue(
    "some",
    tuple(
        CATALOGUE[name]
        for name in (
            "missing_episodes_quarter",
            "suspension_days_since",
            "looked_after_days_three_years",
            "linked_people_hurt_half_year",
            "missing_near_move_year",
        )
    ),
)
OWN = """
name = "ours"

[[indicator]]
name = "visits_month"
theme = "Visits"
kinds = ["visit_by_a_neighbour"]
measure = "count"
window_days = 30
reason = "Visits in the past month: {value:.0f}"
ask = "Who came?"
source = "made up"
direction = {harmed = "lowers"}
"""


def too_early(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """Counts a record from the day it happened, not from the day it was known."""
    events = tuple(row | {"known_on": row["happened_on"]} for row in history.events)
    return by_kernel(replace(history, events=events), rows, catalogue)


def never_replaced(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """Counts what was superseded or withdrawn for ever."""
    events = tuple(row | {"superseded_on": None} for row in history.events)
    return by_kernel(replace(history, events=events), rows, catalogue)


def by_row(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """Lets the place of a record in the table into the value."""
    values = by_kernel(history, rows, catalogue)
    first = history.events[0]["happened_on"] if history.events else AS_OF
    return values.set_column(2, values.column_names[2], pa.array([float(first.toordinal())] * rows.num_rows))


def a_day_longer(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    """Each window reaches a day too far back."""
    wider = [replace(one, window=one.window + 1) if one.window else one for one in catalogue.indicators]
    return by_kernel(history, rows, Catalogue(catalogue.name, tuple(wider)))


BROKEN: dict[str, tuple[Callable[..., pa.Table], set[str]]] = {
    "known dates": (too_early, {"kernel equals twin", "late recording", "boundary days"}),
    "replacements": (never_replaced, {"kernel equals twin", "superseded and withdrawn"}),
    "row order": (by_row, {"kernel equals twin", "row order", "one at a time"}),
    "windows": (a_day_longer, {"kernel equals twin", "boundary days"}),
}


@pytest.fixture(autouse=True)
def few_histories(monkeypatch):
    monkeypatch.setattr(properties, "LEAST_HISTORIES", 4)
    monkeypatch.setattr(properties, "MORE_HISTORIES", 4)


def test_some_of_ours_hold():
    found = list(findings(SOME))
    assert [one.name for one in found] == [*PROPERTIES, "every indicator tried"]
    assert not any(one.broken for one in found)


@pytest.mark.parametrize("fault", BROKEN)
def test_a_deliberately_broken_kernel_fails(fault):
    build, caught = BROKEN[fault]
    assert caught <= {one.name for one in findings(SOME, build) if one.broken}


def test_an_indicator_that_nothing_reaches_is_said_to_be_untried():
    nowhere = replace(CATALOGUE["missing_now"], name="nowhere", measure="count", window=1, codes=("never",))
    found = {one.name: one.broken for one in findings(Catalogue("none", (nowhere,)), _nothing)}
    assert found["every indicator tried"] == ("nowhere",)


def test_a_narrow_indicator_among_many_is_tried_alone_before_it_is_said_to_be_untried(monkeypatch):
    monkeypatch.setattr(properties, "LEAST_HISTORIES", 1)
    narrow = replace(CATALOGUE["suspensions_assault_two_years"], window=2, codes=("its own",))
    many = Catalogue("many", tuple(replace(narrow, name=f"n{n}", kinds=(f"kind {n}",)) for n in range(8)))
    found = {one.name: one for one in findings(many)}
    assert not any(one.broken for one in found.values())
    assert found["every indicator tried"].trials > 1


def test_the_work_grows_with_the_number_of_indicators_and_each_property_is_told_once_known(monkeypatch):
    monkeypatch.setattr(properties, "LEAST_HISTORIES", 1)
    monkeypatch.setattr(properties, "MORE_HISTORIES", 1)
    counted = {8: 0, 16: 0}
    for many in counted:

        def nothing(*asked, many=many):
            counted[many] += 1
            return _nothing(*asked)

        never = [replace(CATALOGUE["suspensions_assault_two_years"], name=f"n{n}") for n in range(many)]
        told = findings(Catalogue("many", tuple(never)), nothing)
        assert next(told).name == next(iter(PROPERTIES))
        before = counted[many]
        assert [one.broken for one in told][-1] == tuple(one.name for one in never)
        assert counted[many] > before
    assert counted[16] == 2 * counted[8]


def test_the_same_seed_makes_the_same_history_and_nobody_real_is_in_it():
    assert history_of(CATALOGUE, 3) == history_of(CATALOGUE, 3)
    assert history_of(CATALOGUE, 3) != history_of(CATALOGUE, 4)
    assert {row["person_id"] for row in history_of(CATALOGUE, 3).events} <= set(PERSONS)
    ages = [(AS_OF - row["happened_on"]) / timedelta(days=1) for row in history_of(SOME, 1).events]
    assert np.min(ages) < 91 < np.max(ages)


def test_anybodys_catalogue_over_kinds_of_their_own_is_tested_from_the_command_line(tmp_path: Path, capsys):
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    assert run(["features", "test", str(file)]) == 0
    told = capsys.readouterr()
    said = told.out.splitlines()
    assert "no connector of ours makes" in told.err  # a slip in the name of a kind would be a column of zeros
    assert len(said) == len(PROPERTIES) + 2
    assert all(line.startswith("holds") for line in said[:-1])
    assert said[-1] == "All 1 indicators of ours hold"


def test_a_catalogue_that_breaks_a_property_is_refused_with_what_failed(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setitem(PROPERTIES, "late recording", lambda _: {"visits_month"})
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    assert run(["features", "test", str(file)]) == 3
    said = capsys.readouterr()
    assert "failed  late recording" in said.out
    assert "late recording: visits_month" in said.err


@pytest.mark.parametrize("fault", ['measure = "guess"', 'direction = {involved = "raises"}\nroles = ["victim"]'])
def test_a_catalogue_that_cannot_be_declared_is_refused(tmp_path: Path, capsys, fault):
    key = fault.split(" ")[0]
    kept = [line for line in OWN.splitlines() if not line.startswith(key)]
    (tmp_path / "own.toml").write_text("\n".join([*kept, fault]), encoding="utf-8")
    assert run(["features", "test", str(tmp_path / "own.toml")]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_catalogue_that_is_not_there_is_wrong_use(tmp_path: Path):
    assert run(["features", "test", str(tmp_path / "none.toml")]) == 2


def _nothing(history: History, rows: pa.Table, catalogue: Catalogue) -> pa.Table:
    return by_kernel(replace(history, events=()), rows, catalogue)


def test_the_example_of_an_own_catalogue_holds(capsys):
    example = Path(properties.__file__).parents[1] / "examples" / "catalogue" / "own.toml"
    assert run(["features", "test", str(example)]) == 0
    told = capsys.readouterr()
    assert "All 6 indicators of an example hold" in told.out
