"""A table that stops, is cut short, emptied or recoded is caught, though it is a small part of its feed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.arrival import Check
from records.ingest import ingest
from records.refusal import Refused
from records.swap import current
from tests.unit.records.conftest import MISSING, PEOPLE, written

BEFORE, NOW, LATER = date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1)
HEADS = {
    "crimes": "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place",
    "concerns": "concern_id,nominal_id,kind,occurred_on,recorded_on",
    "associates": "nominal_id,other_nominal_id,kind,recorded_on,ended_on",
    "nrm": "referral_id,nominal_id,referred_on,exploitation,recorded_on",
}
ROWS = {
    "crimes": [f"K{n},N1,victim,34B,2024-03-01,2024-03-03,,," for n in range(600)],
    "concerns": [f"E{n},N2,domestic_abuse,2024-02-01,2024-02-10" for n in range(80)],
    "associates": [f"N1,F{n},associate,2024-02-01," for n in range(80)],
    "nrm": [f"R{n},N2,2024-02-01,criminal,2024-02-02" for n in range(60)],
}
FRIENDS = PEOPLE + "".join(f"F{n},,2008-01-01,M,,,Northgate,,\n" for n in range(80))


def delivered(folder: Path, without: tuple[str, ...] = (), **rows: list[str]) -> str:
    """A police delivery of every table but those `without`, some with other rows."""
    tables = {name: "\n".join([HEADS[name], *lines]) + "\n" for name, lines in (ROWS | rows).items()}
    sent = {name: text for name, text in tables.items() if name not in without}
    return f"police:{written(folder, {'people': FRIENDS, 'missing': MISSING, **sent})}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    ingest([delivered(tmp_path / "whole")], tmp_path / "store", BEFORE)
    return tmp_path / "store"


@pytest.mark.parametrize(("table", "left"), [("concerns", 40), ("concerns", 0), ("associates", 0), ("nrm", 0)])
def test_a_table_that_was_cut_short_or_emptied_is_refused(tmp_path: Path, store: Path, table: str, left: int) -> None:
    before, all_of_it = current(store), len(ROWS[table])
    cut = delivered(tmp_path / "cut", **{table: ROWS[table][:left]})
    with pytest.raises(Refused, match=f"{all_of_it - left} of {all_of_it} of {table}"):
        ingest([cut], store, NOW)
    assert current(store) == before


def tables(store: Path, source: str, day: date) -> tuple[str, str]:
    found: list[Check] = [one for one in ingest([source], store, day).checks if one.check == "tables"]
    return found[0].verdict, found[0].found


def test_tables_that_came_and_stay_away_are_warned_of_by_name(tmp_path: Path, store: Path) -> None:
    whole = delivered(tmp_path / "again")
    assert tables(store, whole, NOW) == ("fine", "all 4 tables of which many records stand came again")
    fewer = delivered(tmp_path / "fewer", without=("associates", "nrm"))
    told = "did not come, or without a row that could be read: associates (80 stand), nrm (60 stand)"
    assert tables(store, fewer, NOW) == ("warn", told)
    assert tables(store, fewer, LATER)[0] == "fine"  # told once: perhaps the source sends it less often


def test_a_table_of_which_no_row_could_be_read_is_warned_of(tmp_path: Path, store: Path) -> None:
    spoilt = delivered(tmp_path / "spoilt", nrm=[row.replace("2024-02-01", "soon") for row in ROWS["nrm"]])
    verdict, found = tables(store, spoilt, NOW)
    assert (verdict, found.rpartition(": ")[2]) == ("warn", "nrm (60 stand)")


def test_a_table_that_never_came_or_has_few_records_is_not_missed(tmp_path: Path) -> None:
    few = delivered(tmp_path / "few", without=("associates",), nrm=ROWS["nrm"][:5])
    ingest([few], tmp_path / "store", BEFORE)
    none = delivered(tmp_path / "none", without=("associates", "nrm"))
    assert tables(tmp_path / "store", none, NOW)[0] == "fine"


@pytest.mark.parametrize(
    ("table", "code", "other"), [("nrm", "criminal", "servitude"), ("concerns", "domestic_abuse", "exploitation")]
)
def test_a_table_that_comes_under_another_code_or_kind_is_refused(
    tmp_path: Path, store: Path, table: str, code: str, other: str
) -> None:
    before = current(store)
    recoded = delivered(tmp_path / "recoded", **{table: [row.replace(code, other) for row in ROWS[table]]})
    n = len(ROWS[table])
    with pytest.raises(Refused, match=f"check recoded: under another kind or code came {n} of {n} of {table}"):
        ingest([recoded], store, NOW)
    assert current(store) == before


def test_one_code_of_a_table_that_comes_as_another_is_warned_of(tmp_path: Path, store: Path) -> None:
    """A smaller code of crimes: the most of the table still says what it said."""
    mixed = [row.replace("34B", "8N") if n < 100 else row for n, row in enumerate(ROWS["crimes"])]
    ingest([delivered(tmp_path / "mixed", crimes=mixed)], tmp_path / "other", BEFORE)
    found = {one.check: one for one in ingest([delivered(tmp_path / "one")], tmp_path / "other", NOW).checks}
    told = "under another kind or code came 100 of 100 of crimes violence 8N"
    assert (found["recoded"].verdict, found["recoded"].found) == ("warn", told)
    again = ingest([delivered(tmp_path / "again")], tmp_path / "other", LATER)
    assert next(one.verdict for one in again.checks if one.check == "recoded") == "fine"
