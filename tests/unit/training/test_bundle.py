"""The bundle: what is written is what is read, contributions add up, and not one byte may differ."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from records.refusal import Refused
from training.bundle import MANIFEST, SEAL, Bundle, read_bundle, write_bundle

PLACES = (0.0, 0.37, 0.99)


@pytest.fixture
def written(bundle: Bundle, tmp_path: Path) -> tuple[Path, str]:
    return tmp_path / "b", write_bundle(bundle, tmp_path / "b")


def test_what_is_read_scores_to_the_last_bit_as_what_was_written(written: tuple, bundle: Bundle, rows: tuple) -> None:
    again = read_bundle(*written)
    assert np.array_equal(again.chances(rows[0]), bundle.chances(rows[0]))
    assert (again.bands, again.calibration, again.outcome, again.cohort, again.dates, again.policy, again.evidence) == (
        (bundle.bands, bundle.calibration, bundle.outcome, bundle.cohort, bundle.dates, bundle.policy, bundle.evidence)
    )
    assert again.catalogue == bundle.catalogue
    assert again.sha256 == written[1]


def test_the_same_bundle_is_the_same_bytes(bundle: Bundle, written: tuple, tmp_path: Path) -> None:
    assert write_bundle(read_bundle(written[0]), tmp_path / "again") == written[1]
    assert write_bundle(bundle, tmp_path / "third") == written[1]


def test_contributions_sum_to_the_margin(bundle: Bundle, rows: tuple) -> None:
    added = bundle.contributions(rows[0])
    assert added.shape == (2000, len(bundle.inputs) + 1)
    assert np.abs(added.sum(axis=1) - bundle.margins(rows[0])).max() < 1e-9
    assert np.ptp(added[:, -1]) < 1e-12


def test_every_part_is_refused_with_a_byte_flipped_or_cut(written: tuple, bundle: Bundle) -> None:
    folder, sha = written
    for part in sorted(folder.iterdir()):
        whole = part.read_bytes()
        damaged = [whole[: len(whole) // 2], b"", whole + b" "]
        for place in (int(share * len(whole)) for share in PLACES):
            damaged.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        for bytes_ in damaged:
            part.write_bytes(bytes_)
            with pytest.raises(Refused):
                read_bundle(folder)
            with pytest.raises(Refused):
                read_bundle(folder, sha)
        part.write_bytes(whole)
    read_bundle(folder, sha)


def test_a_part_missing_or_too_many_is_refused(written: tuple) -> None:
    folder, _ = written
    (folder / "extra.json").write_text("{}")
    with pytest.raises(Refused, match="nothing else"):
        read_bundle(folder)
    (folder / "extra.json").unlink()
    for name in ("bands.json", MANIFEST, SEAL):
        kept = (folder / name).read_bytes()
        (folder / name).unlink()
        with pytest.raises(Refused):
            read_bundle(folder)
        (folder / name).write_bytes(kept)
    with pytest.raises(Refused):
        read_bundle(folder / "nowhere")


def test_another_whole_bundle_is_not_the_one_asked_for(written: tuple) -> None:
    with pytest.raises(Refused, match="another bundle"):
        read_bundle(written[0], "0" * 64)


def test_a_resealed_bundle_that_makes_no_sense_is_refused(written: tuple) -> None:
    from hashlib import sha256

    folder, _ = written
    (folder / "declaration.json").write_text("[]")
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["parts"]["declaration.json"] = sha256(b"[]").hexdigest()
    body = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(body)
    (folder / SEAL).write_text(f"{sha256(body).hexdigest()}\n")
    with pytest.raises(Refused, match="another version"):
        read_bundle(folder)


def test_rows_of_another_width_are_refused(bundle: Bundle) -> None:
    with pytest.raises(Refused, match="6 columns"):
        bundle.chances(np.zeros((1, 5)))


def test_a_folder_with_files_is_not_written_over(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(Refused, match="empty folder"):
        write_bundle(bundle, tmp_path)
