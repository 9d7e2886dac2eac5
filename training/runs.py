"""MLflow, and the only module that imports it: one tracked run and one registered version for each bundle.

What an MLflow user loads is the bundle itself (a model from code), so its answer equals the served chance.
Telemetry is off. The service never calls the registry while it answers: it keeps a verified copy.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import numpy as np
import pandas as pd

from records.refusal import Refused, WrongUse
from training.bundle import Bundle, read_bundle, write_bundle
from training.fitting import Slice
from training.plots import draw
from training.written import canonical

with warnings.catch_warnings():  # mlflow warns of its own type hints while it is imported
    warnings.simplefilter("ignore")
    import mlflow
    from mlflow.exceptions import MlflowException
    from mlflow.models import ModelSignature, set_model
    from mlflow.pyfunc import PythonModel
    from mlflow.tracking import MlflowClient
    from mlflow.types import ColSpec, Schema

__all__ = ["BundleModel", "Registered", "fetch_bundle", "find", "log_training", "set_model", "set_stage", "versions"]

EXPERIMENT = "reachable"
HOME = Path("mlruns")
PACKAGES = ("records", "features", "training")
NEEDED = ("lightgbm", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "numba", "scikit-learn", "matplotlib", "shap")
SHA_TAG, TARGET_TAG, FORM_TAG = "bundle_sha256", "target", "form"
LONGEST_PARAMETER = 500  # MLflow's own limit on one value


class BundleModel(PythonModel):
    """The bundle as MLflow's pyfunc: a frame with the bundle's inputs in, the calibrated chance of each row out."""

    bundle: Bundle

    def load_context(self, context: Any) -> None:
        """Reads the bundle that was logged; Refused where it is damaged."""
        self.bundle = read_bundle(Path(context.artifacts["bundle"]))

    def predict(self, context: Any, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> np.ndarray:  # noqa: ARG002
        """[n, inputs] frame with null where there is none → [n] chances."""
        return self.bundle.chances(model_input[list(self.bundle.inputs)].to_numpy(dtype=np.float64, na_value=np.nan))


@dataclass(frozen=True)
class Registered:
    """A registered version, and the sha256 of the bundle it holds."""

    name: str
    version: int
    sha256: str
    target: str
    form: str
    run_id: str
    stage: str | None

    @property
    def ref(self) -> str:
        """NAME:VERSION."""
        return f"{self.name}:{self.version}"


def log_training(bundle: Bundle, test: Slice, lines: list[str]) -> Registered:
    """One run with parameters, metrics, plots and the bundle, and one registered version under the bundle's name.

    `lines` is the account of dates and figures that was printed; it is kept with the run."""
    with _quiet(), tempfile.TemporaryDirectory() as scratch, _run(bundle.name) as run:
        folder = Path(scratch) / "bundle"
        sha = write_bundle(bundle, folder)
        mlflow.log_params(_parameters(bundle))
        mlflow.log_metrics(_metrics(bundle))
        mlflow.set_tags({SHA_TAG: sha, TARGET_TAG: bundle.target, FORM_TAG: bundle.form})
        mlflow.log_text("\n".join(lines) + "\n", "training.txt")
        mlflow.log_text(canonical(bundle.evidence).decode(), "evidence.json")
        for picture in draw(bundle, test, Path(scratch) / "plots"):
            mlflow.log_artifact(str(picture), "plots")
        logged = _log_model(bundle, folder)
        number = int(logged.registered_model_version)
        for key, value in ((SHA_TAG, sha), (TARGET_TAG, bundle.target), (FORM_TAG, bundle.form)):
            _client().set_model_version_tag(bundle.name, str(number), key, value)
        return Registered(bundle.name, number, sha, bundle.target, bundle.form, run.info.run_id, None)


def versions(name: str | None = None) -> list[Registered]:
    """Every registered version (of one model), in order of name and version."""
    query = f"name = '{name}'" if name else None
    if not _is_there():
        return []
    with _quiet():
        found = [_registered(one) for one in _client().search_model_versions(query) if SHA_TAG in one.tags]
    return sorted(found, key=lambda one: (one.name, one.version))


def fetch_bundle(ref: str, dest: Path) -> Path:
    """Copies the bundle of NAME:VERSION into the new folder `dest` and checks it against the registered sha256."""
    one = find(ref)
    with _quiet(), tempfile.TemporaryDirectory() as scratch:
        source = _client().get_model_version_download_uri(one.name, str(one.version))
        local = mlflow.artifacts.download_artifacts(f"{source}/artifacts/bundle", dst_path=scratch)
        read_bundle(Path(local), one.sha256)
        shutil.copytree(local, dest)
    return dest


def find(ref: str) -> Registered:
    """The registered version NAME:VERSION; WrongUse when there is none."""
    name, _, number = ref.rpartition(":")
    if not name or not number.isdigit():
        raise WrongUse("a model is named NAME:VERSION, for example harmed:1")
    if not _is_there():
        raise WrongUse(f"there is no registered model {ref}, nor any other here: train one with `reachable train`")
    try:
        with _quiet():
            return _registered(_client().get_model_version(name, number))
    except MlflowException as error:
        raise WrongUse(f"there is no registered model {ref}; `reachable models list` names them") from error


def set_stage(ref: str, stage: str | None) -> None:
    """Moves the alias `stage` to this version, or takes its aliases away; the ledger, not this, keeps the history."""
    one, client = find(ref), _client()
    with _quiet():
        for alias in client.get_model_version(one.name, str(one.version)).aliases:
            client.delete_registered_model_alias(one.name, alias)
        if stage is not None:
            client.set_registered_model_alias(one.name, stage, str(one.version))


def _registered(one: Any) -> Registered:
    tags = one.tags
    if SHA_TAG not in tags:
        raise Refused(f"{one.name}:{one.version} holds no bundle: it was not registered by `reachable train`")
    aliases = _client().get_registered_model(one.name).aliases
    stage = next((alias for alias, number in sorted(aliases.items()) if int(number) == int(one.version)), None)
    facts = (tags[SHA_TAG], tags.get(TARGET_TAG, one.name), tags.get(FORM_TAG, "boosted"))
    return Registered(one.name, int(one.version), *facts, one.run_id, stage)


def _log_model(bundle: Bundle, folder: Path) -> Any:
    root = Path(__file__).resolve().parent.parent
    return mlflow.pyfunc.log_model(
        name="model",
        python_model=str(Path(__file__).with_name("as_pyfunc.py")),
        artifacts={"bundle": str(folder)},
        code_paths=[str(root / package) for package in PACKAGES],
        signature=ModelSignature(
            inputs=Schema([ColSpec("double", name, required=False) for name in bundle.inputs]),
            outputs=Schema([ColSpec("double")]),
        ),
        pip_requirements=[f"{name}=={installed(name)}" for name in ("mlflow", *NEEDED)],
        registered_model_name=bundle.name,
    )


def _parameters(bundle: Bundle) -> dict[str, str]:
    plain = {"form": bundle.form, "target": bundle.target, "inputs": len(bundle.inputs)}
    hashes = {k: v for k, v in bundle.evidence.items() if isinstance(v, str)}
    catalogue = {"catalogue_fingerprint": bundle.catalogue.fingerprint}
    every = {**plain, **hashes, **catalogue, **bundle.evidence["parameters"]}
    return {key: str(value)[:LONGEST_PARAMETER] for key, value in every.items()}


def _metrics(bundle: Bundle) -> dict[str, float]:
    later = bundle.evidence.get("linked_later") or {}
    shares = {f"linked_later_{name}": found["linked_later"] for name, found in later.items() if found["rows"]}
    tables = {"": bundle.evidence["metrics"], **{f"{k}_": v for k, v in bundle.evidence["baselines"].items()}}
    return shares | {
        f"{prefix}{metric}{'' if part == 'value' else f'_{part}'}": value
        for prefix, figures in tables.items()
        for metric, figure in figures.items()
        for part, value in figure.items()
    }


@contextmanager
def _run(name: str) -> Iterator[Any]:
    client = _client()
    found = client.get_experiment_by_name(EXPERIMENT)
    where = None if os.environ.get("MLFLOW_TRACKING_URI") else (HOME / "artifacts").resolve().as_uri()
    experiment = found.experiment_id if found else client.create_experiment(EXPERIMENT, artifact_location=where)
    with mlflow.start_run(experiment_id=experiment, run_name=name) as run:
        yield run


def _is_there() -> bool:
    """Whether there is a registry to read; asking MLflow would make one."""
    return bool(os.environ.get("MLFLOW_TRACKING_URI")) or (HOME / "mlflow.db").is_file()


def _client() -> MlflowClient:
    given = os.environ.get("MLFLOW_TRACKING_URI")
    if not given:
        HOME.mkdir(exist_ok=True)
    mlflow.set_tracking_uri(given or f"sqlite:///{HOME.resolve()}/mlflow.db")  # mlflow keeps stores by their address
    return MlflowClient()


@contextmanager
def _quiet() -> Iterator[None]:
    """MLflow and Alembic tell every step of a new database; none of it is for the user, and errors still rise."""
    loggers = [logging.getLogger(name) for name in ("mlflow", "alembic")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)
