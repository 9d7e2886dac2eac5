"""Links, identifiers and counts: kept with their history, both directions, under the partnership's ids."""

from __future__ import annotations

from datetime import date

import pandas as pd

from records.delivery import Delivery, Feed, delivery_of
from records.frames import to_frame
from records.kept import KEPT, Tables, arrow, tables_of
from records.taken_in import taken_in
from records.validate import Sieve

FIRST, SECOND, THIRD = date(2024, 7, 1), date(2024, 8, 1), date(2024, 9, 1)
DAY = pd.Timestamp("2024-01-01")


def sibling(one: str, other: str, ended: str | None = None) -> dict:
    return {"one": one, "other": other, "ended": ended}


def delivery(
    received_on: date, links: list[dict], identifiers: list[dict] | None = None, counts: list[dict] | None = None
) -> Delivery:
    feed = Feed("police", "police", 1, "recorded", received_on)
    rows = pd.DataFrame({"id": ["E1"], "person": ["N1"], "day": [DAY]})
    given = pd.DataFrame(links, columns=["one", "other", "ended"]).astype("str")
    ended = pd.to_datetime(given["ended"]).astype("datetime64[s]")
    known = {"known_on": DAY, "superseded_on": pd.NaT, "ended_on": ended, "ended_known_on": feed.known(ended)}
    told = {
        "record_id": feed.record_ids("family", given["one"] + given["other"]),
        "person_id": feed.person_ids(given["one"]),
        "other_id": feed.person_ids(given["other"]),
        "kind": "sibling",
        "started_on": DAY,
    }
    sieves = {"family": Sieve("family.csv", given, []), "crimes": Sieve("crimes.csv", rows, [])}
    rest = {"links": pd.DataFrame({**told, **known}), "counts": pd.DataFrame(counts or [])}
    if identifiers:
        rest["identifiers"] = pd.DataFrame(identifiers)
    events = [feed.events(rows, "crimes", "id", "theft", happened_on=rows["day"])]
    return delivery_of(feed, sieves, pd.DataFrame(), events, **rest)


def after(tables: Tables, received_on: date, **said: list[dict]) -> Tables:
    return taken_in(tables, delivery(received_on, **{"links": [], **said}), received_on).tables


def stored(tables: Tables, name: str) -> list[dict]:
    """The rows of a table as they come back from the store."""
    return (
        to_frame(arrow(tables)[name], KEPT[name])
        .astype(object)
        .where(lambda rows: rows.notna(), None)
        .to_dict("records")
    )


def test_each_link_stands_in_both_directions() -> None:
    tables = after(tables_of(None), FIRST, links=[sibling("N1", "N2"), sibling("N3", "N3")])
    assert {(row["record_id"], row["person_id"], row["other_id"]) for row in stored(tables, "links")} == {
        ("police:family:N1N2", "police-N1", "police-N2"),
        ("police:family:N1N2#back", "police-N2", "police-N1"),
    }


def test_links_have_versions_and_the_partnerships_ids() -> None:
    first = after(tables_of(None), FIRST, links=[sibling("N1", "N2"), sibling("N1", "N3"), sibling("N1", "N4")])
    known = pd.DataFrame({"agency_person_id": ["police-N2"], "shared_key": ["C2"], "person_id": ["P0000002"]})
    second = after(
        {**first, "identities": known, "links": first["links"].replace("police-N2", "P0000002")},
        SECOND,
        links=[sibling("N1", "N2"), sibling("N1", "N3", "2024-06-01"), sibling("N1", "N5")],
    )
    rows = {row["record_id"]: row for row in stored(second, "links")}
    assert len(rows) == 8
    assert (rows["police:family:N1N2"]["other_id"], rows["police:family:N1N2"]["known_on"]) == ("P0000002", DAY)
    for end in ("", "#back"):
        assert rows[f"police:family:N1N3{end}"]["ended_known_on"] == pd.Timestamp(SECOND)
        assert rows[f"police:family:N1N4{end}"]["superseded_on"] == pd.Timestamp(SECOND)
        assert rows[f"police:family:N1N5{end}"]["known_on"] == pd.Timestamp(SECOND)
        assert rows[f"police:family:N1N2{end}"]["superseded_on"] is None
    third = after(second, THIRD, links=[sibling("N1", "N4")])
    again = [row["known_on"] for row in stored(third, "links") if row["record_id"] == "police:family:N1N4"]
    assert again == [DAY, pd.Timestamp(THIRD)]


def identifier(person: str, surname: str, known_on: str) -> dict:
    return {"agency_person_id": f"police-{person}", "surname": surname, "known_on": pd.Timestamp(known_on)}


def test_identifiers_are_what_the_feed_says_now_known_from_when_it_first_said_so() -> None:
    first = after(
        tables_of(None),
        FIRST,
        identifiers=[identifier("N1", "Oke", "2023-01-01"), identifier("N2", "Lee", "2023-01-01")],
    )
    told = [identifier("N1", "Oke", "2024-08-01"), identifier("N1", "Bello", "2024-02-01")]
    second = after(first, SECOND, identifiers=told)
    assert {(row["surname"], str(row["known_on"])[:10], row["feed"]) for row in stored(second, "identifiers")} == {
        ("Oke", "2023-01-01", "police"),
        ("Bello", "2024-08-01", "police"),
        ("Lee", "2023-01-01", "police"),
    }


def count(month: str, n: int, area: str = "Northgate") -> dict:
    day = pd.Timestamp(month)
    return {"area": area, "period": day, "kind": "knife_wounds", "n": n, "known_on": day + pd.Timedelta(days=40)}


def test_another_number_closes_the_one_before_and_a_month_that_did_not_come_stays() -> None:
    first = after(
        tables_of(None), FIRST, counts=[count("2024-01-01", 3), count("2024-02-01", 5), count("2024-02-01", 1, "Hill")]
    )
    second = after(first, SECOND, counts=[count("2024-02-01", 6), count("2024-03-01", 2)])
    rows = {(row["area"], str(row["period"])[:7], row["n"]): row["superseded_on"] for row in stored(second, "counts")}
    assert rows == {
        ("Northgate", "2024-01", 3): None,
        ("Northgate", "2024-02", 5): pd.Timestamp(SECOND),
        ("Hill", "2024-02", 1): pd.Timestamp(SECOND),
        ("Northgate", "2024-02", 6): None,
        ("Northgate", "2024-03", 2): None,
    }
