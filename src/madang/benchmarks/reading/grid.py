"""A sheet of cells to a `Table`: which side holds the models, what each cell is worth.

How a single cell is read is in `cells`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from madang.benchmarks import known
from madang.benchmarks.errors import (
    AmbiguousScale,
    BadCell,
    BadItems,
    ConflictingScores,
    NoScores,
    ScoreOutOfRange,
    TableTooLarge,
    UnreadableTable,
)
from madang.benchmarks.reading import cells
from madang.benchmarks.table import Benchmark, Metric, Model, Score, Setting, Table, plain
from madang.benchmarks.words import Words

Grid = list[list[str]]

MOST_MODELS = 40
MOST_BENCHMARKS = 100
HUNDRED = 100.0

HEADINGS: dict[str, tuple[str, ...]] = {
    "benchmark": ("benchmark", "benchmarks", "dataset", "task", "eval", "evaluation", "벤치마크"),
    "model": ("model", "models", "모델"),
    "score": ("score", "value", "result", "점수"),
    "error": ("se", "stderr", "standarderror", "표준오차"),
    "items": (
        *("items", "n", "questions", "nquestions", "numquestions", "samples", "size"),
        *("문항", "문항수", "개수"),
    ),
    "groups": ("groups", "clusters", "묶음"),
    "metric": ("metric", "unit", "지표"),
    "setting": ("setting", "settings", "shots", "nshot", "prompting", "설정"),
    "ceiling": ("ceiling", "상한"),
    "released": ("released", "releasedate", "date", "출시", "출시일"),
}


def heading(cell: str) -> str | None:
    """What a heading stands for, where it is none of the models or benchmarks."""
    return next((kind for kind, names in HEADINGS.items() if plain(cell) in names), None)


def read(sheet: Grid, *, where: str, title: str = "") -> Table:
    """The table that a sheet holds, models in columns or in rows, or one score a row.

    Raises:
        TableError: where it holds none that can be relied on.
    """
    rows = [[cell.strip() for cell in row] for row in sheet]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or width < 2:  # noqa: PLR2004 - a heading and a row, a name and a score
        raise UnreadableTable(where=where)
    rows = [row + [""] * (width - len(row)) for row in rows]
    kinds = [heading(cell) for cell in rows[0]]
    if {"benchmark", "model", "score"} <= set(kinds):
        rows = _spread(rows, kinds)
    elif _models_in_rows(rows):
        rows = [list(column) for column in zip(*rows, strict=True)]
    return _Reading(rows, title).table()


def _models_in_rows(rows: Grid) -> bool:
    """Whether benchmarks head the columns: by a word in the corner, else by the names known."""
    corner = heading(rows[0][0])
    if corner in ("benchmark", "model"):
        return corner == "model"
    first = [row[0] for row in rows[1:]]
    return sum(map(_is_benchmark, rows[0][1:])) > sum(map(_is_benchmark, first))


def _is_benchmark(label: str) -> bool:
    return known.find(_name_of(label)[0]) is not None


def _spread(rows: Grid, kinds: Sequence[str | None]) -> Grid:
    """One score a row, made one benchmark a row."""
    place = {kind: i for i, kind in enumerate(kinds) if kind}
    extras = [kind for kind in ("items", "groups", "metric", "ceiling") if kind in place]
    models = list(dict.fromkeys(row[place["model"]] for row in rows[1:]))
    spread: dict[str, list[str]] = {}
    doubles: Grid = []
    for row in rows[1:]:
        stated = row[place["setting"]] if "setting" in place else ""
        cell = row[place["score"]]
        if "error" in place and row[place["error"]]:
            cell += f" ± {row[place['error']]}"
        cell = f"{cell} ({stated})" if stated and cell else cell
        line = [row[place["benchmark"]], *(row[place[kind]] for kind in extras)]
        column = len(line) + models.index(row[place["model"]])
        kept = spread.setdefault(line[0], line + [""] * len(models))
        if kept[column]:
            # The same score twice, or two that conflict: judged like a repeated row.
            kept = [*line, *([""] * len(models))]
            doubles.append(kept)
        kept[column] = cell
    return [["benchmark", *extras, *models], *spread.values(), *doubles]


@dataclass(slots=True)
class _Row:
    benchmark: Benchmark
    cells: dict[str, cells.Read]


class _Reading:
    """One sheet being read, benchmarks in rows. Remarks gather what its reader should check."""

    def __init__(self, rows: Grid, title: str) -> None:
        self._title = title
        self._remarks: list[Words] = []
        kinds = [heading(cell) for cell in rows[0]]
        self._columns = {
            kind: i for i, kind in enumerate(kinds) if i and kind not in (None, "model", "score")
        }
        self._models = [
            (i, _flat(cell) or f"({i + 1})")
            for i, cell in enumerate(rows[0])
            if i and i not in self._columns.values() and (cell or any(row[i] for row in rows[1:]))
        ]
        self._body = [row for row in rows[1:] if heading(row[0]) != "released"]
        self._dates = next((row for row in rows[1:] if heading(row[0]) == "released"), None)
        _bounded(len(self._models), Words("models", "모델 수"), MOST_MODELS)
        _bounded(len(self._body), Words("benchmarks", "벤치마크 수"), MOST_BENCHMARKS)

    def table(self) -> Table:
        rows = self._merged(self._row(row) for row in self._body)
        scores = self._scaled(rows)
        if not scores:
            raise NoScores
        models = {
            name: Model(name=name, released=_date(self._dates[i]) if self._dates else None)
            for i, name in self._models
        }
        return Table(
            models=tuple(models.values()),
            benchmarks=tuple(row.benchmark for row in rows),
            scores=scores,
            title=self._title,
            remarks=tuple(self._remarks),
        )

    def _row(self, row: list[str]) -> _Row:
        found: dict[str, cells.Read] = {}
        for i, model in self._models:
            try:
                cell = cells.read(row[i])
            except ValueError as error:
                raise BadCell(cell=row[i], benchmark=_flat(row[0]), model=model) from error
            if cell is None:
                continue
            if (before := found.get(model)) and before.number != cell.number:
                raise ConflictingScores(
                    benchmark=_flat(row[0]), model=model, first=before.text, second=cell.text
                )
            found[model] = cell
        return _Row(self._benchmark(row), found)

    def _benchmark(self, row: list[str]) -> Benchmark:
        label = _flat(row[0]) or "?"
        name, setting, metric = _name_of(row[0])
        fact = known.find(name)

        def extra(kind: str) -> str:
            return row[self._columns[kind]] if kind in self._columns else ""

        if stated := extra("setting"):
            number = re.fullmatch(r"\d+", stated)
            setting, left = cells.setting(f"{stated}-shot" if number else stated)
            setting = replace(setting, note=left)
            label = label if str(setting) in label else f"{label} ({setting})"
        metric = _metric(extra("metric")) or metric or (fact.metric if fact else None)
        items = _count(extra("items"), label)
        return Benchmark(
            label=label,
            name=_flat(name),
            metric=metric or Metric.PROPORTION,
            setting=setting,
            items=items or (fact.items if fact else None),
            items_source="" if items or not fact else fact.source,
            groups=_count(extra("groups"), label) or (fact.groups if fact and not items else None),
            ceiling=_ceiling(extra("ceiling"), label),
        )

    def _merged(self, rows: Iterable[_Row]) -> list[_Row]:
        """Rows of one label as one: a repeated row is dropped, a contradicting one an error."""
        kept: dict[str, _Row] = {}
        for row in rows:
            if not row.cells:
                label = row.benchmark.label
                self._remarks.append(
                    Words(f"{label}: no score, left out", f"{label}: 점수가 없어 뺐습니다")
                )
                continue
            before = kept.setdefault(row.benchmark.label, row)
            if before is row:
                continue
            label = row.benchmark.label
            self._remarks.append(
                Words(
                    f"{label}: stands twice, read as one", f"{label}: 두 번 있어 하나로 읽었습니다"
                )
            )
            for model, cell in row.cells.items():
                first = before.cells.setdefault(model, cell)
                if (first.number, first.own) != (cell.number, cell.own):
                    raise ConflictingScores(
                        benchmark=row.benchmark.label,
                        model=model,
                        first=first.text,
                        second=cell.text,
                    )
        return list(kept.values())

    def _scaled(self, rows: list[_Row]) -> dict[tuple[str, str], Score]:
        bounded = [row for row in rows if row.benchmark.metric is not Metric.RATING]
        every = [cell for row in bounded for cell in row.cells.values()]
        fractions = bool(every) and all(c.number <= 1 and not c.percent for c in every)
        if fractions and any(0 < cell.number < 1 for cell in every):
            self._remarks.append(
                Words("scores are read as fractions of 1", "점수를 1까지의 비율로 읽었습니다")
            )
        if any(cell.error is not None for row in rows for cell in row.cells.values()):
            self._remarks.append(
                Words("± is read as one standard error", "±를 표준오차 하나로 읽었습니다")
            )
        scores: dict[tuple[str, str], Score] = {}
        for row in rows:
            scale = _scale_of(row, fractions)
            for model, cell in row.cells.items():
                if scale > 1 and 0 < cell.number < 1 and not cell.percent:
                    raise AmbiguousScale(benchmark=row.benchmark.label, score=cell.text)
                value = cell.number / scale
                if row.benchmark.metric is not Metric.RATING and not 0 <= value <= 1:
                    raise ScoreOutOfRange(
                        benchmark=row.benchmark.label, model=model, score=cell.text
                    )
                scores[row.benchmark.label, model] = Score(
                    value=value,
                    standard_error=None if cell.error is None else cell.error / scale,
                    setting=cells.combined(cell, row.benchmark.setting),
                    note=cell.note,
                )
        return scores


def _scale_of(row: _Row, fractions: bool) -> float:
    if row.benchmark.metric is Metric.RATING or fractions:
        return 1.0
    return HUNDRED


def _bounded(found: int, what: Words, limit: int) -> None:
    if found > limit:
        raise TableTooLarge(found=found, what=what, limit=limit)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _name_of(label: str) -> tuple[str, Setting, Metric | None]:
    """A row's heading: the benchmark's name, the setting it states, what its scores are."""
    setting, metric = Setting(), None

    def take(match: re.Match[str]) -> str:
        nonlocal setting, metric
        inside = match[1]
        if named := _metric(inside):
            metric = named
            return " "
        stated, left = cells.setting(inside)
        if stated == Setting():
            return match[0]
        setting = replace(stated, note=left)
        return " "

    name = re.sub(r"\(([^()]*)\)", take, label)
    if setting == Setting():
        stated, left = cells.setting(name)
        if stated != Setting():
            setting, name = stated, left
    if re.search(r"\bF1\b", name):
        metric = metric or Metric.MEAN
    elif re.search(r"\bElo\b|\brating\b", name, re.IGNORECASE):
        metric = metric or Metric.RATING
    return "\n".join(part for line in name.splitlines() if (part := _flat(line))), setting, metric


METRICS = {
    Metric.PROPORTION: (
        *("proportion", "accuracy", "acc", "em", "exactmatch", "exact", "pass1", "percent"),
        "정확도",
    ),
    Metric.MEAN: ("mean", "f1", "bleu", "rouge", "average", "평균"),
    Metric.RATING: ("rating", "elo", "레이팅", "grade"),
}


def _metric(text: str) -> Metric | None:
    name = plain(text)
    return next((metric for metric, names in METRICS.items() if name and name in names), None)


def _count(text: str, label: str) -> int | None:
    """A number of items; None where the cell is empty."""
    bare = text.strip().casefold()
    if bare in cells.EMPTY:
        return None
    digits = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", bare)
    if not re.fullmatch(r"\d+(\.0+)?", digits) or not 1 <= float(digits) <= 1e9:  # noqa: PLR2004
        raise BadItems(cell=text, benchmark=label)
    return int(float(digits))


def _ceiling(text: str, label: str) -> float:
    cell = _guarded(cells.read, text, label)
    if cell is None:
        return 1.0
    value = cell.number / HUNDRED if cell.percent or cell.number > 1 else cell.number
    if not 0 < value <= 1:
        raise BadCell(cell=text, benchmark=label, model="ceiling")
    return value


def _guarded(
    read_cell: Callable[[str], cells.Read | None], text: str, label: str
) -> cells.Read | None:
    try:
        return read_cell(text)
    except ValueError as error:
        raise BadCell(cell=text, benchmark=label, model="ceiling") from error


def _date(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y-%m", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%B %d, %Y", "%B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
