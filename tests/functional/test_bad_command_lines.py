"""Bad input at the command line: 150 seeded cases end with 2 or 3, a plain sentence, and nothing of what was given.

Files of every unusable sort meet every command that reads one. The planted word stands for a value about a person.
"""

import random
import resource
from pathlib import Path

import pytest

from reachable import run

PLANTED = "Zebedee-Quux"
CASES, SEED = 150, 20260101
FILES = {
    "empty.csv": b"",
    "header.csv": b"label,score,g\n",
    "binary.csv": bytes(range(256)) * 40,
    "latin.csv": f"label,score,g\n1,0.5,caf\xe9 {PLANTED}\n".encode("latin-1"),
    "ragged.csv": f"label,score,g\n1,0.5,{PLANTED}\n1,0.5\n1,0.5,a,b,c\n".encode(),
    "nan.csv": f"label,score,g\n1,NaN,{PLANTED}\n0,inf,b\n".encode(),
    "words.csv": f"label,score,g\n{PLANTED},{PLANTED},{PLANTED}\n".encode(),
    "one_class.csv": b"label,score,g\n" + b"1,0.5,a\n" * 30,
    "wide.csv": f"label,score,g\n1,0.5,{PLANTED * 100_000}\n".encode(),
    "bom.csv": f"\ufeffidentity,{PLANTED}\n1,2\n".encode(),
    "not.parquet": PLANTED.encode(),
    "broken.toml": f"name = [{PLANTED}".encode(),
    "strange.toml": f'name = "{PLANTED}"\nkinds = 7\n'.encode(),
}
COMMANDS = (
    "records ingest police:{} --out {out}",
    "records ingest ssd:{} --out {out}",
    "records ingest ssda903:{} --out {out}",
    "records ingest mapped:{} --out {out}",
    "records ingest school_exclusions:{} --out {out} --received-on 2190-99-99",
    "records check {}",
    "records link {}",
    "records show {} P1",
    "features build {} --as-of 2024-01-01 --out {out}/t.parquet",
    "features build {folder} --as-of yesterday --out {out}/t.parquet",
    "features build {folder} --as-of 2024-01-01 --catalogue {} --out {out}/t.parquet",
    "features build {folder} --as-of 2024-01-01 --outcome {} --out {out}/t.parquet",
    "features build {folder} --as-of 2024-01-01 --cohort {} --out {out}/t.parquet",
    "train {}",
    "train table {} --label label --quick",
    "train table {} --label nowhere --groups g",
    "audit table {} --label label --score score --capacity 5 --groups g --out {out}",
    "audit table {} --label label --score score --threshold nan --groups g --out {out}",
    "audit table {} --label label --score nothing --selected score --capacity 3 --groups g --out {out}",
    "audit harmed:999 {} --out {out}",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bad")
    for name, body in FILES.items():
        (made / name).write_bytes(body)
    for table in ("people", "events"):
        (made / f"{table}.csv").write_bytes(FILES["words.csv"])
    return made


@pytest.mark.parametrize("case", range(CASES))
def test_bad_input_is_refused_in_plain_words(
    case: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REACHABLE_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/mlflow.db")
    draw = random.Random(SEED + case)
    command = COMMANDS[case % len(COMMANDS)]
    given = folder / draw.choice([*FILES, ".", "nowhere.csv"])
    words = [w.format(given, out=tmp_path / "out", folder=folder) for w in command.split()]
    code = run(words)
    told = "".join(capsys.readouterr())
    assert code in (2, 3), (command, given.name, told)
    assert told.strip()
    assert "Traceback" not in told
    assert PLANTED not in told
    assert not list((tmp_path / "out").glob("**/*.parquet"))


def test_what_the_machine_refuses_is_no_fault_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["train", "table", "x" * 3000, "--label", "label"]) == 2
    assert "it can't (File name too long)" in capsys.readouterr().err
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        code = run(["records", "county", "--people", "300", "--out", "county"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert code == 2
    assert "it can't (File too large)" in capsys.readouterr().err
