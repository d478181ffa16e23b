"""Votes from elsewhere into the store: many, all or none, and with everyone else voting meanwhile.

First they are set down in a file of their own (`stage`), and nothing is written of a source that
breaks off. Then they are written in parts, each a short transaction, under a batch that is not
finished: such votes are as good as unwritten (`counting.ARRIVED`). The last, tiny transaction
finishes the batch, and there they all are. What a killed import left behind, the next one clears
away.
"""

import asyncio
import secrets
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.errors import Unavailable
from madang.domain.measures import Measures
from madang.domain.records import IMPORTED, Record
from madang.store.bulk import put
from madang.store.database import Database, translated
from madang.store.intake_rows import Arrival, Newcomers, make_arrivals, tables_of
from madang.store.schema import (
    batches,
    battles,
    excluded_votes,
    exclusions,
    measures,
    replies,
    turns,
    versions,
    votes,
)
from madang.store.stage import Stage

PART = 8_000
"""Votes written in one transaction, which on SQLite keeps every other writer waiting."""

CLEARED = 500
"""Votes of a dead import taken away in one transaction."""

BREATH = 0.2
"""SQLite has one writer, and those who wait for it look again now and then. So that they find it
free, each part is followed by a pause of this share of the time it took."""

Entry = tuple[Record, Measures]
Progress = Callable[[int, int], None]
"""Told how many votes are written, and of how many."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did: votes that are new, and votes that had been there."""

    added: int
    known: int


class Intake:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(
        self,
        parts: AsyncIterable[Sequence[Entry]],
        *,
        file: str = "",
        progress: Progress = lambda _, __: None,
    ) -> Written:
        """Keep records that are not there yet; whatever goes wrong, none of them is kept.

        Raises:
            VotesImportRunning: another import is writing.
        """
        async with self._database.alone():
            for batch in await self._unfinished():
                await self._discard(batch)
            with translated(), Stage(self._place()) as stage:
                newcomers = await self._set_down(stage, parts)
                batch = await self._begin(file)
                try:
                    await self._welcome(newcomers)
                    await self._fill(batch, stage, progress)
                except BaseException:
                    # Should this fail too, the next import does it.
                    with suppress(Unavailable):
                        await asyncio.shield(self._discard(batch))
                    raise
                added = await self._finish(batch)
        return Written(added=added, known=newcomers.votes - added)

    async def find(self, ids: Sequence[str]) -> dict[str, int]:
        """Those of these votes that are there, and how many each stands for."""
        ask = select(votes.c.id, votes.c.times).where(votes.c.id.in_(ids))
        async with self._database.read() as connection:
            return {row.id: row.times for row in await connection.execute(ask)}

    def _place(self) -> Path:
        """Beside the database, which has room; or where the system keeps what is passing."""
        if self._database.is_sqlite:
            return Path(f"{self._database.engine.url.database}-import-stage")
        return Path(tempfile.gettempdir()) / f"madang-import-{secrets.token_hex(8)}"

    async def _set_down(self, stage: Stage, parts: AsyncIterable[Sequence[Entry]]) -> Newcomers:
        """Everything into the stage, each part while the next one is being read."""
        async with self._database.read() as connection:
            known = await connection.execute(select(versions))
            newcomers = Newcomers(known.all())

        def add(part: Sequence[Entry]) -> None:
            stage.add(make_arrivals(part, newcomers, as_text=self._database.is_sqlite))

        async for part in _ahead(parts):
            await asyncio.to_thread(add, part)
        return newcomers

    async def _begin(self, file: str) -> str:
        batch = f"i_{secrets.token_hex(8)}"
        row = {"id": batch, "file": file, "began_at": datetime.now(UTC)}
        async with self._database.transaction() as connection:
            await connection.execute(insert(batches).values(row))
        return batch

    async def _welcome(self, newcomers: Newcomers) -> None:
        """People and contestants first, since votes refer to them."""
        for table, columns, rows in newcomers.tables:
            for first in range(0, len(rows), PART):
                async with self._database.transaction() as connection:
                    await put(connection, table, columns, rows[first : first + PART])

    async def _fill(self, batch: str, stage: Stage, progress: Progress) -> None:
        reasons: dict[str, int] = {}
        done, parts = 0, stage.parts(PART)
        while part := await asyncio.to_thread(next, parts, None):
            tables = await asyncio.to_thread(tables_of, part, batch)
            began = time.monotonic()
            async with self._database.transaction() as connection:
                for table, columns, rows in tables:
                    await put(connection, table, columns, rows)
                await _exclude(connection, part, batch, reasons)
            if self._database.is_sqlite:
                await asyncio.sleep(BREATH * (time.monotonic() - began))
            done += len(part)
            progress(done, stage.count)

    async def _finish(self, batch: str) -> int:
        own = votes.c.batch == batch
        done = {"finished_at": datetime.now(UTC)}
        async with self._database.transaction() as connection:
            added = await connection.scalar(select(func.sum(votes.c.times)).where(own))
            await connection.execute(update(batches).where(batches.c.id == batch).values(done))
        return int(added or 0)

    async def _unfinished(self) -> list[str]:
        ask = select(batches.c.id).where(batches.c.finished_at.is_(None))
        async with self._database.read() as connection:
            return list(await connection.scalars(ask))

    async def _discard(self, batch: str) -> None:
        """Take away what an import wrote that did not end. These never were votes to anyone."""
        mine = select(votes.c.id, votes.c.battle).where(votes.c.batch == batch).limit(CLEARED)
        while True:
            async with self._database.transaction() as connection:
                found = (await connection.execute(mine)).all()
                if not found:
                    await _take_away_rest(connection, batch)
                    return
                await _take_away(connection, [row.id for row in found], {r.battle for r in found})


async def _take_away(connection: AsyncConnection, gone: list[str], empty: set[str]) -> None:
    left_out = delete(excluded_votes).where(excluded_votes.c.vote.in_(gone))
    await connection.execute(left_out)
    await connection.execute(delete(measures).where(measures.c.vote.in_(gone)))
    await connection.execute(delete(votes).where(votes.c.id.in_(gone)))
    still = select(votes.c.battle).where(votes.c.battle.in_(empty))
    empty -= set(await connection.scalars(still))
    asked = select(turns.c.id).where(turns.c.battle.in_(empty))
    await connection.execute(delete(replies).where(replies.c.turn.in_(asked)))
    await connection.execute(delete(turns).where(turns.c.battle.in_(empty)))
    await connection.execute(delete(battles).where(battles.c.id.in_(empty)))


async def _take_away_rest(connection: AsyncConnection, batch: str) -> None:
    """The batch itself, its exclusions, and contestants that nobody else has a battle of."""
    await connection.execute(delete(exclusions).where(exclusions.c.chosen == batch))
    met = [select(side) for side in (battles.c.version_a, battles.c.version_b)]
    strange = (versions.c.provider == IMPORTED) & versions.c.id.not_in(met[0].union(met[1]))
    await connection.execute(delete(versions).where(strange))
    await connection.execute(delete(batches).where(batches.c.id == batch))


async def _exclude(
    connection: AsyncConnection, part: Sequence[Arrival], batch: str, reasons: dict[str, int]
) -> None:
    """Votes that a file says were left out are left out here too, an exclusion a reason."""
    gone: dict[str, list[str]] = {}
    for arrival in part:
        if arrival.excluded:
            gone.setdefault(arrival.excluded, []).append(arrival.vote[0])
    for reason, ids in gone.items():
        if reason not in reasons:
            made = {"reason": reason, "chosen": batch, "at": datetime.now(UTC)}
            told = await connection.execute(insert(exclusions).values(made))
            assert told.inserted_primary_key
            reasons[reason] = told.inserted_primary_key[0]
        # Only those of this batch: who was here already stays as they are.
        fresh = select(votes.c.id).where(votes.c.id.in_(ids), votes.c.batch == batch)
        found = [
            {"exclusion": reasons[reason], "vote": vote} for vote in await connection.scalars(fresh)
        ]
        if found:
            await connection.execute(insert(excluded_votes), found)


async def _ahead(parts: AsyncIterable[Sequence[Entry]]) -> AsyncGenerator[Sequence[Entry]]:
    """The same parts, with the next one under way while one is worked on."""
    source = aiter(parts)

    async def following() -> Sequence[Entry] | None:
        return await anext(source, None)

    task = asyncio.create_task(following())
    try:
        while (part := await task) is not None:
            task = asyncio.create_task(following())
            yield part
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
