"""What the census connector says of each element, what it refuses and why; how returns of several years go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from records.connectors import cin_census as connector
from records.delivery import Delivery
from records.ingest import ingest
from records.refusal import Refused
from tests.unit.records.census_made import ASSESSMENT, CHILD, ENQUIRY, PLAN, census, child, need
from tests.unit.records.damage import damage

RECEIVED = date(2025, 9, 1)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Delivery]:
    """Reads a folder with the texts given, one file each."""

    def reading(*texts: str) -> Delivery:
        for number, text in enumerate(texts):
            (tmp_path / f"census_{number}.xml").write_text(text, encoding="utf-8")
        return connector.read(tmp_path, RECEIVED)

    return reading


def told(delivery: Delivery, *columns: str) -> list[tuple]:
    rows = delivery.events.sort_values(["kind", "happened_on"])
    days = {day: rows[day].dt.strftime("%Y-%m-%d").fillna("never") for day in rows.select_dtypes("datetime")}
    return list(rows.assign(**days)[list(columns)].itertuples(index=False, name=None))


def test_every_dated_fact_of_a_child_is_told(read: Callable[..., Delivery]) -> None:
    inside = (
        f"<Assessments>{ASSESSMENT}</Assessments><Section47>{ENQUIRY}</Section47>"
        "<CINPlanDates><CINPlanStartDate>2023-06-20</CINPlanStartDate></CINPlanDates>"
        f"<ChildProtectionPlans>{PLAN}</ChildProtectionPlans>"
    )
    delivery = read(census(child(need(inside, CINclosureDate="2024-01-15"))))
    assert told(delivery, "kind", "happened_on", "ended_on", "known_on", "known_basis") == [
        ("assessment", "2023-05-03", "2023-06-10", "2024-08-01", "estimated"),
        ("child_in_need", "2023-05-01", "2024-01-15", "2024-08-01", "estimated"),
        ("child_in_need_plan", "2023-06-20", "never", "2024-08-01", "estimated"),
        ("exploitation_concern", "2023-06-10", "never", "2024-08-01", "recorded"),
        ("initial_conference", "2023-06-12", "never", "2024-08-01", "estimated"),
        ("protection_plan", "2023-06-12", "never", "2024-08-01", "estimated"),
        ("protection_review", "2023-09-15", "never", "2024-08-01", "estimated"),
        ("protection_review", "2024-02-15", "never", "2024-08-01", "estimated"),
        ("referral", "2023-05-01", "never", "2024-08-01", "estimated"),
        ("section_47_enquiry", "2023-05-20", "2023-06-12", "2024-08-01", "estimated"),
        ("statutory_contact_missed", "2023-06-10", "never", "2024-08-01", "estimated"),
        ("substance_concern", "2023-06-10", "never", "2024-08-01", "recorded"),
    ]
    assert delivery.refused == ()


def test_a_need_that_implies_a_disability_is_not_named_and_no_further_action_is_no_need(
    read: Callable[..., Delivery],
) -> None:
    other = child(need(CINreferralDate="2023-07-01", ReferralNFA="true"), LAchildID="X2")
    delivery = read(census(child(need(PrimaryNeedCode="N2")), other))
    needs = delivery.events[delivery.events["kind"] == "child_in_need"]
    assert needs["person_id"].tolist() == ["social_care-X1"]
    assert needs["code"].isna().all()
    assert (delivery.events["kind"] == "referral").sum() == 2


def test_an_enquiry_without_a_conference_ends_by_the_day_on_which_one_was_due(read: Callable[..., Delivery]) -> None:
    alone = (
        "<Section47><S47ActualStartDate>2023-05-20</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>"
    )
    delivery = read(census(child(need(alone))))
    assert ("section_47_enquiry", "2023-06-10") in told(delivery, "kind", "ended_on")


def test_what_is_protected_and_what_linkage_needs_stay_apart(read: Callable[..., Delivery], tmp_path: Path) -> None:
    delivery = read(census(child(), child(LAchildID="X2", disability="NONE", UPN="")))
    groups = delivery.groups.set_index("person_id")
    assert groups["disability"].to_dict() == {"social_care-X1": "yes", "social_care-X2": "no"}
    assert groups.loc["social_care-X1", ["ethnicity", "sex"]].tolist() == ["BCRB", "female"]
    assert delivery.identifiers["school_number"].tolist()[0] == CHILD["UPN"]
    assert delivery.people["born_on"].tolist()[0] == pd.Timestamp("2010-05-01")
    everywhere = str(delivery.people.to_dict()) + str(delivery.events.to_dict())
    assert not any(word in everywhere for word in ("BCRB", "HAND", CHILD["UPN"], "2010-05-17"))


def test_of_a_record_in_several_returns_the_latest_word_is_taken(read: Callable[..., Delivery]) -> None:
    first, second = need(), need(CINclosureDate="2024-06-01", PrimaryNeedCode="N5")
    delivery = read(census(child(second), until="2025-03-31"), census(child(first), child(LAchildID="X9")))
    needs = [row for row in told(delivery, "kind", "person_id", "ended_on", "code") if row[0] == "child_in_need"]
    assert sorted(needs) == [
        ("child_in_need", "social_care-X1", "2024-06-01", "N5"),
        ("child_in_need", "social_care-X9", "never", "N1"),
    ]
    assert delivery.reaches_back_to == date(2023, 4, 1)


@pytest.fixture
def returned(tmp_path: Path) -> Callable[..., str]:
    """Writes a return into a folder of that name."""

    def write(name: str, text: str) -> str:
        (tmp_path / name).mkdir()
        (tmp_path / name / "census.xml").write_text(text, encoding="utf-8")
        return f"cin_census:{tmp_path / name}"

    return write


@pytest.mark.parametrize(("until", "ended", "withdrawn"), [("2025-03-31", 0, 1), ("2026-03-31", 1, 0)])
def test_a_need_that_may_have_ended_in_a_year_without_a_return_has_not_been_withdrawn(
    tmp_path: Path, returned: Callable[..., str], until: str, ended: int, withdrawn: int
) -> None:
    """The first return came more than a year late: it is the days that it tells of that count, not when it came."""
    store, going, gone = tmp_path / "store", child(need()), child(need(CINreferralDate="2023-08-01"), LAchildID="X2")
    ingest([returned("one", census(going, gone))], store, date(2026, 7, 1))
    after = ingest([returned("two", census(going, until=until))], store, date(2026, 7, 2))
    changes = after.changes["cin_census"]
    assert (changes.ended, changes.withdrawn) == (ended, withdrawn)


def test_next_years_return_takes_nothing_back_that_was_over_before_its_year(
    tmp_path: Path, returned: Callable[..., str]
) -> None:
    over = child(need(CINclosureDate="2024-01-15"))
    still = child(need(CINreferralDate="2023-08-01"), LAchildID="X2")
    gone = child(need(CINreferralDate="2023-09-01"), LAchildID="X3")
    store = tmp_path / "store"
    ingest([returned("one", census(over, still, gone))], store, date(2024, 8, 1))
    ended = child(need(CINreferralDate="2023-08-01", CINclosureDate="2024-12-01"), LAchildID="X2")
    after = ingest([returned("two", census(ended, until="2025-03-31"))], store, date(2025, 8, 1))
    assert (after.changes["cin_census"].ended, after.changes["cin_census"].withdrawn) == (1, 1)
    standing = after.snapshot.events().to_pandas()
    standing = standing[standing["superseded_on"].isna() & (standing["kind"] == "child_in_need")]
    assert set(standing["person_id"]) == {"social_care-X1", "social_care-X2"}


# Each is planted in a child of its own: the details, the column that must be told and a word of the reason.
FAULTS: list[tuple[str, str, str]] = [
    (need(CINreferralDate="2023-02-30"), "CINreferralDate", "date that exists"),
    (need(CINreferralDate="01/05/2023"), "CINreferralDate", "date that exists"),
    (need(CINreferralDate=""), "CINreferralDate", "filled in"),
    (need(CINreferralDate="2023-05-01 2023-05-02"), "CINreferralDate", "date that exists"),
    (need(CINreferralDate="2009-01-01"), "CINreferralDate", "before birth"),
    (need(CINreferralDate="1815-06-18"), "CINreferralDate", "before 1900"),
    (need(CINreferralDate="2024-05-01"), "CINreferralDate", "reference date"),
    (need(CINreferralDate="2099-05-01"), "CINreferralDate", "after the day of receipt"),
    (need(CINclosureDate="2023-04-01"), "CINclosureDate", "before CINreferralDate"),
    (need(ReferralSource="ZZ"), "ReferralSource", "codes"),
    (need(PrimaryNeedCode="N77"), "PrimaryNeedCode", "codes"),
    (need(ReferralNFA="maybe"), "ReferralNFA", "codes"),
    (need(ReferralNFA=""), "ReferralNFA", "filled in"),
    (need(f"<Assessments>{ASSESSMENT.replace('24A', '99Z')}</Assessments>"), "AssessmentFactors", "form"),
    (
        need(f"<Assessments>{ASSESSMENT.replace('2023-06-10', '2023-01-01')}</Assessments>"),
        "AssessmentAuthorisationDate",
        "before AssessmentActualStartDate",
    ),
    (need("<CINPlanDates><CINPlanStartDate>soon</CINPlanStartDate></CINPlanDates>"), "CINPlanStartDate", "exists"),
    (need(f"<Section47>{ENQUIRY.replace('2023-06-12', '2023-05-01')}</Section47>"), "DateOfInitialCPC", "before S47"),
    (
        need(f"<ChildProtectionPlans>{PLAN.replace('PHY', 'XYZ')}</ChildProtectionPlans>"),
        "InitialCategoryOfAbuse",
        "codes",
    ),
    (
        need(f"<ChildProtectionPlans>{PLAN.replace('2023-09-15', '2023-13-15')}</ChildProtectionPlans>"),
        "CPPreviewDate",
        "date that exists",
    ),
    (need() + need(), "LAchildID and CINreferralDate", "distinct"),
]
ABOUT_THE_CHILD = [
    ({"Sex": "Q"}, "Sex", "codes"),
    ({"PersonBirthDate": "2010-5-1x"}, "PersonBirthDate", "date that exists"),
    ({"UPN": "A" * 200}, "UPN", "characters long"),
    ({"LAchildID": ""}, "LAchildID", "filled in"),
]


def test_each_planted_fault_is_refused_in_its_column_and_the_rest_goes_in(read: Callable[..., Delivery]) -> None:
    planted = [child(details, LAchildID=f"F{n}") for n, (details, _, _) in enumerate(FAULTS)]
    planted += [child(**{"LAchildID": f"G{n}", **changed}) for n, (changed, _, _) in enumerate(ABOUT_THE_CHILD)]
    sound = [child(LAchildID=f"S{n}") for n in range(10)]
    delivery = read(census(*planted, *sound))
    wanted = Counter((column, reason) for _, column, reason in FAULTS)
    wanted.update((column, reason) for _, column, reason in ABOUT_THE_CHILD)
    for (column, reason), rows in wanted.items():
        found = [one for one in delivery.refused if one.column == column and reason in one.reason]
        # a child without an id takes its one CINdetails with it
        assert sum(one.rows for one in found) == rows + (column == "LAchildID"), (column, reason)
    assert sum(one.rows for one in delivery.refused) == len(FAULTS) + len(ABOUT_THE_CHILD) + 1
    needs = delivery.events[delivery.events["kind"] == "child_in_need"]
    assert {f"social_care-S{n}" for n in range(10)} <= set(needs["person_id"])


UNUSABLE = {
    "a DTD": ('<!DOCTYPE Message [<!ENTITY x "y">]><Message>&x;</Message>', "must not hold a DTD"),
    "a file elsewhere": ('<!DOCTYPE m SYSTEM "elsewhere.dtd"><Message/>', "must not hold a DTD"),
    "half a file": (census(child())[:400], "well-formed"),
    "no XML": ("LAchildID,CINreferralDate", "well-formed"),
    "another document": ("<html><body/></html>", "must be a census"),
    "no end of depth": ("<a>" * 400, "must be a census"),
    "a reference date": (census(child(), until="31/03/2024"), "ReferenceDate"),
    "nothing": ("", "well-formed"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_file_that_is_no_census_is_refused_as_a_whole(read: Callable[..., Delivery], what: str) -> None:
    text, reason = UNUSABLE[what]
    with pytest.raises(Refused, match=reason) as refused:
        read(text)
    assert "X1" not in str(refused.value)


def test_what_stands_outside_a_child_belongs_to_nobody(read: Callable[..., Delivery]) -> None:
    delivery = read(census(need(CINreferralDate="2023-09-09"), child()))
    assert set(delivery.events["happened_on"]) == {pd.Timestamp("2023-05-01")}
    assert [(one.column, one.rows) for one in delivery.refused] == [("LAchildID", 1)]


def test_a_folder_without_a_census_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.xml"):
        connector.read(tmp_path, RECEIVED)


def test_the_census_and_the_dataset_are_not_taken_in_together(
    read: Callable[..., Delivery], ssd: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "census.xml").write_text(census(child()), encoding="utf-8")
    missing = "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_end_date,"
    missing += "miss_missing_episode_type,miss_missing_rhi_offered,miss_missing_rhi_accepted\nM1,S1,2024-03-01,,M,,\n"
    store, dataset = tmp_path / "store", ssd(missing=missing)
    with pytest.raises(Refused, match="count twice"):
        ingest([f"ssd:{dataset}", f"cin_census:{tmp_path / 'returns'}"], store, RECEIVED)
    ingest([f"ssd:{dataset}"], store, RECEIVED)
    before = pq.read_table(next((store / "snapshots").rglob("events.parquet")))
    with pytest.raises(Refused, match="begin a new store"):
        ingest([f"cin_census:{tmp_path / 'returns'}"], store, RECEIVED)
    assert pq.read_table(next((store / "snapshots").rglob("events.parquet"))).equals(before)


def test_damaged_returns_are_read_or_refused_and_never_a_fault_of_ours(tmp_path: Path) -> None:
    inside = f"<Assessments>{ASSESSMENT}</Assessments><Section47>{ENQUIRY}</Section47>"
    children = [child(need(inside), LAchildID=f"D{n}") for n in range(5)]
    whole, rng = census(*children).replace("><", ">\n<").encode(), np.random.default_rng(7)
    refused = 0
    for case in range(40):
        folder = tmp_path / str(case)
        folder.mkdir()
        (folder / "census.xml").write_bytes(damage(whole, rng))
        try:
            connector.read(folder, RECEIVED)
        except Refused:
            refused += 1
    assert refused > 5
