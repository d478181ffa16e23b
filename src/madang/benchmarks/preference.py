"""Do benchmarks predict what people prefer? Scores beside ratings from people's votes.

A board comes as plain values (`Rated`), be it Madang's own or an imported one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from madang.benchmarks.comparison import Assumptions, Comparison, compare
from madang.benchmarks.intervals import quantile
from madang.benchmarks.table import Model, Table, plain

FEWEST = 3
MOST_SIMULATED = 30
DRAWS = 4000
HALVINGS = 11
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A contestant of a board: its rating and the board's own interval of it.

    `aliases` are other names it goes by, such as that of the model it stands for.
    """

    contestant: str
    rating: float
    lower: float
    upper: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Spearman's rank correlation over `models` models; None with fewer than three, or all tied."""

    benchmark: str
    models: int
    correlation: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A pair that the table orders one way (a above b) and people the other.

    `reliable` where neither can be put down to chance: the table's difference holds after Holm over
    these pairs, and the ratings' difference leaves out zero.
    """

    benchmark: str
    a: str
    b: str
    difference: float
    rating_difference: float
    rating_lower: float
    rating_upper: float
    reliable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """`matched` is model to contestant; `compared` the number of pairs of them in the table."""

    matched: dict[str, str]
    compared: int
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]


def preference(
    table: Table,
    board: Sequence[Rated],
    *,
    names: Mapping[str, str] | None = None,
    assumptions: Assumptions | None = None,
) -> Preference:
    """Set the table beside the board.

    Args:
        table: the scores.
        board: the ratings.
        names: model to contestant, where `match` would not find it.
        assumptions: as for `compare`.
    """
    assumed = assumptions or Assumptions()
    rated = {each.contestant: each for each in board}
    matched = match(table.models, board, names or {})
    known = {model: rated[contestant] for model, contestant in matched.items()}
    agreements: list[Agreement] = []
    for benchmark in table.benchmarks:
        cells = [(m, s) for m, s in table.reported(benchmark) if m.name in known]
        found = rank_correlation(
            [score.value for _, score in cells],
            [known[model.name].rating for model, _ in cells],
            assumed.confidence,
        )
        value, low, high = found or (None, None, None)
        agreements.append(
            Agreement(
                benchmark=benchmark.label,
                models=len(cells),
                correlation=value,
                lower=low,
                upper=high,
            )
        )
    shared = replace(table, models=tuple(m for m in table.models if m.name in known))
    pairs = compare(shared, assumptions=assumed).comparisons
    judged = (_disagreement(pair, known[pair.a], known[pair.b]) for pair in pairs)
    return Preference(
        matched=matched,
        compared=len(pairs),
        agreements=tuple(agreements),
        disagreements=tuple(each for each in judged if each),
    )


def match(
    models: Sequence[Model], board: Sequence[Rated], names: Mapping[str, str]
) -> dict[str, str]:
    """Which contestant each model is: as `names` says, else by name or alias.

    Failing that, the one contestant whose name is the model's but for a date at its end.
    """
    exact: dict[str, str] = {}
    dateless: dict[str, set[str]] = {}
    for each in board:
        for name in (each.contestant, *each.aliases):
            exact.setdefault(plain(name), each.contestant)
            dateless.setdefault(plain(DATE.sub("", name)), set()).add(each.contestant)
    found: dict[str, str] = {}
    for model in models:
        wanted = [names[model.name]] if model.name in names else [model.name, *model.aliases]
        near = dateless.get(plain(model.name), set())
        hit = next((exact[plain(name)] for name in wanted if plain(name) in exact), None)
        if hit is None and model.name not in names and len(near) == 1:
            (hit,) = near
        if hit is not None:
            found[model.name] = hit
    return found


DATE = re.compile(r"[-_ @]?(20\d\d-?\d\d-?\d\d|\d{4})$")


def rank_correlation(
    x: Sequence[float], y: Sequence[float], confidence: float = 0.95
) -> tuple[float, float, float] | None:
    """Spearman's correlation of two lists with its interval; None with too few or all tied.

    The interval holds the correlations of a bivariate normal under which what was seen is not
    extreme. Up to 30 pairs that is found by simulation with a fixed seed, which keeps it honest
    where a perfect order of four means little; above, by Bonett and Wright 2000.
    """
    count = len(x)
    ranks = _mean_ranks(x), _mean_ranks(y)
    if count < FEWEST or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    seen = _correlation(*ranks)
    if count > MOST_SIMULATED:
        spread = quantile(confidence) * math.sqrt((1 + seen**2 / 2) / (count - 3))
        middle = math.atanh(min(max(seen, -0.999999), 0.999999))
        return seen, math.tanh(middle - spread), math.tanh(middle + spread)
    lower = _lowest(count, round(seen, 9), confidence)
    upper = -_lowest(count, round(-seen, 9), confidence)
    return seen, min(lower, seen), max(upper, seen)


@lru_cache(maxsize=512)
def _lowest(count: int, seen: float, confidence: float) -> float:
    """The lowest true correlation under which one as high as `seen` is not extreme."""
    rng = np.random.default_rng(count)
    x, noise = rng.standard_normal((2, DRAWS, count))
    x_ranks = _ranks(x)

    def reached(rho: float) -> float:
        y_ranks = _ranks(rho * x + math.sqrt(1 - rho * rho) * noise)
        centre = (count - 1) / 2
        spread = count * (count * count - 1) / 12
        r = ((x_ranks - centre) * (y_ranks - centre)).sum(axis=1) / spread
        return np.count_nonzero(r >= seen - 1e-9) / DRAWS

    low, high = -1.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) > (1 - confidence) / 2 else (middle, high)
    # The population's rank correlation that belongs to a normal's correlation (Pearson 1907).
    return 6 / math.pi * math.asin(low / 2)


def _mean_ranks(values: Sequence[float]) -> Matrix:
    """Ranks from 1 up; equal values share the mean of theirs."""
    given = np.asarray(values, dtype=np.float64)
    below = (given[None, :] < given[:, None]).sum(axis=1)
    level = (given[None, :] == given[:, None]).sum(axis=1)
    return np.asarray(below + (level + 1) / 2, dtype=np.float64)


def _correlation(x: Matrix, y: Matrix) -> float:
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip(x @ y / math.sqrt(float(x @ x) * float(y @ y)), -1, 1))


def _ranks(values: Matrix) -> NDArray[np.intp]:
    return values.argsort(axis=1).argsort(axis=1)


def _disagreement(pair: Comparison, a: Rated, b: Rated) -> Disagreement | None:
    gap = a.rating - b.rating
    if pair.difference * gap >= 0:
        return None
    low = gap - math.hypot(a.rating - a.lower, b.upper - b.rating)
    high = gap + math.hypot(a.upper - a.rating, b.rating - b.lower)
    turn = 1 if pair.difference > 0 else -1
    bounds = sorted((turn * low, turn * high))
    return Disagreement(
        benchmark=pair.benchmark,
        a=pair.a if turn > 0 else pair.b,
        b=pair.b if turn > 0 else pair.a,
        difference=abs(pair.difference),
        rating_difference=turn * gap,
        rating_lower=bounds[0],
        rating_upper=bounds[1],
        reliable=pair.holm_significant and not bounds[0] <= 0 <= bounds[1],
    )
