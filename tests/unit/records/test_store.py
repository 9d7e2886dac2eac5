"""What a store accepts as the record contract, and what a reader gets from it."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from records.events import EVENTS, PEOPLE, PROTECTED
from records.refusal import Refused, WrongUse
from records.store import open_store

PEOPLE_CSV = "person_id,born_on,area,ethnicity,sex\nP1,2008-05-01,North,WBRI,M\nP2,2009-01-01,South,BCRB,F\n"
EVENTS_CSV = """record_id,person_id,agency,kind,role,status,happened_on,known_on,ended_on,ended_known_on,religion
r2,P1,police,robbery,victim,recorded,2024-03-01,2024-03-02,,,none
r1,P1,school,suspension,concerned,recorded,2024-01-01,2024-01-20,,,none
r3,P1,elsewhere,curfew,concerned,recorded,2024-02-01,2024-02-02,2024-04-01,2024-04-02,none
"""


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE_CSV)
    (tmp_path / "events.csv").write_text(EVENTS_CSV)
    return tmp_path


def test_a_flat_folder_of_csv_is_a_store_with_optional_columns_filled_in(flat: Path) -> None:
    events = open_store(flat).events()
    assert events.schema.equals(EVENTS)
    assert events["record_id"].to_pylist() == ["r3", "r2", "r1"]
    assert events["version"].to_pylist() == [1, 1, 1]
    assert events["known_basis"].to_pylist() == ["recorded"] * 3
    assert events["may_discuss"].to_pylist() == ["ask_source_first", "ask_source_first", "with_the_young_person"]


def test_the_same_tables_in_parquet_are_the_same_store(flat: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other, snapshot = tmp_path_factory.mktemp("parquet"), open_store(flat)
    pq.write_table(snapshot.people(), other / "people.parquet")
    pq.write_table(snapshot.events(), other / "events.parquet")
    assert open_store(other).events().equals(snapshot.events())
    assert open_store(other).sha != snapshot.sha


def test_readers_never_get_a_protected_column(flat: Path) -> None:
    snapshot = open_store(flat)
    assert snapshot.people().schema.equals(PEOPLE)
    assert not PROTECTED & set(snapshot.people().column_names + snapshot.events().column_names)


def test_one_person_comes_with_their_records_and_fast(flat: Path) -> None:
    snapshot = open_store(flat)
    snapshot.person("P1")
    started = time.perf_counter()
    found = snapshot.person("P1")
    assert time.perf_counter() - started < 0.01
    assert found is not None
    assert found.person["born_on"] == date(2008, 5, 1)
    assert found.events.num_rows == 3
    nobody = snapshot.person("P2")
    assert nobody is not None
    assert nobody.events.num_rows == 0
    assert snapshot.person("P3") is None


def test_the_last_receipt_is_what_was_received_last(flat: Path) -> None:
    assert open_store(flat).last_receipt() == date(2024, 3, 2)
    (flat / "coverage.csv").write_text("agency,from,to,received_on\npolice,2020-01-01,2024-04-01,2024-05-01\n")
    assert open_store(flat).last_receipt() == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2024-03-01,2024-03-02", "2024-02-31,2024-03-02", "column happened_on: must be of type date32.*; 1 rows"),
        ("2024-03-01,2024-03-02", ",2024-03-02", "column happened_on: must be filled in; 1 rows are blank"),
        ("2024-03-01,2024-03-02", "1066-03-01,2024-03-02", "happened_on: must lie between 1900 and 2200; 1 rows"),
        ("victim", "bystander", "column role: must be one of .*; 1 rows are not"),
        ("2024-04-01,2024-04-02", "2024-04-01,", "column ended_on: needs ended_known_on.*; 1 rows have none"),
        ("r2,P1", "r1,P1", "column record_id and version: must be distinct; 1 rows"),
        ("known_on", "told_on", "must have the column known_on; it is missing"),
        ("status", "role", "must name each column once"),
    ],
)
def test_what_breaks_the_contract_is_refused_by_column_and_row_count(
    flat: Path, before: str, after: str, said: str
) -> None:
    (flat / "events.csv").write_text(EVENTS_CSV.replace(before, after, 1))
    with pytest.raises(Refused, match=said) as refused:
        open_store(flat).events()
    assert after not in str(refused.value) or after in ("role", "victim")


ENDS = "superseded_on,ended_on,ended_known_on"
VERSIONS = f"""record_id,version,person_id,agency,kind,role,status,happened_on,known_on,{ENDS}
r1,1,P1,police,robbery,victim,recorded,2024-03-01,2024-03-02,2024-05-01,,
r1,2,P1,police,robbery,victim,charged,2024-03-01,2024-05-01,,,
r2,1,P1,police,police_missing_report,concerned,recorded,2024-03-09,2024-03-02,,2024-03-10,2024-03-11
"""


def test_versions_in_order_are_accepted_and_a_planned_event_too(flat: Path) -> None:
    (flat / "events.csv").write_text(VERSIONS)
    assert open_store(flat).events().num_rows == 3


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("03-02,2024-05-01", "03-02,2024-03-01", "column superseded_on: must not be before known_on; 1 rows"),
        ("03-02,2024-05-01", "03-02,", "column superseded_on: must close every version but .* last; 1 rows"),
        ("2024-03-10,", "2024-03-08,", "column ended_on: must not be before happened_on; 1 rows"),
        ("2024-03-01,2024-05-01", "2190-01-01,2190-01-02", "column known_on: must not be after today; 1 rows"),
        ("2024-03-11", "2190-03-11", "column ended_known_on: must not be after today; 1 rows"),
    ],
)
def test_an_order_of_things_that_never_happens_is_refused(flat: Path, before: str, after: str, said: str) -> None:
    (flat / "events.csv").write_text(VERSIONS.replace(before, after))
    with pytest.raises(Refused, match=said):
        open_store(flat).events()


def test_not_a_number_is_refused_as_an_amount(flat: Path) -> None:
    events = open_store(flat).events()
    amounts = pa.array([1.0, float("nan"), None])
    spoilt = events.set_column(events.schema.get_field_index("amount"), "amount", amounts)
    (flat / "events.csv").unlink()
    pq.write_table(spoilt, flat / "events.parquet")
    with pytest.raises(Refused, match="amount: must be a finite number or blank; 1 rows"):
        open_store(flat).events()


NO_UTF8 = pa.Array.from_buffers(
    pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"\xff\xfeP2")]
)


@pytest.mark.parametrize("column", ["person_id", "born_on", "area", "kind"])
@pytest.mark.parametrize(
    ("values", "rows"),
    [(pa.array([{"a": 1}, {"a": 2}]), 2), (pa.array([["Zebedee"], ["b"]]), 2), (NO_UTF8, 1)],
    ids=["nested", "list", "no UTF-8"],
)
def test_what_only_parquet_can_hold_is_refused_by_its_column(
    flat: Path, column: str, values: pa.Array, rows: int
) -> None:
    name = "events" if column == "kind" else "people"
    table = open_store(flat).events().slice(0, 2) if name == "events" else open_store(flat).people()
    table = table.set_column(table.column_names.index(column), column, values)
    (flat / f"{name}.csv").unlink()
    pq.write_table(table.drop_columns("may_discuss") if name == "events" else table, flat / f"{name}.parquet")
    rows = 2 if column == "born_on" else rows
    with pytest.raises(
        Refused, match=f"{name}.parquet, column {column}: must be of type .*; {rows} rows are not"
    ) as no:
        open_store(flat).check()
    assert "Zebedee" not in str(no.value)


@pytest.mark.parametrize(("amount", "refused"), [(-5.0, True), (1e308, True), (0.0, False), (1e6, False)])
def test_an_amount_below_nothing_or_beyond_belief_is_refused(flat: Path, amount: float, refused: bool) -> None:
    events = open_store(flat).events()
    amounts = pa.array([1.0, amount, None])
    changed = events.set_column(events.schema.get_field_index("amount"), "amount", amounts)
    (flat / "events.csv").unlink()
    pq.write_table(changed, flat / "events.parquet")
    if not refused:
        assert open_store(flat).events().num_rows == 3
        return
    with pytest.raises(Refused, match="column amount: must lie between 0 and 1,000,000; 1 rows do not"):
        open_store(flat).events()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PAR1"])
def test_an_unreadable_table_is_refused(flat: Path, content: bytes) -> None:
    (flat / "events.csv").write_bytes(content)
    with pytest.raises(Refused, match=r"events\.csv must"):
        open_store(flat).events()


def test_a_place_that_is_no_store_is_wrong_use(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / ("x" * 300)):
        with pytest.raises(WrongUse):
            open_store(place)


def test_a_snapshot_that_holds_some_columns_says_the_same_in_them(flat: Path) -> None:
    whole, wanted = open_store(flat).events(), ("person_id", "kind", "known_on", "superseded_on")
    held = open_store(flat).holding(wanted).events()
    assert held.column_names == [name for name in whole.column_names if name in wanted]
    assert pa.types.is_dictionary(held.schema.field("kind").type)
    assert sorted(map(str, held.to_pylist())) == sorted(map(str, whole.select(held.column_names).to_pylist()))
    assert held["person_id"].to_pylist() == sorted(held["person_id"].to_pylist())


def test_what_holds_enough_columns_is_not_read_again(flat: Path) -> None:
    held = open_store(flat).holding(("kind", "known_on"))
    assert held.holding(("kind",)) is held
    assert held.holding(("status",)) is not held
