"""What battles were given before their first question, and what happens to it when its chat goes.

A chat that is deleted takes its words out of the battles that came of it. Their votes stay, for a
vote says who answered better and not what was said: its comment goes, its figures remain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.battles import Context, Side, Spoken
from madang.store.database import Database
from madang.store.schema import (
    annotations,
    battles,
    contexts,
    edits,
    replies,
    runs,
    shares,
    turns,
    votes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleOfChat:
    """A battle that came of a message of a chat. `voted`: a vote on it stands."""

    id: str
    message: str
    voted: bool


class Contexts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_chat(self, chat: str) -> list[BattleOfChat]:
        """The battles that came of a chat, oldest first."""
        ask = (
            select(
                contexts.c.battle.label("id"),
                contexts.c.message,
                exists()
                .where(votes.c.battle == contexts.c.battle, votes.c.undone_at.is_(None))
                .label("voted"),
            )
            .join(battles, battles.c.id == contexts.c.battle)
            .where(contexts.c.chat == chat)
            .order_by(battles.c.created_at)
        )
        async with self._database.read() as connection:
            return [BattleOfChat(**row) for row in (await connection.execute(ask)).mappings()]


async def keep_context(connection: AsyncConnection, battle: str, context: Context) -> None:
    """Keep what a new battle is given."""
    row = {
        "battle": battle,
        "chat": context.chat,
        "message": context.message,
        "prelude": [asdict(spoken) for spoken in context.prelude],
        "enclosed": context.enclosed,
        "images": list(context.images),
        "instructions": context.instructions,
    }
    await connection.execute(insert(contexts).values(row))


async def read_context(connection: AsyncConnection, battle: str) -> Context | None:
    """What a battle was given, if anything."""
    found = await connection.execute(select(contexts).where(contexts.c.battle == battle))
    row = found.one_or_none()
    if row is None:
        return None
    return Context(
        chat=row.chat,
        message=row.message,
        prelude=tuple(
            Spoken(by_person=one["by_person"], text=one["text"], images=tuple(one["images"]))
            for one in row.prelude
        ),
        enclosed=row.enclosed,
        images=tuple(row.images),
        instructions=row.instructions,
    )


async def silence(
    connection: AsyncConnection, chat: str, messages: Sequence[str] | None = None
) -> None:
    """Take the words out of the battles that came of these messages, or of all of a chat."""
    ask = select(contexts.c.battle).where(contexts.c.chat == chat)
    if messages is not None:
        ask = ask.where(contexts.c.message.in_(messages))
    ids = list(await connection.scalars(ask))
    if not ids:
        return
    await forget_places(connection, [f"{battle}.{side}" for battle in ids for side in Side])
    theirs = turns.c.battle.in_(ids)
    await connection.execute(
        update(replies)
        .where(replies.c.turn.in_(select(turns.c.id).where(theirs)))
        .values(text="", reason=None)
    )
    await connection.execute(update(turns).where(theirs).values(question=""))
    cast = votes.c.battle.in_(ids)
    await connection.execute(
        delete(annotations).where(annotations.c.vote.in_(select(votes.c.id).where(cast)))
    )
    await connection.execute(update(votes).where(cast).values(comment=""))
    await connection.execute(
        update(contexts)
        .where(contexts.c.battle.in_(ids))
        .values(chat=None, message=None, prelude=[], enclosed="", images=[], instructions="")
    )


async def forget_places(connection: AsyncConnection, places: Sequence[str]) -> None:
    """Delete what people made of the artifacts at these places: edits, runs, and links to them."""
    for table in (edits, runs, shares):
        await connection.execute(delete(table).where(table.c.place.in_(places)))
