"""The register: every model with its whole history, what was accepted grouped by its reason, retirement shown."""

from __future__ import annotations

from typing import Any

from serving.approvals import APPROVED, RETIRED
from serving.pages.register import registered

TITLES = {"harmed": "Harm from serious violence"}


def row(action: str, sha: str, at: str, **said: Any) -> dict[str, Any]:
    named = {"name": "harmed", "version": sha[0], "target": "harmed", "by": "The board"}
    return {"action": action, "sha256": sha, "at": f"{at}T10:00:00+00:00", "stands": False, **named, **said}


def approval(sha: str, at: str, **said: Any) -> dict[str, Any]:
    usual = {"stage": "live", "minute": "7", "teams": [], "demo": False, "accepted": {}}
    return row(APPROVED, sha, at, **{**usual, **said})


def test_the_newest_model_stands_first_and_a_replaced_one_says_so() -> None:
    models = registered([approval("1a", "2026-01-05"), approval("2b", "2026-03-09", stands=True)], TITLES)
    assert [one.title for one in models] == [
        "Harm from serious violence: harmed, version 2",
        "Harm from serious violence: harmed, version 1",
    ]
    assert [one.tags[0].text for one in models] == ["Live", "Replaced by a later approval"]


def test_a_retirement_is_the_last_step_and_says_why() -> None:
    rows = [approval("1a", "2026-01-05"), row(RETIRED, "1a", "2026-02-01", because="A feed was lost")]
    model = registered(rows, TITLES)[0]
    assert model.tags[0].text == "Retired"
    assert [(step.when, step.what) for step in model.steps] == [
        ("5 January 2026", "Approved by The board at stage live"),
        ("1 February 2026", "Retired by The board"),
    ]
    assert model.steps[1].more == "A feed was lost"


def test_what_was_accepted_stands_under_its_reason() -> None:
    accepted = {
        "reach:ethnicity=Black+sex=Female": "Reviewed in May",
        "reach:send=EHCP": "Reviewed in May",
        "x": "Other",
    }
    step = registered([approval("1a", "2026-01-05", accepted=accepted, demo=True)], TITLES)[0].steps[0]
    assert [(one.because, one.findings) for one in step.accepted] == [
        ("Reviewed in May", ("Reach, Ethnicity and sex: Black, Female", "Reach, Special educational needs: EHCP")),
        ("Other", ("X",)),
    ]


def test_an_approval_says_which_assessments_nobody_had_signed() -> None:
    step = registered([approval("1a", "2026-01-05", unsigned=["Equality impact assessment"])], TITLES)[0].steps[0]
    assert step.more == "Minute: 7. Not signed then: Equality impact assessment"
