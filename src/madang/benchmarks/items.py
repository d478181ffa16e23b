"""Results item by item: what a log says of each question, and the sharper comparison it allows.

Two models that were asked the same items are compared item by item (Miller 2024, section 4), and
items that come in groups, such as questions on one passage, count as groups (section 2.2). How
logs are read is in `reading.itemlogs`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from madang.benchmarks.differences import Difference, difference
from madang.benchmarks.intervals import Mean, Share

FEWEST = 2
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResults:
    """One model's run of one benchmark: item id to its score, 0 to 1 (the mean of repeated tries).

    `groups` names the group of each item where items come in groups, else it is empty.
    """

    model: str
    benchmark: str
    scores: Mapping[str, float]
    groups: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def mean(self) -> float:
        return math.fsum(self.scores.values()) / len(self.scores)

    @property
    def binary(self) -> bool:
        return all(score in (0.0, 1.0) for score in self.scores.values())


@dataclass(frozen=True, slots=True)
class Paired:
    """A paired comparison: its difference, and over how many shared items and groups it was made.

    `groups` equals `items` where items stand alone.
    """

    difference: Difference
    items: int
    groups: int


def estimate(results: ItemResults) -> Share | Mean:
    """The score: a share where items are right or wrong and alone, else a mean with its error."""
    if results.binary and not results.groups:
        return Share(results.mean, len(results.scores))
    scores = np.array(list(results.scores.values()))
    groups = _numbered(results, list(results.scores))
    return Mean(results.mean, _standard_error(scores, groups))


def paired(a: ItemResults, b: ItemResults, confidence: float = 0.95) -> Paired | None:
    """The difference a − b over the items both were asked; None with fewer than two of them.

    Items that are right or wrong and alone take Newcombe's paired interval with the correlation
    that was seen. All others take the mean of differences with its standard error, by groups where
    there are any, and Student's t with one degree less than there are groups.
    """
    shared = [item for item in a.scores if item in b.scores]
    if len(shared) < FEWEST:
        return None
    x = np.array([a.scores[item] for item in shared])
    y = np.array([b.scores[item] for item in shared])
    groups = _numbered(a if a.groups else b, shared)
    count = int(groups.max()) + 1
    if count < FEWEST:
        return None
    alone = count == len(shared)
    if alone and np.isin(x, (0, 1)).all() and np.isin(y, (0, 1)).all():
        n = len(shared)
        found = difference(
            Share(float(x.mean()), n),
            Share(float(y.mean()), n),
            correlation=cautious_correlation(x, y),
            confidence=confidence,
        )
    else:
        found = _by_student(x, y, groups, confidence)
    return Paired(found, len(shared), count)


def cautious_correlation(x: Numbers, y: Numbers) -> float:
    """The correlation of right-or-wrong answers, moved towards 0 where positive.

    By half an item, as Newcombe's 1998 paired method 10 has it, so that a table of few
    disagreements is not read as certainty.
    """
    n = x.size
    both, only_x = float(np.sum(x * y)), float(np.sum(x * (1 - y)))
    only_y = float(np.sum((1 - x) * y))
    neither = n - both - only_x - only_y
    spread = (both + only_x) * (only_y + neither) * (both + only_y) * (only_x + neither)
    if spread == 0:
        return 0.0
    crossed = both * neither - only_x * only_y
    crossed = max(crossed - n / 2, 0.0) if crossed > 0 else crossed
    return crossed / math.sqrt(spread)


def _by_student(x: Numbers, y: Numbers, groups: NDArray[np.intp], confidence: float) -> Difference:
    gaps = x - y
    value, error = float(gaps.mean()), _standard_error(gaps, groups)
    freedom = int(groups.max())
    # scipy.stats would say the same, and takes a second to import.
    half = float(special.stdtrit(freedom, (1 + confidence) / 2)) * error
    if error > 0:
        p = float(2 * special.stdtr(freedom, -abs(value) / error))
    else:
        p = 1.0 if value == 0 else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = float(np.corrcoef(x, y)[0, 1]) if x.std() and y.std() else 0.0
    return Difference(value, value - half, value + half, p, seen)


def _standard_error(values: Numbers, groups: NDArray[np.intp]) -> float:
    """Of a mean, clustered by group: √(G/(G−1) · Σ over groups of (Σ deviations)²) / n."""
    sums = np.bincount(groups, weights=values - values.mean())
    count = sums.size
    if count < FEWEST:
        return math.inf
    return math.sqrt(count / (count - 1) * float(sums @ sums)) / values.size


def _numbered(results: ItemResults, items: list[str]) -> NDArray[np.intp]:
    """Each item's group as a number from 0 up; every item its own where there are no groups."""
    if not results.groups:
        return np.arange(len(items))
    names = [results.groups.get(item, f"\0{item}") for item in items]
    return np.unique(names, return_inverse=True)[1].astype(np.intp)
