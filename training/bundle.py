"""The bundle: everything that is served, in plain text and JSON, each part with its sha256. No pickle.

Hashes are checked before a single byte is parsed, because a damaged model file may crash the process or score
differently in silence. The bundle's own sha256 is that of its manifest, and the manifest names every part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from features.catalogue import Catalogue, from_declarations
from records.refusal import Refused
from training.bands import Band, Bands
from training.boosting import Boosted
from training.calibration import Calibration, Floats
from training.cohort import CohortRule
from training.outcome import Outcome
from training.points import PointsScore
from training.split import Split
from training.written import canonical, rule_from, split_from

SCHEMA = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
SCORERS: dict[str, tuple[str, Callable[[str], Scorer]]] = {
    "boosted": ("model.txt", Boosted.from_text),
    "points": ("points.json", PointsScore.from_text),
}


class Scorer(Protocol):
    """What ranks: raw margins, and what each input added to them."""

    @property
    def text(self) -> str:
        """The whole scorer as text."""

    def margins(self, rows: Floats) -> Floats:
        """[n, inputs] with NaN for null → [n] log-odds."""

    def contributions(self, rows: Floats) -> Floats:
        """[n, inputs] → [n, inputs + 1], the last column the base; each row sums to its margin."""


@dataclass(frozen=True)
class Bundle:
    """A model as it is served and audited. `inputs` is the order of the columns: the catalogue's, then `age`.

    `evidence` holds data, code and catalogue hashes, counts, metrics with 95% intervals, baselines and the bar."""

    name: str
    target: str
    form: Literal["boosted", "points"]
    inputs: tuple[str, ...]
    catalogue: Catalogue
    scorer: Scorer
    calibration: Calibration
    bands: Bands
    outcome: Outcome | None
    cohort: CohortRule | None
    dates: Split
    policy: dict[str, Any]
    evidence: dict[str, Any]
    sha256: str = ""

    def margins(self, rows: Floats) -> Floats:
        """Raw log-odds [n] of rows [n, inputs], NaN for null."""
        return self.scorer.margins(self._checked(rows))

    def chances(self, rows: Floats) -> Floats:
        """Calibrated chances [n] between 0 and 1."""
        return self.calibration.chances(self.margins(rows))

    def contributions(self, rows: Floats) -> Floats:
        """[n, inputs + 1] log-odds of the raw margin, last column the base; a row's sum is its margin."""
        return self.scorer.contributions(self._checked(rows))

    def band_of(self, margin: float) -> Band:
        """The band of one raw margin, by the thresholds frozen at capacity."""
        return self.bands.band_of(margin)

    def observed_range(self, margin: float) -> tuple[float, float]:
        """The 95% interval of what was observed at that score in calibration."""
        return self.calibration.observed_range(margin)

    def _checked(self, rows: Floats) -> Floats:
        given = np.ascontiguousarray(rows, dtype=np.float64)
        if given.ndim != 2 or given.shape[1] != len(self.inputs):
            raise Refused(
                f"rows must have {len(self.inputs)} columns in the order of the bundle's inputs; got {given.shape}"
            )
        return given


def write_bundle(bundle: Bundle, folder: Path) -> str:
    """Write the bundle's parts into a new or empty folder; returns the bundle's sha256."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"a bundle needs an empty folder of its own; {folder.name} holds other files")
    parts = _parts(bundle)
    manifest = canonical({"schema": SCHEMA, "parts": {name: _sha(body) for name, body in parts.items()}})
    sealed = {**parts, MANIFEST: manifest, SEAL: f"{_sha(manifest)}\n".encode()}
    for name, body in sealed.items():
        (folder / name).write_bytes(body)
    return _sha(manifest)


def read_bundle(folder: Path, expected_sha256: str | None = None) -> Bundle:
    """The bundle in `folder`, its hashes checked before anything is parsed; Refused where a byte differs."""
    files = _files(folder)
    manifest = files.pop(MANIFEST)
    sha = _sha(manifest)
    if files.pop(SEAL) != f"{sha}\n".encode():
        raise Refused(f"the bundle is damaged: {MANIFEST} does not have the hash in {SEAL}")
    if expected_sha256 is not None and sha != expected_sha256:
        raise Refused("this is another bundle than the one asked for: its sha256 differs from the expected one")
    _check_parts(json.loads(manifest)["parts"], files)
    try:
        return replace(_bundle({name: body.decode("utf-8") for name, body in files.items()}), sha256=sha)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"the bundle is whole but was written by another version: {type(error).__name__}") from error


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise Refused("a bundle must be a folder; there is none at the path given")
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    missing = {MANIFEST, SEAL} - files.keys()
    if missing:
        raise Refused(f"the bundle is not whole: {', '.join(sorted(missing))} is missing")
    return files


def _check_parts(named: dict[str, str], files: dict[str, bytes]) -> None:
    if named.keys() != files.keys():
        raise Refused(
            f"the bundle must hold {', '.join(sorted(named))} and nothing else; it holds {', '.join(sorted(files))}"
        )
    damaged = [name for name, body in files.items() if _sha(body) != named[name]]
    if damaged:
        raise Refused(f"the bundle is damaged: {', '.join(damaged)} differs from the hash in {MANIFEST}")


def _parts(bundle: Bundle) -> dict[str, bytes]:
    declaration = {
        **{name: getattr(bundle, name) for name in ("name", "target", "form", "inputs", "policy")},
        "catalogue": {"name": bundle.catalogue.name, "indicators": bundle.catalogue.declarations()},
        "outcome": asdict(bundle.outcome) if bundle.outcome else None,
        "cohort": asdict(bundle.cohort) if bundle.cohort else None,
        "dates": asdict(bundle.dates),
    }
    return {
        SCORERS[bundle.form][0]: bundle.scorer.text.encode(),
        "declaration.json": canonical(declaration),
        "calibration.json": canonical(asdict(bundle.calibration)),
        "bands.json": canonical(asdict(bundle.bands)),
        "evidence.json": canonical(bundle.evidence),
    }


def _bundle(parts: dict[str, str]) -> Bundle:
    said = json.loads(parts["declaration.json"])
    file, reader = SCORERS[said["form"]]
    return Bundle(
        **{name: said[name] for name in ("name", "target", "form", "policy")},
        inputs=tuple(said["inputs"]),
        catalogue=from_declarations(said["catalogue"]["name"], said["catalogue"]["indicators"]),
        scorer=reader(parts[file]),
        calibration=Calibration.from_json(json.loads(parts["calibration.json"])),
        bands=Bands(**json.loads(parts["bands.json"])),
        outcome=rule_from(Outcome, said["outcome"]),
        cohort=rule_from(CohortRule, said["cohort"]),
        dates=split_from(said["dates"]),
        evidence=json.loads(parts["evidence.json"]),
    )


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
