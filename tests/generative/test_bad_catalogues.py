"""Whatever is wrong with a catalogue file: a clear refusal and exit code 2 or 3, or a catalogue that was tried; never a
fault of ours, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from features import properties
from reachable import run

EXAMPLE = Path(properties.__file__).parents[1] / "examples" / "catalogue" / "own.toml"
LINES = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
KEYS = sorted({line.partition(" = ")[0] for line in LINES if " = " in line})
VALUES = (
    '""',
    '" "',
    "0",
    "-1",
    "1",
    "365.0",
    "nan",
    "-inf",
    "true",
    "[]",
    "[[]]",
    "[1]",
    '[""]',
    '["x"]',
    "{}",
    "{a = 1}",
)
VALUES += ('"harmd"', '{harmd = "raises"}', '{harmed = "rises"}', "{harmed = 1}", '{involved = "raises"}', '["victim"]')
VALUES += (
    "9" * 30,
    "9" * 5000,
    "1e400",
    "2024-13-45",
    "2024-06-01",
    "07:99",
    '"{value}"',
    '"{value:d}"',
    '"{0}"',
    '"{"',
)
VALUES += (
    '"neighbours"',
    '"together"',
    '"nearing"',
    '"covered"',
    '"rise"',
    '"open_now"',
    '"harm"',
    '"domain"',
    '"amount"',
)
VALUES += (
    '"a\\u0000b"',
    '"\\u202e"',
    '"\\ud800"',
    '"""',
    "'",
    "[",
    "[" * 2000,
    "{" * 2000,
    "#",
    "=",
    '"' + "x" * 5000 + '"',
)
VALUES += (
    '["violence", "violence"]',
    '["harmed_by"]',
    '["sibling"]',
    '["cancelled"]',
    "36525",
    "36526",
    '"1999"',
    '"person_id"',
)
LINE = st.sampled_from(range(len(LINES)))
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))


def with_value(place: int, value: str) -> str:
    key = LINES[place].partition(" = ")[0]
    return joined({place: f"{key} = {value}"})


def with_key(place: int, key: str) -> str:
    return joined({place: f"{key} = {LINES[place].partition(' = ')[2]}"})


def with_line(place: int, line: str) -> str:
    return joined({place: f"{LINES[place]}\n{line}"})


def joined(changed: dict[int, str]) -> str:
    return "\n".join(changed.get(place, line) for place, line in enumerate(LINES)) + "\n"


keys, values = st.sampled_from((*KEYS, "weight", "", "a.b", '"a b"', "[indicator]")), st.sampled_from(VALUES)
SPOILT: dict[str, tuple[int, SearchStrategy[str]]] = {
    "a value": (70, st.builds(with_value, LINE, values)),
    "a key": (25, st.builds(with_key, LINE, keys)),
    "a line more": (35, st.builds(with_line, LINE, st.builds("{} = {}".format, keys, values))),
    "a line gone": (15, LINE.map(lambda place: joined({place: ""}))),
    "a line twice": (10, LINE.map(lambda place: with_line(place, LINES[place]))),
    "cut short": (15, st.integers(0, len(joined({}))).map(lambda end: joined({})[:end])),
    "any text": (15, st.text(st.characters(exclude_categories=["Cs"]), max_size=60)),
    "text in a line": (15, st.builds(with_line, LINE, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))),
}


@pytest.fixture(autouse=True)
def few_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is how a file is read; that each property can fail is asked elsewhere."""
    monkeypatch.setattr(properties, "LEAST_HISTORIES", 1)
    monkeypatch.setattr(properties, "MORE_HISTORIES", 1)


@pytest.mark.parametrize("sort", SPOILT)
def test_a_spoilt_catalogue_is_refused_or_tried(sort: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tries, texts = SPOILT[sort]
    codes = set()

    @settings(SETTINGS, max_examples=tries)
    @given(text=texts)
    def hold(text: str) -> None:
        (tmp_path / "c.toml").write_bytes(text.encode())
        codes.add(told(tmp_path / "c.toml", capsys))

    hold()
    assert 3 in codes


@settings(SETTINGS, max_examples=15)
@given(before=st.integers(0, len(joined({}))), content=st.binary(min_size=1, max_size=20))
def test_bytes_that_are_no_text_are_refused_or_tried(before: int, content: bytes, tmp_path_factory, capsys) -> None:
    file = tmp_path_factory.mktemp("bytes") / "c.toml"
    whole = joined({}).encode()
    file.write_bytes(whole[:before] + content + whole[before:])
    told(file, capsys)


def test_the_file_that_is_spoilt_is_a_good_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.toml").write_text(joined({}), encoding="utf-8")
    assert run(["features", "list", "--catalogue", str(tmp_path / "c.toml")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6


@pytest.mark.parametrize("place", ["missing", "folder", "broken link"])
def test_what_is_not_a_file_is_wrong_use(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.toml"
    if place == "folder":
        path.mkdir()
    if place == "broken link":
        path.symlink_to(tmp_path / "nowhere")
    assert told(path, capsys) == 2


def told(file: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """The exit code of `features test`; where it is not 0, what must be is said on standard error, and where it is
    nothing but which kinds no connector makes."""
    code = run(["features", "test", str(file)])
    said = capsys.readouterr()
    assert code in (0, 2, 3), said.err
    assert "Traceback" not in said.err + said.out
    complaints = [
        line for line in said.err.splitlines() if not line.startswith("Kinds that no connector of ours makes")
    ]
    assert bool(complaints) == (code != 0)
    return code
