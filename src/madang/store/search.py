"""Finding again what was said in chats: any part of a word, in any language.

Both databases keep a table `said` beside the messages, made by the migrations and not in `schema`:
on SQLite an FTS5 table of trigrams, on PostgreSQL a plain one with a trigram index where the
extension can be had. Trigrams find a part of a Korean word as no index of words does; what is
shorter than three characters is looked for in every text.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, MetaData, Table, Text, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.chats import Found
from madang.store.database import Database
from madang.store.schema import Words, chats, storable

SHORTEST = 3
"""Characters of a word that trigrams can find."""

CHUNK = 500

AROUND = 60
"""Characters shown on each side of what was found."""

said = Table(
    "said",
    MetaData(),
    Column("message", Text),
    Column("chat", Text),
    Column("person", Text),
    Column("text", Words),
)


async def keep_said(
    connection: AsyncConnection, chat: str, person: str, spoken: Sequence[tuple[str, str]]
) -> None:
    """Let these be found: pairs of a message's id and its whole text."""
    rows = [
        {"message": message, "chat": chat, "person": person, "text": words}
        for message, words in spoken
        if words
    ]
    if rows:
        await connection.execute(insert(said), rows)


async def forget_said(
    connection: AsyncConnection, chat: str, messages: Sequence[str] | None = None
) -> None:
    """Let these messages of a chat, or all of it, be found no more."""
    if messages is None:
        await connection.execute(delete(said).where(said.c.chat == chat))
        return
    for at in range(0, len(messages), CHUNK):
        part = said.c.message.in_(messages[at : at + CHUNK])
        await connection.execute(delete(said).where(said.c.chat == chat, part))


async def find(database: Database, person: str, words: str, limit: int) -> list[Found]:
    """Where all of `words` stand in what this person's chats hold, newest chats first."""
    wanted = storable(words).split()
    if not wanted:
        return []
    titled = [chats.c.title.ilike(_like(word), escape="\\") for word in wanted]
    spoken = [said.c.text.ilike(_like(word), escape="\\") for word in wanted]
    long = [word for word in wanted if len(word) >= SHORTEST]
    if database.is_sqlite:
        spoken = [
            text("said MATCH :terms").bindparams(terms=" AND ".join(_quoted(w) for w in long))
        ] * bool(long) + [said.c.text.like(_like(w), escape="\\") for w in wanted if w not in long]
    async with database.read() as connection:
        titles = await connection.execute(
            select(chats.c.id, chats.c.title)
            .where(chats.c.person == person, *titled)
            .order_by(chats.c.changed_at.desc())
            .limit(limit)
        )
        found = [Found(chat=row.id, message=None, excerpt=row.title) for row in titles]
        rows = await connection.execute(
            select(said.c.chat, said.c.message, said.c.text, chats.c.changed_at)
            .join(chats, chats.c.id == said.c.chat)
            .where(said.c.person == person, *spoken)
            .order_by(chats.c.changed_at.desc())
            .limit(limit)
        )
        found += [
            Found(chat=row.chat, message=row.message, excerpt=excerpt(row.text, wanted[0]))
            for row in rows
        ]
    return found[:limit]


def excerpt(whole: str, word: str) -> str:
    """The place of `word` in `whole`, with what stands around it, on one line."""
    at = max(whole.lower().find(word.lower()), 0)
    start, end = max(at - AROUND, 0), at + len(word) + AROUND
    cut = " ".join(whole[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(whole) else ''}"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
