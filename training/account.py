"""What a training tells in plain lines: dates, counts, the figures beside the baselines, the bar, and any warning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from training.bundle import Bundle
from training.calibration import Floats
from training.metrics import Judged, judge

COMPARED = ("auc", "average_precision", "precision_at_k", "recall_at_k", "lift_at_k")
BASELINES = {"logistic_regression": "logistic regression", "plain_count": "plain count"}
LEAK = (
    "WARNING: an AUC this high is treated as leakage until it is disproved. Look for a record that is known only "
    "because of the outcome, or a known date that is earlier than the day anybody knew. This model fails its bar."
)


def account(bundle: Bundle) -> list[str]:
    """The lines of one bundle, printed and kept with its run."""
    told = bundle.evidence
    lines = [f"{bundle.name}: {bundle.form}, {len(bundle.inputs)} inputs, {_form_detail(bundle)}"]
    lines += [_slice_line(bundle, name, counts) for name, counts in told["slices"].items()]
    lines += linked_later_lines(told.get("linked_later"))
    lines += [f"test, {told['capacity']['test']} listed:"]
    lines += [f"  {label:<20} {_figures(figures, COMPARED)}" for label, figures in _compared(bundle)]
    lines += [
        f"  {'calibration':<20} {_figures(told['metrics'], ('brier', 'calibration_slope', 'calibration_intercept'))}"
    ]
    lines += [f"  {name.replace('_', ' '):<20} {_rate(**band)}" for name, band in told["bands"].items()]
    lines += [f"  bar: {'passed' if one['passed'] else 'FAILED'}: {one['detail']}" for one in told["bar"]]
    return lines + ([LEAK] if leaks(bundle) else [])


def linked_later_lines(found: Mapping[str, Any] | None) -> list[str]:
    """A line that says what share of each slice rests on links made after its dates; none where no store told."""
    shares = [f"{name} {told['linked_later']:.0%}" for name, told in (found or {}).items() if told["rows"]]
    return [f"rows that rest on links between agencies made after their date: {', '.join(shares)}"] if shares else []


def leaks(bundle: Bundle) -> bool:
    """True where the AUC is so high that it is treated as leakage."""
    return any(one["name"] == "auc_at_most" and not one["passed"] for one in bundle.evidence["bar"])


def by_group(rows: pd.DataFrame, groups: Sequence[str], chances: Floats, outcome: Any, bootstraps: int) -> list[str]:
    """Brier score and AUC for every value of every group column, with intervals, and the average of the Briers."""
    lines = []
    for group in groups:
        values = sorted(rows[group].dropna().unique(), key=str)
        judged = {
            value: _one_group((rows[group] == value).to_numpy(), chances, outcome, bootstraps) for value in values
        }
        scores = [figures["brier"]["value"] for figures in judged.values() if figures]
        lines += [
            f"  {group} {value}: {_figures(f, ('brier', 'auc')) if f else 'one outcome only'}"
            for value, f in judged.items()
        ]
        lines += [f"  {group}: average of the Brier scores {np.mean(scores):.4f}"] if scores else []
    return lines


def _one_group(mine: np.ndarray, chances: Floats, outcome: Any, bootstraps: int) -> dict[str, Any] | None:
    if outcome[mine].all() or not outcome[mine].any():
        return None
    people = np.arange(int(mine.sum()))
    return judge(Judged(chances[mine], outcome[mine], people, chances[mine]), max(1, int(mine.sum()) // 20), bootstraps)


def _compared(bundle: Bundle) -> list[tuple[str, dict[str, Any]]]:
    baselines = bundle.evidence["baselines"]
    return [("model", bundle.evidence["metrics"]), *((label, baselines[key]) for key, label in BASELINES.items())]


def _form_detail(bundle: Bundle) -> str:
    told = bundle.evidence["parameters"]
    return f"{told['items']} questions" if bundle.form == "points" else f"{told['rounds']} trees"


def _slice_line(bundle: Bundle, name: str, counts: dict[str, int]) -> str:
    dates = getattr(bundle.dates, name)
    when = f" {dates[0]} to {dates[-1]}, {len(dates)} dates" if dates else ""
    rate = counts["positives"] / counts["rows"]
    size = f"{counts['rows']:,} rows of {counts['people']:,}, {counts['positives']:,} positive ({rate:.1%})"
    return f"  {name:<12}{when}  {size}"


def _figures(figures: dict[str, Any], names: Sequence[str]) -> str:
    return "  ".join(f"{n.replace('_', ' ')} {_interval(**figures[n])}" for n in names if n in figures)


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.4f} ({low:.4f} to {high:.4f})" if abs(value) < 1 else f"{value:.2f} ({low:.2f} to {high:.2f})"


def _rate(rows: int, positives: int) -> str:
    return f"{positives} of {rows} ({positives / rows:.1%})" if rows else "nobody"
