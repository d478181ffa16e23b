"""`madang import`: votes that were cast elsewhere, as this team's own history."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from madang.cli import terminal
from madang.cli.terminal import err, pick
from madang.engine.exchange.offline import import_file
from madang.engine.settings import Settings


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, JSON, JSONL or Parquet.")],
    config: terminal.Config = None,
    home: terminal.Home = None,
    *,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that can't be used.")
    ] = False,
) -> None:
    """Take in votes: Madang's own files, FastChat's, compar:IA's, or a plain table.

    All rows or none. Votes that are there already stay as they are.
    """
    # A million rows come and go without a circle among them: looking for one takes a fifth longer.
    gc.disable()
    with terminal.plain_errors():
        settings = terminal.load(config, home)
        asyncio.run(_import(settings, file, skip_bad=skip_bad))


async def _import(settings: Settings, file: Path, *, skip_bad: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task(pick("Importing", "가져오는 중"), total=1.0)
        survey, written = await import_file(
            settings,
            file,
            skip_bad=skip_bad,
            progress=lambda share: bar.update(task, completed=share),
        )
    err.print(
        pick(
            f"Votes imported: {written.added:,}; there already: {written.known:,}; "
            f"rows left out: {survey.bad:,}.",
            f"{written.added:,}표를 가져왔습니다. {written.known:,}표는 이미 있었고, "
            f"{survey.bad:,}줄은 뺐습니다.",
        )
    )
    if survey.passed:
        err.print(
            pick(
                f"Lines that are no votes, passed over: {survey.passed:,}.",
                f"투표가 아니어서 지나친 줄: {survey.passed:,}개.",
            )
        )
    for line, en, ko in survey.told:
        err.print(pick(f"  line {line}: {en}", f"  {line}번째 줄: {ko}"), markup=False)
