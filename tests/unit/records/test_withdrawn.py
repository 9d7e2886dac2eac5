"""A row that could not be read takes nothing back: not its own record, nor a link of which it is one side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from records.arrivals import accepted
from records.ingest import IngestResult, ingest
from records.withdrawn import accounted_for, withdrawn
from tests.unit.records.conftest import SSD_PERSON, written

FIRST, SECOND = date(2024, 7, 1), date(2024, 8, 1)
Write = Callable[..., Path]
HEAD = "crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place\n"
K1 = "K1,N1,victim,34B,2024-03-01,2024-03-03,,,street\n"
K3 = "K3,N1,suspect,34B,2024-03-02,2024-03-03,,,street\nK3,N2,suspect,34B,2024-03-02,2024-03-03,,,street\n"


def twice(tmp_path: Path, feed: str, first: dict[str, str], second: dict[str, str]) -> IngestResult:
    """A feed's first delivery into a new store, and a second one."""
    for name, files, day in (("first", first, FIRST), ("second", second, SECOND)):
        folder = written(tmp_path / name, files)
        result = ingest([f"{feed}:{folder}"], tmp_path / "store", day, words=accepted(["withdrawn"], ["a test"], "A"))
    return result


def standing_links(result: IngestResult) -> set[tuple[str, str]]:
    rows = result.snapshot.links().to_pandas()
    return {(row.kind, row.person_id) for row in rows[rows["superseded_on"].isna()].itertuples()}


def standing(result: IngestResult) -> set[str]:
    rows = result.snapshot.events().to_pandas()
    return set(rows.loc[rows["superseded_on"].isna(), "record_id"])


@pytest.fixture
def again(tmp_path: Path, police: Write) -> Callable[[str], IngestResult]:
    """Takes in two deliveries, the second with other crimes."""

    def take(crimes: str) -> IngestResult:
        store = tmp_path / "store"
        ingest([f"police:{police(crimes=HEAD + K1 + K3)}"], store, FIRST)
        return ingest([f"police:{police(crimes=HEAD + crimes)}"], store, SECOND)

    return take


SIDES = [K3.replace("K3,N2,suspect,34B", "K3,N2,suspect,no"), K3.replace("K3,N1,suspect,34B", "K3,N1,suspect,no")]


@pytest.mark.parametrize("crimes", SIDES)
def test_a_damaged_row_on_either_side_of_a_link_leaves_the_link(
    again: Callable[[str], IngestResult], crimes: str
) -> None:
    after = again(K1 + crimes)
    assert {("co_suspect", "police-N1"), ("co_suspect", "police-N2")} <= standing_links(after)
    assert {"police:crimes:K3:N1:suspect", "police:crimes:K3:N2:suspect"} <= standing(after)
    assert after.links["police"].withdrawn == 0


def test_a_link_goes_with_a_row_that_is_gone(again: Callable[[str], IngestResult]) -> None:
    after = again(K1 + K3.splitlines(keepends=True)[0])
    assert not {kind for kind, _ in standing_links(after)} & {"co_suspect"}
    assert after.links["police"].withdrawn == 1


TENANCIES = (
    "tenancy_id,resident_id,tenure,after_homelessness,start_date,end_date,recorded_on,ended_recorded_on\n"
    "T1,R1,secure,yes,2020-01-01,,2020-01-02,\nT1,R2,{tenure},no,2020-01-01,,2020-01-02,\n"
)
RESIDENTS = "resident_id,county_reference,born_on,area\nR1,,2008-01-01,Northgate\nR2,,2009-01-01,Northgate\n"
ADDRESSES = (
    "addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,"
    "addr_address_postcode,addr_address_json\n"
    "A1,S1,home,{start},2022-01-01,CT1 1AA,\nA2,S1,home,2022-01-01,,CT2 2BB,\nA3,S2,home,2022-01-01,,CT2 2BB,\n"
)


def test_a_damaged_row_of_a_tenancy_leaves_who_shares_the_home(tmp_path: Path) -> None:
    def files(tenure: str) -> dict[str, str]:
        return {"people": RESIDENTS, "tenancies": TENANCIES.format(tenure=tenure)}

    after = twice(tmp_path, "housing", files("secure"), files("a castle"))
    assert standing_links(after) == {("household", "housing-R1"), ("household", "housing-R2")}


def test_a_damaged_address_leaves_the_move_from_it_and_a_damaged_person_their_family(tmp_path: Path) -> None:
    family = "fami_table_id,fami_family_id,fami_person_id\nF1,Q1,S1\nF2,Q1,S2\n"
    contacts = "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code\n"
    contacts += "C1,S1,2023-01-02,1A\nC2,S2,2023-01-02,1A\n"

    def files(start: str, born: str) -> dict[str, str]:
        told = {"address": ADDRESSES.format(start=start), "family": family, "contacts": contacts}
        return {f"ssd_{name}": text for name, text in told.items()} | {
            "ssd_person": SSD_PERSON.replace("2010-02-01", born)
        }

    after = twice(tmp_path, "ssd", files("2020-01-01", "2010-02-01"), files("no day", "no day"))
    assert "ssd:ssd_address:A2#address_change" in standing(after)
    both = {("sibling", "social_care-S1"), ("sibling", "social_care-S2")}
    assert both | {("household", "social_care-S1")} <= standing_links(after)


@pytest.mark.parametrize("torn", ["K1,N1,victim,34B\n", ",N1,victim,34B,2024-03-01,2024-03-03,,,street\n"])
def test_a_row_that_lost_its_id_takes_back_no_more_than_it_may_have_been(
    again: Callable[[str], IngestResult], torn: str
) -> None:
    assert "police:crimes:K1:N1:victim" in standing(again(torn + K3))


def test_more_records_gone_than_rows_unread_are_withdrawn(again: Callable[[str], IngestResult]) -> None:
    after = again("torn\n" + K3.splitlines(keepends=True)[0])
    assert standing(after) & {"police:crimes:K1:N1:victim", "police:crimes:K3:N2:suspect"} == set()


def test_one_row_may_be_behind_several_records_and_links() -> None:
    assert accounted_for(["f:t:1#a", "f:t:1#b"], 1)
    assert accounted_for(["f:t:1~2#with", "f:t:2~3#with", "f:t:2#move"], 1)
    assert not accounted_for(["f:t:1~2#with", "f:t:3~4#with"], 1)
    assert list(withdrawn(pd.Index(["f:t:1", "f:u:1"]), {"f:t"}, frozenset(), {})) == ["f:t:1"]
