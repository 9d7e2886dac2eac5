"""Agreements: an expired one stops its feed, a feed without one is told of, and coverage ends where they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.agreements import load_agreements
from records.connectors import CONNECTORS
from records.feeds import feeds_as_of, named, said
from records.ingest import ingest
from records.refusal import Refused, WrongUse
from records.store import open_store
from records.swap import current

Write = Callable[..., Path]
FIRST, SECOND = date(2024, 7, 1), date(2024, 8, 1)
TERMS = 'legal_basis = "L"\nagreement = "A-1"\nexpires_on = {ends}\nowner = "The force"\nrhythm_days = 31\n'


@pytest.fixture
def agreed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Works in a folder whose feeds.toml holds what is given."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return lambda text: (place / "feeds.toml").write_text(text, encoding="utf-8")


def test_every_connector_has_its_terms_in_our_feeds_toml() -> None:
    assert set(load_agreements(Path(__file__).resolve().parents[3] / "feeds.toml")) == set(CONNECTORS)


def test_every_connector_is_named_in_words_and_a_feed_of_a_mapping_by_its_own() -> None:
    assert not [feed for feed in CONNECTORS if named(feed) == feed.replace("_", " ") or "_" in named(feed)]
    assert (named("school_exclusions"), named("youth_clubs")) == ("schools", "youth clubs")


TOLD_AFTER = "The agreement for the feed of the police ended on 31 May 2024: what came up to 1 July 2024 still counts."


def test_a_byte_order_mark_before_the_terms_says_nothing(agreed: Callable[[str], None]) -> None:
    agreed("\ufeff[feed.police]\n" + TERMS.format(ends="2024-12-31"))
    assert load_agreements()["police"].agreement == "A-1"


def test_an_agreement_that_has_ended_stops_the_feed_and_the_store_stays(
    tmp_path: Path, police: Write, agreed: Callable[[str], None]
) -> None:
    store = tmp_path / "store"
    agreed("[feed.police]\n" + TERMS.format(ends="2024-07-31"))
    ingest([f"police:{police()}"], store, FIRST)
    before = current(store)
    with pytest.raises(Refused, match=r"police: its agreement A-1 ended on 2024-07-31.*ask The force for a new one"):
        ingest([f"police:{police()}"], store, SECOND)
    assert current(store) == before
    (feed,) = feeds_as_of(open_store(store), SECOND)
    assert (feed.standing, feed.last_delivery) == ("expired", FIRST)
    told = "The agreement for the feed of the police ended on 31 July 2024: nothing later is counted."
    assert said(feed, SECOND) == told
    agreed("[feed.police]\n" + TERMS.format(ends="2024-05-31"))  # ended by a word that came after the delivery
    (feed,) = feeds_as_of(open_store(store), SECOND)
    assert said(feed, SECOND) == TOLD_AFTER
    agreed("[feed.police]\n" + TERMS.format(ends="2025-07-31"))
    assert ingest([f"police:{police()}"], store, SECOND).changes["police"].unchanged == 4


def test_what_a_row_tells_that_our_own_flag_caused_raises_nothing_whichever_record_bears_the_code(
    tmp_path: Path, ssd: Write, agreed: Callable[[str], None]
) -> None:
    agreed("[feed.ssd]\n" + TERMS.format(ends="2024-12-31") + 'our_flag_codes = ["VRP"]\n')
    rows = (
        "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_cin_primary_need_code,"
        "cine_referral_source_code,cine_referral_nfa\nR1,S1,2024-01-01,,N1,VRP,N\nR2,S2,2024-01-01,,N1,2A,N\n"
    )
    ingest([f"ssd:{ssd(cin_episodes=rows)}"], tmp_path / "store", FIRST)
    held = open_store(tmp_path / "store").events().to_pylist()
    assert {(one["record_id"].rpartition(":")[2], one["our_flag"]) for one in held} == {
        ("R1", True), ("R1#referral", True), ("R2", False), ("R2#referral", False),
    }  # fmt: skip


def test_a_feed_without_an_agreement_comes_in_and_is_told_of(
    tmp_path: Path, police: Write, agreed: Callable[[str], None]
) -> None:
    agreed("")
    result = ingest([f"police:{police()}"], tmp_path / "store", FIRST)
    assert [(one.verdict, one.found) for one in result.checks if one.check == "agreement"] == [
        ("warn", "no agreement is named")
    ]


def test_a_feed_is_late_after_its_own_rhythm_and_stops_after_three(tmp_path: Path, police: Write) -> None:
    ingest([f"police:{police()}"], tmp_path / "store", FIRST)
    days = {day: feeds_as_of(open_store(tmp_path / "store"), day)[0] for day in (FIRST, date(2024, 8, 16))}
    days |= {day: feeds_as_of(open_store(tmp_path / "store"), day)[0] for day in (date(2024, 8, 17), date(2024, 10, 3))}
    assert [one.standing for one in days.values()] == ["in time", "in time", "late", "stopped"]
    assert said(days[FIRST], FIRST) is None
    came = "its last delivery came on 1 July 2024, and it is expected every 31 days."
    assert said(days[late := date(2024, 8, 17)], late) == f"The feed of the police was late on 17 August 2024: {came}"
    assert (
        said(days[gone := date(2024, 10, 3)], gone) == f"The feed of the police had stopped by 3 October 2024: {came}"
    )


def test_coverage_has_the_agreements_ages_and_areas_and_ends_with_it(
    tmp_path: Path, police: Write, agreed: Callable[[str], None]
) -> None:
    more = 'min_age = 10\nmax_age = 17\nareas = ["Northgate", "Southgate"]\n'
    more += "[feed.police.ages_of_kind]\nrobbery = [8, 20]\n"
    agreed("[feed.police]\n" + TERMS.format(ends="2024-07-01") + more)
    rows = ingest([f"police:{police()}"], tmp_path / "store", FIRST).snapshot.coverage().to_pylist()
    kinds = {row["kind"] for row in rows}
    assert len(rows) == 2 * len(kinds)
    assert {(row["kind"], row["min_age"], row["max_age"]) for row in rows} == {
        (kind, *((8, 20) if kind == "robbery" else (10, 17))) for kind in kinds
    }
    assert {row["area"] for row in rows} == {"Northgate", "Southgate"}
    assert {row["feed"] for row in rows} == {"police"}
    assert max(row["to"] for row in rows) <= date(2024, 7, 1)
    agreed("[feed.police]\n" + TERMS.format(ends="2030-07-01"))
    whole = ingest([f"police:{police()}"], tmp_path / "other", FIRST).snapshot.coverage().to_pylist()
    assert {(row["min_age"], row["max_age"], row["area"]) for row in whole} == {(None, None, None)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[feed.police]\n", "legal_basis"),
        ("[feed.police]\n" + TERMS.format(ends="2030-01-01") + "expiry = 3\n", "feed.police.expiry"),
        ("[feed.police]\n" + TERMS.format(ends="2030-01-01") + "min_age = 9\nmax_age = 5\n", "must not be above"),
        ("[feed.police]\n" + TERMS.format(ends="2030-01-01") + "ages_of_kind = {theft = [17, 10]}\n", "youngest first"),
        ("[feed.police]\n" + TERMS.format(ends="2030-01-01") + "ages_of_kind = {theft = [-1, 9]}\n", "ages_of_kind"),
        ("[feed.police]\n" + TERMS.format(ends="2030-01-01") + f"ages_of_kind = {{theft = [0, {10**30}]}}\n", "130"),
        ("[feed", "must be TOML"),
    ],
)
def test_terms_that_cant_be_used_are_named(agreed: Callable[[str], None], text: str, told: str) -> None:
    agreed(text)
    with pytest.raises(WrongUse, match=told):
        load_agreements()
