"""Charts as SVG with their text as text: the same bytes for the same figures, sized to be read on a phone."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl

mpl.use("svg", force=False)
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from audits.report.markup import text

WIDTH = 4.2  # inches: about 300 units, so that ten-point text stays ten pixels on a narrow phone
BLUE, GREY, RED = "#1d70b8", "#505a5f", "#d4351c"
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reachable",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
Point = tuple[str, float, float, float]  # label, value, low, high


def intervals_chart(points: Sequence[Point], axis: str, described: str, marked: float | None = None) -> str:
    """One dot and interval a line, first at the top; `marked` draws a line for everyone."""
    with mpl.rc_context(STYLE):
        chart = Figure(figsize=(WIDTH, 0.7 + 0.36 * len(points)), layout="constrained")
        axes = chart.subplots()
        places = range(len(points) - 1, -1, -1)
        for place, (_, value, low, high) in zip(places, points, strict=True):
            axes.plot([low, high], [place, place], color=BLUE, linewidth=2)
            axes.plot([value], [place], "o", color=BLUE, markersize=5)
        if marked is not None:
            axes.axvline(marked, color=GREY, linewidth=1, linestyle="--")
        axes.set_yticks(list(places), [textwrap.fill(label, 19) for label, *_ in points])
        axes.set_ylim(-0.6, len(points) - 0.4)
        _per_cent_axis(axes, axis)
        return _svg(chart, described)


def calibration_chart(points: Sequence[tuple[float, float, float, float]], described: str) -> str:
    """Predicted (x) against observed (y) with its interval, and the line of perfect agreement."""
    with mpl.rc_context(STYLE):
        chart = Figure(figsize=(WIDTH, WIDTH * 0.85), layout="constrained")
        axes = chart.subplots()
        most = max(max(p[0], p[3]) for p in points)
        axes.plot([0, most], [0, most], color=GREY, linewidth=1, linestyle="--")
        for predicted, observed, low, high in points:
            axes.plot([predicted, predicted], [low, high], color=BLUE, linewidth=2)
            axes.plot([predicted], [observed], "o", color=BLUE, markersize=5)
        _per_cent(axes.yaxis)
        axes.set_ylabel("Observed")
        _per_cent_axis(axes, "Predicted")
        return _svg(chart, described)


def _per_cent_axis(axes: Axes, words: str) -> None:
    _per_cent(axes.xaxis)
    axes.set_xlabel(words)


def _per_cent(axis: Axis) -> None:
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(PercentFormatter(xmax=1))


def _svg(chart: Figure, described: str) -> str:
    written = io.StringIO()
    chart.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawn = written.getvalue()
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn[drawn.index("<svg") :], flags=re.DOTALL)
    drawn = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", drawn)
    drawn = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", drawn)
    return drawn.replace("<svg", f'<svg role="img" aria-label="{text(described)}"', 1)
