"""All there is to say about a table as one frozen value: what `--json` and the page show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from madang.benchmarks.comparison import (
    Assumptions,
    Comparison,
    Missing,
    Shown,
    compare,
    estimate_of,
)
from madang.benchmarks.convergence import Convergence, convergence
from madang.benchmarks.intervals import Share
from madang.benchmarks.items import ItemResults
from madang.benchmarks.luck import best_of
from madang.benchmarks.preference import Preference, Rated, preference
from madang.benchmarks.subsets import Subsets, subsets
from madang.benchmarks.table import Benchmark, Model, Table
from madang.benchmarks.wording import meaning, sentence, verdict
from madang.benchmarks.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Comparison):
    """A comparison with its sentence, and what of that its scores do not show by themselves."""

    says: Words
    means: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Luck:
    """Points that the best of `tries` equally good variants would gain on this benchmark."""

    benchmark: str
    tries: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table read whole. `preference` is None where there was no board to set beside it."""

    title: str
    source: str
    remarks: tuple[Words, ...]
    models: tuple[Model, ...]
    benchmarks: tuple[Benchmark, ...]
    against: str | None
    assumptions: Assumptions
    verdict: Words
    comparisons: tuple[Judged, ...]
    scores: tuple[Shown, ...]
    left_out: dict[str, Missing]
    subsets: Subsets
    luck: tuple[Luck, ...]
    convergence: tuple[Convergence, ...]
    preference: Preference | None


def report(
    table: Table,
    *,
    against: str | None = None,
    assumptions: Assumptions | None = None,
    tries: int = 10,
    results: Sequence[ItemResults] = (),
    board: Sequence[Rated] = (),
    names: Mapping[str, str] | None = None,
) -> Report:
    """Read the table whole.

    Args:
        table: the table.
        against: the model to compare all others with; None compares every pair.
        assumptions: what the table does not say.
        tries: how many variants `luck` supposes to have been tried.
        results: item results of the table's models.
        board: ratings from people's votes.
        names: model to contestant, where the board calls it otherwise.

    Raises:
        UnknownModel: where the table does not have `against`.
    """
    assumed = assumptions or Assumptions()
    found = compare(table, against=against, assumptions=assumed, results=results)
    count = len(found.comparisons)
    return Report(
        title=table.title,
        source=table.source,
        remarks=table.remarks,
        models=table.models,
        benchmarks=table.benchmarks,
        against=table.model(against).name if against else None,
        assumptions=assumed,
        verdict=verdict(found.comparisons),
        comparisons=tuple(_judged(made, count) for made in found.comparisons),
        scores=found.scores,
        left_out=found.left_out,
        subsets=subsets(table),
        luck=tuple(_luck(table, tries, assumed)),
        convergence=convergence(table, assumed),
        preference=preference(table, board, names=names, assumptions=assumed) if board else None,
    )


def _judged(made: Comparison, among: int) -> Judged:
    values = {field.name: getattr(made, field.name) for field in fields(made)}
    return Judged(**values, says=sentence(made, among), means=meaning(made, among))


def _luck(table: Table, tries: int, assumed: Assumptions) -> list[Luck]:
    """For each benchmark's best score, since that is the one that was chosen."""
    found: list[Luck] = []
    for benchmark in table.benchmarks:
        scores = [score for _, score in table.reported(benchmark)]
        best = estimate_of(
            benchmark, max(scores, key=lambda score: score.value), assumed.within_groups
        )
        if isinstance(best, Share):
            points = 100 * best_of(tries, best, assumed.correlation)
            found.append(Luck(benchmark=benchmark.label, tries=tries, points=points))
    return found
