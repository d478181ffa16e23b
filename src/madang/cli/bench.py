"""`madang bench FILE`: a published score table with error bars, without a server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from madang.benchmarks import Assumptions, example
from madang.benchmarks.report import Report, report
from madang.cli import bench_files, bench_plot, bench_table, terminal
from madang.cli.bench_files import Given
from madang.engine.benchmarks.errors import BadPair, UnreadableFile, usable

STDIN = Path("-")


def bench(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="A table (CSV, JSON, Markdown, HTML; - is what is piped in), or logs of "
            "lm-evaluation-harness and inspect_ai. Without one: the announcement of June 2024.",
            show_default=False,
        ),
    ] = None,
    *,
    against: Annotated[
        str | None, typer.Option(help="Compare this model with every other; by default all pairs.")
    ] = None,
    confidence: Annotated[
        float, typer.Option(min=0.5, max=0.9999, help="Of intervals and significance.")
    ] = 0.95,
    correlation: Annotated[
        float,
        typer.Option(min=0, max=0.95, help="How alike two models' answers are, item by item."),
    ] = 0.0,
    within_groups: Annotated[
        float,
        typer.Option(min=0, max=1, help="How alike a model's answers are within a group of items."),
    ] = 0.0,
    items: Annotated[
        list[str] | None,
        typer.Option(help="BENCHMARK=QUESTIONS, where it is not known; may be given again."),
    ] = None,
    group_by: Annotated[
        str, typer.Option(help="The field of a logged item that names its group.")
    ] = "",
    board: Annotated[
        Path | None,
        typer.Option(help="Ratings to set beside the table, as `madang rank --json` prints them."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(help="MODEL=CONTESTANT, where the board has another name for it."),
    ] = None,
    tries: Annotated[
        int, typer.Option(min=1, max=10_000, help="Variants supposed to have been tried.")
    ] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Write the differences to this SVG file.")
    ] = None,
) -> None:
    """Say which differences of a score table are real."""
    with terminal.plain_errors(), usable():
        given = _given(files or [], group_by)
        counts = _pairs(items or [], "--items")
        table = given.table.with_items({n: _count(n, text) for n, text in counts.items()})
        found = report(
            table,
            against=against,
            assumptions=Assumptions(
                confidence=confidence, correlation=correlation, within_groups=within_groups
            ),
            tries=tries,
            results=given.results,
            board=bench_files.board(board) if board else [],
            names=_pairs(name or [], "--name"),
        )
        if plot:
            _write(plot, bench_plot.draw(found, terminal.language()))
        if as_json:
            sys.stdout.write(written(found) + "\n")
        else:
            bench_table.show(found)


def written(found: Report) -> str:
    """The report as JSON; scores and differences in points, ratings as they are."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _given(files: Sequence[Path], group_by: str) -> Given:
    if not files:
        return Given(example.announcement(), ())
    if list(files) == [STDIN]:
        return bench_files.typed(sys.stdin.buffer.read())
    return bench_files.read(files, group_by)


def _pairs(given: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        name, _, value = pair.rpartition("=")
        if not name or not value:
            raise BadPair(option=option, pair=pair)
        found[name] = value
    return found


def _count(name: str, text: str) -> int:
    digits = text.replace(",", "")
    if not digits.isdecimal():
        raise BadPair(option="--items", pair=f"{name}={text}")
    return int(digits)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableFile(file=str(path), reason=error.strerror or str(error)) from error
