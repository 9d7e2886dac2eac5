"""The table of reach: what its heading promises, one way of saying that nobody had the outcome, one minus sign."""

from __future__ import annotations

from audits.compose import HIDDEN
from audits.measures import NOBODY
from audits.report.front import front
from audits.report.markup import MINUS, number
from audits.report.reach import fnr_ratios, reach
from audits.summary import figure_in_text, said
from audits.transparency import _reach, _why_not_shown

NONE = {"value": None, "low": None, "high": None}
POLICY = {"gap_ratio": 0.8, "gap_difference": 0.1}


def _group(name: str, n: int, positives: int, found: dict, **rest: object) -> dict:
    common = {"by": "sex", "group": name, "n": n, "positives": positives, "metrics": {"tpr": found}}
    return common | {"reach_ratio": NONE, "reach_difference": NONE, "smallest_gap_found_at_80": None} | rest


def test_that_nobody_had_the_outcome_is_said_once_and_the_heading_promises_no_gap() -> None:
    whole = _group("Male", 90, 30, {"value": 0.4, "low": 0.3, "high": 0.5}, verdict="no_gap_found", reference=True)
    none = _group("Female", 9, 0, NONE | {"why": NOBODY["tpr"]}, verdict="not_enough_evidence", reference=False)
    shown = reach(
        {
            "kind": "model",
            "published": False,
            "rounded_to": 1,
            "policy": POLICY,
            "overall": {"tpr": {"value": 0.4}},
            "groups": [whole, none],
        }
    )
    row = shown.partition(">Female</th>")[2]
    assert row.count(NOBODY["tpr"]) == 1
    assert "not shown" not in row
    assert "\u2013" not in row
    assert "Smallest gap it could find" in shown
    assert "Smallest gap found" not in shown


def test_minus_signs_are_alike() -> None:
    assert said({"value": -0.2, "low": -0.3, "high": 0.1}) == f"{MINUS}0.200 ({MINUS}0.300 to 0.100)"
    assert (number(-0.2), number(-0.052), number(0.2)) == (f"{MINUS}0.20", f"{MINUS}0.052", "0.20")


def test_a_figure_published_to_two_decimals_pretends_to_no_third() -> None:
    assert (number(0.04), number(0.0396)) == ("0.04", "0.040")


def test_a_record_says_a_share_as_the_page_does() -> None:
    share = {"value": 0.086093, "low": 0.066051, "high": 0.110472}
    assert figure_in_text("tpr", share) == "8.6% (6.6% to 11%)"
    assert figure_in_text("auc", {"value": 0.74, "low": 0.71, "high": 0.76}) == "0.74 (0.71 to 0.76)"


def test_a_ratio_of_false_negatives_says_of_what_a_group_is_not_known() -> None:
    ratio = {"fnr_ratio": {"value": 1.04, "low": 0.9, "high": 1.2}}
    groups = [{"by": by, "group": "Not known", **ratio} for by in ("send", "care_experience")]
    shown = fnr_ratios({"groups": groups})
    assert "Special educational needs: Not known" in shown
    assert "Care experience: Not known" in shown


def test_a_concern_whose_figures_are_withheld_says_which_way_and_why_they_are() -> None:
    hidden = NONE | {"why": HIDDEN}
    words = "reach is higher than in the largest group by more than the board allows, and not by chance"
    whole = _group("Male", 90, 30, hidden, verdict="no_gap_found", because="the largest group", reference=True)
    other = _group("Female", 40, 18, hidden, verdict="concern", because=words, reference=False)
    report = {
        "kind": "model",
        "published": False,
        "rounded_to": 1,
        "policy": POLICY,
        "overall": {"tpr": {"value": 0.4}},
        "groups": [whole, other],
    }
    shown = reach(report | {"suppressed": [{}]})
    assert "Reach is higher than in the largest group" in shown.partition(">Female</th>")[2]
    assert "would tell a small count" in shown
    assert "would tell a small count" not in reach(report | {"suppressed": []})
    assert "A verdict stands there all the same" in shown
    published = report | {"suppressed": [{}], "published": True, "rounded_to": 10, "policy": POLICY | {"round_to": 10}}
    assert "A verdict stands there all the same" not in reach(published)
    assert "No verdict stands there either" in reach(published)
    assert said(hidden) == HIDDEN


def test_the_first_page_names_each_concern_and_which_way_it_goes() -> None:
    words = "reach is lower than in the largest group by more than the board allows, and not by chance"
    other = _group("Female", 40, 18, NONE, verdict="concern", because=words, reference=False)
    figures = dict.fromkeys(("ppv", "tpr", "observed", "auc"), NONE)
    point = {"rule": "the 10 highest", "label": "y"}
    report = {"kind": "table", "operating_point": point, "overall": figures, "groups": [other], "checks": []}
    assert f"<li>Sex: Female: {words}</li>" in front(report | {"suppressed": []})


def test_the_first_page_says_when_it_was_tested_and_that_one_person_may_count_twice() -> None:
    figures = dict.fromkeys(("ppv", "tpr", "observed", "auc"), NONE)
    report = {
        "kind": "model",
        "model": {"question": "hurt", "dates": {"test": ["2024-07-01", "2024-10-01"]}},
        "data": {"label_agencies": ["police"], "untested": None, "left_out": []},
        "operating_point": {"rule": "the 10 highest", "decided_by": "A. Head"},
        "overall": figures,
    }
    shown = front(report | {"groups": [], "checks": [], "suppressed": [], "signoffs": []})
    assert "Tested as of 1 July 2024 and 1 October 2024: a young person counts once for each date." in shown


def test_the_model_card_says_once_why_figures_are_not_shown() -> None:
    hidden = {"metrics": {"tpr": NONE | {"why": HIDDEN}}}
    assert [_reach(hidden), _reach({"metrics": {"tpr": NONE | {"why": NOBODY["tpr"]}}})] == [
        "not shown",
        f"none: {NOBODY['tpr']}",
    ]
    why = {"Not shown": "so that no small number of young people can be worked out"}
    assert _why_not_shown({"groups": [hidden, hidden]}) == why
    assert _why_not_shown({"groups": []}) == {}
