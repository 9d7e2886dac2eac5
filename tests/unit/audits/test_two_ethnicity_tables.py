"""Two tables of ethnicity, broad and reported apart, are two views of the same people: together they tell no more."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from audits import linkage as audited
from audits.assemble import internal, published
from audits.figures import figures
from audits.nearest import nearest
from audits.rows import AuditRows
from records.store import Snapshot
from tests.generative import test_disclosure
from training.policy import load_policy

POLICY = load_policy(Path(__file__).resolve().parents[3] / "policy.toml").audit
BROAD_OF = {
    "White, other than Gypsy, Roma or Traveller": "White",
    "Irish Traveller": "White",
    "Gypsy or Roma": "White",
    "Black Caribbean": "Black",
    "Black, other than Caribbean": "Black",
}
CODES = {"WBRI": "White", "WIRT": "White", "WROM": "White", "BCRB": "Black", "BAFR": "Black", "AIND": "Asian"}
APART = dict(zip(("WBRI", "WIRT", "WROM", "BCRB", "BAFR"), BROAD_OF, strict=True))
Counted = dict[str, tuple[int, int]]  # by code: young people with two records, and of how many the link was missed


def told(counted: Counted) -> dict:
    """The linkage tables of such a store."""
    checks, identities, groups = [], [], []
    for code, (people, missed) in counted.items():
        for number in range(people):
            person, ends = f"{code}{number}", [f"{agency}-{code}{number}" for agency in ("police", "school")]
            checks.append((*ends, True, number >= missed))
            identities += [{"agency_person_id": end, "person_id": person} for end in ends]
            groups.append({"person_id": person, "ethnicity": code, "sex": "male"})
    with tempfile.TemporaryDirectory() as folder:
        rows = pd.DataFrame(checks, columns=["one", "other", "by_key", "by_model"])
        tables = {"key_checks": pa.table(rows), "identities": pa.Table.from_pylist(identities)}
        tables |= {"groups": pa.Table.from_pylist(groups), "people": pa.table({"person_id": pa.array([], pa.string())})}
        for name, table in tables.items():
            pq.write_table(table, Path(folder) / f"{name}.parquet")
        found = audited.linkage(Snapshot(Path(folder)), POLICY)
    assert found is not None
    return found


def truth(counted: Counted) -> dict[tuple[str, str], tuple[int, int]]:
    """Pairs and missed of each line of the tables, `rest` being those of whom only a broad group is known."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for code, numbers in counted.items():
        names = [("", "Everyone"), ("sex", "Male"), ("ethnicity", CODES.get(code, code))]
        names.append(("ethnicity_detail", APART[code]) if code in APART else ("rest", CODES.get(code, code)))
        for name in names:
            found[name] = found.get(name, np.zeros(2, int)) + numbers
    return {name: (int(pairs), int(missed)) for name, (pairs, missed) in found.items()}


def widths(counted: Counted, what: int) -> dict[tuple[str, str], int]:
    """For every small pairs (0) or missed (1): how far apart the least and the most are that it could be, to somebody
    who has the report alone and knows that groups add up, how counts were rounded, that none under ten is told, that a
    group with a name has somebody in it, that no more are missed than there are, and what bounds say."""
    report, true = told(counted), truth(counted)
    to = report["rounded_to"]
    names = list(true)
    shown = {("", "Everyone"): report["overall"]}
    shown |= {(table["by"], row["group"]): row for table in report["tables"] for row in table["groups"]}
    lines, least, most = [], [], []
    for name in names:
        row = shown.get(name)
        if row is not None and (row["pairs"] if what == 0 else row["missed"]["value"]) is not None:
            low, high = _behind(nearest(true[name][what], to), to)
        else:
            low, high = _hidden(row, what, to)
        lines.append([float(one == name) for one in names])
        least.append(low)
        most.append(high)
    for whole, parts in _sums(names):
        lines.append([float(one == whole) - float(one in parts) for one in names])
        least.append(0)
        most.append(0)
    bound = (LinearConstraint(np.array(lines), least, most), Bounds(0, 10_000))
    return {name: _width(names.index(name), len(names), *bound) for name in names if 0 < true[name][what] < 10}


def _behind(told: int, to: int) -> tuple[int, int]:
    """What may lie behind a count told to the nearest `to`, which is none or ten and more."""
    possible = [n for n in range(told + to) if nearest(n, to) == told and (n == 0 or n >= POLICY.internal_threshold)]
    return possible[0], possible[-1]


def _hidden(row: dict | None, what: int, to: int) -> tuple[int, int]:
    """What may lie behind a count that is not told: of pairs missed no more than there are."""
    if row is None:
        return 0, 10_000
    if what == 0:
        return 1, 10_000
    bound = row["missed"]["bound"]
    if bound is not None and bound < 0.5:
        return 1, 9
    return 0, 10_000 if row["pairs"] is None else _behind(row["pairs"], to)[1]


def _sums(names: list[tuple[str, str]]) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    every = [("", "Everyone")] * 2
    sums = [
        (whole, [one for one in names if one[0] == by]) for whole, by in zip(every, ("sex", "ethnicity"), strict=True)
    ]
    for broad in ("White", "Black"):
        parts = [one for one in names if BROAD_OF.get(one[1]) == broad or one == ("rest", broad)]
        if ("ethnicity", broad) in names:
            sums.append((("ethnicity", broad), parts))
    return sums


def _width(at: int, size: int, constraint: LinearConstraint, bounds: Bounds) -> int:
    goal = np.eye(size)[at]
    ends = [milp(sign * goal, constraints=constraint, bounds=bounds, integrality=1) for sign in (1, -1)]
    assert all(end.success for end in ends)
    return round(-ends[1].fun - ends[0].fun)


ONE_IN_EACH = {
    "WBRI": (400, 20),
    "WIRT": (6, 1),
    "WROM": (40, 3),
    "BCRB": (30, 2),
    "BAFR": (300, 30),
    "AIND": (150, 15),
}


@st.composite
def stores(draw: st.DrawFn) -> Counted:
    """Groups of which many are small; of some only the broad group is known."""
    found = {}
    for code in [*CODES, "Black"]:
        people = draw(st.sampled_from((0, 1, 4, 9, 12, 60, 130, 400)))
        found[code] = (people, min(people, draw(st.sampled_from((0, 1, 5, 9, 15)))))
    return {code: numbers for code, numbers in found.items() if numbers[0]} or {"WBRI": (12, 1)}


ONE_OR_TWO = {"WBRI": (140, 0), "WROM": (2, 0), "WIRT": (1, 0)}  # to whoever knows that a named group is not empty
BOUNDS_THAT_ADD_UP = {
    "WBRI": (12, 12),
    "WIRT": (130, 5),
    "WROM": (130, 9),
    "BCRB": (400, 1),
    "BAFR": (2, 1),
    "AIND": (400, 1),
    "Black": (4, 0),
}
NO_SMALL_ONE_IS_TOLD = {"WBRI": (1, 1), "WIRT": (400, 9), "WROM": (1, 1), "BCRB": (9, 1), "BAFR": (60, 15)}
ALL_OF_ONE_MISSED = {"WROM": (1003, 0), "AIND": (101, 9), "Unknown": (104, 9), "BCRB": (1, 1), "BAFR": (12, 12)}


@pytest.mark.parametrize("what", [0, 1])
@given(counted=stores())
@example(counted=ONE_OR_TWO)
@example(counted=BOUNDS_THAT_ADD_UP)
@example(counted=NO_SMALL_ONE_IS_TOLD | {"Black": (400, 9)})
@example(counted=ALL_OF_ONE_MISSED | {"Black": (12, 12)})
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_small_count_of_linkage_can_be_solved_from_both_tables(what: int, counted: Counted) -> None:
    solved = [name for name, width in widths(counted, what).items() if width < 2]
    assert not solved, f"these can be told: {solved}"


def test_the_attack_succeeds_where_each_table_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are hidden among those apart, one of each broad group: White less its others is then the small one."""
    irish = ("ethnicity_detail", "Irish Traveller")
    assert widths(ONE_IN_EACH, 0)[irish] >= 2
    monkeypatch.setattr(audited, "hide_what_follows", lambda *_: None)
    assert widths(ONE_IN_EACH, 0)[irish] == 0


@st.composite
def rows(draw: st.DrawFn) -> AuditRows:
    """Audited rows of the groups apart and of the rest, by cell."""
    apart = [*BROAD_OF, None]
    sizes = [draw(st.lists(st.integers(0, 30), min_size=4, max_size=4)) for _ in apart]
    told = [
        (name, cell) for name, four in zip(apart, sizes, strict=True) for cell, n in enumerate(four) for _ in range(n)
    ]
    told = told or [(None, 0)]
    detail, cell = (list(column) for column in zip(*told, strict=True))
    groups = pd.DataFrame({"ethnicity": [BROAD_OF.get(one, "Asian") for one in detail], "apart": detail}, dtype=object)
    label, selected = np.isin(cell, (0, 2)), np.isin(cell, (0, 1))
    why = dict.fromkeys(("auc", "average_precision"), "no ranking")
    tables = (("ethnicity",), ("apart",))
    return AuditRows(label, selected, selected * 1.0, None, np.arange(len(label)), groups, tables, why)


@pytest.mark.parametrize(("version", "small"), [(internal, range(1, 10)), (published, range(1, 6))])
@given(audited_rows=rows())
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_small_count_of_the_audit_can_be_solved_from_both_tables(version, small, audited_rows) -> None:  # type: ignore[no-untyped-def]
    report = version(figures(audited_rows, POLICY.confidence), POLICY).figures
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(test_disclosure, "_sums", _sums_and_those_apart)
        found = test_disclosure.attacked(report, audited_rows, small)
    assert not [name for name, width in found if width < 2]


plain_sums = test_disclosure._sums


def _sums_and_those_apart(entries: list[dict], whole: int) -> list[np.ndarray]:
    """What the attack knows already, and that a broad group is those apart from it together."""
    if entries[whole]["by"] == []:
        return [row for row in plain_sums(entries, whole) if not _of_those_apart(entries, row)]
    parts = [
        i
        for i, one in enumerate(entries)
        if one["by"] == "apart" and BROAD_OF.get(one["group"]) == entries[whole]["group"]
    ]
    if entries[whole]["by"] != "ethnicity" or not parts:
        return plain_sums(entries, whole)
    row = test_disclosure._row
    sums = [
        row(len(entries), whole, (c,)) - sum(row(len(entries), i, (c,)) for i in parts) for c in test_disclosure.CELLS
    ]
    return [*plain_sums(entries, whole), *sums]


def _of_those_apart(entries: list[dict], row: np.ndarray) -> bool:
    """Whether a sum has everyone be those apart: it is not so, some are in no such group."""
    return any(entries[at // 4]["by"] == "apart" for at in np.flatnonzero(row))
