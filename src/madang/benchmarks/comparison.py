"""A whole table read: every score with its interval, every difference with what it is worth.

What a reader is told about it in words is in `wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from madang.benchmarks import differences, intervals, items
from madang.benchmarks.intervals import Mean, Share
from madang.benchmarks.items import ItemResults
from madang.benchmarks.power import items_needed, smallest_detectable
from madang.benchmarks.table import Benchmark, Metric, Model, Score, Setting, Table

Unit = Literal["points", "rating"]
Missing = Literal["items", "standard_error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the table does not say and its reader must.

    Attributes:
        confidence: of every interval; 1 − confidence is also the level of significance.
        correlation: of two models' scores item by item, 0 to 0.95; 0 reads them as unrelated.
        within_groups: of one model's scores on items of one group, 0 to 1.

    Raises:
        ValueError: for a value outside these.
    """

    confidence: float = 0.95
    correlation: float = 0.0
    within_groups: float = 0.0

    def __post_init__(self) -> None:
        if not 0.5 <= self.confidence <= 0.9999:  # noqa: PLR2004 - as the sentence says
            raise ValueError("confidence lies between 0.5 and 0.9999")
        if not 0 <= self.correlation <= 0.95:  # noqa: PLR2004 - same
            raise ValueError("correlation lies between 0 and 0.95")
        if not 0 <= self.within_groups <= 1:
            raise ValueError("correlation within groups lies between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cell with its interval, in points (hundredths) or on the rating's scale.

    `lower` and `upper` are None, and `missing` says why, where no interval can be given.
    """

    benchmark: str
    model: str
    score: float
    lower: float | None
    upper: float | None
    missing: Missing | None
    setting: Setting
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """a − b on one benchmark; values as in `Shown`.

    `p` is two-sided, `holm_p` adjusted for all comparisons made together. `approximate` is True
    where a mean such as F1 was read as a share. `smallest_detectable` and `items_needed` are for
    80 % power and None for ratings and paired results, whose error is their own;
    `items_needed` is for a true difference as large as the one seen, None where that is zero.
    """

    benchmark: str
    a: str
    b: str
    score_a: float
    score_b: float
    difference: float
    lower: float
    upper: float
    p: float
    holm_p: float
    significant: bool
    holm_significant: bool
    unit: Unit
    items: int | None
    groups: int | None
    paired: bool
    correlation: float
    approximate: bool
    setting_a: Setting
    setting_b: Setting
    settings_differ: bool
    smallest_detectable: float | None
    items_needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a table says. `left_out` are benchmarks whose differences could not be judged."""

    assumptions: Assumptions
    scores: tuple[Shown, ...]
    comparisons: tuple[Comparison, ...]
    left_out: dict[str, Missing]


def compare(
    table: Table,
    *,
    against: str | None = None,
    assumptions: Assumptions | None = None,
    results: Sequence[ItemResults] = (),
) -> Findings:
    """Judge every difference in the table, all of them together by Holm's rule.

    Args:
        table: the table.
        against: one model, then compared with every other (it is side a); None compares all pairs.
        assumptions: what the table does not say; by default nothing is assumed.
        results: item results; pairs that both have them on a benchmark are compared item by item.

    Raises:
        UnknownModel: where the table has no model of that name.
    """
    assumed = assumptions or Assumptions()
    logged = {(r.benchmark, r.model): r for r in results}
    reference = table.model(against) if against else None
    found: list[Comparison] = []
    left_out: dict[str, Missing] = {}
    for benchmark in table.benchmarks:
        for a, b in _pairs(table.reported(benchmark), reference):
            made = _compare(benchmark, a, b, assumed, logged)
            if isinstance(made, Comparison):
                found.append(made)
            else:
                left_out[benchmark.label] = made
    return Findings(
        assumptions=assumed,
        scores=tuple(_shown(table, assumed)),
        comparisons=_adjusted(found, assumed),
        left_out=left_out,
    )


def estimate_of(
    benchmark: Benchmark, score: Score, within_groups: float = 0.0
) -> Share | Mean | Missing:
    """The score as something with bounds, or what is missing to give it any."""
    if score.standard_error is not None:
        return Mean(score.value, score.standard_error)
    if benchmark.metric is Metric.RATING:
        return "standard_error"
    if benchmark.items is None:
        return "items"
    return Share(score.value, independent_items(benchmark.items, benchmark.groups, within_groups))


def independent_items(count: int, groups: int | None, within_groups: float) -> float:
    """How many unrelated items these are worth: n / (1 + (m − 1)·ρ), m to a group (Kish 1965)."""
    if not groups or groups >= count:
        return float(count)
    return count / (1 + (count / groups - 1) * within_groups)


Cell = tuple[Model, Score]


def _pairs(reported: Sequence[Cell], reference: Model | None) -> Iterable[tuple[Cell, Cell]]:
    if reference is None:
        return combinations(reported, 2)
    ours = [cell for cell in reported if cell[0] == reference]
    return ((own, cell) for own in ours for cell in reported if cell[0] != reference)


def _compare(
    benchmark: Benchmark,
    a: Cell,
    b: Cell,
    assumed: Assumptions,
    logged: dict[tuple[str, str], ItemResults],
) -> Comparison | Missing:
    runs = [logged.get((benchmark.label, model.name)) for model, _ in (a, b)]
    if runs[0] and runs[1] and (pair := items.paired(runs[0], runs[1], assumed.confidence)):
        groups = pair.groups if pair.groups < pair.items else None
        made = replace(benchmark, items=pair.items, groups=groups)
        return _comparison(made, a, b, pair.difference, paired=True)
    x = estimate_of(benchmark, a[1], assumed.within_groups)
    y = estimate_of(benchmark, b[1], assumed.within_groups)
    if isinstance(x, str):
        return x
    if isinstance(y, str):
        return y
    found = differences.difference(
        x, y, correlation=assumed.correlation, confidence=assumed.confidence
    )
    made = _comparison(benchmark, a, b, found, paired=False)
    if isinstance(x, Share) and isinstance(y, Share):
        return _with_power(made, x, y, found, assumed.confidence)
    return made


def _comparison(
    benchmark: Benchmark, a: Cell, b: Cell, found: differences.Difference, *, paired: bool
) -> Comparison:
    scale = benchmark.scale
    return Comparison(
        benchmark=benchmark.label,
        a=a[0].name,
        b=b[0].name,
        score_a=a[1].value * scale,
        score_b=b[1].value * scale,
        difference=found.value * scale,
        lower=found.lower * scale,
        upper=found.upper * scale,
        p=found.p,
        holm_p=found.p,
        significant=False,
        holm_significant=False,
        unit="rating" if benchmark.metric is Metric.RATING else "points",
        items=benchmark.items,
        groups=benchmark.groups,
        paired=paired,
        correlation=found.correlation,
        approximate=benchmark.metric is Metric.MEAN and not paired,
        setting_a=a[1].setting,
        setting_b=b[1].setting,
        settings_differ=a[1].setting.differs(b[1].setting),
        smallest_detectable=None,
        items_needed=None,
    )


def _with_power(
    made: Comparison, x: Share, y: Share, found: differences.Difference, confidence: float
) -> Comparison:
    middle = min(x.value, y.value, key=lambda value: abs(value - 0.5))
    count = min(x.items, y.items)
    smallest = smallest_detectable(
        middle, count, correlation=found.correlation, confidence=confidence
    )
    seen = abs(found.value)
    needed = None
    if seen > 0:
        needed = items_needed(seen, middle, correlation=found.correlation, confidence=confidence)
        if made.items is not None:
            # Items in groups tell less than their number: as many more are needed.
            needed = round(needed * made.items / count)
    return replace(made, smallest_detectable=100 * smallest, items_needed=needed)


def _adjusted(found: Sequence[Comparison], assumed: Assumptions) -> tuple[Comparison, ...]:
    level = 1 - assumed.confidence
    adjusted = differences.holm([made.p for made in found])
    return tuple(
        replace(
            made,
            holm_p=float(p),
            significant=made.p < level,
            holm_significant=bool(p < level),
        )
        for made, p in zip(found, adjusted, strict=True)
    )


def _shown(table: Table, assumed: Assumptions) -> Iterable[Shown]:
    for benchmark in table.benchmarks:
        for model, score in table.reported(benchmark):
            known = estimate_of(benchmark, score, assumed.within_groups)
            missing = known if isinstance(known, str) else None
            bounds = (
                None if isinstance(known, str) else intervals.interval(known, assumed.confidence)
            )
            yield Shown(
                benchmark=benchmark.label,
                model=model.name,
                score=score.value * benchmark.scale,
                lower=bounds.lower * benchmark.scale if bounds else None,
                upper=bounds.upper * benchmark.scale if bounds else None,
                missing=missing,
                setting=score.setting,
                note=score.note,
            )
