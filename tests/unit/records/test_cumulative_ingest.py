"""Cumulative ingest: what a later delivery may change of what the partnership knew when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from records.cumulative import Changes
from records.ingest import ingest
from records.refusal import Refused, WrongUse
from records.store import Snapshot
from tests.unit.records.conftest import MISSING, NO_MISSING, written

FIRST, SECOND, THIRD = date(2024, 7, 1), date(2024, 8, 1), date(2024, 9, 1)
HEAD = "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
K1 = "K1,N1,victim,34B,2024-03-01,2024-03-03,,,street\n"
K2 = "K2,N1,suspect,34B,2024-04-01,2024-04-02,8,2024-06-01,street\n"
NRM = "referral_id,nominal_id,referred_on,exploitation,recorded_on\nR1,N1,2024-03-01,criminal,2024-03-02\n"
Write = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path, police: Write) -> Path:
    ingest([f"police:{police()}"], tmp_path / "store", FIRST)
    return tmp_path / "store"


def versions(snapshot: Snapshot, record_id: str) -> list[dict]:
    events = snapshot.events()
    return sorted(
        events.filter(pa.compute.equal(events["record_id"], record_id)).to_pylist(), key=lambda row: row["version"]
    )


def test_the_first_delivery_keeps_recorded_dates_and_the_history_of_an_outcome(store: Path, police: Write) -> None:
    snapshot = ingest([f"police:{police()}"], store, FIRST).snapshot
    first, second = versions(snapshot, "police:crimes:K2:N1:suspect")
    assert (first["status"], first["known_on"], first["superseded_on"]) == (
        "recorded",
        date(2024, 4, 3),
        date(2024, 6, 2),
    )
    assert (second["status"], second["known_on"], second["superseded_on"]) == ("diverted", date(2024, 6, 2), None)


def test_an_unchanged_row_keeps_the_day_it_became_known(store: Path, police: Write) -> None:
    result = ingest([f"police:{police()}"], store, SECOND)
    assert result.changes["police"] == Changes(new=0, unchanged=4, changed=0, ended=0, withdrawn=0)
    assert versions(result.snapshot, "police:crimes:K1:N1:victim")[0]["known_on"] == date(2024, 3, 4)


def test_a_changed_row_closes_the_old_version_on_the_day_of_receipt(store: Path, police: Write) -> None:
    result = ingest([f"police:{police(crimes=HEAD + K1.replace('34B', '5D') + K2)}"], store, SECOND)
    old, new = versions(result.snapshot, "police:crimes:K1:N1:victim")
    assert (old["kind"], old["superseded_on"], old["known_on"]) == ("robbery", SECOND, date(2024, 3, 4))
    assert (new["kind"], new["known_on"], new["version"], new["superseded_on"]) == ("serious_violence", SECOND, 2, None)


def test_a_vanished_row_is_withdrawn_and_may_come_back_as_a_new_version(store: Path, police: Write) -> None:
    result = ingest([f"police:{police(crimes=HEAD + K2)}"], store, SECOND)
    assert result.changes["police"].withdrawn == 1
    assert versions(result.snapshot, "police:crimes:K1:N1:victim")[0]["superseded_on"] == SECOND
    back = ingest([f"police:{police()}"], store, THIRD).snapshot
    withdrawn, again = versions(back, "police:crimes:K1:N1:victim")
    assert (withdrawn["superseded_on"], again["version"], again["known_on"]) == (SECOND, 2, THIRD)


def test_an_ending_of_an_open_spell_is_set_in_place(store: Path, police: Write) -> None:
    ended = "report_id,nominal_id,missing_from,found_on,recorded_on\nM1,N1,2024-05-01,2024-05-04,2024-05-01\n"
    result = ingest([f"police:{police(missing=ended)}"], store, SECOND)
    (only,) = versions(result.snapshot, "police:missing:M1")
    assert (only["ended_on"], only["ended_known_on"], only["known_on"]) == (
        date(2024, 5, 4),
        SECOND,
        date(2024, 5, 2),
    )
    later = ended.replace("2024-05-04", "2024-05-06")
    old, new = versions(ingest([f"police:{police(missing=later)}"], store, THIRD).snapshot, "police:missing:M1")
    assert (old["ended_on"], old["superseded_on"]) == (date(2024, 5, 4), THIRD)
    assert (new["ended_on"], new["ended_known_on"], new["known_on"]) == (date(2024, 5, 6), THIRD, THIRD)


def test_a_new_row_of_a_later_delivery_is_known_from_its_receipt(store: Path, police: Write) -> None:
    late = "K9,N2,victim,8N,2024-01-01,2024-01-02,,,home\n"
    snapshot = ingest([f"police:{police(crimes=HEAD + K1 + K2 + late)}"], store, SECOND).snapshot
    assert versions(snapshot, "police:crimes:K9:N2:victim")[0]["known_on"] == SECOND


def test_what_came_after_the_first_delivery_is_known_by_record_not_by_estimate(
    tmp_path: Path, ssd: Callable[..., Path]
) -> None:
    head = "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_end_date,"
    head += "miss_missing_episode_type,miss_missing_rhi_offered,miss_missing_rhi_accepted\n"
    first, later = "M1,S1,2024-03-01,2024-03-04,M,N,\n", "M2,S1,2024-04-01,2024-04-02,M,N,\n"
    ingest([f"ssd:{ssd(missing=head + first)}"], tmp_path / "care", FIRST)
    events = ingest([f"ssd:{ssd(missing=head + first + later)}"], tmp_path / "care", SECOND).snapshot.events()
    bases = {(one["record_id"].split("#")[0].rsplit(":", 1)[1], one["known_basis"]) for one in events.to_pylist()}
    assert bases == {("M1", "estimated"), ("M2", "recorded")}


def test_a_row_that_is_refused_has_not_vanished(store: Path, police: Write) -> None:
    unreadable = K1.replace("2024-03-01", "2024-02-31")
    result = ingest([f"police:{police(crimes=HEAD + unreadable + K2)}"], store, SECOND)
    assert result.changes["police"].withdrawn == 0
    assert versions(result.snapshot, "police:crimes:K1:N1:victim")[0]["superseded_on"] is None


def test_a_table_that_comes_with_a_header_alone_has_lost_its_last_row(store: Path, police: Write) -> None:
    result = ingest([f"police:{police(crimes=HEAD + K1 + K2, missing=NO_MISSING)}"], store, SECOND)
    assert (result.rows["police"]["missing"], result.changes["police"].withdrawn) == (0, 1)
    assert versions(result.snapshot, "police:missing:M1")[0]["superseded_on"] == SECOND
    back = ingest([f"police:{police(crimes=HEAD + K1 + K2)}"], store, THIRD)
    assert [one["version"] for one in versions(back.snapshot, "police:missing:M1")] == [1, 2]


def test_a_table_of_which_no_row_could_be_read_has_not_vanished(store: Path, police: Write) -> None:
    result = ingest([f"police:{police(missing=MISSING.replace('2024-05-01,,', '2024-05-32,,'))}"], store, SECOND)
    assert "missing" not in result.rows["police"]
    assert versions(result.snapshot, "police:missing:M1")[0]["superseded_on"] is None


def test_a_table_that_did_not_come_has_not_vanished(tmp_path: Path, police: Write) -> None:
    store, folder = tmp_path / "store", police()
    nrm = written(folder, {"nrm": NRM}) / "nrm.csv"
    ingest([f"police:{folder}"], store, FIRST)
    nrm.unlink()
    result = ingest([f"police:{folder}"], store, SECOND)
    assert result.changes["police"].withdrawn == 0
    assert versions(result.snapshot, "police:nrm:R1")[0]["superseded_on"] is None


def test_departures_of_a_later_delivery_are_known_from_its_receipt(store: Path, police: Write) -> None:
    people = (
        "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,left_recorded_on\n"
        "N1,C1,2008-05-17,M,Black,MWBC,Northgate,2024-05-05,2024-05-09\n"
        "N2,C2,2007-01-02,F,White,,Southgate,,\n"
    )
    gone = ingest([f"police:{police(people=people)}"], store, SECOND).snapshot.person("police-N1")
    assert gone is not None
    assert (gone.person["left_on"], gone.person["left_known_on"]) == (date(2024, 5, 5), SECOND)
    again = ingest([f"police:{police(people=people)}"], store, THIRD).snapshot.person("police-N1")
    assert again is not None
    assert again.person["left_known_on"] == SECOND


def test_deliveries_come_in_order_and_each_feed_once(store: Path, police: Write) -> None:
    with pytest.raises(Refused, match="must not be before the feed's last delivery"):
        ingest([f"police:{police()}"], store, date(2024, 6, 1))
    with pytest.raises(WrongUse, match="each feed must come once"):
        ingest([f"police:{police()}", f"police:{police()}"], store, SECOND)
