"""Words held once are asked as the same words held in every row are, blank and unused ones too."""

from __future__ import annotations

import pyarrow as pa
import pytest

from records.conform import UNKNOWN_KIND_MAY_DISCUSS, may_discuss_by_kind
from records.held_once import not_among

PLAIN = pa.chunked_array([["victim", "culprit", None], [], ["suspect", "victim", "culprit"]], pa.string())
ONCE = PLAIN.cast(pa.dictionary(pa.int32(), pa.string()))


@pytest.mark.parametrize("column", [PLAIN, ONCE])
def test_rows_of_other_words_and_blank_ones_are_counted(column):
    assert not_among(column, ("victim", "suspect")) == 3
    assert not_among(column, ("victim", "suspect", "culprit")) == 1
    assert not_among(column.slice(0, 1), ("victim",)) == 0, "words that no row holds any more count nowhere"
    assert not_among(column.slice(0, 0), ("victim",)) == 0


def test_what_may_be_said_of_a_kind_is_the_same_whichever_way_the_kinds_are_held():
    kinds = pa.chunked_array([["missing_episode", "no_kind_of_ours"], ["missing_episode", "domestic_abuse_victim"]])
    plain = may_discuss_by_kind(kinds)
    once = may_discuss_by_kind(kinds.cast(pa.dictionary(pa.int32(), pa.string())))
    assert pa.types.is_dictionary(once.type)
    assert once.cast(pa.string()).to_pylist() == plain.to_pylist()
    assert plain[1].as_py() == UNKNOWN_KIND_MAY_DISCUSS
