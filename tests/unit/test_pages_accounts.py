"""What a page shows of an answer: three themes first, the marks on what may not be said aloud, records newest first."""

from __future__ import annotations

from typing import Any

from records.kinds import kinds
from serving.pages.accounts import by_year, reasons_of, record_line, target, theme
from serving.pages.corrections import choices_of
from serving.pages.decision import checked_decision, claims_of, outcomes, themes_of
from serving.pages.openings import also_lines, open_lines
from serving.pages.weekly import listed_people
from serving.pages.young_person import checked_view, silent_about
from serving.spells import SITUATIONS

QUESTION = "reported as a victim of serious violence in the next 12 months"


def record(**said: Any) -> dict[str, Any]:
    usual = {
        "record_id": "E1", "agency": "police", "kind": "robbery", "role": "victim", "status": "recorded",
        "happened_on": "2025-03-12", "known_on": "2025-03-14", "may_discuss": "ask_source_first",
    }  # fmt: skip
    return {**usual, **said}


def reason(name: str, may_discuss: str = "with_the_young_person", **said: Any) -> dict[str, Any]:
    usual = {
        "theme": name, "text": f"{name} happened", "strength": "strong", "agencies": ["police", "school"],
        "may_discuss": may_discuss, "ask": "What changed?", "records": [record()],
    }  # fmt: skip
    return {**usual, **said}


def scored(*themes: dict[str, Any], **said: Any) -> dict[str, Any]:
    model = {"name": "harmed", "version": "3", "sha256": "ab"}
    return {"band": "priority", "raises": list(themes), "lowers": [], "context": [], "model": model, **said}


def test_a_record_in_plain_words() -> None:
    line = record_line(record(status="no_further_action", known_on="2025-06-01"))
    assert line.when == "12 March 2025"
    assert line.what == "Robbery, reported as a victim"
    assert "No further action, which is never evidence of guilt" in line.source
    assert "Reached us on 1 June 2025" in line.source
    assert "Ask the source before you mention it" in line.source


def test_a_spell_says_since_when_or_from_when_to_when() -> None:
    assert record_line(record(open=True)).when == "Since 12 March 2025"
    assert record_line(record(ended_on="2025-04-01")).when == "12 March 2025 to 1 April 2025"
    assert record_line(record(ended_on="2025-03-12")).when == "12 March 2025"


def test_only_what_professionals_keep_to_themselves_is_silent() -> None:
    marks = {
        said: record_line(record(may_discuss=said)).silent for said in ("with_the_young_person", "ask_source_first")
    }
    assert not any(marks.values())
    assert record_line(record(may_discuss="professionals_only")).silent


def test_records_stand_by_year_newest_first() -> None:
    years = by_year(
        [record(happened_on="2023-01-01"), record(happened_on="2025-01-02"), record(happened_on="2025-03-04")]
    )
    assert [(year.year, len(year.lines)) for year in years] == [(2025, 2), (2023, 1)]
    assert years[0].lines[0].when == "4 March 2025"


def test_records_that_the_words_of_a_reason_do_not_count_are_kept_apart() -> None:
    records = [record(record_id=f"E{n}", happened_on=f"202{n}-05-01") for n in range(1, 5)]
    told = theme(reason("Suspensions", records=records, counted=["E4", "E3"]))
    assert ([one.record_id for one in told.lines], [one.record_id for one in told.rest]) == (["E4", "E3"], ["E2", "E1"])
    old = theme(reason("Suspensions", records=records))
    assert ([one.record_id for one in old.lines], old.rest) == (["E4", "E3", "E2", "E1"], ())


def test_three_themes_come_first_and_the_rest_unfold() -> None:
    shown = target("harmed", scored(*(reason(f"Theme {n}") for n in range(5))), "Harm", QUESTION)
    assert [one.name for one in shown.first] == ["Theme 0", "Theme 1", "Theme 2"]
    assert [one.name for one in shown.further] == ["Theme 3", "Theme 4"]
    assert shown.first[0].agencies == "Police and School"
    assert shown.first[0].strength == "Counts strongly"


def test_the_chance_says_what_was_seen_first_and_both_sides() -> None:
    shown = target("harmed", scored(chance_in_100=7.6, range=[5.2, 10.9]), "Harm", QUESTION).chance
    assert "between 5 and 11 were reported as a victim of serious violence in the following 12 months" in shown
    assert "the others were not. The model’s best guess is 8." in shown


def test_a_figure_that_the_past_has_not_borne_out_says_so() -> None:
    shown = target("harmed", scored(chance_in_100=47.0, range=[13.0, 22.0]), "Harm", QUESTION).chance
    assert "The model’s own figure is 47; too few scored just the same to bear it out" in shown
    assert "fewer than 1" in target("harmed", scored(chance_in_100=0.3, range=None), "Harm", QUESTION).chance


def test_who_is_not_scored_has_a_reason_and_no_chance() -> None:
    shown = target("harmed", {"band": "not_scored", "why": "aged over 24"}, "Harm", QUESTION)
    assert (shown.tag.text, shown.why_not, shown.chance, shown.first) == ("Not scored", "aged over 24", "", ())


def test_the_warning_names_silent_reasons_and_other_silent_records() -> None:
    behind = record(record_id="E7", may_discuss="professionals_only")
    home = reason("Hidden harm at home", "professionals_only", records=[behind])
    targets = [target("harmed", scored(home, reason("Missing episodes")), "Harm", QUESTION)]
    assert silent_about(targets, by_year([behind, record()])) == "“Hidden harm at home”"
    said = "“Hidden harm at home” and the records below that are marked so"
    other = record(record_id="E8", may_discuss="professionals_only")
    assert silent_about(targets, by_year([behind, other])) == said
    assert silent_about([], by_year([record()])) == ""


def test_a_theme_of_both_targets_is_judged_once() -> None:
    answer = {"targets": {"harmed": scored(reason("A"), reason("B")), "involved": scored(reason("B"))}}
    assert [one.name for one in themes_of(answer)] == ["A", "B"]
    assert len(reasons_of(answer)) == 3


def test_a_theme_of_both_targets_is_judged_on_all_that_was_said_of_it() -> None:
    harmed = scored(reason("Robbery", text="Twice as a victim; Last 3 months ago"))
    involved = scored(reason("Robbery", "professionals_only", text="Once as a suspect; Last 3 months ago"))
    (one,) = themes_of({"targets": {"harmed": harmed, "involved": involved}})
    assert one.texts == ("Twice as a victim", "Last 3 months ago", "Once as a suspect")
    assert one.silent


def test_what_is_confirmed_is_the_band_whichever_it_is() -> None:
    harm = target("harmed", scored(band="not_prioritised"), "Harm", QUESTION)
    part = target("involved", scored(band="priority"), "Involvement", QUESTION)
    none = target("involved", scored(band="not_scored"), "Involvement", QUESTION)
    nowhere, referred = {"because": None}, {"because": "referral"}
    assert [one.title for one in claims_of([harm, none], nowhere)] == ["Harm"]
    assert [one.title for one in claims_of([harm, none], referred)] == ["Harm"]
    assert not claims_of([none], nowhere)
    assert [one.title for one in claims_of([none], referred)] == ["Referral"]
    yes, no, unsure = outcomes(claims_of([harm], nowhere))
    assert [one["value"] for one in (yes, no, unsure)] == ["confirmed", "not_confirmed", "insufficient_information"]
    assert (yes["text"], yes["hint"]["text"][:29]) == (
        "Yes: what I know bears this out",
        "Harm: others should come firs",
    )
    yes, no, _ = outcomes(claims_of([harm, part], nowhere))
    assert yes["text"] == "Yes: what I know bears both out"
    assert "Harm: others should come first" in yes["hint"]["text"]
    assert "Involvement: a conversation should come first" in yes["hint"]["text"]
    assert no["text"] == "No: what I know says otherwise of one or of both"


def test_no_two_records_to_choose_from_look_the_same() -> None:
    both = [record(record_id="E1"), record(record_id="E2"), record(record_id="E3", role="suspect")]
    answer = {"targets": {"harmed": scored(reason("A", records=both[1:]))}}
    choices = choices_of(answer, [*both, record(record_id="E4", status="no_further_action")])
    assert [one.line.record_id for one in choices] == ["E1", "E2", "E3", "E4"]
    assert [one.behind for one in choices] == [False, True, True, False]
    assert [one.place for one in choices] == ["1 of 2", "2 of 2", "", ""]
    assert len({(one.line.what, one.line.source, one.place) for one in choices}) == 4
    assert [one.line.record_id for one in choices_of(answer, [])] == ["E2", "E3"]


def test_a_theme_shows_its_records_newest_first() -> None:
    shown = theme(reason("A", records=[record(happened_on="2024-01-01"), record(happened_on="2025-01-01")]))
    assert [line.when for line in shown.lines] == ["1 January 2025", "1 January 2024"]


def test_the_lead_professional_stands_first_among_what_is_open() -> None:
    def spell(kind: str, label: str, since: str) -> dict[str, str]:
        return {"agency": "social_care", "kind": kind, "label": label, "since": since}

    lines = open_lines(
        [spell("early_help", "Early help", "2025-05-01"), spell("lead_professional", "Lead", "2024-01-09")]
    )
    assert lines == (
        "Lead since 9 January 2024, Children’s social care",
        "Early help since 1 May 2025, Children’s social care",
    )


def test_an_open_service_without_a_lead_professional_says_so() -> None:
    open_to = [{"agency": "school", "kind": "early_help", "label": "Early help", "since": "2025-05-01"}]
    assert open_lines(open_to)[0] == "Services, but no lead professional on record"
    assert open_lines([]) == ()


def test_being_missing_or_on_a_course_is_no_service_and_leaves_nothing_open() -> None:
    now = [
        {"agency": "social_care", "kind": "missing_episode", "label": "Missing episode", "since": "2025-12-01"},
        {"agency": "school", "kind": "in_education_or_training", "label": "On a course", "since": "2025-09-01"},
    ]
    assert open_lines(now) == ()
    assert also_lines(now) == (
        "Missing episode since 1 December 2025, Children’s social care",
        "On a course since 1 September 2025, School",
    )
    (one,) = listed_people({"people": [{"person_id": "P1", "because": "harmed", "open_to": now}]})
    assert (one.open, one.also) == ((), also_lines(now))


def test_every_situation_is_a_kind_of_spell() -> None:
    assert all(kinds()[kind].spell for kind in SITUATIONS)


def test_two_indicators_of_a_theme_are_two_sentences() -> None:
    assert theme(reason("A", text="Reports: 3; Days since: 9")).texts == ("Reports: 3", "Days since: 9")


def test_the_order_of_the_list_hides_the_rank() -> None:
    def listed(person_id: str, open_to: list[dict[str, str]], because: str = "harmed") -> dict[str, Any]:
        return {"person_id": person_id, "because": because, "open_to": open_to, "targets": {"harmed": {"rank": 1}}}

    help_now = [{"agency": "school", "kind": "early_help", "label": "Early help", "since": "2025-05-01"}]
    people = listed_people({"people": [listed("P3", help_now), listed("P2", [], "referral"), listed("P1", [])]})
    assert [one.person_id for one in people] == ["P1", "P2", "P3"]
    assert [one.because for one in people] == ["", "Referred by a practitioner", ""]


def test_a_decision_needs_an_outcome_and_a_reason() -> None:
    form = checked_decision({"outcome": "maybe", "verdict-0": "agrees", "rationale": " "}, themes=1)
    assert list(form.errors) == ["outcome", "rationale"]
    assert form.value("verdict-0") == "agrees"
    assert not checked_decision({"outcome": "confirmed", "rationale": "They told me."}, themes=1).errors


def test_a_verdict_that_was_not_offered_is_refused_and_too_long_a_text_too() -> None:
    typed = {"outcome": "confirmed", "rationale": "x" * 4001, "verdict-0": "guilty"}
    assert list(checked_decision(typed, themes=1).errors) == ["verdict-0", "rationale"]


def test_a_view_needs_a_choice_and_a_purpose_of_ones_own() -> None:
    assert list(checked_view({"purpose": "panel"}, {"early_help": "…"}).errors) == ["view", "purpose"]
    assert not checked_view({"view": "no", "purpose": "early_help"}, {"early_help": "…"}).errors
