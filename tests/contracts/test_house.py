"""The house keeps its sizes and its types: a newcomer can read any file in one sitting (shared design, style)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("records", "features", "training", "audits", "serving", "benchmarks")
CODE = sorted([*ROOT.glob("*.py"), *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
MEDIAN_FUNCTION, NINTH_DECILE = 8, 25


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def is_typed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    named = [a for a in function.args.args + function.args.kwonlyargs if a.arg not in ("self", "cls")]
    return function.returns is not None and all(a.annotation for a in named)


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_opens_by_saying_what_it_decides(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert len(doc.splitlines()) <= 7


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_are_short_and_public_ones_typed_and_described(path: Path) -> None:
    for function in functions(path):
        assert length(function) <= LONGEST_FUNCTION, function.name
        assert function.name.startswith("_") or is_typed(function), function.name


def test_functions_are_short_as_a_whole() -> None:
    sizes = sorted(length(f) for path in CODE for f in functions(path))
    assert sizes[len(sizes) // 2] < MEDIAN_FUNCTION
    assert sizes[int(0.9 * len(sizes))] < NINTH_DECILE


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_unpickles(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    imported |= {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert imported.isdisjoint({"pickle", "joblib", "cloudpickle", "dill", "marshal", "shelve"})


def test_no_catch_all_module() -> None:
    names = {path.stem for path in CODE}
    assert names.isdisjoint({"utils", "util", "common", "helpers", "misc", "base", "core"})
