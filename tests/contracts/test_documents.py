"""A link in the documents leads somewhere, decision notes are short, and every dependency says why it is here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")
COMMAND = re.compile(r"`(python -m tests\.[\w.]+)")  # as a module of the tests says how it is run
LONGEST_NOTE = 40
OBVIOUS = {"pandas", "numpy", "jinja2", "pytest", "ruff", "mypy", "httpx", "duckdb", "playwright"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


@pytest.mark.parametrize("note", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda p: p.name)
def test_a_decision_note_is_short(note: Path) -> None:
    assert note.read_text(encoding="utf-8").count("\n") < LONGEST_NOTE


def test_every_command_of_the_tests_is_named_in_a_document() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    commands = {said for file in (ROOT / "tests").rglob("*.py") for said in COMMAND.findall(file.read_text("utf-8"))}
    assert commands
    assert sorted(said for said in commands if said not in told) == []


def test_a_dependency_says_why_it_is_here() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    declared = [line for line in lines if re.match(r'    "[a-z]', line) and not line.startswith('    "*')]
    assert declared
    for line in declared:
        name = line.strip(' "').partition('"')[0]
        assert "#" in line or re.split(r"[^A-Za-z0-9_-]", name)[0] in OBVIOUS, line


def test_the_readme_says_what_it_must_on_its_first_screen() -> None:
    screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:26])
    told = ("**For**", "**Never for**", "**Not yet shown to work for children in England.**", "make demo", "make test")
    assert all(words in screen for words in told)
