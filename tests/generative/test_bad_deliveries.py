"""Whatever is wrong with a delivery: a clear refusal, the store whole and as it was, and no value of a row told."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from records.check import findings
from records.ingest import IngestResult, ingest
from records.refusal import Refused, WrongUse
from records.swap import current

SECRET = "Zq7Secret"
RECEIVED = date(2024, 9, 1)
FILES = {
    "people": "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,"
    "left_recorded_on\nN1,C1,2008-05-17,M,Black,MWBC,Northgate,,\nN2,C2,2007-01-02,F,White,,Southgate,,\n",
    "crimes": "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
    "K1,N1,victim,34B,2024-03-01,2024-03-03,,,street\nK2,N1,suspect,34B,2024-04-01,2024-04-02,8,2024-06-01,street\n",
    "missing": "report_id,nominal_id,missing_from,found_on,recorded_on\nM1,N1,2024-05-01,,2024-05-01\n",
    "concerns": "concern_id,nominal_id,kind,occurred_on,recorded_on\nE1,N2,domestic_abuse,2024-02-01,2024-02-10\n",
}
NASTY = (SECRET, f"{SECRET} 2024-13-45", f'{SECRET}"', f"{SECRET},{SECRET}", f"{SECRET}\x00", SECRET * 2000, "=1+1")
NASTY += ("NaN", "inf", "-1", "1e400", "2099-01-01", "0000-00-00", "1066-10-14", "31/12/2024", "nan", "None", "\u202e")
Spoil = Callable[[bytes], bytes]

cells = st.tuples(st.sampled_from(NASTY), st.integers(1, 2), st.integers(0, 8))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: f"{SECRET}{text}\n".encode())


def put_cell(cell: tuple[str, int, int]) -> Spoil:
    value, line, column = cell

    def spoil(content: bytes) -> bytes:
        lines = content.decode().splitlines()
        row = lines[min(line, len(lines) - 1)].split(",")
        row[min(column, len(row) - 1)] = value
        lines[min(line, len(lines) - 1)] = ",".join(row)
        return ("\n".join(lines) + "\n").encode()

    return spoil


def drop_column(at: int) -> Spoil:
    def spoil(content: bytes) -> bytes:
        rows = [line.split(",") for line in content.decode().splitlines()]
        return "\n".join(",".join(row[:at] + row[at + 1 :]) for row in rows).encode()

    return spoil


def cut(at: float) -> Spoil:
    return lambda content: content[: int(len(content) * at)]


def instead(content: bytes) -> Spoil:
    return lambda _: content


def after(content: bytes) -> Spoil:
    return lambda before: before + content


SPOILS: dict[str, tuple[int, SearchStrategy[Spoil]]] = {  # how many are tried, and how each is drawn
    "a cell": (40, cells.map(put_cell)),
    "a column gone": (12, st.integers(0, 8).map(drop_column)),
    "cut short": (12, st.floats(0, 1).map(cut)),
    "other bytes": (6, st.binary(max_size=60).map(instead)),
    "bytes behind": (10, st.binary(max_size=60).map(after)),
    "text behind": (10, texts.map(after)),
    "another sort of file": (
        6,
        st.sampled_from((b"", b"\n\n", b"\xef\xbb\xbf", f"{SECRET}\n".encode("utf-16"), b"{}", b"PAR1")).map(instead),
    ),
    "ten megabytes": (2, st.sampled_from((b'"' + b"x" * 10_000_000 + b'"\n', b"x," * 5_000_000 + b"\n")).map(after)),
    "every row twice": (4, st.just(lambda content: content + content.split(b"\n", 1)[1])),
    "another machine's lines": (4, st.just(lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))),
    "a column twice": (4, st.just(lambda content: content.replace(b"nominal_id", b"crime_id", 1))),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that already holds one delivery."""
    folder = tmp_path_factory.mktemp("base")
    ingest([f"police:{written(folder / 'police', FILES)}"], folder / "store", date(2024, 7, 1))
    return folder


@pytest.mark.parametrize("sort", SPOILS)
def test_a_spoilt_file_is_refused_whole_or_by_row_and_nothing_is_half_written(
    base: Path, sort: str, caplog: pytest.LogCaptureFixture
) -> None:
    tries, spoils = SPOILS[sort]

    @settings(max_examples=tries, deadline=None, suppress_health_check=list(HealthCheck))
    @given(file=st.sampled_from(sorted(FILES)), spoil=spoils)
    def hold(file: str, spoil: Spoil) -> None:
        with caplog.at_level(logging.DEBUG):
            hold_to_a_clear_answer(base, file, spoil, caplog)

    hold()


def hold_to_a_clear_answer(base: Path, file: str, spoil: Spoil, caplog: pytest.LogCaptureFixture) -> None:
    """Takes in a delivery of which one file is spoilt: told without a value, and the store whole, as it was or new."""
    store, folder = fresh(base), written(base / "spoilt", FILES)
    content = (folder / f"{file}.csv").read_bytes()
    (folder / f"{file}.csv").write_bytes(spoil(content))
    before = current(store)
    said, result = outcome(folder, store)
    assert SECRET not in said + caplog.text
    assert result is not None or (said and current(store) == before)
    assert findings(store)
    assert sorted(path.name for path in (store / "snapshots").iterdir()) == sorted({before, current(store)})


@pytest.mark.parametrize("file", sorted(FILES))
@pytest.mark.parametrize("place", ["missing", "folder", "broken link"])
def test_a_file_that_is_not_a_file_is_refused(base: Path, file: str, place: str) -> None:
    store, folder = fresh(base), written(base / "spoilt", FILES)
    path = folder / f"{file}.csv"
    path.unlink()
    if place == "folder":
        path.mkdir()
    if place == "broken link":
        path.symlink_to(folder / "nowhere")
    before = current(store)
    said, result = outcome(folder, store)
    assert result is None
    assert path.name in said
    assert current(store) == before


def outcome(folder: Path, store: Path) -> tuple[str, IngestResult | None]:
    try:
        result = ingest([f"police:{folder}"], store, RECEIVED)
    except (Refused, WrongUse) as refusal:
        return str(refusal), None
    return " ".join(f"{one.file} {one.column} {one.reason} {one.rows}" for one in result.refused), result


def fresh(base: Path) -> Path:
    shutil.rmtree(base / "copy", ignore_errors=True)
    return Path(shutil.copytree(base / "store", base / "copy"))


def written(folder: Path, files: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
