"""`reachable train` and `features build` on a small county: a points score below the minimum, trees above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reachable import run
from records.county import write_county
from records.ingest import ingest
from records.linkage import link
from training.bundle import Bundle, read_bundle

pytestmark = pytest.mark.xdist_group("train")
POLICY = Path(__file__).resolve().parents[2] / "policy.toml"
FEW = ("bootstraps = 500", "bootstraps = 20")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a linked store of 1,500 young people, two policies, and MLflow's store of its own."""
    where = tmp_path_factory.mktemp("train")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        write_county(1500, 7, where / "raw")
        sources = ("ssd:raw/social_care", "school_exclusions:raw/school", "police:raw/police")
        ingest(list(sources), where / "store", date(2026, 1, 1))
        link(where / "store")
        text = POLICY.read_text(encoding="utf-8").replace(*FEW)
        (where / "many.toml").write_text(text.replace("min_positives = 200", "min_positives = 100000"))
        (where / "few.toml").write_text(text.replace("min_positives = 200", "min_positives = 10"))
        yield where


def trained(name: str, version: int, where: Path) -> Bundle:
    from training.runs import fetch_bundle, find

    ref = f"{name}:{version}"
    return read_bundle(fetch_bundle(ref, where / ref.replace(":", "-")), find(ref).sha256)


def test_both_targets_are_trained_each_with_its_own_inputs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "store", "--quick", "--policy", "few.toml"]) == 0
    told = capsys.readouterr().out
    assert "registered harmed:1" in told
    assert "registered involved:1" in told
    harmed, involved = trained("harmed", 1, home), trained("involved", 1, home)
    assert harmed.form == involved.form == "boosted"
    own_course = {"somerset_cumulative_domains_own_course"}  # the domains without those that speak of being harmed
    assert set(involved.inputs) - own_course < set(harmed.inputs)
    assert harmed.inputs == (*harmed.catalogue.names, "age")
    assert all("victim" not in one.roles for one in involved.catalogue.indicators)
    assert {"data_sha256", "code_sha256", "catalogue_sha256", "metrics", "baselines", "bar"} <= set(harmed.evidence)
    assert {"low", "high", "value"} == set(harmed.evidence["metrics"]["auc"])


def test_below_the_minimum_a_points_score_is_built_twice_the_same(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(["train", "store", "--target", "harmed", "--quick", "--policy", "many.toml"]) == 0
    versions = re.findall(r"registered harmed:(\d+)", capsys.readouterr().out)
    first, second = (trained("harmed", int(version), home) for version in versions)
    assert first.form == "points"
    assert first.sha256 == second.sha256


def test_features_build_writes_the_rows_that_were_asked_for(home: Path) -> None:
    assert (
        run(
            [
                "features",
                "build",
                "store",
                "--monthly",
                "2024-01-01",
                "2024-02-01",
                "--outcome",
                "harmed",
                "--out",
                "t.parquet",
            ]
        )
        == 0
    )
    table = pq.read_table(home / "t.parquet")
    assert table.column_names[:3] == ["person_id", "as_of", "age"]
    assert table.column_names[-1] == "label"
    assert set(table["as_of"].to_pylist()) == {date(2024, 1, 1), date(2024, 2, 1)}
    assert table.schema.field("label").type == pa.bool_()

    chosen = table["person_id"].to_pylist()[:5]
    (home / "people.txt").write_text("\n".join(chosen))
    assert (
        run(["features", "build", "store", "--as-of", "2024-01-01", "--people", "people.txt", "--out", "p.parquet"])
        == 0
    )
    assert pq.read_table(home / "p.parquet")["person_id"].to_pylist() == sorted(set(chosen))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["train", "nowhere"], 2),
        (["train", "store", "--target", "other"], 2),
        (["train", "store", "--test-date", "2025-07-01"], 3),  # its labels are not ripe
        (["train", "store", "--test-date", "yesterday"], 2),
        (["train", "store", "--look-back", "3000"], 3),
        (["train", "table", "nowhere.csv", "--label", "y"], 2),
        (["features", "build", "store", "--out", "x.parquet"], 2),
        (["features", "build", "store", "--as-of", "2010-01-01", "--out", "x.parquet"], 3),
        (["features", "build", "store", "--as-of", "2024-01-01", "--engine", "cray", "--out", "x.parquet"], 2),
    ],
)
def test_wrong_use_and_refusals_end_as_the_contract_says(home: Path, words: list[str], code: int) -> None:
    assert run(words) == code
    assert not (home / "x.parquet").exists()
