"""Which policy.toml is read, what is said where there is none, and which entries can't be meant."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(
    "entry",
    [
        "internal_threshold = 0",
        "internal_threshold = true",
        "published_high = -1",
        "round_to = 0",
        "confidence = 95",
        "confidence = nan",
        "auc_at_least = nan",
        "slope_high = inf",
        "min_age = -1",
        "weekly_slots = 0",
        "horizon_days = 99999999999999999999",
        "bootstraps = -1",
        "years = true",
        "least_records = true",
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused_by_its_name(tmp_path: Path, entry: str) -> None:
    name = entry.split()[0]
    ours = usual_place().read_text(encoding="utf-8")
    changed = re.sub(rf"(?m)^{name} = [^ \n]+", entry, ours, count=1)
    (tmp_path / "policy.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(WrongUse, match=rf"policy.toml has entries that can't be used: [a-z_.]*{name}: "):
        load_policy(tmp_path / "policy.toml")
