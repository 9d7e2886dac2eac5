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
OC2 = "CHILD,DOB,SDQ_SCORE,CONVICTED,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED\n1,05/03/2009,{score},{convicted},0,0\n"
NEXT_YEAR = "2,20/06/2022,P,C2,N1,K2,PR1,,,,\n"
OTHER_CHILD = "2,01/06/2021,S,C2,N1,U6,PR1,,,,\n"


Deliver = Callable[..., IngestResult]


def episodes(*rows: str, first: str = "01/09/2020", began: str = "15/01/2022", same: str = "") -> str:
    return HEAD + "".join(rows).format(first=first, began=began, same=same)


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    def take(text: str, received_on: date, oc2: str = "", name: str = "") -> IngestResult:
        files = {"header": HEADER, "episodes": text} | ({"oc2": oc2} if oc2 else {})
        folder = written(tmp_path / (name or str(received_on)), files)
        return ingest([f"ssda903:{folder}"], tmp_path / "store", received_on)

    return take


def standing(result: IngestResult, child: str = "1") -> dict[str, list[tuple[str, str]]]:
    """By kind, from when to when each record of the child stands to have been."""
    rows = result.snapshot.events().to_pandas()
    rows = rows[rows["superseded_on"].isna() & (rows["person_id"] == f"social_care-{child}")].sort_values("happened_on")
    days = rows[["happened_on", "ended_on"]].astype("object").where(rows[["happened_on", "ended_on"]].notna(), "")
    told = list(days.astype("str").itertuples(index=False, name=None))
    return {kind: [told[at] for at in np.flatnonzero(rows["kind"] == kind)] for kind in rows["kind"].unique()}


def test_care_that_may_have_ended_in_a_year_without_a_return_has_ended_with_that_year(deliver: Deliver) -> None:
    before = deliver(episodes(CARE, BEGAN, SAME_PLACE, OTHER_CHILD), FIRST)
    assert standing(before)["looked_after"] == [("2019-05-10", "")]
    after = deliver(episodes(OTHER_CHILD, NEXT_YEAR.replace("2022", "2023")), date(2024, 7, 1))
    assert standing(after)["looked_after"] == [("2019-05-10", "2023-03-31")]
    assert after.changes["ssda903"].withdrawn == 0


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


def test_a_temporary_placement_and_the_return_from_it_are_no_moves(deliver: Deliver) -> None:
    moved, away = BEGAN.replace("K2", "U6"), "1,10/10/2021,P,C2,N1,T1,PR1,,,,\n"
    back = "1,17/10/2021,P,C2,N1,U6,PR1,,,,\n"
    before = deliver(episodes(CARE, moved), FIRST)
    after = deliver(episodes(CARE, moved.replace("PR1,,", "PR1,10/10/2021,X1"), away, back), SECOND)
    assert standing(after)["placement_move"] == standing(before)["placement_move"]


def test_a_year_in_which_nothing_begins_or_ends_takes_nothing_of_the_year_before_back(deliver: Deliver) -> None:
    over = OTHER_CHILD.replace("PR1,,", "PR1,01/12/2021,")
    before = deliver(episodes(BEGAN, SAME_PLACE, over), FIRST)
    after = deliver(episodes(SAME_PLACE), SECOND)
    assert (standing(after), standing(after, "2")) == (standing(before), standing(before, "2"))
    assert after.changes["ssda903"].withdrawn == 0


def test_what_was_told_of_a_year_at_large_stays_when_the_next_return_comes(deliver: Deliver) -> None:
    deliver(episodes(SAME_PLACE), FIRST, OC2.format(score=20, convicted=1))
    after = deliver(episodes(SAME_PLACE, NEXT_YEAR), SECOND, OC2.format(score=12, convicted=0))
    assert standing(after)["sdq_score"] == [("2022-03-31", ""), ("2023-03-31", "")]
    assert standing(after)["conviction_in_care"] == [("2022-03-31", "")]


def test_what_a_quiet_return_tells_of_the_year_at_large_waits_until_its_folder_names_the_year(deliver: Deliver) -> None:
    told = OC2.format(score=12, convicted=0)
    deliver(episodes(SAME_PLACE), FIRST, OC2.format(score=20, convicted=1))
    after = deliver(episodes(SAME_PLACE), SECOND, told)
    assert standing(after)["sdq_score"] == [("2022-03-31", "")]
    assert [(one.file, one.rows) for one in after.refused] == [("oc2.csv", 1)]
    after = deliver(episodes(SAME_PLACE), SECOND, told, "return 2022-23")
    assert standing(after)["sdq_score"] == [("2022-03-31", ""), ("2023-03-31", "")]
    assert standing(after)["conviction_in_care"] == [("2022-03-31", "")]
    assert after.refused == ()


def test_a_row_of_a_year_later_than_the_folder_is_named_for_is_refused(deliver: Deliver) -> None:
    after = deliver(episodes(SAME_PLACE, NEXT_YEAR), SECOND, name="2021-22")
    assert [(one.column, one.rows) for one in after.refused] == [("DECOM", 1)]


def test_a_damaged_row_about_the_year_at_large_takes_nothing_back(deliver: Deliver) -> None:
    deliver(episodes(SAME_PLACE), FIRST, OC2.format(score=20, convicted=1))
    after = deliver(episodes(SAME_PLACE), FIRST, OC2.format(score=20, convicted="yes"))
    assert (after.changes["ssda903"].withdrawn, standing(after)["sdq_score"]) == (0, [("2022-03-31", "")])


SPELLS = ("looked_after", "placement", "legal_status")
A = "1,10/05/2019,S,C2,N1,U6,PR1,01/09/2020,X1,,\n"
B = "1,01/09/2020,{reason},{status},N1,{place},PR1,15/01/2022,X1,,\n"
C = "1,15/01/2022,{reason},{status},N1,{place},PR1,,,,\n"
MIDDLE = [  # reason, legal status, placement of the episode that will be damaged and of the one after it
    (("P", "C2", "K2"), ("L", "C1", "K2")),
    (("L", "C1", "U6"), ("P", "C1", "K2")),
    (("L", "C1", "U6"), ("L", "C2", "U6")),
    (("P", "C2", "K2"), ("P", "C2", "U6")),
    (("B", "C1", "K2"), ("L", "C2", "K2")),
    (("B", "C1", "U6"), ("P", "C1", "U6")),
    (("T", "C2", "U6"), ("T", "C2", "U6")),
]


@pytest.mark.parametrize("damage", ["place", "line", "child"])
@pytest.mark.parametrize(("second", "third"), MIDDLE)
def test_an_episode_that_cannot_be_read_ends_and_takes_back_nothing(
    deliver: Deliver, second: tuple[str, ...], third: tuple[str, ...], damage: str
) -> None:
    named = ("reason", "status", "place")
    b, c = B.format(**dict(zip(named, second, strict=True))), C.format(**dict(zip(named, third, strict=True)))
    before = deliver(episodes(A, b, c, OTHER_CHILD), FIRST)
    spoilt = {"place": b.replace("N1,", "N99,"), "line": b.replace("X1", "X1,,"), "child": b.replace("1,0", "1?,0", 1)}
    after = deliver(episodes(A, spoilt[damage], c, OTHER_CHILD, NEXT_YEAR), SECOND)
    assert sum(one.rows for one in after.refused) == 1
    assert [standing(after)[kind] for kind in SPELLS] == [standing(before)[kind] for kind in SPELLS]
    assert (after.changes["ssda903"].withdrawn, after.changes["ssda903"].changed) == (0, 0)
    assert standing(deliver(episodes(A, b, c, OTHER_CHILD, NEXT_YEAR), SECOND)) == standing(before)


def test_a_last_episode_that_cannot_be_read_ends_nothing(deliver: Deliver) -> None:
    goes_on = "1,05/11/2022,P,C2,N1,U6,PR1,,,,\n"
    before = deliver(episodes(BEGAN, SAME_PLACE), FIRST)
    ended = SAME_PLACE.replace("{same},", "05/11/2022,X1")
    after = deliver(episodes(ended, goes_on.replace("U6", "U66")), SECOND)
    assert standing(after) == standing(before)
    whole = deliver(episodes(ended, goes_on), SECOND)
    assert standing(whole)["placement"] == [("2020-09-01", "2022-11-05"), ("2022-11-05", "")]
    assert standing(whole)["looked_after"] == [("2020-09-01", "")]


def test_care_that_is_said_to_have_ended_has_ended_whatever_else_could_not_be_read(deliver: Deliver) -> None:
    deliver(episodes(BEGAN, SAME_PLACE), FIRST)
    after = deliver(episodes(BEGAN.replace("K2", "K99"), SAME_PLACE.replace("{same},", "05/11/2022,E4A")), SECOND)
    assert standing(after)["looked_after"] == [("2020-09-01", "2022-11-05")]


def test_of_a_first_return_the_spell_before_an_unread_episode_lasts_until_the_next_one_at_most(
    deliver: Deliver,
) -> None:
    c = C.format(reason="P", status="C1", place="K2")
    told = standing(deliver(episodes(A, B.format(reason="L", status="C1", place="U66"), c), FIRST))
    assert told["placement"] == [("2019-05-10", "2022-01-15"), ("2022-01-15", "")]
    assert told["looked_after"] == [("2019-05-10", "")]
