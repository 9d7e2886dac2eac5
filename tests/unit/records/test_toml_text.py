"""No TOML file brings a command down, whoever wrote it; each reader says which file it is and what it must be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from features.catalogue import load_catalogue
from records.agreements import load_agreements
from records.connectors.mapping import load_mapping
from records.policy import LinkagePolicy, read_file, read_section
from records.refusal import Refused, WrongUse
from records.toml_text import MOST_BYTES, MOST_PARTS, toml_of
from training.cohort import load_cohort
from training.outcome import load_outcome

READERS = (load_catalogue, load_agreements, load_mapping, read_file, load_cohort, load_outcome)
MARK_OF_BYTE_ORDER = b"\xef\xbb\xbf"
TOO_MUCH = {
    "nested lists": b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "nested tables": b"a = " + b"{b=" * 5_000 + b"1" + b"}" * 5_000,
    "a key without end": b".".join([b"a"] * 20_000) + b" = 1",
    "a table's key without end": b"[ " + b" . ".join([b'"a"'] * 20_000) + b" ]",
    "an inline key without end": b"x = {" + b".".join([b"a"] * 20_000) + b" = 1}",
    "a number without end": b"a = " + b"9" * 6_000,
    "a file without end": b"#" * (MOST_BYTES + 1),
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("written", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_file_that_asks_too_much_is_refused(tmp_path: Path, read: Callable[[Path], object], written: bytes) -> None:
    file = tmp_path / "brought.toml"
    file.write_bytes(written)
    with pytest.raises((Refused, WrongUse), match=r"brought\.toml must be"):
        read(file)


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "brought.toml"
    file.write_bytes(MARK_OF_BYTE_ORDER + b"a = 1\r\n")
    assert toml_of(file) == {"a": 1}


def test_a_key_of_a_few_parts_and_a_long_number_of_sentences_are_read(tmp_path: Path) -> None:
    file = tmp_path / "brought.toml"
    file.write_text(f"{'.'.join(['a'] * MOST_PARTS)} = 1\nb = '{'One. ' * 100}'\n", encoding="utf-8")
    assert set(toml_of(file)) == {"a", "b"}


def test_a_policy_without_a_section_is_told_by_the_name_of_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"ours\.toml must have a section \[linkage\]"):
        read_section("linkage", LinkagePolicy, tmp_path / "ours.toml")
