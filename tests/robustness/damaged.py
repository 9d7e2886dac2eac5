"""`python -m tests.robustness.damaged 5000`: damaged extracts over every connector. Each is refused clearly, whole or
by row; no fault of ours, no word of a row in a message or a log, and the store is the one before or a whole new one."""

from __future__ import annotations

import gc
import io
import logging
import os
import random
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa

from records.check import findings
from records.ingest import ingest
from records.refusal import Refused, WrongUse
from records.swap import current
from tests.robustness.sound import sound
from tests.robustness.spoils import BY_ENDING, SECRET

FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)
TOLD_EVERY = 100


class Trial:
    """Sound extracts, a store for each that has taken it in once, and what came of the damage."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.extracts, self.log = folder, sound(folder), io.StringIO()
        logging.getLogger().addHandler(logging.StreamHandler(self.log))
        for name, places in self.extracts.items():
            for place in places:
                ingest([self.source(name, place)], self.store(place), FIRST)

    def store(self, extract: Path, kind: str = "before") -> Path:
        """Where the extract's store stands: `before` the damage, or the copy that the damage meets."""
        return self.folder / kind / extract.relative_to(self.folder)

    def source(self, name: str, place: Path) -> str:
        """The SOURCE of an extract that stands at `place`."""
        if name.startswith("mapped"):
            return f"mapped:{place / 'mapping.toml'}"
        return f"annex_a:{place / 'annex_a.xlsx'}" if "workbook" in name else f"{name}:{place}"

    def one(self, number: int) -> str:
        """Damages one file of one connector's extract, takes it in, and says what came of it. Raises what is wrong."""
        chance, names = random.Random(number), sorted(self.extracts)
        name = names[number % len(names)]
        places = self.extracts[name]
        place = places[number // len(names) % len(places)]
        spoilt, store = self.folder / "spoilt", self.store(place, "store")
        shutil.rmtree(spoilt, ignore_errors=True)
        shutil.copytree(place, spoilt)
        what = _damage(spoilt, chance)
        if not store.exists():  # no file of a store is written twice: a link is as good as a copy
            shutil.copytree(self.store(place), store, copy_function=os.link)
        return self._taken_in(name, store, spoilt, f"{number}: {name}, {what}")

    def _taken_in(self, name: str, store: Path, spoilt: Path, case: str) -> str:
        before = current(store)
        try:
            result = ingest([self.source(name, spoilt)], store, SECOND)
            said = " ".join(f"{one.file} {one.column} {one.reason}" for one in result.refused)
            said += " ".join(check.found for check in result.checks)
            outcome = "by row" if result.refused else "taken in"
        except (Refused, WrongUse) as refusal:
            said, outcome = str(refusal), "whole"
            assert said, f"{case}: nothing said"
            assert current(store) == before, f"{case}: the store changed"
        except Exception as fault:
            raise AssertionError(f"{case}: a fault of ours, {type(fault).__name__}: {fault}") from fault
        if ".toml" not in case:  # a mapping's own keys are named to whoever wrote it: they are about nobody
            assert SECRET not in said, f"{case}: a word of a row was told"
        assert SECRET not in self.log.getvalue(), f"{case}: a word of a row was logged"
        assert not (store / "snapshots" / ".writing").exists(), f"{case}: half written"
        if outcome != "whole":
            assert findings(store), case
            shutil.rmtree(store)
        return outcome


def main(times: int, first: int = 0) -> tuple[Counter[str], list[str]]:
    """How many of `times` damaged extracts were refused whole, refused by row, or taken in as they were; and what was
    wrong with any."""
    found, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        trial = Trial(Path(folder))
        for number in range(first, first + times):
            try:
                found[trial.one(number)] += 1
            except AssertionError as fault:
                wrong.append(str(fault))
                print(fault, file=sys.stderr, flush=True)
                shutil.rmtree(trial.folder / "store", ignore_errors=True)
            if (number + 1 - first) % TOLD_EVERY == 0:
                print(f"up to {number}: {told(found, wrong)}", file=sys.stderr, flush=True)
    return found, wrong


def told(found: Counter[str], wrong: list[str]) -> str:
    """One line of outcomes, with how often something was wrong."""
    return ", ".join(f"{outcome} {times}" for outcome, times in sorted(found.items())) + f"; {len(wrong)} wrong"


def _damage(folder: Path, chance: random.Random) -> str:
    file = chance.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
    if chance.random() < 0.03:
        file.unlink()
        what = chance.choice(("missing", "folder", "link to nowhere"))
        if what == "folder":
            file.mkdir()
        if what == "link to nowhere":
            file.symlink_to(folder / "nowhere")
        return f"{file.name} {what}"
    done = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        spoil = chance.choice(BY_ENDING[file.suffix])
        file.write_bytes(spoil(file.read_bytes(), chance))
        done.append(spoil.__name__)
    return f"{file.name} {' and '.join(done)}"


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    began = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    pa.set_cpu_count(1)  # tables this small gain nothing from threads
    gc.freeze()
    gc.set_threshold(100_000)
    outcomes, faults = main(asked, began)
    print(told(outcomes, faults))
    sys.exit(bool(faults))
