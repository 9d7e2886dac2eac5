"""`make bench`: every benchmark once, a table on the screen, and bench.json for a program to read.

`python -m benchmarks NAME…` runs some of them: memory, files, outsiders, nation, spark, serving.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import files, kernel, nation, on_spark, outsiders, serving
from benchmarks.histories import Size

COLUMNS = ("name", "ours_s", "peer", "peer_s", "ratio", "equal")
FULL = Size(people=100_000)
ALL: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "memory": lambda: kernel.run(FULL),
    "files": lambda: files.run(FULL),
    "outsiders": lambda: outsiders.run(FULL),
    "nation": nation.run,
    "spark": on_spark.run,
    "serving": serving.run,
}


def main(names: list[str]) -> int:
    """Run, print and keep; 1 when any cell or chance differed from its peer's, 2 for a name that is none."""
    if unknown := sorted(set(names) - set(ALL)):
        print(f"must be some of {', '.join(ALL)}; {', '.join(unknown)} is none", file=sys.stderr)
        return 2
    rows = []
    for name in names or ALL:
        print(f"{name} …", flush=True)
        rows += ALL[name]()
        Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    Console().print(_table(rows))
    return 0 if all(row["equal"] in (True, None) for row in rows) else 1


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(*COLUMNS)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in COLUMNS))
    return table


def _cell(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "–" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
