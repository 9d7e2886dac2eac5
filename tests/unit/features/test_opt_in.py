"""Intelligence counts only where a board opts in to its own catalogue file; ours has none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import features
from features.catalogue import load_catalogue
from features.indicators import CATALOGUE
from features.plainly import as_markdown, parts_of
from records.refusal import Refused

FILE = Path(features.__file__).parent / "opt_in" / "intelligence.toml"


def test_the_opt_in_holds_ours_and_one_count_more():
    opted_in = load_catalogue(FILE)
    assert opted_in.names == (*CATALOGUE.names, "intelligence_reports_year")
    added = opted_in["intelligence_reports_year"]
    assert (added.measure, added.kinds, added.direction) == ("count", ("intelligence",), {"harmed": "raises"})
    assert not any("intelligence" in (*one.kinds, *one.with_kinds) for one in CATALOGUE.indicators)


def test_the_page_for_young_people_tells_the_two_apart():
    assert "in secret" in as_markdown(parts_of(CATALOGUE))
    told = as_markdown(parts_of(load_catalogue(FILE)))
    assert "what people told the police in secret" not in told
    assert "How many notes the police hold that nobody has checked" in told


def test_only_ours_can_be_included(tmp_path):
    (tmp_path / "c.toml").write_text(
        FILE.read_text(encoding="utf-8").replace('"partnership"\n', '"another"\n'), encoding="utf-8"
    )
    with pytest.raises(Refused, match="include must be"):
        load_catalogue(tmp_path / "c.toml")
