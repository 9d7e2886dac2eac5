"""Which policy.toml is read, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.refusal import WrongUse
from training.policy import load_policy, usual_place


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_policy_that_is_named_and_not_there_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="--policy must name a file; there is no file") as wrong:
        load_policy(tmp_path / name)
    assert (tmp_path / name).name in str(wrong.value)
    assert "working folder" not in str(wrong.value)


def test_the_working_folders_policy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ours = usual_place()
    assert load_policy() == load_policy(ours)
    (tmp_path / "policy.toml").write_text("", encoding="utf-8")
    assert usual_place().resolve() == tmp_path / "policy.toml"
    with pytest.raises(WrongUse, match="entries that can't be used"):
        load_policy()
