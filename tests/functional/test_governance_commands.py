"""`reachable records feeds`, `mark`, `erase` and `purge` from the command line: exit codes and what they print."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest

from reachable import run
from records.store import open_store

FILES = {
    "people": "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,"
    "left_recorded_on\nN1,C1,2008-05-17,M,Black,MWBC,Northgate,,\nN2,C2,2007-01-02,F,White,,Southgate,,\n",
    "crimes": "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
    "K1,N1,victim,34B,2024-03-01,2024-03-03,,,street\nK2,N2,victim,34B,2016-12-01,2016-12-02,,,street\n",
    "missing": "report_id,nominal_id,missing_from,found_on,recorded_on\n",
    "concerns": "concern_id,nominal_id,kind,occurred_on,recorded_on\n",
}


def records(*arguments: str | Path) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["records", *map(str, arguments)])
    return code, said.getvalue()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("police")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    out = folder / "store"
    code, said = records("ingest", f"police:{folder}", "--out", out, "--received-on", "2024-07-01")
    assert code == 0
    assert "DC-2024-03 (made up) ends on 2030-03-31" in said
    return out


def test_each_feed_shows_its_agreement_its_last_delivery_and_its_checks(store: Path) -> None:
    code, said = records("feeds", store, "--json")
    (feed,) = json.loads(said)
    assert code == 0
    assert (feed["feed"], feed["last_delivery"], feed["standing"]) == ("police", "2024-07-01", "stopped")
    assert (feed["expires_on"], feed["rhythm_days"]) == ("2030-03-31", 31)
    assert feed["estimated_by_table"] == {"crimes": 0.0}
    assert {check["check"] for check in feed["checks"]} >= {"agreement", "estimates", "refused_rows"}
    code, table = records("feeds", store)
    assert (code, "Checks of the last delivery" in table) == (0, True)


def test_records_are_marked_a_person_is_erased_and_old_records_are_purged(store: Path, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("police:crimes:K1:N1:victim\n", encoding="utf-8")
    named = ("--records", tmp_path / "ids", "--because", "ours", "--by", "A. Worker")
    assert records("mark", store, *named) == (0, "1 records are newly marked as caused by our own flag\n")
    code, said = records("erase", store, "police-N1")
    assert (code, said.startswith("Erased: 1 records, 0 links, known to agencies by 1 ids.")) == (0, True)
    assert records("erase", store, "police-N1")[0] == 2
    assert records("erase", store, "police-N1", "--allow-again")[0] == 0
    code, said = records("purge", store)
    assert (code, "people of whom nothing else was held" in said) == (0, True)
    assert open_store(store).people()["person_id"].to_pylist() in (["police-N2"], [])


@pytest.mark.parametrize(
    "command", [("feeds",), ("purge",), ("erase", "P1"), ("mark", "--records", "x", "--because", "b", "--by", "c")]
)
def test_only_our_own_store_is_governed(command: tuple[str, ...], tmp_path: Path) -> None:
    code, said = records(command[0], tmp_path, *command[1:])
    assert code == 2
    assert "Traceback" not in said


def test_a_check_is_accepted_only_with_a_reason_and_a_name(tmp_path: Path) -> None:
    code, said = records("ingest", "police:x", "--out", tmp_path / "s", "--accept", "volume")
    assert (code, "each --accept CHECK needs its --because TEXT" in said) == (2, True)
