"""What choosing adds by itself: the best of k tries looks better than it is."""

from __future__ import annotations

import math
from functools import lru_cache

from scipy import special

from madang.benchmarks.intervals import Share


def best_of(tries: int, share: Share, correlation: float = 0.0) -> float:
    """How far the best of `tries` equally good variants is expected to lie above their true score.

    Variants are prompts, seeds, checkpoints; trying them on the same items and reporting the best
    adds this much though none is better. `correlation` is that of their item scores: variants that
    get the same items right have less room for luck. By the normal approximation.

    Raises:
        ValueError: for fewer than one try.
    """
    if tries < 1:
        raise ValueError("at least one variant was tried")
    return float(expected_maximum(tries) * share.standard_error * (1 - correlation) ** 0.5)


@lru_cache(maxsize=64)
def expected_maximum(count: int) -> float:
    """The expected largest of `count` standard normal draws."""
    from scipy import integrate  # takes half a second to import

    def weight(x: float) -> float:
        density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        return float(x * count * density * special.ndtr(x) ** (count - 1))

    return float(integrate.quad(weight, -12, 12, epsabs=1e-12)[0])
