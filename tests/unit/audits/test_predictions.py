"""Bad tables of predictions: refused in plain words, with the right exit class, and never a value of anybody's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audits.predictions import Columns, read_predictions
from records.refusal import Refused, WrongUse

USUAL = Columns("y", "s", ("g",), threshold=0.5)
GOOD = "y,s,g,chosen\n1,0.9,a,1\n0,0.2,b,0\n1,0.4,a,0\n0,0.7,,1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "predictions.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_good_table_is_read_in_its_order(file: Path) -> None:
    rows = read_predictions(file, USUAL)
    assert rows.label.tolist() == [True, False, True, False]
    assert rows.selected.tolist() == [True, False, False, True]
    assert rows.groups["g"].tolist() == ["a", "b", "a", "Not known"]


def test_capacity_takes_the_highest_scores(file: Path) -> None:
    rows = read_predictions(file, replace(USUAL, threshold=None, capacity=3))
    assert rows.selected.tolist() == [True, False, True, True]


def test_a_selected_column_decides_by_itself(file: Path) -> None:
    rows = read_predictions(file, replace(USUAL, threshold=None, selected="chosen"))
    assert rows.selected.tolist() == [True, False, False, True]


def test_the_order_of_rows_never_decides_who_is_listed(file: Path) -> None:
    lines = ["1,0.9,a", "1,0.5,a", "0,0.5,b", "1,0.5,a", "0,0.1,b"]
    by_capacity = replace(USUAL, threshold=None, capacity=3)
    for ordered in (lines, lines[::-1]):
        file.write_text("\n".join(["y,s,g", *ordered]) + "\n", encoding="utf-8")
        rows = read_predictions(file, by_capacity)
        assert (rows.score[rows.selected].min(), rows.selected.sum()) == (0.5, 4)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "with a header and rows"),
        ("y,s,g\n", "at least one row"),
        ("y,s,g,g\n1,0.5,a,b\n0,0.5,b,b\n", "must name each column once; it repeats 'g'"),
        ("y,s,g\n1,,a\n0,0.5,b\n", "column s: must be a finite number in every row; 1 rows are not"),
        ("y,s,g\n1,inf,a\n0,0.5,b\n", "column s: must be a finite number in every row; 1 rows are not"),
        ("y,s,g\n1,secret,a\n0,0.5,b\n", "column s: must be a finite number in every row; 1 rows are not"),
        ("y,s,g\n2,0.1,a\n0,0.5,b\n", "column y: must be 0 or 1 in every row; 1 rows are neither"),
        ("y,s,g\n,0.1,a\n0,0.5,b\n", "column y: must be a finite number in every row"),
        ("y,s,g\n0,0.1,a\n0,0.5,b\n", "must hold both 0 and 1"),
        ("y,s,g\n" + "".join(f"{i % 2},0.5,person{i}\n" for i in range(60)), "at most 50 groups; it holds 60"),
    ],
)
def test_a_bad_table_is_refused(file: Path, content: str, says: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=says) as refused:
        read_predictions(file, USUAL)
    assert "secret" not in str(refused.value)
    assert "person" not in str(refused.value)


def test_bytes_that_are_no_table_are_refused(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00\x81y,s,g")
    with pytest.raises(Refused):
        read_predictions(file, USUAL)
    parquet = tmp_path / "predictions.parquet"
    parquet.write_bytes(b"PAR1 not really")
    with pytest.raises(Refused):
        read_predictions(parquet, USUAL)


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 5},
        {"threshold": None},
        {"threshold": float("nan")},
        {"threshold": None, "capacity": 0},
        {"groups": ()},
        {"groups": ("g", "g")},
        {"groups": ("y",)},
    ],
)
def test_options_that_cannot_be_are_wrong_use(wrong: dict) -> None:
    with pytest.raises(WrongUse):
        replace(USUAL, **wrong)


def test_more_capacity_than_rows_and_no_file_are_wrong_use(file: Path) -> None:
    with pytest.raises(WrongUse, match="at most the number of rows, 4"):
        read_predictions(file, replace(USUAL, threshold=None, capacity=5))
    with pytest.raises(WrongUse, match="no such file"):
        read_predictions(file.with_name("other.csv"), USUAL)
