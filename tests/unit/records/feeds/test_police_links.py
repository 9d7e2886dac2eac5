"""Links from police records: suspects of one crime, victim and suspect, associates; when they begin, close and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.connectors.police_links import MOST_IN_ONE_CRIME
from records.delivery import Delivery
from records.ingest import ingest
from records.store import open_store

HEAD = "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
PEOPLE = "nominal_id,county_reference,born_on,sex,officer_ethnicity,self_defined_ethnicity,area,left_on,"
PEOPLE += "left_recorded_on\n" + "".join(f"N{n},,2008-05-17,,,,,,\n" for n in range(1, MOST_IN_ONE_CRIME + 2))
EMPTY = {
    "missing": "report_id,nominal_id,missing_from,found_on,recorded_on\n",
    "concerns": "concern_id,nominal_id,kind,occurred_on,recorded_on\n",
}
ASSOCIATES = """
nominal_id,other_nominal_id,kind,recorded_on,ended_on
N1,N2,associate,2024-01-10,2024-05-01
N2,N1,associate,2024-03-10,
N1,N3,sibling,2024-01-10,
N1,N4,partner,2024-01-10,
N2,N3,household,2024-01-10,
"""
Crimes = Callable[..., Delivery]


def row(crime: str, who: str, role: str, recorded: str = "2024-03-02", outcome: str = ",") -> str:
    return f"{crime},{who},{role},5D,2024-03-01,{recorded},{outcome},street\n"


@pytest.fixture
def crimes(deliver: Callable[..., Delivery]) -> Crimes:
    return lambda *rows, **more: deliver("police", people=PEOPLE, crimes=HEAD + "".join(rows), **EMPTY, **more)


def test_two_suspects_of_one_crime_are_linked_from_when_both_are_known(crimes: Crimes, facts: Callable) -> None:
    links = crimes(
        row("K1", "N1", "suspect"), row("K1", "N2", "suspect", "2024-04-02"), row("K2", "N3", "suspect")
    ).links
    columns = ("person_id", "other_id", "kind", "started_on", "known_on", "superseded_on")
    assert facts(links, *columns) == [["police-N1", "police-N2", "co_suspect", "2024-03-01", "2024-04-03", None]]


def test_a_victim_and_a_suspect_are_linked_as_harmed_by_and_a_witness_not_at_all(
    crimes: Crimes, facts: Callable
) -> None:
    links = crimes(row("K1", "N1", "victim"), row("K1", "N2", "suspect"), row("K1", "N3", "witness")).links
    assert facts(links, "person_id", "other_id", "kind") == [["police-N1", "police-N2", "harmed_by"]]


def test_two_who_fought_each_other_are_no_co_suspects(crimes: Crimes) -> None:
    both = [row("K1", who, role) for who in ("N1", "N2") for role in ("victim", "suspect")]
    assert crimes(*both).links["kind"].tolist() == ["harmed_by", "harmed_by"]
    assert crimes(*both[:2], both[3]).links["kind"].tolist() == ["harmed_by"]


@pytest.mark.parametrize(
    ("outcome", "closed"),
    [("1,2024-06-01", None), ("2,2024-06-01", None), ("22,2024-06-01", "2024-06-02"), ("16,2024-06-01", "2024-06-02")],
)
def test_a_link_closes_once_one_of_the_two_is_cleared_or_diverted(
    crimes: Crimes, facts: Callable, outcome: str, closed: str | None
) -> None:
    links = crimes(row("K1", "N1", "suspect"), row("K1", "N2", "suspect", outcome=outcome)).links
    assert facts(links, "superseded_on") == [[closed]]


def test_who_was_cleared_before_the_other_was_known_was_never_linked(crimes: Crimes) -> None:
    cleared = row("K1", "N1", "suspect", outcome="16,2024-03-20")
    assert crimes(cleared, row("K1", "N2", "suspect", "2024-06-02")).links.empty


def test_harm_stays_whatever_became_of_the_case_unless_the_crime_is_cancelled(crimes: Crimes, facts: Callable) -> None:
    for outcome, closed in (("16,2024-06-01", None), ("CANC,2024-06-01", "2024-06-02")):
        links = crimes(row("K1", "N1", "victim"), row("K1", "N2", "suspect", outcome=outcome)).links
        assert facts(links, "kind", "superseded_on") == [["harmed_by", closed]]


def test_a_crowd_makes_no_links_and_is_told_without_losing_a_record(crimes: Crimes) -> None:
    crowd = [row("K1", f"N{n}", "suspect") for n in range(1, MOST_IN_ONE_CRIME + 2)]
    delivery = crimes(*crowd)
    assert delivery.links.empty
    assert len(delivery.events) == len(crowd)
    assert [(one.column, one.rows) for one in delivery.refused] == [("crime_id", len(crowd))]
    assert len(crimes(*crowd[:3]).links) == 3


def test_associates_stand_once_whichever_way_round_and_a_partner_never(crimes: Crimes, facts: Callable) -> None:
    delivery = crimes(row("K1", "N1", "suspect"), associates=ASSOCIATES)
    columns = ("person_id", "other_id", "kind", "started_on", "known_on", "ended_on")
    assert facts(delivery.links, *columns) == [
        ["police-N1", "police-N2", "associate", "2024-01-10", "2024-01-11", "2024-05-01"],
        ["police-N1", "police-N3", "sibling", "2024-01-10", "2024-01-11", None],
        ["police-N2", "police-N3", "household", "2024-01-10", "2024-01-11", None],
    ]


@pytest.mark.parametrize(
    ("added", "column"),
    [
        ("N1,N99,associate,2024-01-10,", "other_nominal_id"),
        ("N1,N1,associate,2024-01-10,", "other_nominal_id"),
        ("N99,N1,associate,2024-01-10,", "nominal_id"),
        ("N3,N4,enemy,2024-01-10,", "kind"),
        ("N3,N4,associate,2024-01-10,2024-01-09", "ended_on"),
    ],
)
def test_a_pair_at_fault_is_refused_in_its_column(faulty: Callable[..., None], added: str, column: str) -> None:
    files = {"people": PEOPLE, "crimes": HEAD + row("K1", "N1", "suspect"), **EMPTY, "associates": ASSOCIATES}
    faulty("police", files, "associates", added, column)


def test_a_cleared_link_stays_closed_in_the_next_delivery(write: Callable[..., Path], tmp_path: Path) -> None:
    two = HEAD + row("K1", "N1", "suspect") + row("K1", "N2", "suspect")
    later = HEAD + row("K1", "N1", "suspect") + row("K1", "N2", "suspect", outcome="16,2024-07-10")
    store = tmp_path / "store"
    for day, text in ((date(2024, 7, 1), two), (date(2024, 8, 1), later), (date(2024, 9, 1), later)):
        ingest([f"police:{write('police', people=PEOPLE, crimes=text, **EMPTY)}"], store, day)
    links = open_store(store).links().to_pandas()
    assert sorted(links["person_id"]) == ["police-N1", "police-N2"]  # one pair, both ways
    assert links["superseded_on"].tolist() == [date(2024, 8, 1)] * 2
