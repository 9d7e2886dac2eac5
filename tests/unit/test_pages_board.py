"""What the board's list says of an audit in brief: its stage, a demo approval as such, and what was judged."""

from serving.library import _brief
from serving.pages.board import entry

APPROVAL = {"name": "harmed", "version": "1", "stage": "live", "demo": True}


def told(**more: object) -> dict[str, object]:
    return {"bundle_sha256": "a" * 64, "model": None, "checks": [], "verdicts": {}, "approval": APPROVAL, **more}


def test_a_demo_approval_is_told_as_one() -> None:
    assert entry(told()).tag.text == "Live, demo approval"
    assert entry(told(approval={**APPROVAL, "demo": False})).tag.text == "Live"


def test_the_group_that_others_are_set_beside_is_not_counted_as_judged() -> None:
    groups = [{"verdict": "no_gap_found", "reference": True}, {"verdict": "concern"}, {"verdict": "concern"}]
    assert _brief({"groups": groups})["verdicts"] == {"concern": 2}
