"""`python -m features.docs` writes docs/indicators.md and docs/what-counts.md from the catalogue.

`--check` fails when one of them is stale.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from importlib import resources
from itertools import groupby
from pathlib import Path

from features.cli import in_words
from features.indicator import Indicator
from features.indicators import CATALOGUE, FILES
from features.measures import MEASURES
from features.plainly import as_markdown, parts_of
from features.sources import ASSUMPTION, SOURCES

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEAD = """# Indicators

Made from `features/indicators/` by `python -m features.docs`; do not edit by hand. `reachable features explain NAME`
prints one of them, `reachable features list --json` all of them for a program.

A record counts as of D when it had happened before D, was known to the partnership before D and had not been superseded
before D. A window of w days holds what happened on or after D − w; no window means all of the past. Where no roles or
codes are named, any counts (for an input of `involved`, any role but a victim's); where no statuses are named, all but
`cancelled` and `diverted`. Records that our own flag caused count nowhere. Where nothing is recorded the value is 0
(null for `days_since`) if the feeds of the indicator's kinds covered the person for at least half of the window, and
null if they did not: "nothing recorded" and "this feed does not cover this person" are different values.

Direction is what a larger value does to the chance of a target; an indicator that names no direction for a target is
not an input of it. No record of the young person as a victim, none of exploitation, none of harm at home and no
intelligence is an input of `involved`; nothing cancelled or diverted raises. An indicator says what was recorded; none
of them says that it causes harm.

In a reason `{value:long}` says days as a length of time ("7 months"), `{value:ago}` as long ago ("3 years ago") and
`{value:more}` or `{value:higher}` a difference ("2 more than", "355 lower than"). Indicators of one theme are one
reason; a theme that rests on the records of stronger ones alone says so. A source that begins with "our assumption" is
one that nothing we read supports.

`reachable features trace STORE PERSON D NAME` shows which records made a value and why the others did not.
`reachable features test FILE` holds any catalogue to the properties that ours is held to;
[own.toml](../examples/catalogue/own.toml) is an example with every key; a file with `include = "partnership"` holds
ours and its own indicators after them: so can those be opted in that are off by default (`features/opt_in/`). A target
other than `harmed` and `involved` is named first (`targets = ["an outcome of your own"]`), so that a slip is refused.
The same told to a young person: [what-counts.md](what-counts.md). What the field's papers name and which
indicator counts it: [domain-coverage.md](domain-coverage.md).
"""
COLUMNS = ("Indicator", "Measure", "Of the records", "Direction", "Reason and question", "Source")


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, _measures(), *(_file(name, ones) for name, ones in FILES.items()), _uncounted(), _sources()]
    return "\n".join(parts)


def main(arguments: list[str], docs: Path = DOCS) -> int:
    """Write the pages, or with `--check` say which are stale (1)."""
    pages = {"indicators.md": page(), "what-counts.md": as_markdown(parts_of(CATALOGUE))}
    if "--check" not in arguments:
        for name, text in pages.items():
            (docs / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in pages.items() if not _is(docs / name, text)]
    for name in stale:
        print(f"docs/{name} is stale: run `python -m features.docs` and commit the page", file=sys.stderr)
    return 1 if stale else 0


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


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
    parts = [f"{one.measure} ({one.of})" if one.of else one.measure, f"of {one.column}" if one.column else ""]
    parts += [f"{one.window} days" if one.window else "", f"half-life {one.half_life} days" if one.half_life else ""]
    parts += [f"turns {one.age}" if one.age else "", f"index of {one.harm_version}" if one.harm_version else ""]
    return ", ".join(part for part in parts if part)


def _records(one: Indicator) -> str:
    parts = {"kinds": one.kinds, "within 30 days of": one.with_kinds, "links": one.links}
    parts |= {"roles": one.roles, "statuses": one.statuses, "codes": one.codes}
    return "; ".join(f"{name}: {', '.join(words)}" for name, words in parts.items() if words)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def uncounted() -> dict[str, str]:
    """The kinds of record that no indicator counts, and why."""
    text = resources.files("features").joinpath("uncounted.csv").read_text(encoding="utf-8")
    return {row["kind"]: row["why"] for row in csv.DictReader(text.splitlines())}


def _uncounted() -> str:
    lines = [f"| `{kind}` | {why} |" for kind, why in uncounted().items()]
    return "\n".join(("## Kinds of record that no indicator counts", "", "| Kind | Why |", "|---|---|", *lines, ""))


def _sources() -> str:
    cited = {one.source for one in CATALOGUE.indicators}
    told = [(source, one.supports, one.read, one.words) for source, one in SOURCES.items() if source in cited]
    head = (_line(("Source", "Supports", "Read in", "Words that stand there")), "|---|---|---|---|")
    lines = [_line((source, supports, read, words.replace("|", "").strip())) for source, supports, read, words in told]
    assumed = sorted({one.source for one in CATALOGUE.indicators} - set(SOURCES))
    assumptions = ("### Assumptions of ours", "", "No source that we read supports these.", "", *_listed(assumed), "")
    return "\n".join(("## Sources", "", *head, *lines, "", *assumptions))


def _listed(assumed: list[str]) -> list[str]:
    return [f"- {text.removeprefix(ASSUMPTION)}: {_names(text)}" for text in assumed]


def _names(source: str) -> str:
    return ", ".join(f"`{one.name}`" for one in CATALOGUE.indicators if one.source == source)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
