"""A time in care, a placement and a legal status are one spell across yearly returns, whatever these leave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from records.ingest import IngestResult, ingest
from tests.unit.records.conftest import written

FIRST, SECOND = date(2022, 7, 1), date(2023, 7, 1)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN\n1,1,05/03/2009,WBRI,\n2,2,01/02/2010,BCRB,\n"
HEAD = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,URN\n"
CARE = "1,10/05/2019,S,C2,N1,U6,PR1,{first},,,\n"  # a placement of its own
BEGAN = "1,01/09/2020,P,C2,N1,K2,PR1,{began},,,\n"  # the placement that goes on
SAME_PLACE = "1,15/01/2022,L,C1,N1,K2,PR1,{same},,,\n"  # the legal status changed, the placement did not
NEXT_YEAR = "2,20/06/2022,P,C2,N1,K2,PR1,,,,\n"
OTHER_CHILD = "2,01/06/2021,S,C2,N1,U6,PR1,,,,\n"


Deliver = Callable[[str, date], IngestResult]


def episodes(*rows: str, first: str = "01/09/2020", began: str = "15/01/2022", same: str = "") -> str:
    return HEAD + "".join(rows).format(first=first, began=began, same=same)


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    def take(text: str, received_on: date) -> IngestResult:
        folder = written(tmp_path / str(received_on), {"header": HEADER, "episodes": text})
        return ingest([f"ssda903:{folder}"], tmp_path / "store", received_on)

    return take


def standing(result: IngestResult, child: str = "1") -> dict[str, list[tuple[str, str]]]:
    """By kind, from when to when each record of the child stands to have been."""
    rows = result.snapshot.events().to_pandas()
    rows = rows[rows["superseded_on"].isna() & (rows["person_id"] == f"social_care-{child}")].sort_values("happened_on")
    days = rows[["happened_on", "ended_on"]].astype("object").where(rows[["happened_on", "ended_on"]].notna(), "")
    told = list(days.astype("str").itertuples(index=False, name=None))
    return {kind: [told[at] for at in np.flatnonzero(rows["kind"] == kind)] for kind in rows["kind"].unique()}


def test_a_return_that_leaves_out_what_was_over_tells_of_the_same_spells(deliver: Deliver) -> None:
    before = deliver(episodes(CARE, BEGAN, SAME_PLACE, OTHER_CHILD), FIRST)
    after = deliver(episodes(SAME_PLACE, OTHER_CHILD, NEXT_YEAR), SECOND)
    assert standing(after) == standing(before)
    assert standing(after)["placement"] == [("2019-05-10", "2020-09-01"), ("2020-09-01", "")]
    assert standing(after)["looked_after"] == [("2019-05-10", "")]
    assert (after.changes["ssda903"].withdrawn, after.changes["ssda903"].changed) == (0, 0)


def test_a_spell_whose_beginning_was_left_out_ends_as_the_one_that_it_is(deliver: Deliver) -> None:
    deliver(episodes(CARE, BEGAN, SAME_PLACE, OTHER_CHILD), FIRST)
    after = deliver(episodes(SAME_PLACE, OTHER_CHILD, NEXT_YEAR, same="05/11/2022"), SECOND)
    assert standing(after)["placement"][1:] == [("2020-09-01", "2022-11-05")]
    assert standing(after)["looked_after"] == [("2019-05-10", "2022-11-05")]
    assert standing(after)["legal_status"][1:] == [("2022-01-15", "2022-11-05")]
    assert after.changes["ssda903"].ended == 3


def test_a_year_in_which_nothing_began_takes_nothing_of_the_year_before_back(deliver: Deliver) -> None:
    over = OTHER_CHILD.replace("PR1,,", "PR1,01/12/2021,")
    before = deliver(episodes(BEGAN, SAME_PLACE, over), FIRST)
    after = deliver(episodes(SAME_PLACE, same="05/11/2022"), SECOND)
    assert standing(after, "2") == standing(before, "2")
    assert standing(after, "2")["looked_after"] == [("2021-06-01", "2021-12-01")]
    assert after.changes["ssda903"].withdrawn == 0


def test_a_new_time_in_care_is_none_of_those_before(deliver: Deliver) -> None:
    deliver(episodes(CARE, first="10/05/2022"), FIRST)
    again = "1,10/09/2022,S,C2,N1,K2,PR1,,,,\n"
    assert standing(deliver(episodes(again), SECOND))["looked_after"][-1] == ("2022-09-10", "")


def test_a_damaged_first_row_of_a_spell_does_not_make_it_two(deliver: Deliver) -> None:
    deliver(episodes(CARE, BEGAN, SAME_PLACE, OTHER_CHILD), FIRST)
    damaged = BEGAN.replace("K2", "K99")
    after = deliver(episodes(damaged, SAME_PLACE, OTHER_CHILD, NEXT_YEAR), SECOND)
    assert standing(after)["placement"][1:] == [("2020-09-01", "")]
    assert standing(after)["looked_after"] == [("2019-05-10", "")]
    assert sum(one.rows for one in after.refused) == 1


def test_a_damaged_row_in_the_middle_leaves_what_it_stood_for(deliver: Deliver) -> None:
    before = deliver(episodes(CARE, BEGAN, SAME_PLACE, OTHER_CHILD), FIRST)
    after = deliver(episodes(CARE, BEGAN.replace("K2", "K99"), SAME_PLACE, OTHER_CHILD, NEXT_YEAR), SECOND)
    kinds = ("looked_after", "placement", "placement_move")
    assert [standing(after)[kind] for kind in kinds] == [standing(before)[kind] for kind in kinds]
    assert after.changes["ssda903"].withdrawn == 0
