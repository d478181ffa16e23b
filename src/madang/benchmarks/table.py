"""A score table as published: models, benchmarks, and in each cell a score with its fine print.

Frozen values and their rules. How text becomes a table is in `reading`; what a table says is in
`comparison`, `subsets`, `convergence` and `preference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from madang.benchmarks.errors import BadItems, UnknownBenchmark, UnknownModel
from madang.benchmarks.words import Words


class Metric(StrEnum):
    """What a score is."""

    PROPORTION = "proportion"
    """The share of items that are right, 0 to 1: binomial."""
    MEAN = "mean"
    """The mean of per-item scores between 0 and 1, such as F1: binomial only as an upper bound."""
    RATING = "rating"
    """A number without a ceiling, such as Elo: uncertain only by a standard error given with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a score was got. None, or an empty note, where the table does not say."""

    shots: int | None = None
    chain_of_thought: bool | None = None
    note: str = ""

    def __str__(self) -> str:
        shots = "" if self.shots is None else f"{self.shots}-shot"
        thought = "CoT" if self.chain_of_thought else ""
        return " ".join(part for part in (shots, thought, self.note) if part)

    def differs(self, other: Setting) -> bool:
        """Whether the two say different things. What one leaves unsaid is no difference."""
        pairs = (
            (self.shots, other.shots),
            (self.chain_of_thought, other.chain_of_thought),
        )
        said = any(a is not None and b is not None and a != b for a, b in pairs)
        return said or self.note.casefold() != other.note.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A column of the table. `aliases` are its names on boards of people's votes."""

    name: str
    released: date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A row of the table.

    `label` is how the row is told from all others ("MMLU (5-shot)"), `name` the benchmark itself
    ("MMLU"). `items` is None where the number of questions is not known. `groups` is the number of
    groups the items come in (passages, translated problems), where they do. `ceiling` is the best
    score that can be reached; below 1 where answer keys are known to be wrong.
    """

    label: str
    name: str
    metric: Metric = Metric.PROPORTION
    setting: Setting = field(default_factory=Setting)
    items: int | None = None
    items_source: str = ""
    groups: int | None = None
    ceiling: float = 1.0

    @property
    def scale(self) -> float:
        """What a stored score is multiplied by to be shown: points are hundredths."""
        return 1.0 if self.metric is Metric.RATING else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A cell: `value` is 0 to 1 (free for a rating), and so is its standard error where given."""

    value: float
    standard_error: float | None = None
    setting: Setting = field(default_factory=Setting)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`scores` is keyed by benchmark label and model name; what was not reported is not in it.

    `remarks` says what reading the table had to decide, for its reader to check.
    """

    models: tuple[Model, ...]
    benchmarks: tuple[Benchmark, ...]
    scores: Mapping[tuple[str, str], Score]
    title: str = ""
    source: str = ""
    remarks: tuple[Words, ...] = ()

    def score(self, benchmark: Benchmark, model: Model) -> Score | None:
        return self.scores.get((benchmark.label, model.name))

    def reported(self, benchmark: Benchmark) -> tuple[tuple[Model, Score], ...]:
        """The models that report this benchmark, in the table's order."""
        found = ((model, self.score(benchmark, model)) for model in self.models)
        return tuple((model, score) for model, score in found if score is not None)

    def model(self, name: str) -> Model:
        """The model of that name or alias, however its letters and hyphens are written.

        Raises:
            UnknownModel: with the names there are.
        """
        wanted = plain(name)
        for model in self.models:
            if model.name == name:
                return model
        for model in self.models:
            if wanted in {plain(known) for known in (model.name, *model.aliases)}:
                return model
        raise UnknownModel(model=name, models=", ".join(model.name for model in self.models))

    def with_items(self, items: Mapping[str, int]) -> Table:
        """The table with these numbers of questions, by benchmark label or name.

        Raises:
            BadItems: for a number below one.
            UnknownBenchmark: with the labels there are.
        """
        known = {plain(n) for b in self.benchmarks for n in (b.label, b.name)}
        for name, count in items.items():
            if count < 1:
                raise BadItems(cell=str(count), benchmark=name)
            if plain(name) not in known:
                labels = ", ".join(b.label for b in self.benchmarks)
                raise UnknownBenchmark(benchmark=name, benchmarks=labels)
        given = {plain(name): count for name, count in items.items()}
        return replace(
            self, benchmarks=tuple(_with_items(benchmark, given) for benchmark in self.benchmarks)
        )


def _with_items(benchmark: Benchmark, given: Mapping[str, int]) -> Benchmark:
    count = given.get(plain(benchmark.label), given.get(plain(benchmark.name)))
    return benchmark if count is None else replace(benchmark, items=count, items_source="")


def plain(name: str) -> str:
    """A name as it is compared: its letters and digits alone ("Claude 3.5" is "claude-3-5")."""
    return "".join(c for c in name.casefold() if c.isalnum())
