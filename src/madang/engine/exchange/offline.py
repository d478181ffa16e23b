"""Export and import for those who hold no running Madang: the store is opened and closed here."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from madang.engine.asking.roster import Roster
from madang.engine.exchange.exporting import Format, export_board, export_votes
from madang.engine.exchange.importing import Progress, Survey, import_votes
from madang.engine.exchange.pseudonyms import Pseudonyms
from madang.engine.exchange.shapes import Shape
from madang.engine.home import make_home
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.settings import Settings
from madang.store import Store
from madang.store.intake import Written


async def votes_file(
    settings: Settings,
    shape: Shape,
    format: Format,  # noqa: A002 - the word that people use for it
    *,
    conversations: bool,
    redacted: bool,
) -> AsyncGenerator[bytes]:
    """All votes, as `export_votes` writes them."""
    async with open_store(settings) as store:
        blocks = export_votes(
            store,
            Pseudonyms(settings.home),
            shape=shape,
            format=format,
            conversations=conversations,
            redacted=redacted,
        )
        async with aclosing(blocks):
            async for block in blocks:
                yield block


async def board_file(
    settings: Settings,
    format: Format,  # noqa: A002 - as above
    category: str,
) -> AsyncGenerator[bytes]:
    """The board of a category. Raises UnknownCategory."""
    async with open_store(settings) as store:
        roster = await Roster.open(settings, store, load=False)
        try:
            board = await Leaderboard(store, roster, settings.rulebook).board(category)
        finally:
            await roster.close()
        yield export_board(board, format)


async def import_file(
    settings: Settings, path: Path, *, skip_bad: bool, progress: Progress
) -> tuple[Survey, Written]:
    """The votes of a file, as `import_votes` takes them."""
    async with open_store(settings) as store:
        return await import_votes(
            store, path, settings.rulebook, skip_bad=skip_bad, progress=progress
        )


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncGenerator[Store]:
    make_home(settings)
    store = await Store.open(settings.database)
    try:
        yield store
    finally:
        await store.close()
