"""`python -m features.docs` writes docs/indicators.md from the catalogue; `--check` fails when the page is stale."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from features.cli import in_words
from features.indicator import Indicator
from features.indicators import CATALOGUE, FILES
from features.measures import MEASURES
from features.sources import SOURCES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"
HEAD = """# Indicators

Made from `features/indicators/` by `python -m features.docs`; do not edit by hand. `reachable features explain NAME`
prints one of them, `reachable features list --json` all of them for a program.

A record counts as of D when it had happened before D, was known to the partnership before D and had not been superseded
before D. A window of w days holds what happened on or after D − w; no window means all of the past. Where no roles or
codes are named, any counts; where no statuses are named, all but `cancelled` and `diverted`. Where no record counts the
value is 0, and null for `days_since`.

Direction is what a larger value does to the chance of a target; an indicator that names no direction for a target is
not an input of it. No record of the young person as a victim, none of exploitation and none of harm at home is an input
of `involved`. An indicator says what was recorded; none of them says that it causes harm.
"""
COLUMNS = ("Indicator", "Measure", "Of the records", "Direction", "Reason and question", "Source")


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, _measures(), *(_file(name, ones) for name, ones in FILES.items()), _sources()]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is stale (1)."""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/indicators.md is stale: run `python -m features.docs` and commit the page", file=sys.stderr)
    return 1


def _measures() -> str:
    lines = [f"| `{name}` | {measure.meaning} |" for name, measure in MEASURES.items()]
    return "\n".join(("## Measures", "", "| Measure | Is |", "|---|---|", *lines, ""))


def _file(name: str, indicators: tuple[Indicator, ...]) -> str:
    themes = groupby(sorted(indicators, key=lambda one: one.theme), key=lambda one: one.theme)
    return "\n".join((f"## {name}.py", "", *(_theme(theme, list(ones)) for theme, ones in themes)))


def _theme(theme: str, indicators: list[Indicator]) -> str:
    head = (_line(COLUMNS), "|---" * len(COLUMNS) + "|")
    return "\n".join((f"### {theme}", "", *head, *map(_entry, indicators), ""))


def _entry(one: Indicator) -> str:
    said = f"“{one.reason}” {one.ask}"
    return _line((f"`{one.name}`", _measure(one), _records(one), in_words(one.direction), said, one.source))


def _measure(one: Indicator) -> str:
    parts = [one.measure, f"of {one.column}" if one.column else ""]
    parts += [f"{one.window} days" if one.window else "", f"half-life {one.half_life} days" if one.half_life else ""]
    return ", ".join(part for part in parts if part)


def _records(one: Indicator) -> str:
    parts = {"kinds": one.kinds, "roles": one.roles, "statuses": one.statuses, "codes": one.codes}
    return "; ".join(f"{name}: {', '.join(words)}" for name, words in parts.items() if words)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sources() -> str:
    cited = {one.source for one in CATALOGUE.indicators}
    lines = [f"| {source} | {supports} |" for source, supports in SOURCES.items() if source in cited]
    return "\n".join(("## Sources", "", "| Source | Read there |", "|---|---|", *lines, ""))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
