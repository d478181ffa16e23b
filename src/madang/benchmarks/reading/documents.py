"""A `Table` from JSON: Madang's own form, or rows of it as other tools write them.

The own form is what `write` gives:

    {"title", "source", "models": [{"name", "released", "aliases"}],
     "benchmarks": [{"label", "name", "metric", "shots", "chain_of_thought", "note", "items",
                     "items_source", "groups", "ceiling"}],
     "scores": [{"benchmark", "model", "score", "standard_error", "shots", …, "remark"}]}

Scores are in percent there, ratings as they are. Only names and scores are needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from madang.benchmarks.errors import (
    BadCell,
    BadItemResults,
    ConflictingScores,
    TableError,
    UnreadableTable,
)
from madang.benchmarks.reading import grid
from madang.benchmarks.table import Benchmark, Metric, Model, Score, Setting, Table
from madang.benchmarks.words import Words

SETTING = ("shots", "chain_of_thought", "note")
Object = dict[str, Any]

TOTALS = Words(
    "it is a results file of lm-evaluation-harness, with totals only",
    "lm-evaluation-harness의 results 파일이라 합계만 있습니다",
)


def read(document: Any, *, where: str, title: str = "") -> Table:
    """The table in a parsed JSON document.

    Raises:
        TableError: where it holds none.
    """
    if isinstance(document, dict):
        whole = cast("Object", document)
        if isinstance(whole.get("scores"), list) and isinstance(whole.get("models"), list):
            return _own(whole, where, title)
        if {"results", "n-samples"} <= whole.keys():
            raise BadItemResults(where or "JSON", TOTALS)
        nested = {key: cast("Object", row) for key, row in whole.items() if isinstance(row, dict)}
        return _nested(nested, where, title)
    if isinstance(document, list) and document:
        rows = cast("list[Any]", document)
        if all(isinstance(row, list) for row in rows):
            return grid.read([[_text(c) for c in row] for row in rows], where=where, title=title)
        if all(isinstance(row, dict) for row in rows):
            return _records(cast("list[Object]", rows), where, title)
    raise UnreadableTable(where=where)


def _nested(scores: dict[str, Object], where: str, title: str) -> Table:
    """{"benchmark": {"model": score}}, or the two the other way round."""
    columns = _union(scores.values())
    sheet = [["", *columns]]
    sheet += [[name, *(_text(row.get(c)) for c in columns)] for name, row in scores.items()]
    return grid.read(sheet, where=where, title=title)


def _records(rows: list[Object], where: str, title: str) -> Table:
    columns = _union(rows)
    columns.sort(key=lambda name: grid.heading(name) not in ("benchmark", "model"))
    sheet = [columns, *([_text(row.get(c)) for c in columns] for row in rows)]
    return grid.read(sheet, where=where, title=title)


def _union(rows: Iterable[Object]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _text(value: Any) -> str:
    """A JSON value as the cell it would be; true and nested values can be none."""
    if value is None:
        return ""
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN, which JSON can't write
        return ""
    return str(value)


def _own(document: Object, where: str, title: str) -> Table:
    """Madang's form, by way of the sheet, so that the same checks hold; then what no cell says."""
    try:
        return _from_own(document, where, title)
    except TableError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise UnreadableTable(where=where) from error


def _from_own(document: Object, where: str, title: str) -> Table:
    models = [_model(given) for given in document["models"]]
    scores = _scores(document)
    rows = list(_rows(document))
    extras = ("items", "groups", "metric", "ceiling")
    sheet = [["benchmark", *extras, *(model.name for model in models)]]
    for row in rows:
        cells = [_cell(scores.get((row["label"], model.name)), row) for model in models]
        sheet.append([row["label"], *(_text(row.get(kind)) for kind in extras), *cells])
    table = grid.read(sheet, where=where, title=str(document.get("title") or title))
    given = {row["label"]: row for row in rows}
    benchmarks = tuple(_benchmark(each, given[each.label]) for each in table.benchmarks)
    settings = {each.label: each.setting for each in benchmarks}
    return replace(
        table,
        models=tuple(models),
        benchmarks=benchmarks,
        source=str(document.get("source") or ""),
        scores={
            key: _score(score, scores[key], settings[key[0]]) for key, score in table.scores.items()
        },
    )


def _name(value: Any) -> str:
    return " ".join(str(value).split())


def _model(given: Object) -> Model:
    return Model(
        name=_name(given["name"]),
        released=_released(given.get("released")),
        aliases=tuple(str(name) for name in given.get("aliases", ())),
    )


def _scores(document: Object) -> dict[tuple[str, str], Object]:
    found: dict[tuple[str, str], Object] = {}
    for score in document["scores"]:
        key = _name(score["benchmark"]), _name(score["model"])
        first = found.setdefault(key, score)
        if first["score"] != score["score"]:
            raise ConflictingScores(
                benchmark=key[0], model=key[1], first=first["score"], second=score["score"]
            )
    return found


def _rows(document: Object) -> Iterable[Object]:
    """The benchmarks, those that only scores name included."""
    seen: set[str] = set()
    for row in document.get("benchmarks", ()):
        label = _name(row.get("label") or row["name"])
        seen.add(label)
        yield {**row, "label": label}
    for score in document["scores"]:
        if (label := _name(score["benchmark"])) not in seen:
            seen.add(label)
            yield {"label": label, "name": label}


def _cell(score: Object | None, row: Object) -> str:
    if score is None or score["score"] is None:
        return ""
    error = score.get("standard_error")
    percent = "" if row.get("metric") == Metric.RATING else " %"
    return f"{score['score']}{percent}" + ("" if error is None else f" ± {error}")


def _benchmark(benchmark: Benchmark, row: Object) -> Benchmark:
    stated = any(row.get(key) is not None for key in SETTING)
    return replace(
        benchmark,
        name=str(row.get("name") or benchmark.name),
        setting=_setting(row) if stated else benchmark.setting,
        items_source=str(row.get("items_source") or benchmark.items_source),
    )


def _score(score: Score, given: Object, row: Setting) -> Score:
    stated = any(name in given for name in SETTING)
    return replace(
        score,
        setting=_setting(given) if stated else row,
        note=str(given.get("remark") or ""),
    )


def _setting(given: Object) -> Setting:
    shots, thought = given.get("shots"), given.get("chain_of_thought")
    return Setting(
        shots=None if shots is None else int(shots),
        chain_of_thought=None if thought is None else bool(thought),
        note=str(given.get("note") or ""),
    )


def _released(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError) as error:
        raise BadCell(cell=str(text), benchmark="released", model="") from error


def write(table: Table) -> Object:
    """The table in Madang's own JSON form; `read` gives it back."""
    labels = {benchmark.label: benchmark for benchmark in table.benchmarks}
    return {
        "title": table.title,
        "source": table.source,
        "models": [
            {
                "name": model.name,
                "released": model.released.isoformat() if model.released else None,
                "aliases": list(model.aliases),
            }
            for model in table.models
        ],
        "benchmarks": [_written(benchmark) for benchmark in table.benchmarks],
        "scores": [
            {
                "benchmark": label,
                "model": model,
                "score": _shown(score.value * labels[label].scale),
                "standard_error": None
                if score.standard_error is None
                else _shown(score.standard_error * labels[label].scale),
                **_setting_of(score.setting),
                "remark": score.note,
            }
            for (label, model), score in table.scores.items()
        ],
    }


def _written(benchmark: Benchmark) -> Object:
    return {
        "label": benchmark.label,
        "name": benchmark.name,
        "metric": benchmark.metric.value,
        **_setting_of(benchmark.setting),
        "items": benchmark.items,
        "items_source": benchmark.items_source,
        "groups": benchmark.groups,
        "ceiling": benchmark.ceiling,
    }


def _setting_of(setting: Setting) -> Object:
    return {
        "shots": setting.shots,
        "chain_of_thought": setting.chain_of_thought,
        "note": setting.note,
    }


def _shown(value: float) -> float:
    """Without the last binary digits that scaling adds."""
    return float(f"{value:.12g}")
