"""Police beside crimes: custody, referrals, notices to schools; and intelligence, which is off until asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.check import findings
from records.connectors import police
from records.delivery import Delivery
from records.ingest import ingest
from records.store import open_store

RECEIVED = date(2024, 9, 1)
PEOPLE = """
nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,left_recorded_on
N1,C1,2008-05-17,M,Black,MWBC,Northgate,,
N2,C2,2007-01-02,F,White,,Southgate,,
"""
CRIMES = """
crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place
K1,N1,victim,34B,2024-03-01,2024-03-03,,,street
"""
FILES = {
    "people": PEOPLE,
    "crimes": CRIMES,
    "missing": "report_id,nominal_id,missing_from,found_on,recorded_on\n",
    "concerns": "concern_id,nominal_id,kind,occurred_on,recorded_on\n",
    "custody": "custody_id,nominal_id,detained_on,recorded_on,crime_id\nU1,N1,2024-01-01,2024-01-02,K1\n"
    "U2,N2,2024-02-01,2024-02-01,\n",
    "nrm": "referral_id,nominal_id,referred_on,exploitation,recorded_on\nR1,N1,2024-01-05,criminal,2024-01-06\n"
    "R2,N2,2024-01-05,sexual,2024-01-06\n",
    "school_notices": "notice_id,nominal_id,incident_on,recorded_on\nS1,N2,2024-05-01,2024-05-02\n",
}
INTELLIGENCE = (
    "report_id,nominal_id,reported_on,recorded_on,text\n"
    "I1,N1,2024-04-01,2024-04-03,Zq7 said something\nI2,N1,2024-04-09,2024-04-10,Zq7 again\n"
)


def test_custody_is_about_a_suspect_and_names_the_crime_where_it_is_given(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    events = deliver("police", **FILES).events
    held = events[events["kind"] == "police_custody"]
    assert facts(held, "person_id", "role", "happened_on", "known_on", "incident_id") == [
        ["police-N1", "suspect", "2024-01-01", "2024-01-03", "police:K1"],
        ["police-N2", "suspect", "2024-02-01", "2024-02-02", None],
    ]


SUSPECTED = "K5,N2,suspect,34B,2024-03-01,2024-03-03,{},street\n"
HELD_FOR_IT = "custody_id,nominal_id,detained_on,recorded_on,crime_id\nU5,N2,2024-03-02,2024-03-02,K5\n"


def arrested(outcome: str) -> dict[str, str]:
    return FILES | {"crimes": CRIMES + SUSPECTED.format(outcome), "custody": HELD_FOR_IT}


@pytest.mark.parametrize(
    ("outcome", "versions"),
    [
        (",", [["recorded", "2024-03-03", None]]),
        ("22,2024-06-01", [["recorded", "2024-03-03", "2024-06-02"], ["diverted", "2024-06-02", None]]),
        ("CANC,2024-06-01", [["recorded", "2024-03-03", "2024-06-02"], ["cancelled", "2024-06-02", None]]),
        ("16,2024-06-01", [["recorded", "2024-03-03", "2024-06-02"], ["no_further_action", "2024-06-02", None]]),
        ("1,2024-03-01", [["recorded", "2024-03-03", "2024-03-04"], ["charged", "2024-03-04", None]]),
    ],
)
def test_custody_goes_as_the_crime_goes_from_the_day_its_outcome_was_known(
    deliver: Callable[..., Delivery], facts: Callable, outcome: str, versions: list
) -> None:
    events = deliver("police", **arrested(outcome)).events
    held = events[events["kind"] == "police_custody"].sort_values("version")
    assert facts(held, "status", "known_on", "superseded_on") == versions


def test_an_outcome_of_a_later_delivery_reaches_custody_on_the_day_it_came(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    for day, outcome in ((date(2024, 6, 1), ","), (RECEIVED, "22,2024-06-10")):
        ingest([f"police:{write('police', **arrested(outcome))}"], tmp_path / "store", day)
    events = open_store(tmp_path / "store").events().to_pandas().sort_values("version")
    held = events.loc[events["kind"] == "police_custody", ["status", "known_on", "superseded_on"]]
    assert held.to_numpy().tolist() == [
        ["recorded", date(2024, 3, 3), RECEIVED],
        ["diverted", RECEIVED, None],
    ]


def test_custody_of_somebody_else_for_the_crime_stays_recorded(
    deliver: Callable[..., Delivery], facts: Callable
) -> None:
    events = deliver("police", **arrested("22,2024-06-01") | {"custody": HELD_FOR_IT.replace("N2", "N1")}).events
    assert facts(events[events["kind"] == "police_custody"], "status") == [["recorded"]]


def test_custody_for_a_crime_that_cannot_be_read_is_left_as_it_was(deliver: Callable[..., Delivery]) -> None:
    files = arrested("22,2024-06-01")
    damaged = deliver("police", **files | {"crimes": files["crimes"].replace("suspect,34B", "suspect,?")})
    assert [(one.file, one.column, one.rows) for one in damaged.refused] == [
        ("crimes.csv", "offence_code", 1),
        ("custody.csv", "crime_id", 1),
    ]
    assert "police:custody:U5" in damaged.left_out


def test_whoever_was_referred_or_at_home_is_a_victim(deliver: Callable[..., Delivery], facts: Callable) -> None:
    events = deliver("police", **FILES).events
    about = events[events["kind"].isin(["nrm_referral", "school_notice"])]
    assert facts(about, "person_id", "kind", "role", "code", "known_on") == [
        ["police-N1", "nrm_referral", "victim", "criminal", "2024-01-07"],
        ["police-N2", "nrm_referral", "victim", None, "2024-01-07"],  # sexual: tells of a sexual offence
        ["police-N2", "school_notice", "victim", None, "2024-05-03"],
    ]


def test_intelligence_is_not_read_unless_switched_on_and_says_so(deliver: Callable[..., Delivery]) -> None:
    delivery = deliver("police", **FILES, intelligence="\x00 not even a table")
    assert "intelligence" not in set(delivery.events["kind"])
    assert [(one.file, one.rows) for one in delivery.refused] == [("intelligence.csv", 0)]
    assert "feeds.toml" in delivery.refused[0].reason
    assert deliver("police", **FILES).refused == ()


def test_intelligence_switched_on_is_dates_and_nothing_else(write: Callable[..., Path], facts: Callable) -> None:
    delivery = police.read(write("police", **FILES, intelligence=INTELLIGENCE), RECEIVED, intelligence=True)
    reports = delivery.events[delivery.events["kind"] == "intelligence"]
    assert facts(reports, "person_id", "happened_on", "known_on", "code", "place", "incident_id", "amount") == [
        ["police-N1", "2024-04-01", "2024-04-04", None, None, None, None],
        ["police-N1", "2024-04-09", "2024-04-11", None, None, None, None],
    ]
    assert not delivery.events.astype(str).apply(lambda column: column.str.contains("Zq7")).to_numpy().any()


def test_the_switch_is_read_in_feeds_toml(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = 'legal_basis = "x"\nagreement = "x"\nexpires_on = 2030-01-01\nowner = "x"\nrhythm_days = 31\n'
    folder = write("police", **FILES, intelligence=INTELLIGENCE)
    monkeypatch.chdir(tmp_path)
    for said, count in (("", 0), ("intelligence = false\n", 0), ("intelligence = true\n", 2)):
        (tmp_path / "feeds.toml").write_text(f"[feed.police]\n{terms}{said}")
        assert (police.read(folder, RECEIVED).events["kind"] == "intelligence").sum() == count


def test_switching_it_off_withdraws_what_was_held(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, store = write("police", **FILES, intelligence=INTELLIGENCE), tmp_path / "store"
    monkeypatch.setattr(police, "intelligence_is_on", lambda: True)
    ingest([f"police:{folder}"], store, date(2024, 8, 1))
    monkeypatch.setattr(police, "intelligence_is_on", lambda: False)
    ingest([f"police:{folder}"], store, RECEIVED)
    events = open_store(store).events().to_pandas()
    reports = events[events["kind"] == "intelligence"]
    assert reports["superseded_on"].tolist() == [RECEIVED, RECEIVED]
    assert findings(store)


def test_switching_it_off_is_no_cut_file_however_much_was_held(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks took it for a table that was cut short, and refused every delivery while it went on to count."""
    many = INTELLIGENCE + "".join(f"J{n},N1,2024-04-09,2024-04-10,\n" for n in range(200))
    folder, store = write("police", **FILES, intelligence=many), tmp_path / "store"
    terms = (Path(__file__).resolve().parents[4] / "feeds.toml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for said, day in (("true", date(2024, 8, 1)), ("false", RECEIVED)):
        (tmp_path / "feeds.toml").write_text(terms.replace("intelligence = false", f"intelligence = {said}"), "utf-8")
        ingest([f"police:{folder}"], store, day)
    reports = open_store(store).events().to_pandas().query("kind == 'intelligence'")
    assert (len(reports), reports["superseded_on"].isna().sum()) == (202, 0)


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("custody", "U9,N9,2024-01-01,2024-01-02,", "nominal_id"),
        ("custody", "U1,N1,2024-01-01,2024-01-02,", "custody_id"),
        ("custody", "U9,N1,2024-01-03,2024-01-02,", "recorded_on"),
        ("custody", "U9,N1,2001-01-03,2024-01-02,", "detained_on"),
        ("nrm", "R9,N1,2024-01-05,unheard,2024-01-06", "exploitation"),
        ("nrm", "R9,N1,2026-01-05,criminal,2026-01-06", "referred_on"),
        ("school_notices", "S9,N2,,2024-05-02", "incident_on"),
        ("school_notices", "S9,,2024-05-01,2024-05-02", "nominal_id"),
    ],
)
def test_a_row_at_fault_is_refused_in_its_column(faulty: Callable[..., None], file: str, row: str, column: str) -> None:
    faulty("police", FILES, file, row, column)
