"""The questions asked of a delivery: each catches what it is for, and is silent about an ordinary delivery."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from records.agreed_checks import IngestChecks
from records.agreements import load_agreements
from records.arrival import Arrival
from records.arrivals import accepted
from records.delivered import Refusal
from records.deliveries_checked import checked
from records.delivery import Delivery, Feed, delivery_of
from records.ingest import ingest
from records.kept import tables_of
from records.measured import measured
from records.policy import held_to, read_section
from records.refusal import Refused, WrongUse
from records.swap import current
from records.taken_in import taken_in
from records.validate import Sieve

BEFORE, NOW = date(2024, 6, 1), date(2024, 7, 1)
POLICY = read_section("ingest_checks", IngestChecks)
POLICE = load_agreements(Path(__file__).resolve().parents[3] / "feeds.toml")["police"]
CODES = ("34B", "8N", "5D")


def rows(first: int, last: int, until: date, lag: int = 2, codes: tuple[str, ...] = CODES) -> pd.DataFrame:
    """Five records in two days, the last of them recorded on the day before `until`."""
    number = np.arange(first, last)
    recorded = pd.Timestamp(until) - pd.to_timedelta(((last - number) * 0.4).astype(int), unit="D")
    frame = pd.DataFrame({"id": number.astype(str), "person": "N1", "recorded": recorded.astype("datetime64[s]")})
    return frame.assign(day=frame["recorded"] - pd.Timedelta(days=lag), code=np.array(codes)[number % len(codes)])


def delivery(said: pd.DataFrame, received_on: date, **given: object) -> Delivery:
    feed = Feed("police", "police", 0, "recorded", received_on)
    events = feed.events(
        said, "crimes", "id", "theft", happened_on=said["day"], recorded=said["recorded"], code=said["code"], **given
    )
    sieves = {"crimes": Sieve("crimes.csv", said, [])}
    return delivery_of(feed, sieves, pd.DataFrame(), [events])


def asked(second: Delivery, late: int = 0, agreement=POLICE) -> dict[str, tuple[str, str]]:
    first = delivery(rows(0, 400, BEFORE), BEFORE)
    tables = taken_in(tables_of(None), first, BEFORE).tables
    held = tables["events"]
    entry = {"received_on": date(2024, 6, 1).isoformat(), "measured": measured(first, held.iloc[:0])}
    taken = taken_in(tables, second, NOW)
    on = NOW if not late else date(2024, 7, 1 + late)
    found = checked(Arrival(second, held, entry, taken, agreement, on, POLICY))
    return {one.check: (one.verdict, one.found) for one in found}


def usual(**given) -> Delivery:
    old, new = rows(0, 400, BEFORE), rows(400, 475, NOW, **given)
    return delivery(pd.concat([old, new], ignore_index=True), NOW)


def test_an_ordinary_delivery_passes_every_question() -> None:
    assert {name: verdict for name, (verdict, _) in asked(usual()).items() if verdict != "fine"} == {}


def test_half_a_delivery_is_refused_for_its_volume_and_for_what_it_would_withdraw() -> None:
    found = asked(delivery(rows(250, 400, BEFORE), NOW))
    assert found["volume"] == ("refuse", "150 records after 400")
    assert found["withdrawn"] == ("refuse", "250 of 400 records are gone")


def test_a_feed_that_goes_quiet_or_comes_late_is_warned_of() -> None:
    found = asked(delivery(rows(0, 400, BEFORE), NOW), late=20)
    assert found["quiet"][0] == "warn"
    assert found["late"] == ("warn", "50 days after the last delivery")


def by_the_term(last: int) -> Delivery:
    """Attendance as schools tell of it: 100 records a term but few in the autumn, the last autumn with `last`."""
    days = [(f"{year}-{month}-10", many) for year in (2023, 2024, 2025) for month, many in (("02", 100), ("06", 100))]
    days += [("2023-11-10", 60), ("2024-11-10", 60), ("2025-11-10", last)]
    recorded = np.repeat(np.array([day for day, _ in days], "datetime64[s]"), [many for _, many in days])
    said = pd.DataFrame({"id": np.arange(len(recorded)).astype(str), "person": "N1", "recorded": recorded})
    return delivery(said.assign(day=said["recorded"], code="5D"), date(2026, 1, 1))


@pytest.mark.parametrize(("last", "verdict"), [(55, "fine"), (20, "warn")])
def test_a_season_is_held_against_the_same_season_a_year_before(last: int, verdict: str) -> None:
    one, school = by_the_term(last), POLICE.model_copy(update={"rhythm_days": 61})
    tables = taken_in(tables_of(None), one, date(2026, 1, 1))
    arrival = Arrival(one, one.events.iloc[:0], None, tables, school, date(2026, 1, 1), POLICY)
    found = {check.check: (check.verdict, check.found) for check in checked(arrival)}
    assert found["quiet"] == (verdict, f"{last} records in the last 61 days, 60 in the same days a year before")


def test_other_codes_are_caught_whether_some_or_all() -> None:
    all_new = asked(usual(codes=("A1", "A2")))
    assert all_new["new_codes"] == ("refuse", "2 codes never used before, in 75 of 75 new records")
    assert all_new["codes"][0] == "warn"
    assert all_new["vanished_codes"] == ("warn", "3 of 3 common codes in none of 75 new records")
    assert asked(usual(codes=(*CODES, "A1")))["new_codes"][0] == "warn"


def test_records_that_all_come_with_other_contents_are_refused() -> None:
    recoded = rows(0, 400, BEFORE, codes=("X1", "X2"))
    assert asked(delivery(recoded, NOW))["changed"] == ("refuse", "400 of 400 records came with other contents")


def test_records_that_reach_us_much_later_are_warned_of() -> None:
    assert asked(usual(lag=40))["lag"] == ("warn", "known 40 days after it happened, 2 at the delivery before")


def test_more_estimates_and_more_refused_rows_are_warned_of() -> None:
    estimated = usual()
    new = estimated.events["record_id"].str.split(":").str[-1].astype(int) >= 400
    estimated = replace(estimated, events=estimated.events.assign(known_basis=np.where(new, "estimated", "recorded")))
    told = "the share of estimated known dates rose among the new records of crimes 100%, 0% before"
    assert asked(estimated)["estimates"] == ("warn", told)
    assert asked(usual())["estimates"] == ("fine", "it rose in no table")
    refusals = replace(usual(), refused=(Refusal("crimes.csv", "occurred_on", "must be a date", 50),))
    assert asked(refusals)["refused_rows"] == ("warn", "50 of 525 rows")
    worse = replace(usual(), refused=(Refusal("crimes.csv", "occurred_on", "must be a date", 600),))
    assert asked(worse)["refused_rows"][0] == "refuse"


@pytest.mark.parametrize(("share", "verdict"), [(0.0, "fine"), (0.5, "fine"), (0.78, "warn"), (1.0, "warn")])
def test_a_first_delivery_of_mostly_estimated_dates_is_warned_of(share: float, verdict: str) -> None:
    first = delivery(rows(0, 400, BEFORE), BEFORE)
    basis = np.where(np.arange(len(first.events)) < share * len(first.events), "estimated", "recorded")
    first = replace(first, events=first.events.assign(known_basis=basis))
    taken = taken_in(tables_of(None), first, BEFORE)
    found = checked(Arrival(first, first.events.iloc[:0], None, taken, POLICE, BEFORE, POLICY))
    told = [(one.verdict, one.found) for one in found if one.check == "estimates"]
    so = ": how early these records count is mostly an assumption" if verdict == "warn" else ""
    assert told == [(verdict, f"{share:.0%} of known dates are estimated{so}")]


def test_a_feed_that_estimated_before_and_estimates_still_is_no_news() -> None:
    first = delivery(rows(0, 400, BEFORE), BEFORE)
    first = replace(first, events=first.events.assign(known_basis="estimated"))
    tables = taken_in(tables_of(None), first, BEFORE).tables
    entry = {"received_on": BEFORE.isoformat(), "measured": measured(first, first.events.iloc[:0])}
    second = replace(usual(), events=usual().events.assign(known_basis="estimated"))
    taken = taken_in(tables, second, NOW)
    found = checked(Arrival(second, tables["events"], entry, taken, POLICE, NOW, POLICY))
    assert [one.verdict for one in found if one.check == "estimates"] == ["fine"]


def test_what_the_agreement_does_not_name_is_refused_and_its_end_told_in_time() -> None:
    narrow = POLICE.model_copy(update={"kinds": ("robbery",), "expires_on": date(2024, 8, 1)})
    found = asked(usual(), agreement=narrow)
    assert found["kinds_agreed"] == ("refuse", "475 records of kinds outside it (theft)")
    assert found["agreement"][0] == "warn"


def test_a_share_of_a_few_records_is_not_judged() -> None:
    first = delivery(rows(0, 20, BEFORE), BEFORE)
    second = delivery(rows(0, 3, BEFORE), NOW)
    held = taken_in(tables_of(None), first, BEFORE).tables
    entry = {"received_on": BEFORE.isoformat(), "measured": measured(first, held["events"].iloc[:0])}
    taken = taken_in(held, second, NOW)
    found = {
        one.check: one.verdict for one in checked(Arrival(second, held["events"], entry, taken, POLICE, NOW, POLICY))
    }
    assert found["volume"] == found["withdrawn"] == "not judged"


HEAD = "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"


def test_a_named_person_may_take_a_refused_delivery_in_and_that_stays_in_the_log(tmp_path: Path, police) -> None:
    lines = [f"K{n},N1,victim,34B,2024-03-01,2024-03-03,,,street\n" for n in range(100)]
    store = tmp_path / "store"
    ingest([f"police:{police(crimes=HEAD + ''.join(lines))}"], store, BEFORE)
    before, half = current(store), f"police:{police(crimes=HEAD + ''.join(lines[:30]))}"
    with pytest.raises(Refused, match=r"police: check volume: 32 records after 102.*Ask the source.*--accept CHECK"):
        ingest([half], store, NOW)
    with pytest.raises(Refused, match="check withdrawn"):
        ingest([half], store, NOW, words=accepted(["volume"], ["they merged their systems"], "A. Steward"))
    assert current(store) == before
    words = accepted(["police:volume", "withdrawn"], ["they merged their systems"] * 2, "A. Steward")
    result = ingest([half], store, NOW, words=words)
    assert result.changes["police"].withdrawn == 70
    assert result.snapshot.ingests()[-1]["accepted"] == [asdict(word) for word in words]


@pytest.mark.parametrize(
    ("checks", "because", "by"),
    [(["volume"], [], "A"), (["volume"], ["x"], None), (["volum"], ["x"], "A"), ([], ["x"], "A")],
)
def test_an_acceptance_needs_a_check_that_is_there_a_reason_and_a_name(checks, because, by) -> None:
    with pytest.raises(WrongUse):
        accepted(checks, because, by)


@pytest.mark.parametrize("name", ["late_rhythms", "missing_rhythms"])
def test_a_feed_is_late_some_day(name: str) -> None:
    for never in (1e12, float("inf")):
        with pytest.raises(WrongUse, match=rf"{name}: .*less than or equal to 100"):
            held_to(IngestChecks, {**POLICY.model_dump(), name: never}, "policy.toml")
