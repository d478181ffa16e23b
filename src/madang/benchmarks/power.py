"""What a benchmark of a given size can show at all."""

from __future__ import annotations

import math

from scipy import special

from madang.benchmarks.intervals import quantile

MOST_ITEMS = 1 << 40


def smallest_detectable(
    score: float,
    items: float,
    *,
    correlation: float = 0.0,
    confidence: float = 0.95,
    power: float = 0.8,
) -> float:
    """The smallest true difference that two models of about this score would show.

    It is found with probability `power` by a two-sided test at 1 − `confidence`, both models being
    asked the same `items` (Miller 2024, section 5, arXiv 2411.00640). The score is drawn a little
    to the middle, (right + ½) / (items + 1), since one of 0 or 1 does not mean no doubt.

    Args:
        score: 0 to 1. Of two, take the one nearer to one half: it promises less.
        items: how many each model is asked.
        correlation: of the two models' item scores.
        confidence: of the test.
        power: how often the difference is to be found.
    """
    middle = (score * items + 0.5) / (items + 1)
    variance = 2 * middle * (1 - middle) * (1 - correlation) / items
    return _standard_errors(confidence, power) * math.sqrt(variance)


def items_needed(
    wanted: float,
    score: float,
    *,
    correlation: float = 0.0,
    confidence: float = 0.95,
    power: float = 0.8,
) -> int:
    """The number of items from which a true difference of `wanted` (0 to 1) would show.

    Raises:
        ValueError: for a difference of zero or less, or above 1.
    """
    if not 0 < wanted <= 1:
        raise ValueError("a wanted difference lies above 0 and is at most 1")

    def shows(items: int) -> bool:
        found = smallest_detectable(
            score, items, correlation=correlation, confidence=confidence, power=power
        )
        return found <= wanted

    enough = 1
    while not shows(enough) and enough < MOST_ITEMS:
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        half = (enough + too_few) // 2
        too_few, enough = (too_few, half) if shows(half) else (half, enough)
    return enough


def _standard_errors(confidence: float, power: float) -> float:
    return quantile(confidence) + float(special.ndtri(power))
