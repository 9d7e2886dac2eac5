"""A review and a correction speak of what the assessment showed, and of each thing once; a blank text says so."""

from __future__ import annotations

import pytest

from serving.pages.accounts import reasons_of
from serving.problem import Problem


@pytest.fixture
def answer(world):
    first = world.state.weekly_list(world.worker, 1)["people"][0]
    return world.state.score_person(world.worker, first["person_id"], "early_help")


def review(answer, *verdicts, rationale="known well"):
    reasons = [{"theme": theme, "verdict": verdict} for theme, verdict in verdicts]
    said = {"outcome": "confirmed", "rationale": rationale, "reasons": reasons}
    return {"assessment_id": answer["assessment_id"], **said}


def correction(answer, **named):
    return {"assessment_id": answer["assessment_id"], "what_is_wrong": "not_true", "note": "it was another", **named}


def refused(work, *arguments):
    with pytest.raises(Problem) as no:
        work(*arguments)
    return no.value


def test_a_verdict_is_on_a_theme_that_was_shown_and_once(world, answer):
    reason = answer["targets"]["harmed"]["raises"][0]["theme"]
    for verdicts in ([("Never shown", "agrees")], [(reason, "agrees"), (reason, "disagrees")]):
        assert refused(world.state.review, world.worker, review(answer, *verdicts), None).status == 422
    assert not world.state.ledger.find("reviewed")
    context = answer["targets"]["harmed"]["context"][0]["theme"]
    assert world.state.review(world.worker, review(answer, (reason, "agrees"), (context, "unknown")), None)


def test_a_correction_names_what_was_shown_or_nothing(world, answer):
    reason = answer["targets"]["harmed"]["raises"][0]
    for named in ({"record_id": "no-such-record"}, {"theme": "Never shown"}):
        assert refused(world.state.correction, world.worker, correction(answer, **named), None).status == 422
    assert not world.state.ledger.find("correction_asked")
    named = {"record_id": reason["records"][0]["record_id"], "theme": reason["theme"]}
    assert world.state.correction(world.worker, correction(answer, **named), None)["correction_id"]
    assert world.state.correction(world.worker, correction(answer), None)["correction_id"]


def test_a_correction_may_name_any_record_of_theirs_and_nobody_elses(world, answer):
    behind = {record["record_id"] for reason in reasons_of(answer) for record in reason["records"]}
    mine = {record["record_id"] for record in world.state.person_records(world.worker, answer["person_id"])}
    beside = correction(answer, record_id=min(mine - behind))
    assert world.state.correction(world.worker, beside, None)["correction_id"]
    other = next(one for one in ("P0001", "P0002") if one != answer["person_id"])
    theirs = world.state.person_records(world.worker, other)[0]["record_id"]
    assert refused(world.state.correction, world.worker, correction(answer, record_id=theirs), None).status == 422


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n ", "rationale must say something: the text is blank"),
        ("", "rationale must not be empty"),
        ("a\x00b", "rationale must hold text without control characters"),
    ],
)
def test_each_text_that_can_not_be_kept_has_its_own_sentence(world, answer, text, said):
    no = refused(world.state.review, world.worker, review(answer, rationale=text), None)
    assert (no.status, no.errors) == (422, (said,))
