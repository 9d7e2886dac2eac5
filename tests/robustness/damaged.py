"""`python -m tests.robustness.damaged 5000`: damaged extracts over every connector. Each is refused clearly, whole or
by row; no fault of ours, no word of a row in a message or a log, and the store is the one before or a whole new one."""

from __future__ import annotations

import io
import logging
import random
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl

from records.check import findings
from records.connectors import CONNECTORS
from records.county import write_county
from records.ingest import ingest
from records.refusal import Refused, WrongUse
from records.swap import current
from tests.robustness.spoils import BY_ENDING, SECRET

FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)
PEOPLE = 200
LONGEST = 60  # lines of a file: what is wrong with a long one is wrong with a short one
HELD_WHOLE = ("people", "pupils", "person")
FOLDER_OF = {"ssd": "social_care", "school_exclusions": "school", "navigator": "health"}
LOOKED_AFTER = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n566910,2,27/03/2008,WROM,D051910639385,,\n"
    "510000,1,12/03/2009,WBRI,,,\n",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "566910,15/02/2021,S,C2,N3,U1,PR0,14/08/2022,X1,CLOSE,,,4244474\n"
    "566910,14/08/2022,L,C2,N3,U1,PR0,,,,,,4244474\n510000,15/02/2022,S,E1,N1,U4,PR1,,,,,,\n",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END\n510000,12/03/2009,M,13/11/2022,25/11/2022\n",
    "oc2": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n566910,27/03/2008,9,,1,0,0,0,0,1,0,0\n",
}
MAPPING = """
feed = "clubs"
agency = "clubs"
[kinds.club]
label = "Comes to a club"
may_discuss = "with_the_young_person"
spell = true
[people]
file = "people.csv"
person = "id"
born_on = "born"
[[events]]
table = "visits"
file = "visits.csv"
id = "visit"
person = "id"
kind = "club"
happened_on = "came"
known_on = "noted"
ended_on = "left"
code = "what"
our_flag = "ours"
"""
VISITS = "visit,id,came,noted,left,what,ours\n" + "".join(
    f"V{n},M{n % 5},2024-0{n % 9 + 1}-11,2024-0{n % 9 + 1}-12,,boxing,{n % 2}\n" for n in range(20)
)


def sound(folder: Path) -> dict[str, Path]:
    """A sound extract of every connector, by its name; Annex A also as a workbook, and a mapped feed."""
    write_county(PEOPLE, 7, folder / "county")
    found = {name: folder / "county" / FOLDER_OF.get(name, name) for name in CONNECTORS}
    found["ssda903"] = _written(folder / "ssda903", LOOKED_AFTER)
    people = "id,born\n" + "".join(f"M{n},2009-05-0{n + 1}\n" for n in range(5))
    found["mapped"] = _written(folder / "mapped", {"people": people, "visits": VISITS})
    (folder / "mapped" / "clubs.toml").write_text(MAPPING, encoding="utf-8")
    found["annex_a as a workbook"] = _workbook(found["annex_a"], folder / "workbook")
    for file in (folder / "county").rglob("*.csv"):
        if not any(word in file.stem for word in HELD_WHOLE):
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join(lines[:LONGEST]), encoding="utf-8")
    return found


class Trial:
    """Sound extracts, a store for each connector that has taken its extract in once, and what came of the damage."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.extracts, self.log = folder, sound(folder), io.StringIO()
        logging.getLogger().addHandler(logging.StreamHandler(self.log))
        for name in self.extracts:
            ingest([self.source(name, self.extracts[name])], self.store(name), FIRST)

    def store(self, name: str, kind: str = "before") -> Path:
        """Where the connector's store stands: `before` the damage, or the copy that the damage meets."""
        return self.folder / kind / name

    def source(self, name: str, place: Path) -> str:
        """The SOURCE of an extract that stands at `place`."""
        if name == "mapped":
            return f"mapped:{place / 'clubs.toml'}"
        return f"annex_a:{place / 'annex_a.xlsx'}" if "workbook" in name else f"{name}:{place}"

    def one(self, number: int) -> str:
        """Damages one file of one connector's extract, takes it in, and says what came of it. Raises what is wrong."""
        chance = random.Random(number)
        name = sorted(self.extracts)[number % len(self.extracts)]
        spoilt, store = self.folder / "spoilt", self.store(name, "store")
        shutil.rmtree(spoilt, ignore_errors=True)
        shutil.copytree(self.extracts[name], spoilt)
        what = _damage(spoilt, chance)
        if not store.exists():
            shutil.copytree(self.store(name), store)
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
        assert SECRET not in said + self.log.getvalue(), f"{case}: a word of a row was told"
        assert not (store / "snapshots" / ".writing").exists() or outcome == "whole", f"{case}: half written"
        if outcome != "whole":
            assert findings(store), case
            shutil.rmtree(store)
        return outcome


def main(times: int, first: int = 0) -> Counter[str]:
    """How many of `times` damaged extracts were refused whole, refused by row, or taken in as they were."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        trial = Trial(Path(folder))
        return Counter(trial.one(number) for number in range(first, first + times))


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


def _written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _workbook(lists: Path, folder: Path) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for file in sorted(lists.glob("list_*.csv")):
        sheet = book.create_sheet(file.stem.replace("_", " "))
        for line in file.read_text(encoding="utf-8").splitlines():
            sheet.append([word.strip('"') for word in line.split(",")])
    book.save(folder / "annex_a.xlsx")
    return folder


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    began = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    print(", ".join(f"{outcome} {times}" for outcome, times in sorted(main(asked, began).items())))
