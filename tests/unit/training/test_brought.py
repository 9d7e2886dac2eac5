"""A table that someone brings: which rows test, what is no predictor, and what is refused; the command line's words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.refusal import Refused, WrongUse
from training.brought import Asked, bring
from training.options import days, lines, model_name, names, repeated
from training.policy import Policy

FRAME = pd.DataFrame(
    {
        "y": [0, 1] * 50,
        "number": np.arange(100) - 1,
        "gap": [None, 2.5] * 50,
        "word": ["b", "a", None, "a"] * 25,
        "note": [f"text {i}" for i in range(100)],
        "Race": [1, 0] * 50,
        "sex": [0, 1] * 50,
        "when": [f"2020-{1 + i % 12:02d}-01" for i in range(100)],
        "side": ["train"] * 60 + ["test"] * 40,
    }
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    FRAME.to_csv(tmp_path / "brought.csv.gz", index=False)
    return tmp_path / "brought.csv.gz"


def test_the_last_fifth_by_row_tests_and_the_last_fifth_of_the_rest_calibrates(file: Path, policy: Policy) -> None:
    got = bring(file, "x", Asked("y"), policy)
    assert got.test_rows.index.tolist() == list(range(80, 100))
    assert got.study.calibration.people.tolist() == list(range(64, 80))
    assert got.study.train.people.tolist() == list(range(64))
    assert list(got.test_rows.columns) == list(FRAME.columns)


def test_by_time_the_latest_rows_test_in_the_order_of_the_file(file: Path, policy: Policy) -> None:
    got = bring(file, "x", Asked("y", time="when"), policy)
    assert got.test_rows["when"].min() >= "2020-10-01"
    assert got.test_rows.index.is_monotonic_increasing
    assert "when" not in got.study.inputs


def test_a_split_column_says_itself(file: Path, policy: Policy) -> None:
    got = bring(file, "x", Asked("y", split="side"), policy)
    assert got.test.tolist() == [False] * 60 + [True] * 40
    assert got.study.calibration.people.tolist() == list(range(48, 60))


def test_groups_protected_names_and_free_text_are_no_predictors(file: Path, policy: Policy) -> None:
    plain = bring(file, "x", Asked("y", drop=("when", "side")), policy)
    assert plain.study.inputs == ("number", "gap", "word=a", "word=b")
    assert set(plain.left_out) == {"Race", "sex", "note"}
    grouped = bring(file, "x", Asked("y", drop=("when", "side"), groups=("number",), keep=("sex",)), policy)
    assert grouped.study.inputs == ("gap", "word=a", "word=b", "sex")


def test_minus_one_stays_a_number_and_empty_is_null(file: Path, policy: Policy) -> None:
    rows = bring(file, "x", Asked("y", drop=("when", "side")), policy).study.train.rows
    assert rows[0, 0] == -1
    assert np.isnan(rows[0, 1])
    assert rows[2, 2:].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("change", "asked", "error"),
    [
        ({}, Asked("nowhere"), WrongUse),
        ({}, Asked("y", groups=("nowhere",)), WrongUse),
        ({"y": [0, 2] * 50}, Asked("y"), Refused),
        ({"y": [0, None] * 50}, Asked("y"), Refused),
        ({"side": ["dev"] * 100}, Asked("y", split="side"), Refused),
        ({"when": ["no day"] * 100}, Asked("y", time="when"), Refused),
        ({}, Asked("y", drop=tuple(c for c in FRAME.columns if c != "y")), Refused),
    ],
)
def test_what_can_t_be_is_refused(file: Path, policy: Policy, change: dict, asked: Asked, error: type) -> None:
    FRAME.assign(**change).to_csv(file, index=False)
    with pytest.raises(error):
        bring(file, "x", asked, policy)


@pytest.mark.parametrize("content", [b"", b"y\n", b"\xff\xfe\x00", b"not gzip"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, policy: Policy, content: bytes) -> None:
    for name in ("t.csv", "t.csv.gz", "t.parquet"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises((Refused, WrongUse)):
            bring(tmp_path / name, "x", Asked("y"), policy)


def test_an_option_of_several_values_may_be_written_once() -> None:
    assert repeated(["F", "--groups", "A", "B", "--out", "O"]) == ["F", "--groups", "A", "--groups", "B", "--out", "O"]
    assert repeated(["F", "--groups", "A", "--groups", "B"]) == ["F", "--groups", "A", "--groups", "B"]
    assert repeated(["F", "--label", "y", "--quick"]) == ["F", "--label", "y", "--quick"]
    assert repeated(["--groups", "A", "F", "--label", "y"]) == ["--groups", "A", "F", "--label", "y"]
    assert names(["A,B", " C "]) == ("A", "B", "C")
    assert model_name(Path("nij_year1_train.csv.gz")) == "nij_year1_train"


def test_dates_are_named_in_exactly_one_way() -> None:
    assert days(["2020-02-01", "2020-01-01"], None) == [date(2020, 1, 1), date(2020, 2, 1)]
    assert days(None, ("2020-01-01", "2020-03-01")) == [date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1)]
    for as_of, monthly in [(None, None), (["2020-01-01"], ("2020-01-01", "2020-02-01")), (["2020-02-30"], None)]:
        with pytest.raises(WrongUse):
            days(as_of, monthly)
    with pytest.raises(WrongUse):
        days(None, ("2020-03-02", "2020-03-30"))


@pytest.mark.parametrize("written", [b"\xef\xbb\xbfP1\r\nP2\r\n", b"\n P1 \n\n\tP2", b"P1\nP2"])
def test_a_file_of_people_is_read_whatever_an_editor_made_of_it(tmp_path, written):
    (tmp_path / "people.txt").write_bytes(written)
    assert lines(tmp_path / "people.txt") == ["P1", "P2"]
