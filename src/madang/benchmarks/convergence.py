"""Leading scores over release dates: the room left, and whether the lead over the next shrinks.

Only models with a release date count. Doubt is that of the scores; that models differ in how they
were asked (`Score.setting`) is not in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from madang.benchmarks.comparison import Assumptions, estimate_of
from madang.benchmarks.differences import difference
from madang.benchmarks.intervals import Mean, Share, interval, quantile
from madang.benchmarks.table import Benchmark, Metric, Table

DAYS = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The state on a release date, in points: the leader, and its lead over the next if any.

    `gap_lower` may lie below 0: then the next may in truth be ahead.
    """

    on: date
    released: tuple[str, ...]
    leader: str
    score: float
    lower: float
    upper: float
    second: str | None
    gap: float | None
    gap_lower: float | None
    gap_upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """One benchmark over time, in points.

    `room` is what is left from the leader to the ceiling. `trend` is the gap's change per year by
    least squares with its interval, None with fewer than two dates that have a gap. `shrinks` is
    None while its interval holds both signs.
    """

    benchmark: str
    ceiling: float
    steps: tuple[Step, ...]
    room: float
    room_lower: float
    room_upper: float
    trend: float | None
    trend_lower: float | None
    trend_upper: float | None
    shrinks: bool | None


@dataclass(frozen=True, slots=True)
class _Dated:
    on: date
    model: str
    estimate: Share | Mean


def convergence(table: Table, assumptions: Assumptions | None = None) -> tuple[Convergence, ...]:
    """Every benchmark with a ceiling that at least two dated models report with known doubt."""
    assumed = assumptions or Assumptions()
    found = (_of(benchmark, table, assumed) for benchmark in table.benchmarks)
    return tuple(each for each in found if each is not None)


def _of(benchmark: Benchmark, table: Table, assumed: Assumptions) -> Convergence | None:
    if benchmark.metric is Metric.RATING:
        return None
    dated: list[_Dated] = []
    for model, score in table.reported(benchmark):
        estimate = estimate_of(benchmark, score, assumed.within_groups)
        if model.released and not isinstance(estimate, str):
            dated.append(_Dated(model.released, model.name, estimate))
    if len(dated) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    dates = sorted({each.on for each in dated})
    fields = [sorted((d for d in dated if d.on <= on), key=_by_score) for on in dates]
    steps = tuple(_step(on, field, assumed) for on, field in zip(dates, fields, strict=True))
    trend = _trend(dates, fields, assumed.confidence)
    last, top = steps[-1], 100 * benchmark.ceiling
    return Convergence(
        benchmark=benchmark.label,
        ceiling=top,
        steps=steps,
        room=top - last.score,
        room_lower=top - last.upper,
        room_upper=top - last.lower,
        trend=trend[0] if trend else None,
        trend_lower=trend[1] if trend else None,
        trend_upper=trend[2] if trend else None,
        shrinks=None if trend is None or trend[1] <= 0 <= trend[2] else trend[2] < 0,
    )


def _by_score(each: _Dated) -> float:
    return -each.estimate.value


def _step(on: date, field: list[_Dated], assumed: Assumptions) -> Step:
    first, second = field[0], field[1] if len(field) > 1 else None
    own = interval(first.estimate, assumed.confidence)
    gap = second and difference(
        first.estimate,
        second.estimate,
        correlation=assumed.correlation,
        confidence=assumed.confidence,
    )
    return Step(
        on=on,
        released=tuple(each.model for each in field if each.on == on),
        leader=first.model,
        score=100 * first.estimate.value,
        lower=100 * own.lower,
        upper=100 * own.upper,
        second=second.model if second else None,
        gap=100 * gap.value if gap else None,
        gap_lower=100 * gap.lower if gap else None,
        gap_upper=100 * gap.upper if gap else None,
    )


def _trend(
    dates: list[date], fields: list[list[_Dated]], confidence: float
) -> tuple[float, float, float] | None:
    """The slope of the gap in points a year, and its bounds.

    The slope is a weighted sum of the models' scores, so a model that stands first or second on
    several dates enters its error once, with all its weights together.
    """
    kept = [(on, field) for on, field in zip(dates, fields, strict=True) if len(field) > 1]
    if len(kept) < 2:  # noqa: PLR2004 - a slope needs two dates
        return None
    years = np.array([on.toordinal() / DAYS for on, _ in kept])
    years -= years.mean()
    weights = years / float(years @ years)
    shares: dict[str, float] = {}
    errors: dict[str, float] = {}
    slope = 0.0
    for weight, (_, field) in zip(weights.tolist(), kept, strict=True):
        for sign, each in ((1, field[0]), (-1, field[1])):
            slope += 100 * sign * weight * each.estimate.value
            shares[each.model] = shares.get(each.model, 0.0) + sign * weight
            errors[each.model] = 100 * each.estimate.standard_error
    error = math.sqrt(sum((shares[m] * errors[m]) ** 2 for m in shares))
    half = quantile(confidence) * error
    return slope, slope - half, slope + half
