"""`python -m records.county.calibrate SHEETS` holds the county beside England and writes the table of docs/county.md.

SHEETS is the folder of published figures. The county here is everybody drawn, known to an agency or not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from records.county.cohort import draw_cohort, measured
from records.county.published import Published, published
from records.county.rates import county_rates
from records.refusal import Refused, WrongUse

PUPILS, CHILDREN, SEED = 40_000, 20_000, 5
PAGE = Path(__file__).resolve().parents[2] / "docs" / "county.md"
OPENS, CLOSES = "<!-- made by records.county.calibrate -->\n", "<!-- end of what is made -->\n"


@dataclass(frozen=True)
class Figure:
    """A published figure and the county's own."""

    published: Published
    county: float

    @property
    def off(self) -> float:
        """How far the county is from England, in tolerances."""
        return abs(self.county - self.published.value) / self.published.tolerance

    @property
    def fits(self) -> bool:
        """True where the county is within the tolerance."""
        return self.off <= 1


def county_figures(pupils: int = PUPILS, children: int = CHILDREN, seed: int = SEED) -> dict[str, float]:
    """Every figure of the county, by name, from one cohort of `pupils` and one county of `children`."""
    return county_rates(children, seed) | measured(draw_cohort(pupils, seed))


def calibration(folder: Path, county: dict[str, float]) -> tuple[Figure, ...]:
    """Each published figure in `folder` beside the county's."""
    return tuple(Figure(one, county[one.name]) for one in published(folder))


def main(arguments: list[str]) -> int:
    """Writes the table into docs/county.md and prints how many figures fit; 2 or 3 on wrong use or missing sheets."""
    try:
        if len(arguments) != 1 or not Path(arguments[0]).is_dir():
            raise WrongUse("give the folder of the published sheets, such as ../shared/data/uk, and nothing else")
        county = county_figures()
        figures = calibration(Path(arguments[0]), county)
    except (WrongUse, Refused) as refusal:
        print(refusal, file=sys.stderr)
        return 2 if isinstance(refusal, WrongUse) else 3
    before, rest = PAGE.read_text(encoding="utf-8").split(OPENS)
    after = rest.split(CLOSES)[1]
    PAGE.write_text(before + OPENS + table(figures, county) + CLOSES + after, encoding="utf-8")
    print(f"{sum(figure.fits for figure in figures)} of {len(figures)} figures fit; {PAGE.name} has the table")
    return 0


def table(figures: tuple[Figure, ...], county: dict[str, float]) -> str:
    """Published beside county, as Markdown, each with its sheet; then what doesn't fit and why."""
    fit = sum(figure.fits for figure in figures)
    head = f"{fit} of {len(figures)} figures fit ({PUPILS:,} drawn for the cohort, {CHILDREN:,} for the county's "
    head += f"rates, seed {SEED}). *Suspected* by 18 or 19, which England does not publish: of anything "
    head += f"{county['any_suspected']:.0f}%, of serious violence {county['serious_suspected']:.0f}%.\n\n"
    head += "| Figure | Unit | Published | County | Tolerance | Fits | Sheet |\n|---|---|--:|--:|--:|---|---|\n"
    return head + "".join(_row(figure) for figure in figures) + "\n" + _unheld(figures)


def _row(figure: Figure) -> str:
    one = figure.published
    fits = "yes" if figure.fits else "no, expected" if one.unheld else "no"
    return (
        f"| {one.says} | {one.unit} | {_shown(one.value)} | {_shown(figure.county)} | {_shown(one.tolerance)} "
        f"| {fits} | {Path(one.sheet).stem} |\n"
    )


def _unheld(figures: tuple[Figure, ...]) -> str:
    lines = "".join(f"- {one.published.says}: {one.published.unheld}.\n" for one in figures if one.published.unheld)
    return f"Figures that the county is not held to, and why:\n\n{lines}"


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
