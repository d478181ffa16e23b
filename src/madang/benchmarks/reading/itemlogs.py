"""Results item by item, from the logs of lm-evaluation-harness and inspect_ai.

Parsed JSON comes in; opening files and archives is the caller's. A log is used only for which
items were right: questions and replies in it are not kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, cast

from madang.benchmarks.errors import BadItemResults
from madang.benchmarks.items import ItemResults
from madang.benchmarks.table import Benchmark, Metric, Model, Score, Table
from madang.benchmarks.words import Words

Object = dict[str, Any]

LETTERS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}
"""How inspect_ai writes correct, incorrect, partly correct and no answer."""


def harness(
    records: Iterable[Object], *, model: str, benchmark: str, where: str, group_by: str = ""
) -> ItemResults:
    """The samples file of one task of lm-evaluation-harness.

    Of several metrics the first that the file names is taken, of several filters the first.

    `group_by` is the field of the item that names its group, where items come in groups; `where`
    is what an error calls the file.

    Raises:
        BadItemResults: where a record is none, or its score lies outside 0 to 1.
    """
    found = _Gathering(where)
    wanted: tuple[str, str] | None = None
    for record in records:
        try:
            named = str(record["metrics"][0])
            wanted = wanted or (named, str(record.get("filter")))
            if str(record.get("filter")) != wanted[1]:
                continue
            item = f"{record['doc_id']}/{record.get('doc_hash', '')}"
            group = record["doc"][group_by] if group_by else None
            found.add(item, record[wanted[0]], group)
        except (KeyError, IndexError, TypeError) as error:
            raise BadItemResults(where, _lacks(error)) from error
    return found.results(model, benchmark)


def inspect(
    header: Object, samples: Iterable[Object], *, where: str, group_by: str = ""
) -> ItemResults:
    """A log of inspect_ai: its header and its samples, or their summaries.

    Of several scorers the first is taken; repeated epochs of an item are averaged; samples that
    broke off without a score are left out.

    `group_by` is the field of a sample's metadata that names its group; `where` is what an error
    calls the log.

    Raises:
        BadItemResults: where the log is none, or a score is not a single number from 0 to 1.
    """
    found = _Gathering(where)
    try:
        model, benchmark = str(header["eval"]["model"]), str(header["eval"]["task"])
        scorer: str | None = None
        for sample in samples:
            scores = cast("Object", sample.get("scores") or {})
            scorer = scorer or next(iter(scores), None)
            if scorer is None or scorer not in scores:
                continue
            value = scores[scorer]["value"]
            group = sample["metadata"][group_by] if group_by else None
            found.add(
                str(sample["id"]), LETTERS.get(value, value) if _plain(value) else None, group
            )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadItemResults(where, _lacks(error)) from error
    return found.results(model, benchmark)


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _lacks(error: Exception) -> Words:
    return Words(f"no {error}", f"{error}이(가) 없습니다")


class _Gathering:
    """Scores as they come, repeated items averaged at the end."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._scores: dict[str, list[float]] = {}
        self._groups: dict[str, str] = {}

    def add(self, item: str, value: Any, group: Any) -> None:
        try:
            score = float(value)
        except (TypeError, ValueError):
            score = math.nan
        if not 0 <= score <= 1:
            shown = f"{value!s:.40}"
            raise BadItemResults(
                self._where,
                Words(
                    f"item {item} has the score {shown}, not one from 0 to 1",
                    f"문항 {item}의 점수가 0에서 1 사이가 아닌 {shown}입니다",
                ),
            )
        self._scores.setdefault(item, []).append(score)
        if group is not None:
            self._groups[item] = str(group)

    def results(self, model: str, benchmark: str) -> ItemResults:
        if not self._scores:
            raise BadItemResults(
                self._where, Words("no item has a score", "점수가 있는 문항이 없습니다")
            )
        return ItemResults(
            model=model,
            benchmark=benchmark,
            scores={item: math.fsum(s) / len(s) for item, s in self._scores.items()},
            groups=self._groups,
        )


def tabulate(results: Iterable[ItemResults]) -> Table:
    """The table that these results make, for those who have no other.

    Raises:
        BadItemResults: where one model has two results of one benchmark.
    """
    every = list(results)
    scores: dict[tuple[str, str], Score] = {}
    for each in every:
        if (each.benchmark, each.model) in scores:
            raise BadItemResults(
                each.benchmark,
                Words(
                    f"{each.model} has two logs of it; keep one",
                    f"{each.model}의 로그가 둘입니다. 하나만 남겨 주세요",
                ),
            )
        scores[each.benchmark, each.model] = Score(value=each.mean)
    benchmarks = dict.fromkeys(each.benchmark for each in every)
    return Table(
        models=tuple(Model(name=name) for name in dict.fromkeys(each.model for each in every)),
        benchmarks=tuple(_benchmark(name, every) for name in benchmarks),
        scores=scores,
    )


def _benchmark(name: str, results: list[ItemResults]) -> Benchmark:
    runs = [each for each in results if each.benchmark == name]
    groups = [len(set(each.groups.values())) for each in runs if each.groups]
    return Benchmark(
        label=name,
        name=name,
        metric=Metric.PROPORTION if all(each.binary for each in runs) else Metric.MEAN,
        items=min(len(each.scores) for each in runs),
        groups=min(groups) if groups else None,
    )
