"""What rounded counts leave open: a share taken from them, and intervals that hold every count that may be behind.

All of it, what is withheld too, follows from the rounded counts alone: neither a figure nor its absence then tells
more about the counts than their rounding does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from audits.disclosure import MOST_LEFT_OPEN
from audits.intervals import Interval, difference, ratio, wilson
from audits.nearest import nearest

TOO_FEW = "too few to take a rate from rounded counts"
TOLD = (
    "An interval here holds every count that may lie behind the rounded ones, so it is wider than one from exact "
    f"counts; where rounding alone leaves more than {100 * MOST_LEFT_OPEN:.0f} points of a rate open, none is given."
)

EVEN = 1e-6  # a figure that already has so many decimals stays as it is, whatever its binary fraction


def down(value: float, digits: int) -> float:
    """The lower end of an interval to so many decimals, never above itself."""
    return floor(value * 10**digits + EVEN) / 10**digits


def up(value: float, digits: int) -> float:
    """The upper end, never below itself."""
    return ceil(value * 10**digits - EVEN) / 10**digits


@dataclass(frozen=True)
class Share:
    """A share as rounded counts give it, the least and the most that it may truly be, and the fewest effective rows
    that it may rest on."""

    value: float
    least: float
    most: float
    size: float

    @property
    def complement(self) -> Share:
        """The share of those left over."""
        return Share(1 - self.value, 1 - self.most, 1 - self.least, self.size)

    def interval(self, confidence: float) -> Interval:
        """From the lower end for the least it may be to the upper end for the most."""
        low, high = (wilson(end, self.size, confidence) for end in (self.least, self.most))
        return Interval(self.value, low.low, high.high)


def share_of(part: float, whole: float, size: float, to: int) -> Share | None:
    """The share of `part` in `whole`, seen in `size` effective rows, each first rounded to the nearest `to` (1: taken
    as they are). None where that leaves nothing to divide by, or more than MOST_LEFT_OPEN of the share open."""
    if to == 1:
        return Share(part / whole, part / whole, part / whole, size) if whole else None
    part, whole, size = (nearest(n, to) for n in (part, whole, size))
    if not whole:
        return None
    half = to / 2
    least, most = max(0.0, part - half) / (whole + half), min(1.0, (part + half) / (whole - half))
    if most - least > MOST_LEFT_OPEN:
        return None
    return Share(part / whole, least, most, max(1.0, size - half))


def gap(one: Share, other: Share, confidence: float) -> Interval:
    """`one` less `other`, from the smallest difference that may be behind them to the largest."""
    (low_one, high_one), (low_other, high_other) = (_ends(share, confidence) for share in (one, other))
    ends = difference(low_one, high_other).low, difference(high_one, low_other).high
    return Interval(one.value - other.value, *ends)


def times(one: Share, other: Share, confidence: float) -> Interval | None:
    """`one` over `other`, from the smallest ratio that may be behind them to the largest; None where `other` may
    be 0."""
    low = ratio(one.least, one.size, other.most, other.size, confidence)
    high = ratio(one.most, one.size, other.least, other.size, confidence)
    if low is None or high is None:
        return None
    return Interval(one.value / other.value, low.low, high.high)


def _ends(share: Share, confidence: float) -> tuple[Interval, Interval]:
    return wilson(share.least, share.size, confidence), wilson(share.most, share.size, confidence)
