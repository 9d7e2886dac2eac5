"""`make bench`: every benchmark once, a table on the screen, and bench.json for a program to read."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import kernel, serving

COLUMNS = ("name", "ours_s", "peer", "peer_s", "ratio", "equal")


def main() -> int:
    """Run, print and keep; 1 when any cell or chance differed from its peer's."""
    rows = [*kernel.run(), *serving.run()]
    Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    Console().print(_table(rows))
    print(f"Peak memory of this process {_peak_mib():,.0f} MiB")
    return 0 if all(row["equal"] in (True, None) for row in rows) else 1


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(*COLUMNS)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in COLUMNS))
    return table


def _cell(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "not compared" if value is None else str(value)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
