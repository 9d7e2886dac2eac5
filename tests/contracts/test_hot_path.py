"""What answers requests loads no MLflow, no SHAP, no search and no charts, and no module that scores loads pandas
(records does, to read a store that is brought as CSV; LightGBM does by itself)."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"mlflow", "shap", "optuna", "matplotlib", "audits"}
LOADED = "import json, sys; import serving.routes, serving.pages.app; print(json.dumps(sorted(sys.modules)))"


def loaded_by_the_service() -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def imports_pandas(module: str) -> bool:
    file = ROOT / Path(*module.split(".")).with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    named = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return any("pandas" in ast.unparse(node).replace(".", " ").split() for node in named)


def test_nothing_heavy_is_loaded_to_answer_a_request() -> None:
    loaded = loaded_by_the_service()
    assert not HEAVY & loaded
    ours = [name for name in loaded if name.split(".")[0] in ("features", "training", "serving")]
    assert len(ours) > 30
    assert [name for name in ours if imports_pandas(name)] == []
