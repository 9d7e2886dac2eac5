"""No commit carries a package index's address or a path of the machine it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(r"--(?:extra-)?index-url|--find-links|file:///|/root/|/home/\w+/")
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("git is missing, or this is not a checkout")
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_no_tracked_text_names_an_index_or_this_machine() -> None:
    for path in tracked():
        if path.suffix in {".py", ".toml", ".md", ".lock", ".html", ".csv", ""} and path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8", errors="ignore") if path.is_file() else ""
            found = [m.group() for m in FORBIDDEN.finditer(text) if path.name != "Makefile"]
            assert not found, path.name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_every_locked_version_carries_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
