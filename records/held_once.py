"""Words held once (dictionaries): what is asked of words is asked of each once, not of every row anew.

A nation's records say the same few words millions of times. Both functions take plain words too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc


def not_among(column: pa.ChunkedArray, words: Sequence[str]) -> int:
    """How many rows hold none of the words, blank ones among them."""
    return column.null_count + sum(_strange(chunk, pa.array(words, pa.string())) for chunk in column.chunks)


def of_each_word(column: pa.ChunkedArray, say: Callable[[pa.Array], pa.Array]) -> pa.ChunkedArray:
    """The words [n] that `say` makes of the words of a column; held once where those are."""
    held_once = pa.types.is_dictionary(column.type)
    said = [_by_word(chunk, say) if held_once else say(chunk) for chunk in column.chunks]
    return pa.chunked_array(said, column.type if held_once else pa.string())


def _strange(chunk: pa.Array, words: pa.Array) -> int:
    if not isinstance(chunk, pa.DictionaryArray):
        return _count(pc.and_(pc.is_valid(chunk), pc.invert(pc.is_in(chunk, value_set=words))))
    strange = pc.invert(pc.is_in(chunk.dictionary, value_set=words))
    return _count(strange.take(chunk.indices)) if pc.any(strange).as_py() else 0


def _by_word(chunk: pa.DictionaryArray, say: Callable[[pa.Array], pa.Array]) -> pa.DictionaryArray:
    said = say(chunk.dictionary).dictionary_encode()
    return pa.DictionaryArray.from_arrays(said.indices.take(chunk.indices), said.dictionary)


def _count(mask: pa.Array) -> int:
    return pc.sum(mask).as_py() or 0
