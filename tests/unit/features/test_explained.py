"""`features explain` says enough to recompute a value by hand, whatever the measure."""

from __future__ import annotations

import json
from typing import Any

import pytest

from features.indicators import CATALOGUE
from reachable import run


def explained(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(["features", "explain", name, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_the_days_of_each_code_stand_beside_a_total_of_harm(capsys):
    told = explained("suspect_harm_two_years", capsys)
    assert (told["harm_index"], told["harm_days"]["34B"]) == ("2026", "365")


def test_the_domain_of_each_kind_stands_beside_a_count_of_domains(capsys):
    told = explained("somerset_cumulative_domains", capsys)
    assert told["domains"]["suspension"] == "school"
    assert set(told["domains"]) <= set(told["kinds"])


def test_the_measure_inside_neighbours_is_explained_too(capsys):
    told = explained("linked_people_hurt_half_year", capsys)
    assert (told["of"], told["links"]) == ("distinct", ["associate", "co_suspect", "same_place"])
    assert "different values" in told["of_means"]


def test_in_words_an_empty_list_of_links_is_none_and_of_codes_any(capsys):
    assert run(["features", "explain", "suspensions_year"]) == 0
    said = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert (said["links"], said["with_kinds"], said["codes"]) == ("–", "–", "any")


def test_the_list_holds_every_indicator_once(capsys):
    assert run(["features", "list", "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == list(CATALOGUE.names)


@pytest.mark.parametrize(
    ("name", "says"),
    [("suspensions_year", "null instead where the feeds"), ("school_feed_covers", "no line of coverage")],
)
def test_what_stands_where_nothing_counts_is_said_with_the_rule_of_coverage(name, says, capsys):
    assert says in explained(name, capsys)["when_none_means"]
