"""Files that were given: kept apart from the messages that carry them, for several may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.chats import Attachment, FileKind, Message
from madang.domain.errors.chats import UnknownFile
from madang.store.database import Database
from madang.store.schema import attachments, enclosures, messages


class Attachments:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, attachment: Attachment, person: str, at: datetime) -> None:
        """Keep a file until a message carries it. Its person is known already."""
        row = {
            "id": attachment.id,
            "person": person,
            "name": attachment.name,
            "kind": attachment.kind.value,
            "media_type": attachment.media_type,
            "size": attachment.size,
            "text": attachment.text,
            "cut": attachment.cut,
            "content": attachment.content,
            "given_at": at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(attachments).values(row))

    async def get(self, ids: list[str], person: str) -> tuple[Attachment, ...]:
        """The person's files with these ids, in their order, with their bytes.

        Raises:
            UnknownFile: one of them is not there, or not theirs.
        """
        ask = select(attachments).where(attachments.c.id.in_(ids), attachments.c.person == person)
        async with self._database.read() as connection:
            found = {row.id: _attachment(row) for row in await connection.execute(ask)}
        if missing := [one for one in ids if one not in found]:
            raise UnknownFile(file=missing[0])
        return tuple(found[one] for one in ids)

    async def images(self, ids: Collection[str]) -> dict[str, Attachment]:
        """Those of these images that are still there, by their ids."""
        ask = select(attachments).where(
            attachments.c.id.in_(ids), attachments.c.kind == FileKind.IMAGE.value
        )
        async with self._database.read() as connection:
            return {row.id: _attachment(row) for row in await connection.execute(ask)}

    async def in_chat(self, attachment: str, chat: str) -> Attachment:
        """A file of a chat, with its bytes, whoever asks.

        Raises:
            UnknownFile: this chat has none of this id.
        """
        ask = select(attachments).where(attachments.c.id == attachment, attachments.c.chat == chat)
        async with self._database.read() as connection:
            row = (await connection.execute(ask)).one_or_none()
        if row is None:
            raise UnknownFile(file=attachment)
        return _attachment(row)

    async def drop(self, attachment: str, person: str) -> None:
        """Take back a file that no message carries."""
        async with self._database.transaction() as connection:
            await connection.execute(
                delete(attachments).where(
                    attachments.c.id == attachment,
                    attachments.c.person == person,
                    attachments.c.chat.is_(None),
                )
            )

    async def drop_waiting(self, before: datetime) -> None:
        """Delete what was given before this moment and never sent."""
        async with self._database.transaction() as connection:
            await connection.execute(
                delete(attachments).where(
                    attachments.c.chat.is_(None), attachments.c.given_at < before
                )
            )


async def enclose(connection: AsyncConnection, message: Message, person: str) -> None:
    """Let a message carry its files; they belong to its chat from then on."""
    if not message.attachments:
        return
    ids = [one.id for one in message.attachments]
    taken = await connection.execute(
        update(attachments)
        .where(
            attachments.c.id.in_(ids),
            attachments.c.person == person,
            or_(attachments.c.chat.is_(None), attachments.c.chat == message.chat),
        )
        .values(chat=message.chat)
    )
    if taken.rowcount != len(ids):
        raise UnknownFile(file=ids[0])
    rows = [{"message": message.id, "attachment": one, "position": i} for i, one in enumerate(ids)]
    await connection.execute(insert(enclosures), rows)


async def read_enclosed(
    connection: AsyncConnection, chat: str, *, content: bool
) -> dict[str, list[Attachment]]:
    """The files of a chat by the message that carries them; images with their bytes if asked."""
    bare = [column for column in attachments.c if column.name != "content" or content]
    ask = (
        select(enclosures.c.message, *bare)
        .join(attachments, attachments.c.id == enclosures.c.attachment)
        .join(messages, messages.c.id == enclosures.c.message)
        .where(messages.c.chat == chat)
        .order_by(enclosures.c.position)
    )
    found: defaultdict[str, list[Attachment]] = defaultdict(list)
    for row in await connection.execute(ask):
        found[row.message].append(_attachment(row))
    return found


async def remove_orphans(connection: AsyncConnection, chat: str) -> None:
    """Delete the files of a chat that no message carries any more."""
    carried = select(enclosures.c.attachment)
    await connection.execute(
        delete(attachments).where(attachments.c.chat == chat, attachments.c.id.not_in(carried))
    )


def _attachment(row: Any) -> Attachment:
    return Attachment(
        id=row.id,
        name=row.name,
        kind=FileKind(row.kind),
        media_type=row.media_type,
        size=row.size,
        text=row.text,
        cut=row.cut,
        content=getattr(row, "content", None),
    )
