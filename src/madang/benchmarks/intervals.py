"""One measured score and its doubt: how far the truth may lie below and above it.

A score is a `Share` of right answers or a `Mean` with a standard error. What two of them differ by
is in `differences`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from scipy import special

FEW_ITEMS = 300
"""Items below which a share's own interval is the beta-binomial one (Bowyer et al. 2025)."""


@dataclass(frozen=True, slots=True)
class Interval:
    lower: float
    upper: float


class Estimate(Protocol):
    """A value within its bounds: the wider, the more standard errors `z` are asked for."""

    @property
    def value(self) -> float: ...

    def bounds(self, z: float) -> Interval: ...


@dataclass(frozen=True, slots=True)
class Share:
    """The share of `items` that are right; `items` may be fractional where they come in groups."""

    value: float
    items: float

    def bounds(self, z: float) -> Interval:
        """The score interval at `z` standard errors (Wilson 1927)."""
        squared = z * z / self.items
        centre = (self.value + squared / 2) / (1 + squared)
        spread = self.value * (1 - self.value) / self.items + squared / (4 * self.items)
        half = z * math.sqrt(spread) / (1 + squared)
        # At 0 and 1 the bound is the value itself, which rounding must not step over.
        lower = min(max(0.0, centre - half), self.value)
        return Interval(lower, max(min(1.0, centre + half), self.value))

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.value * (1 - self.value) / self.items)


@dataclass(frozen=True, slots=True)
class Mean:
    """Any value whose standard error is known."""

    value: float
    standard_error: float

    def bounds(self, z: float) -> Interval:
        return Interval(self.value - z * self.standard_error, self.value + z * self.standard_error)


def beta(share: Share, confidence: float = 0.95) -> Interval:
    """The equal-tailed interval of a beta-binomial model with an even prior.

    After r right of n, the truth is Beta(1 + r, 1 + n − r). A share of 0 or 1 leaves one side open:
    there the interval starts at the share itself, with all the doubt on the other side.
    Bowyer, Aitchison and Ivanova 2025, arXiv 2503.01747.
    """
    right = share.value * share.items
    tail = (1 - confidence) / 2

    def point(below: float) -> float:
        return float(special.betaincinv(1 + right, 1 + share.items - right, below))

    if share.value <= 0:
        return Interval(0.0, point(confidence))
    if share.value >= 1:
        return Interval(point(1 - confidence), 1.0)
    return Interval(point(tail), point(1 - tail))


def interval(estimate: Estimate, confidence: float = 0.95) -> Interval:
    """The interval to show beside one score: beta-binomial for a share of few items, or Wilson."""
    if isinstance(estimate, Share) and estimate.items < FEW_ITEMS:
        return beta(estimate, confidence)
    return estimate.bounds(quantile(confidence))


def quantile(confidence: float) -> float:
    """How many standard errors reach `confidence` on both sides together."""
    return -float(special.ndtri((1 - confidence) / 2))
