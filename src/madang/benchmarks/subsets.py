"""Cherry-picking: which model leads in how many of the tables that could have been shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.benchmarks.table import Metric, Table

MOST_EXACT = 14
"""Benchmarks up to which every subset is looked at; with more, 2¹⁴ of them drawn by lot."""
CLOSE = 1e-9
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A subset of benchmarks, and by how many points a model leads on its mean (or trails, < 0)."""

    benchmarks: tuple[str, ...]
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Favoured:
    """One model over all subsets in which it and at least one other report every score.

    `longest` is the largest subset that it leads, and of those the one with the widest lead: the
    table its maker would print. `widest` is the one with the widest lead. Where it leads none, both
    are where it trails least; where it is never compared, both are None.
    """

    model: str
    compared: int
    led: int
    longest: Pick | None
    widest: Pick | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsets:
    """`total` subsets were looked at, all there are unless `sampled`.

    Ratings have no common scale with shares, so they are `left_out`.
    """

    total: int
    sampled: bool
    models: tuple[Favoured, ...]
    left_out: tuple[str, ...]


def subsets(table: Table) -> Subsets:
    """Who leads, by the mean score, in every subset of the table's benchmarks."""
    bounded = [b for b in table.benchmarks if b.metric is not Metric.RATING]
    chosen, sampled = _choices(len(bounded))
    values = np.zeros((len(bounded), len(table.models)))
    missing = np.ones_like(values)
    for row, benchmark in enumerate(bounded):
        for column, model in enumerate(table.models):
            if score := table.score(benchmark, model):
                values[row, column] = score.value * benchmark.scale
                missing[row, column] = 0
    leads = _leads(chosen, values, missing)
    labels = [benchmark.label for benchmark in bounded]
    return Subsets(
        total=len(chosen),
        sampled=sampled,
        models=tuple(
            _favoured(model.name, leads[:, column], chosen, labels)
            for column, model in enumerate(table.models)
        ),
        left_out=tuple(b.label for b in table.benchmarks if b.metric is Metric.RATING),
    )


def _choices(count: int) -> tuple[Matrix, bool]:
    """Subsets as rows of 0 and 1: all but the empty one, or as many as can be looked at."""
    if count <= MOST_EXACT:
        numbers = np.arange(1, 1 << count)
        return ((numbers[:, None] >> np.arange(count)) & 1).astype(np.float64), False
    drawn = np.random.default_rng(count).integers(0, 2, size=(1 << MOST_EXACT, count))
    drawn[0] = 1
    drawn = drawn[drawn.any(axis=1)]
    return np.unique(drawn, axis=0).astype(np.float64), True


def _leads(chosen: Matrix, values: Matrix, missing: Matrix) -> Matrix:
    """By how much each model leads the best other in each subset; NaN where it is not compared."""
    if chosen.size == 0:
        return np.full((0, values.shape[1]), np.nan)
    means = chosen @ values / chosen.sum(axis=1, keepdims=True)
    means[chosen @ missing > 0] = -np.inf
    if means.shape[1] == 1:
        return np.full_like(means, np.nan)
    ordered = np.sort(means, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    rival = np.where(means == best, second, best)
    compared = np.isfinite(means) & np.isfinite(second)
    return np.subtract(means, rival, out=np.full_like(means, np.nan), where=compared)


def _favoured(model: str, leads: Matrix, chosen: Matrix, labels: list[str]) -> Favoured:
    compared = np.flatnonzero(np.isfinite(leads))
    led = compared[leads[compared] > CLOSE]

    def pick(row: int) -> Pick:
        names = tuple(label for label, taken in zip(labels, chosen[row], strict=True) if taken)
        return Pick(benchmarks=names, lead=float(leads[row]))

    if not compared.size:
        return Favoured(model=model, compared=0, led=0, longest=None, widest=None)
    widest = int(compared[np.argmax(leads[compared])])
    longest = widest
    if led.size:
        sizes = chosen[led].sum(axis=1)
        longest = int(led[np.lexsort((leads[led], sizes))[-1]])
    return Favoured(
        model=model,
        compared=int(compared.size),
        led=int(led.size),
        longest=pick(longest),
        widest=pick(widest),
    )
