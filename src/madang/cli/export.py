"""`madang export`: the board or the votes, in a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated, Literal

import typer

from madang.cli import terminal
from madang.cli.terminal import err, pick
from madang.domain.categories import OVERALL
from madang.domain.errors.votes import VotesFileError
from madang.engine.exchange.exporting import Format
from madang.engine.exchange.offline import board_file, votes_file
from madang.engine.exchange.shapes import Shape


def export(
    file: Annotated[Path, typer.Argument(help="Where to; its ending says the format.")],
    what: Annotated[
        Literal["votes", "board"], typer.Option(help="The votes, or the standings.")
    ] = "votes",
    shape: Annotated[
        Shape, typer.Option(help="Madang's own columns, FastChat's, or preference pairs.")
    ] = Shape.MADANG,
    *,
    category: Annotated[str, typer.Option(help="Of which category, for a board.")] = OVERALL,
    config: terminal.Config = None,
    home: terminal.Home = None,
    conversations: Annotated[
        bool, typer.Option("--conversations", help="With what was asked and answered.")
    ] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Without addresses, numbers and keys.")
    ] = False,
) -> None:
    """Write votes or the board to a CSV, JSON, JSONL or Parquet file; people get pseudonyms."""
    with terminal.plain_errors():
        settings = terminal.load(config, home)
        kind = _format_of(file)
        if what == "board":
            blocks = board_file(settings, kind, category)
        else:
            blocks = votes_file(settings, shape, kind, conversations=conversations, redacted=redact)
        size = asyncio.run(_write(file, blocks))
        err.print(pick(f"{file}: {size:,} bytes", f"{file}: {size:,}바이트"), markup=False)


def _format_of(file: Path) -> Format:
    try:
        return Format(file.suffix.lower().lstrip("."))
    except ValueError:
        endings = ", ".join(f".{one}" for one in Format)
        raise VotesFileError(
            f"The name {file.name} does not say which format is wanted. End it with {endings}.",
            f"{file.name}만으로는 형식을 알 수 없습니다. 이름 끝에 {endings}를 붙여 주세요.",
        ) from None


async def _write(file: Path, blocks: AsyncGenerator[bytes]) -> int:
    """Into a file beside it first, so that half an export never stands under the name."""
    part = file.with_name(f"{file.name}.part")
    size = 0
    try:
        with part.open("wb") as out:
            async for block in blocks:
                size += out.write(block)
        part.replace(file)
    except OSError as error:
        why = error.strerror or str(error)
        raise VotesFileError(f"{file} can't be written: {why}.", f"{file}: {why}.") from error
    finally:
        part.unlink(missing_ok=True)
    return size
