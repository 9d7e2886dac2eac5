"""A catalogue reads back what it writes, and refuses what it can't mean, naming the entry and the fault."""

from __future__ import annotations

import json

import pytest

from features.catalogue import Catalogue, declaration, from_declarations, load_catalogue
from features.described import described
from features.indicator import Indicator
from features.indicators import CATALOGUE
from reachable import run
from records.refusal import Refused, WrongUse

ENTRY = """
name = "complaints"
targets = ["force"]
[[indicator]]
name = "complaints_year"
theme = "Complaints"
kinds = ["complaint"]
measure = "count"
window_days = 365
reason = "Complaints in the past year: {value:.0f}"
ask = "What were they about?"
source = "Invisible Institute"
direction = {force = "raises"}
"""


def written(tmp_path, text: str):
    path = tmp_path / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_declared_reads_back_to_the_same_catalogue():
    through_json = json.loads(json.dumps(CATALOGUE.declarations()))
    again = from_declarations("again", through_json)
    assert again == CATALOGUE
    assert again.fingerprint == CATALOGUE.fingerprint
    assert hash(again) == hash(CATALOGUE)


def test_the_fingerprint_sees_any_change_and_the_order():
    reversed_order = Catalogue("partnership", CATALOGUE.indicators[::-1])
    assert reversed_order != CATALOGUE
    changed = CATALOGUE.declarations()
    changed[0]["window_days"] += 1
    assert from_declarations("changed", changed) != CATALOGUE


def test_a_file_gives_a_catalogue_with_its_defaults(tmp_path):
    catalogue = load_catalogue(written(tmp_path, ENTRY))
    assert catalogue.name == "complaints"
    assert catalogue["complaints_year"].window == 365
    assert catalogue["complaints_year"].counted_statuses == (
        "recorded",
        "charged",
        "cautioned_or_convicted",
        "no_further_action",
    )
    assert catalogue.for_target("force").names == ("complaints_year",)
    assert catalogue.for_target("harmed").names == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('measure = "count"', 'measure = "median"', "not one of the measures"),
        ('measure = "count"', 'measure = "trend"', None),
        ("window_days = 365", "window_days = 0", "at least 1 day"),
        ("window_days = 365", 'window_days = "a year"', "whole days"),
        ("window_days = 365", "window_days = true", "whole days"),
        ("window_days = 365", "half_life_days = 9", "goes with decayed"),
        ('kinds = ["complaint"]', "kinds = []", "at least one kind"),
        ('kinds = ["complaint"]', 'kinds = ["complaint", " "]', "a kind or code must be a word"),
        ('kinds = ["complaint"]', 'kinds = "complaint"', "list of texts"),
        ('theme = "Complaints"', "", "theme is missing"),
        ('theme = "Complaints"', 'theme = "Complaints"\nweight = 3', "not a key"),
        ('"complaints_year"', '"Complaints, a year"', "small letters"),
        ('"complaints_year"', '"label"', "column that stands beside it"),
        ('theme = "Complaints"', 'theme = " "', "needs a theme"),
        ('theme = "Complaints"', 'theme = "Com\\nplaints"', "the theme must be of one line"),
        ('theme = "Complaints"', 'theme = "\\u001b[31mComplaints"', "the theme must be of one line"),
        ("window_days = 365", "window_days = 999999999999", "at most 36525 days"),
        ('measure = "count"\nwindow_days = 365', 'measure = "trend"\nwindow_days = 18262', None),
        (
            'measure = "count"\nwindow_days = 365',
            'measure = "trend"\nwindow_days = 18263',
            "at most 36525 days together",
        ),
        ('measure = "count"', 'measure = "nearing"\nage = 100000000', "at most 120 years"),
        ('measure = "count"', 'measure = "count"\nwhen_none = 7', "when_none follows from the rest and is 0.0"),
        ('measure = "count"', 'measure = "count"\nwhen_none = 0', None),
        ('measure = "count"', 'measure = "count"\nagencies = ["school"]', "agencies follows from the rest"),
        ("{value:.0f}", "{person_id}", "no other field"),
        ("{value:.0f}", "{value[0]}", "no other field"),
        ("{value:.0f}", "{value.__class__}", "no other field"),
        ("{value:.0f}", "{value:>99999999}", "no other field"),
        ("{value:.0f}", "{value!r}", "no other field"),
        ("{value:.0f}", "{value", "no other field"),
        ("{force =", "{forse =", "direction names 'forse', which must be one of harmed, involved, force;"),
        ("{force =", "{harmd =", "targets = "),
        ("{force =", '{harmed = "raises", force =', None),
        ('targets = ["force"]', "", "direction names 'force', which must be one of harmed, involved;"),
        ('targets = ["force"]', 'targets = "force"', "list of texts"),
        ('targets = ["force"]', 'targets = [""]', "targets must be a list of texts of one line"),
        ('targets = ["force"]', 'targets = ["force", " "]', "targets must be a list of texts of one line"),
        ('targets = ["force"]', 'targets = ["force", "a\\nb"]', "targets must be a list of texts of one line"),
        (
            'targets = ["force"]',
            'targets = ["force", "farce"]',
            "targets names 'farce', in no indicator's direction",
        ),
        (
            'targets = ["force"]',
            'targets = ["force", "harmed"]',
            "there may stand force, or nothing: harmed and involved",
        ),
        ('{force = "raises"}', '{force = "raises", harmed = "raises"}', None),
        ('name = "complaints"', "name = 3", "text of one line"),
        ('name = "complaints"', 'name = "two\\nlines"', "text of one line"),
        ("window_days = 365", "window_days = " + "9" * 5000, "must be TOML"),
        ("window_days = 365", 'measure_means = "how many"', "measure_means follows from the rest: leave it out"),
        ("window_days = 365", 'measure_means = "how many records count"', None),
        ("window_days = 365", 'of_means = "how many records count"', "of_means follows from the rest"),
        ('"raises"', '"much"', "not one of raises"),
        ('{force = "raises"}', '"raises"', "direction must be a table"),
        ('{force = "raises"}', "{}", "of one target at least"),
        ('kinds = ["complaint"]', 'kinds = ["complaint"]\nstatuses = ["alleged"]', "not one of recorded"),
    ],
)
def test_a_fault_is_named(tmp_path, old, new, fault):
    path = written(tmp_path, ENTRY.replace(old, new))
    if fault is None:
        assert load_catalogue(path)
        return
    with pytest.raises(Refused, match=fault):
        load_catalogue(path)


@pytest.mark.parametrize(
    "text", ["", "indicator = 3", "[[indicator]]\nname = ", "surplus = 1\n" + ENTRY, f"a = {'[' * 5000}"]
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path, text):
    with pytest.raises(Refused, match=r"catalogue\.toml must"):
        load_catalogue(written(tmp_path, text))


@pytest.mark.parametrize("name", ["absent.toml", ".", "a\0b", "n" * 300])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path, name):
    with pytest.raises(WrongUse, match="readable file"):
        load_catalogue(tmp_path / name)


def as_toml(entry: dict) -> str:
    """An indicator as printed by `features list --json`, as a file says it: nothing is left out but null."""
    return "[[indicator]]\n" + "".join(
        f"{key} = {_value(value)}\n" for key, value in entry.items() if value is not None
    )


def _value(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {_value(one)}' for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("told", [declaration, lambda one: described(declaration(one))], ids=["declared", "explained"])
def test_all_that_is_printed_of_an_indicator_may_stand_in_a_file_and_gives_the_same_catalogue(tmp_path, told):
    text = "".join(as_toml(told(one)) for one in CATALOGUE.indicators)
    again = load_catalogue(written(tmp_path, text))
    assert again == CATALOGUE
    assert again.declarations() == CATALOGUE.declarations()


def test_what_the_command_prints_may_stand_in_a_file(tmp_path, capsys):
    assert run(["features", "list", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert load_catalogue(written(tmp_path, "".join(map(as_toml, printed)))) == CATALOGUE


def test_a_name_stands_once():
    with pytest.raises(Refused, match="more than once: missing_now"):
        Catalogue("twice", (CATALOGUE["missing_now"], CATALOGUE["missing_now"]))


def test_an_unknown_name_says_where_to_look():
    with pytest.raises(WrongUse, match="features list"):
        CATALOGUE["no_such_indicator"]


@pytest.mark.parametrize(
    "declared",
    [
        {"kinds": ("violence",), "roles": ("victim",)},
        {"kinds": ("violence",)},
        {"kinds": ("exploitation_report",), "roles": ("concerned",)},
    ],
)
def test_victimhood_and_exploitation_are_refused_as_inputs_of_involved(declared):
    words = {"theme": "T", "reason": "R", "ask": "A?", "source": "S", "measure": "count"}
    with pytest.raises(Refused, match="must not be an input of involved"):
        Indicator(name="x", direction={"involved": "raises"}, **words, **declared)
