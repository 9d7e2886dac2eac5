"""Retention, purge and erasure: what may no longer be kept is gone from every table and every snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import reduce
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from records.agreements import Agreement
from records.alongside import both_ways
from records.arrivals import accepted
from records.check import findings
from records.erase import allow_again, erase
from records.events import EVENTS
from records.frames import typed
from records.ingest import ingest
from records.kept import KEPT, arrow, tables_of
from records.linkage import link
from records.linkage.reviews import LinkDecision, write_decision
from records.marks import mark
from records.policy import held_to
from records.purge import AGENCY_IDS, PERSON_IDS, purge, with_merged
from records.refusal import Refused, WrongUse
from records.retention import KeptFor, Retention, expiry
from records.store import open_store
from records.swap import INGESTS, one_writer, swap_in

Write = Callable[..., Path]
RECEIVED = date(2024, 7, 1)
POLICY = Retention(
    years=10, open_until_age=30, kinds={"school_notice": KeptFor(years=3), "exploitation_report": KeptFor(until_age=25)}
)
BORN = pd.Series({"N1": pd.Timestamp("2008-05-01")})


def expires(kind: str, ended: str | None = None, feed: str = "police", years: int | None = None, **more: object) -> str:
    row = {"record_id": f"{feed}:t:1", "version": 1, "person_id": "N1", "kind": kind, "happened_on": "2020-02-29"}
    row |= {"ended_on": ended, "superseded_on": None} | more
    events = typed(pd.DataFrame([row]), EVENTS)
    return str(expiry(events, BORN, POLICY, {feed: years})[0])[:10]


def test_a_record_expires_by_its_kind_from_the_day_it_happened_or_ended() -> None:
    assert expires("theft") == "2030-03-01"
    assert expires("school_notice") == "2023-03-01"
    assert expires("child_in_need", ended="2021-05-31") == "2031-05-31"
    assert expires("exploitation_report") == "2030-03-01"
    assert expires("exploitation_report", person_id="N2") == "2030-03-01"
    assert expires("exploitation_report", happened_on="2025-06-01") == "2033-05-01"


def test_an_open_spell_is_kept_while_it_is_open_but_not_beyond_an_age() -> None:
    assert expires("child_in_need") == "2038-05-01"
    assert expires("child_in_need", person_id="N2") == "NaT"
    assert expires("child_in_need", superseded_on="2022-01-01") == "2032-01-01"


def test_years_that_an_agreement_sets_go_before_the_policys() -> None:
    assert expires("theft", feed="complaints", years=60) == "2080-02-29"
    assert expires("school_notice", years=1) == "2021-03-01"


def test_a_kind_that_a_mapping_declared_is_kept_as_its_agreement_says() -> None:
    assert expires("employment", feed="complaints") == "NaT"
    assert expires("employment", feed="complaints", years=20) == "2040-02-29"


def test_all_versions_of_a_record_expire_by_its_last() -> None:
    rows = [{"record_id": "a:t:1", "version": n, "person_id": "N1", "kind": "child_in_need"} for n in (1, 2)]
    rows[0] |= {"happened_on": "2020-01-01", "superseded_on": "2020-06-01"}
    rows[1] |= {"happened_on": "2020-01-01", "ended_on": "2022-01-01"}
    assert expiry(typed(pd.DataFrame(rows), EVENTS), BORN, POLICY, {}).astype("str").tolist() == ["2032-01-01"] * 2


CRIMES = (
    "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
    "K1,N1,victim,34B,2014-08-01,2014-08-03,,,street\nK2,N1,victim,34B,2024-04-01,2024-04-02,,,street\n"
    "K3,N3,victim,34B,2014-07-15,2014-07-16,,,street\nK0,N1,victim,34B,2014-06-01,2014-06-02,,,street\n"
)
PEOPLE = (
    "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,left_recorded_on\n"
    "N1,C1,2008-05-17,M,Black,MWBC,Northgate,,\nN2,C2,2007-01-02,F,White,,Southgate,,\nN3,C3,2000-01-02,F,White,,Southgate,,\n"
)


@pytest.fixture
def store(tmp_path: Path, police: Write) -> Path:
    ingest([f"police:{police(people=PEOPLE, crimes=CRIMES)}"], tmp_path / "store", RECEIVED)
    return tmp_path / "store"


def record_ids(store: Path) -> set[str]:
    return set(open_store(store).events()["record_id"].to_pylist())


def everything_in(store: Path) -> str:
    """All that any snapshot of the store holds, as text."""
    files = [path for path in (store / "snapshots").rglob("*") if path.is_file()]
    return "\n".join(p.read_text() if p.name == INGESTS else pq.read_table(p).to_pandas().to_csv() for p in files)


def test_what_is_past_its_time_on_the_day_of_receipt_is_left_out_and_told(store: Path) -> None:
    assert "police:crimes:K0:N1:victim" not in record_ids(store)
    assert {"police:crimes:K1:N1:victim", "police:crimes:K3:N3:victim"} <= record_ids(store)
    assert open_store(store).ingests()[-1]["past_their_time"] == 1


def test_purge_takes_out_old_records_and_people_of_whom_nothing_is_left_from_every_snapshot(
    store: Path, police: Write
) -> None:
    ingest([f"police:{police(people=PEOPLE, crimes=CRIMES)}"], store, date(2024, 7, 10))
    assert len(list((store / "snapshots").iterdir())) == 2
    gone = purge(store, date(2024, 9, 1))
    assert (gone.records, gone.people) == (2, 1)
    assert len(list((store / "snapshots").iterdir())) == 1
    held = everything_in(store)
    assert not any(word in held for word in ("N3", "K3", "K1:"))
    assert "K2" in held
    assert findings(store)
    assert purge(store, date(2024, 9, 1)).records == 0


def test_an_ingest_purges_too_and_leaves_no_older_snapshot_that_holds_it(store: Path, police: Write) -> None:
    result = ingest([f"police:{police(people=PEOPLE, crimes=CRIMES)}"], store, date(2024, 8, 2))
    assert (result.purged.records, result.changes["police"].withdrawn) == (2, 0)
    held = everything_in(store)
    assert "K1:" not in held
    assert "K3" not in held


def test_coverage_reaches_no_further_back_than_records_are_kept(store: Path) -> None:
    assert {row["from"] for row in open_store(store).coverage().to_pylist()} == {date(2014, 7, 15)}
    purge(store, date(2024, 9, 1))
    assert {row["from"] for row in open_store(store).coverage().to_pylist()} == {date(2014, 9, 1)}


def test_erasing_a_person_leaves_no_trace_in_any_table_or_snapshot(store: Path, tmp_path: Path, police: Write) -> None:
    pair = {"record_id": "police:f:1", "person_id": "police-N1", "other_id": "police-N2", "kind": "sibling"}
    pair |= {"started_on": pd.Timestamp("2020-01-01"), "known_on": pd.Timestamp("2020-01-01")}
    told = {"agency_person_id": "police-N1", "surname": "Okonedo", "agency": "police", "feed": "police"}
    with one_writer(store):
        tables = tables_of(before := open_store(store))
        tables["links"] = both_ways(typed(pd.DataFrame([pair]), KEPT["links"]))
        tables["identifiers"] = typed(pd.DataFrame([told]), KEPT["identifiers"])
        swap_in(store, arrow(tables), before.ingests())
    link(store)
    (tmp_path / "ids").write_text("police:crimes:K2:N1:victim\n")
    assert mark(store, tmp_path / "ids", "ours", "A") == 1
    person = next(
        row["person_id"]
        for row in tables_of(open_store(store))["identities"].to_dict("records")
        if row["shared_key"] == "C1"
    )
    person = person if isinstance(person, str) else "police-N1"
    gone = erase(store, person)
    assert (gone.records, gone.links, gone.agency_ids) == (3, 2, 1)
    held = everything_in(store)
    assert not any(word in held for word in ("N1", "C1", "Okonedo", person))
    assert "police-N2" in held
    assert findings(store)


def decide(store: Path, one: str, other: str, nth: int) -> Path:
    """A reviewer's answer on its way to the next linking."""
    write_decision(store, LinkDecision(f"D{nth}", "L1", one, other, "same", "admin", f"2024-07-0{nth}T10:00:00+00:00"))
    return store / "link_decisions" / f"D{nth}.json"


def files_that_say(store: Path, word: str) -> list[str]:
    """Files anywhere under the store, hidden ones too, that hold a word as it is or in a table."""
    files = [path for path in store.rglob("*") if path.is_file()]
    return [path.name for path in files if word.encode() in _plain(path)]


def _plain(path: Path) -> bytes:
    return pq.read_table(path).to_pandas().to_csv().encode() if path.suffix == ".parquet" else path.read_bytes()


def test_what_a_reviewer_said_of_somebody_goes_with_them(store: Path) -> None:
    about_them, of_others = decide(store, "police-N1", "police-N2", 1), decide(store, "police-N2", "police-N3", 2)
    half = about_them.with_name(".D1-0a1b")  # a crash left it
    half.write_text(about_them.read_text())
    os.utime(half, (0, 0))
    assert files_that_say(store, "N1")
    erase(store, "police-N1")
    assert files_that_say(store, "N1") == []
    assert of_others.is_file()


@pytest.mark.parametrize("by", ["purge", "ingest"])
def test_what_a_reviewer_said_of_somebody_past_their_time_goes_with_them(store: Path, police: Write, by: str) -> None:
    decide(store, "police-N2", "police-N3", 1)
    kept = decide(store, "police-N1", "police-N2", 2)
    if by == "purge":
        purge(store, date(2024, 9, 1))
    else:
        without = (text.replace("N3,", "N9,") for text in (PEOPLE, CRIMES))
        ingest([f"police:{police(*without)}"], store, date(2024, 8, 2), words=accepted(["withdrawn"], ["a test"], "A"))
    assert files_that_say(store, "N3") == []
    assert kept.is_file()


def test_an_answer_that_came_after_the_erasure_brings_nobody_back(store: Path) -> None:
    erase(store, "police-N1")
    decide(store, "police-N1", "police-N2", 1)
    link(store)
    assert files_that_say(store, "N1") == []


def linked(store: Path) -> str:
    """N1 was known under the agency's id until the store was linked; that past stays under it."""
    with one_writer(store):
        tables = tables_of(before := open_store(store))
        mine = tables["events"]["person_id"] == "police-N1"
        now = tables["events"][mine].assign(person_id="P1", version=lambda rows: rows["version"] + 1)
        past = tables["events"].assign(
            superseded_on=tables["events"]["superseded_on"].mask(mine, pd.Timestamp(RECEIVED))
        )
        identities = tables["identities"]
        ids = identities["person_id"].mask(identities["agency_person_id"] == "police-N1", "P1")
        former = pd.DataFrame(
            {"agency_person_id": ["police-N1"], "person_id": ["police-N1"], "until": [pd.Timestamp(RECEIVED)]}
        )
        tables |= {
            "events": pd.concat([past, now.assign(known_on=pd.Timestamp(RECEIVED))], ignore_index=True),
            "identities": identities.assign(person_id=ids),
            "former_ids": typed(former, KEPT["former_ids"]),
        }
        swap_in(store, arrow(with_merged(tables)), before.ingests())
    return "P1"


@pytest.mark.parametrize("named", ["P1", "police-N1"])
def test_erasing_reaches_the_past_that_stands_under_another_id(store: Path, named: str) -> None:
    linked(store)
    assert erase(store, named).records == 3
    assert not any(word in everything_in(store) for word in ("N1", "P1", "C1"))


def test_purging_an_id_that_somebody_once_had_leaves_the_person(store: Path) -> None:
    linked(store)
    assert purge(store, date(2024, 9, 1)).people == 1
    snapshot = open_store(store)
    assert snapshot.person("P1") is not None
    assert "police:crimes:K2:N1:victim" in record_ids(store)
    assert "police-N1" in tables_of(snapshot)["identities"]["agency_person_id"].tolist()


def test_an_erased_person_stays_away_until_somebody_says_otherwise(store: Path, police: Write) -> None:
    person = open_store(store).people()["person_id"].to_pylist()[0]
    assert person == "police-N1"
    erase(store, person)
    source = f"police:{police(people=PEOPLE, crimes=CRIMES)}"
    ingest([source], store, date(2024, 7, 10))
    assert open_store(store).person("police-N1") is None
    assert "N1" not in everything_in(store)
    renamed = PEOPLE.replace("N1,", "N7,")
    ingest([f"police:{police(people=renamed, crimes=CRIMES.replace('N1,', 'N7,'))}"], store, date(2024, 7, 11))
    assert open_store(store).person("police-N7") is None  # the key that agencies share is known too
    allow_again(store, "police-N1")
    allow_again(store, "C1")
    ingest([f"police:{police(people=PEOPLE, crimes=CRIMES)}"], store, date(2024, 7, 12))
    assert open_store(store).person("police-N1") is not None


def test_only_who_is_there_is_erased_and_only_records_that_are_there_are_marked(store: Path, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("police:crimes:K2:N1:victim\nno:such:record\n")
    with pytest.raises(Refused, match="1 are not"):
        mark(store, tmp_path / "ids", "ours", "A")
    for wrong in (lambda: erase(store, "nobody"), lambda: allow_again(store, "nobody"), lambda: purge(tmp_path)):
        with pytest.raises(WrongUse):
            wrong()


def test_every_table_that_holds_ids_of_people_is_known_to_erasure() -> None:
    ids = {"person_id", "other_id", "agency_person_id", "one", "other"}
    holding = {name for name, schema in KEPT.items() if ids & set(schema.names)}
    assert holding == {*AGENCY_IDS, *PERSON_IDS, "people", "groups"}
    for name, columns in {**AGENCY_IDS, **PERSON_IDS}.items():
        assert ids & set(KEPT[name].names) - {"person_id"} <= set(columns)


def test_an_agreement_needs_years_that_make_sense() -> None:
    with pytest.raises(ValueError, match="keep_years"):
        Agreement(legal_basis="L", agreement="A", expires_on=RECEIVED, owner="O", rhythm_days=1, keep_years=0)


@pytest.mark.parametrize("entry", ["years", "open_until_age", "kinds.theft.years", "kinds.theft.until_age"])
def test_nothing_is_kept_for_longer_than_somebody_lives(entry: str) -> None:
    said: dict = {"years": 10, "open_until_age": 30, "kinds": {"theft": {"years": 1}}}
    *at, name = entry.split(".")
    reduce(lambda inner, key: inner[key], at, said)[name] = 100_000
    with pytest.raises(WrongUse, match=rf"{entry}: .*less than or equal to 130"):
        held_to(Retention, said, "policy.toml, section [retention]")
