"""What two scores differ by, and whether that can be relied on.

One rule serves all cases. The bounds of two estimates combine into those of their difference as
legs of a triangle (Newcombe 1998, method 10; for any two estimates, Zou and Donner 2008):

    lower = d − √(x² − 2ρxy + y²),   x = a − lower(a),   y = upper(b) − b

and the upper one likewise. With ρ = 0 the answers of the two models are unrelated; with ρ > 0 they
get the same items right and wrong, as Newcombe's paired method has it. The p-value comes from the
same rule turned round: one minus the highest confidence at which the interval leaves out zero.
So an interval and its p-value never disagree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from madang.benchmarks.intervals import Estimate, Share, quantile

FARTHEST = 37.0
"""Standard errors beyond which a p-value is 0 in double precision."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`value` is a − b, in the unit of the estimates. `correlation` is the one that was used."""

    value: float
    lower: float
    upper: float
    p: float
    correlation: float = 0.0


def difference(
    a: Estimate, b: Estimate, *, correlation: float = 0.0, confidence: float = 0.95
) -> Difference:
    """The difference a − b with its interval and two-sided p-value.

    Args:
        a: the one that is better where the difference is positive.
        b: the other.
        correlation: of the two models' item scores, −1 to 1; 0 is the unpaired reading. Two shares
            can't be more alike than their values allow, so it is cut to `closest`.
        confidence: of the interval, within 0 and 1.
    """
    if isinstance(a, Share) and isinstance(b, Share):
        correlation = min(correlation, closest(a.value, b.value))
    value = a.value - b.value
    z = quantile(confidence)
    low, high = _reach(a, b, correlation, z), _reach(b, a, correlation, z)
    p = _p_value(a, b, correlation) if value >= 0 else _p_value(b, a, correlation)
    return Difference(value, value - low, value + high, p, correlation)


def _reach(a: Estimate, b: Estimate, correlation: float, z: float) -> float:
    """How far a − b may truly lie below what was seen, at `z` standard errors."""
    x, y = a.value - a.bounds(z).lower, b.bounds(z).upper - b.value
    return math.sqrt(max(0.0, x * x - 2 * correlation * x * y + y * y))


def _p_value(higher: Estimate, lower: Estimate, correlation: float) -> float:
    from scipy import optimize  # takes half a second to import

    value = higher.value - lower.value
    if value <= 0:
        return 1.0

    def beyond_zero(z: float) -> float:
        return _reach(higher, lower, correlation, z) - value

    if beyond_zero(FARTHEST) < 0:
        return 0.0
    z = optimize.brentq(beyond_zero, 0.0, FARTHEST, xtol=1e-12)
    return float(2 * special.ndtr(-z))


def closest(a: float, b: float) -> float:
    """The highest correlation that right-or-wrong answers with these two shares can have.

    It is reached when the weaker model's right answers are all among the stronger one's.
    """
    low, high = min(a, b), max(a, b)
    if low in (0, 1) or high in (0, 1):
        return 0.0
    return math.sqrt(low * (1 - high) / (high * (1 - low)))


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """p-values adjusted for their number: one below α holds among all of them (Holm 1979)."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted
