"""What England publishes, read from its own sheets: the figures to which the made-up county is held.

`figures.csv` says for each figure where it stands and how near the county must come; it holds no value itself.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from records.refusal import Refused

CHILDREN = "children"  # a denominator of its own sheet
POPULATION = ("ons_mid-year_population_estimates_2012_to_2024.csv", "geographic_level=National;time_period=2024")
# How far the county may stand from England: a share of the published figure, then points, of which the first is
# always allowed for rounding and the larger of share and rounding holds up to the second. The sampling error of the
# county measured (40,000 pupils, about 350 of them with serious violence) is up to 5 points for the groups sanctioned,
# and as much again is left to what a model of this size leaves out. Set before the county was fitted.
TOLERANCES = {
    "everyone": (0.25, 0.5, 10.0),
    "sanctioned": (0.4, 3.0, 10.0),
    "age": (0.4, 3.0, 5.0),
    "order": (0.4, 3.0, 12.0),
    "year": (0.35, 0.3, 10.0),
    "rate": (0.25, 0.5, 500.0),
    "factor": (0.35, 1.0, 10.0),
    "group": (0.25, 1.0, 5.0),
}


@dataclass(frozen=True)
class Published:
    """One published figure: what it `says`, its `sheet`, `value` and `unit`, how far the county may be off, and
    where the county is known not to fit, why (`unheld`)."""

    name: str
    says: str
    sheet: str
    value: float
    unit: str
    tolerance: float
    unheld: str


def published(folder: Path) -> tuple[Published, ...]:
    """Every figure of `figures.csv`, read from the sheets in `folder` (../shared/data/uk).

    Raises `Refused` where a sheet or its row is missing.
    """
    listed = resources.files("records.county").joinpath("figures.csv").read_text(encoding="utf-8")
    return tuple(_figure(row, folder) for row in csv.DictReader(listed.splitlines()))


def _figure(row: dict[str, str], folder: Path) -> Published:
    found = _row(folder / row["sheet"], row["where"])
    value = _number(found[row["column"]])
    if row["over"] == CHILDREN:
        value /= _number(_row(folder / POPULATION[0], POPULATION[1])["population_estimate"])
    elif row["over"]:
        value /= _number(found[row["over"]])
    value *= float(row["per"])
    share, least, most = TOLERANCES[row["tolerance"]]
    tolerance = min(most, max(least, share * value))
    return Published(row["figure"], row["says"], row["sheet"], value, row["unit"], tolerance, row["unheld"])


def _row(sheet: Path, where: str) -> dict[str, str]:
    wanted = [condition.split("=", 1) for condition in where.split(";")]
    for row in _rows(sheet):
        if all(row[column] == value for column, value in wanted):
            return row
    raise Refused(f"{sheet.name} must have a row with {where}; give the folder of the published sheets")


@cache
def _rows(sheet: Path) -> list[dict[str, str]]:
    if not sheet.is_file():
        raise Refused(f"the published sheet {sheet.name} is not in its folder; give the folder of the published sheets")
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float:
    """The number that `text` opens with: some sheets print "34118 (1%)"."""
    found = re.match(r"[\d.]+", text)
    if not found:
        raise Refused("a published figure must be a number; the sheet has none there")
    return float(found.group())
