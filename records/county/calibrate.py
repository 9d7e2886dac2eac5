"""`python -m records.county.calibrate SHEETS` holds the county beside England and writes docs/county.md's table.

SHEETS is the folder of published figures. The county here is everybody drawn, known to an agency or not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from records.county.cohort import draw_cohort, measured
from records.county.published import Published, published
from records.county.rates import county_rates

PUPILS, CHILDREN, SEED = 40_000, 20_000, 5


@dataclass(frozen=True)
class Figure:
    """A published figure and the county's own."""

    published: Published
    county: float

    @property
    def fits(self) -> bool:
        """True where the county is within the tolerance set beforehand."""
        return abs(self.county - self.published.value) <= self.published.tolerance


def county_figures(pupils: int = PUPILS, children: int = CHILDREN, seed: int = SEED) -> dict[str, float]:
    """Every figure of the county, by name, from one cohort of `pupils` and one county of `children`."""
    return county_rates(children, seed) | measured(draw_cohort(pupils, seed))


def calibration(folder: Path, county: dict[str, float]) -> tuple[Figure, ...]:
    """Each published figure in `folder` beside the county's."""
    return tuple(Figure(one, county[one.name]) for one in published(folder))


def main(arguments: list[str]) -> int:
    """Prints the table; 1 where a figure that is held no longer fits."""
    figures = calibration(Path(arguments[0]), county_figures())
    print(table(figures))
    return int(any(not figure.fits and not figure.published.unheld for figure in figures))


def table(figures: tuple[Figure, ...]) -> str:
    """Published beside county, as Markdown, each with its sheet."""
    head = "| Figure | Published | County | Tolerance | Fits | Sheet |\n|---|--:|--:|--:|---|---|\n"
    return head + "".join(_row(figure) for figure in figures)


def _row(figure: Figure) -> str:
    one = figure.published
    fits = "yes" if figure.fits else "no"
    return (
        f"| {one.says} | {_shown(one.value)} {one.unit} | {_shown(figure.county)} | {_shown(one.tolerance)} "
        f"| {fits} | {Path(one.sheet).stem} |\n"
    )


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
