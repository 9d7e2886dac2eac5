"""Sign-offs are those of the partnership whose policy holds: never another working folder's."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.signoffs import signoffs
from records.refusal import WrongUse

SIGNED = '[equality_assessment]\nby = "A. Chair"\non = 2026-01-05\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with sign-offs and no policy."""
    (tmp_path / "signoffs.toml").write_text(SIGNED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def by() -> list[str | None]:
    return [entry["by"] for entry in signoffs()]


def test_they_are_read_beside_the_policy_that_holds(folder: Path) -> None:
    assert "A. Chair" not in by()
    (folder / "policy.toml").touch()
    assert by() == [None, "A. Chair"]


@pytest.mark.parametrize(
    "wrong", ["[equality]\n", '[equality_assessment]\nwho = "A"\n', "not toml", "equality_assessment = 3\n"]
)
def test_what_can_not_be_used_is_wrong_use(folder: Path, wrong: str) -> None:
    (folder / "policy.toml").touch()
    (folder / "signoffs.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"signoffs\.toml"):
        signoffs()
